#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::media_campaign {

struct Parameters : Offer {
  float reach;
  int months;
  float cost_per_reached_krw;
  float media_effect;
  float media_decay;
};

/// The warmth of a host who was reached, 0-1 scale: `media_effect` standard deviations of 0.2
/// (MODEL 9.3).
float warmth_of_reached(const Parameters& p);

/// A campaign warms the hosts it reaches; the warmth fades (step 4, before host attitudes).
std::unique_ptr<Process> process();

}  // namespace resettle::media_campaign
