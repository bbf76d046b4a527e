#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::household_income {

struct Parameters {
  float need_share;
  float rent_gap_share;
  float base_rent_share;
  float burden_share;
  float deduction_rate;
};

/// What a household has to live on in a month. Amounts in KRW.
struct Means {
  float net_income = 0;  ///< pay after deductions, benefit and stipends
  int size = 1;          ///< persons
  bool housed = false;   ///< in public rental
  float assets = 0;
  float host_wage = 0;      ///< a month
  float median_income = 0;  ///< a month, of one person
};
/// What follows from it (MODEL2 2, 3).
struct Living {
  float shortfall = 0;  ///< what income lacks to meet the need, KRW
  float hardship = 0;   ///< share of the need that a sixth of savings does not meet either, 0-1
  bool rent_burdened = false;  ///< rent takes more than a bearable share of income
};
Living living_of(const Parameters& p, const Means& means);

/// Household income per equivalent adult, after the benefit is known, and what is lacking (MODEL
/// 10, MODEL2 2, 3).
std::unique_ptr<Process> process();

}  // namespace resettle::household_income
