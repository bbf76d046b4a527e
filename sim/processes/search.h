#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::search {

struct Parameters {
  float intercept;
  float taste_sd;
  float age_slope;
  float retirement_penalty;
  float woman_penalty;
  float child_penalty;
  float illness_penalty;
  float ptsd_penalty;
  float distress_slope;
  float confidence_slope;
  float gain_slope;
  float gain_reference;
  float early_penalty;
  float liquidity_slope;
  float liquidity_cap;
  float liquidity_reference;
  float debt_slope;
  float debt_reference;
  float housing_effect;
  float participation_slope;
  float participation_reference;
  float money_months;
  float search_floor;
  float training_factor;
};

/// What makes a person without a job look for one.
struct Situation {
  int age = 0;
  bool woman = false;
  bool woman_with_young_child = false;
  bool chronic_illness = false;
  bool ptsd = false;
  float distress = 0;         ///< SD
  float self_confidence = 0;  ///< 0-1
  float gain = 0;             ///< share of a potential wage kept on taking a job
  float liquid_months = 0;    ///< savings less debts, months of a potential wage
  float debt_months = 0;
  bool housed = false;           ///< in public rental
  float host_participation = 0;  ///< percent
  bool early = false;            ///< fewer than 18 months since leaving the facility
  float taste = 0;               ///< logit
};

/// Logit of looking for work in a month (MODEL 8.1).
float score(const Parameters& p, const Situation& situation);

/// Who looks for work this month (step 10b).
std::unique_ptr<Process> process();

}  // namespace resettle::search
