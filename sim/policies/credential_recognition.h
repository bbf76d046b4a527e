#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::credential_recognition {

struct Parameters : OfferInLines<Parameters> {
  float skill_gain;
  float mismatch_factor;  ///< read by whoever models what schooling that does not count costs
  float fee_krw;
};

/// Job skill valid in the South after recognition of Northern schooling (0, 1, 2), 0-1
/// (MODEL 7.2).
float recognised_skill(const Parameters& p, float south_skill, int northern_schooling);

/// Northern schooling is recognised on leaving the facility (step 2, after the facility).
std::unique_ptr<Process> process();

}  // namespace resettle::credential_recognition
