#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::counselling {

struct Parameters : Offer {
  float entry_distress;
  float take_up;
  int months;
  float sessions;
  float session_krw;
  float reference_effect;
};

/// Cost of one course in KRW of a month whose consumer prices are `prices` times those of 2025.
double course_krw(const Parameters& p, double prices);

/// The distressed take up counselling; its courses run, end and are paid (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::counselling
