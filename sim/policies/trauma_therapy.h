#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::trauma_therapy {

struct Parameters : OfferInLines<Parameters> {
  float take_up;
  int months;
  float sessions;
  float session_krw;
};

/// Persons with PTSD take up trauma therapy; its courses run, end and are paid (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::trauma_therapy
