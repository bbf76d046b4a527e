#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::self_employment {

struct Parameters {
  float entry_rate;
  float exit_rate;
  float capital_slope;
  float capital_need_krw;
  float coach_effect;
  float income_shift;
  float income_sd;
  float wage_intercept;
  float wage_skill_slope;
  float default_share;
  float orientation_strength;
};

/// Monthly probability of starting a business with what one has and can borrow, KRW (MODEL 8.5).
float start_probability(const Parameters& p, float capital_krw, bool self_directed);
/// Monthly probability that a business ends (MODEL 8.5).
float end_probability(const Parameters& p, int tenure_months, bool coached, int age);
/// Monthly income of a business, KRW; `luck` is a standard normal drawn for the year.
float monthly_income_krw(const Parameters& p, float host_wage_krw, float south_skill, float luck);

/// What happens to capital and loan when a business ends (MODEL 8.5), KRW.
struct Settlement {
  std::int32_t left = 0;     ///< half of the capital
  std::int32_t repaid = 0;   ///< to the lender, from what is left
  std::int32_t missing = 0;  ///< of the loan: a default or a debt
};
Settlement settle(std::int32_t capital_krw, std::int32_t loan_krw);

/// Businesses end, go on, or are started from a wage job (step 10a).
std::unique_ptr<Process> moves();
/// People who are still without a job start a business (step 10e).
std::unique_ptr<Process> entry();

}  // namespace resettle::self_employment
