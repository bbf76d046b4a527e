#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::livelihood_benefit {

struct Parameters {
  float taper_rate;
  bool keep_medical_aid;
  float search_floor;
  float asset_limit;
  float obligor_failure;
  float take_up;
  float deduction_rate;
  float medical_aid_value;
  int run_on_months;
};

/// What the rules look at in a household.
struct Case {
  double line_krw = 0;      ///< benefit line of the household, KRW/month
  double earnings_krw = 0;  ///< countable gross pay of members and partners, KRW/month
};

/// Benefit line of a household, KRW/month: one-person line x scale; one person more in the first 60
/// months when no member is able to work (MODEL 12.3).
double line_krw(const Inputs& inputs, double one_person_line_krw, int size, bool nobody_able,
                int months_since_exit);
/// Monthly benefit in won of a household that passes the tests: line - rate x earnings while that
/// is positive, else 0 (MODEL 12.3).
std::int32_t benefit_krw(const Parameters& p, const Case& household);

/// The livelihood benefit, and what taking a job would change (the welfare cliff).
std::unique_ptr<Process> process();

}  // namespace resettle::livelihood_benefit
