#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::wages {

struct Parameters {
  float intercept;
  float skill_slope;
  float dialect_slope;
  float regular_premium;
  float woman_effect;
  float elite_premium;
  float subsidy_cut;
  float trait_sd;
  float temporary_floor;
  float deduction_rate;
};

/// What the wage depends on.
struct Worker {
  float south_skill = 0;      ///< 0-1
  float dialect_fluency = 0;  ///< 0-1
  bool regular = false;
  bool woman = false;
  bool elite = false;
  float trait = 0;  ///< log
  bool subsidised = false;
};

/// Gross monthly wage in KRW, not below the floor (MODEL 8.7).
float monthly_wage_krw(const Parameters& p, const Worker& worker, const Economy& economy);

/// Wages for next month (step 11).
std::unique_ptr<Process> process();

}  // namespace resettle::wages
