#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::mentoring {

struct Parameters : Offer {
  int window_months;
  int months;
  float pairs_per_coordinator;
  float coordinator_salary_krw;
  float overhead;
  float host_limit;
  int pairs_per_mentor;
  int degree_cap;
};

/// Newcomers are matched with hosts of good will (step 4).
std::unique_ptr<Process> matching();
/// Coordinators are paid; mentors are not (step 7).
std::unique_ptr<Process> cost();

}  // namespace resettle::mentoring
