#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::wage_subsidy {

struct Parameters : OfferInLines<Parameters> {
  float share;
  float cap_krw;
  float first_year_cap_krw;
  int months;
  int window_months;
  Month last_arrival;
  float employer_take_up;
  float administration_share;
  bool applies_to_running;
};

/// Monthly subsidy for a wage, KRW: a share of it up to the cap.
float amount_krw(float wage_krw, float share, float cap_krw);
/// Value of a subsidy relative to half the wage: 1 is the classic half-wage subsidy (MODEL 8.2).
float value_of(float wage_krw, float share, float cap_krw);

/// Whom an employer would be subsidised for this month (step 4).
std::unique_ptr<Process> offers();
/// Where the money is capped, it is granted to those who would be hired; the others get the job
/// they find without a subsidy, if any (step 10).
std::unique_ptr<Process> award();
/// New jobs of those persons become subsidised (step 10).
std::unique_ptr<Process> start();
/// Employers are paid (step 7).
std::unique_ptr<Process> payment();

}  // namespace resettle::wage_subsidy
