#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::mentoring {

struct Parameters : OfferInLines<Parameters> {
  int window_months;
  int months;
  float pairs_per_coordinator;
  float coordinator_salary_krw;
  float overhead;
  float host_limit;
  int pairs_per_mentor;
  float reference_effect;
  int degree_cap;
};

/// Cost of one pair for a month, in KRW of a month whose consumer prices are `prices` times those
/// of 2025: its part of a coordinator's post.
double pair_month_krw(const Parameters& p, double prices);

/// Newcomers are matched with hosts of good will, or else with settled defectors (step 4).
std::unique_ptr<Process> matching();
/// Coordinators are paid; mentors are not (step 7).
std::unique_ptr<Process> cost();

}  // namespace resettle::mentoring
