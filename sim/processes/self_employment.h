#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::self_employment {

struct Parameters {
  float entry_rate;
  float exit_rate;
  float exit_first_year;
  float exit_next_years;
  float exit_fourth_year;
  float exit_later;
  float exit_capital_slope;
  float exit_old_age;
  float capital_slope;
  float capital_need_krw;
  float minimum_capital_krw;
  float capital_elasticity;
  float capital_lost;
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
/// A business as its end and its income see it.
struct Business {
  int tenure_months = 0;
  float capital_krw = 0;
  bool coached = false;
  int age = 0;            ///< of the owner
  float south_skill = 0;  ///< of the owner, 0-1
};
/// Monthly probability that a business ends (MODEL 8.5, MODEL2 8).
float end_probability(const Parameters& p, const Business& business);
/// Monthly income of a business, KRW; `luck` is a standard normal drawn for the year.
float monthly_income_krw(const Parameters& p, float host_wage_krw, const Business& business,
                         float luck);

/// What happens to capital and loan when a business ends (MODEL 8.5), KRW.
struct Settlement {
  std::int32_t left = 0;     ///< of the capital
  std::int32_t repaid = 0;   ///< to the lender, from what is left
  std::int32_t missing = 0;  ///< of the loan: a default or a debt
};
Settlement settle(const Parameters& p, std::int32_t capital_krw, std::int32_t loan_krw);

/// Businesses end, go on, or are started from a wage job (step 10a).
std::unique_ptr<Process> moves();
/// People who are still without a job start a business (step 10e).
std::unique_ptr<Process> entry();

}  // namespace resettle::self_employment
