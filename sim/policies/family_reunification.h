#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::family_reunification {

struct Parameters : OfferInLines<Parameters> {
  float rate;
  float cost_krw;
};

/// Families left behind are brought to the South (step 3).
std::unique_ptr<Process> process();

}  // namespace resettle::family_reunification
