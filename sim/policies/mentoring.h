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
  float match_share;
  float early_dropout;
  float late_dropout;
  int bond_months;
  float lasting_share;
  bool from_trade;
  float recruitment_krw;
  float reference_effect;
  int degree_cap;
};

/// Cost of one pair for a month, in KRW of a month whose consumer prices are `prices` times those
/// of 2025: its part of a coordinator's post.
double pair_month_krw(const Parameters& p, double prices);
/// Cost of finding the mentor of a pair, likewise.
double recruitment_krw(const Parameters& p, double prices);

/// Newcomers are matched with hosts of good will, or else with settled defectors; pairs part early
/// or become a tie that lasts (step 4; MODEL2 7).
std::unique_ptr<Process> matching();
/// Coordinators are paid; mentors are not (step 7).
std::unique_ptr<Process> cost();

}  // namespace resettle::mentoring
