#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::counselling {

struct Parameters : OfferInLines<Parameters> {
  float entry_distress;
  float take_up;
  int months;
  float sessions;
  float session_krw;
  float reference_effect;
};

/// The distressed take up counselling; its courses run, end and are paid (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::counselling
