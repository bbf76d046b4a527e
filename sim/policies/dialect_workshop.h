#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::dialect_workshop {

struct Parameters : OfferInLines<Parameters> {
  int window_months;
  int months;
  float cost_krw;
  float reference_effect;
};

/// Newcomers who volunteer learn the speech and norms of the workplace, once; the workshops are
/// paid by the month (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::dialect_workshop
