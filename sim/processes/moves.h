#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::moves {

struct Parameters {
  float move_rate;
  float move_rate_public;
  float forced_share;
  float move_tie_loss;
};

/// Households move house within their locality and lose ties (step 5).
std::unique_ptr<Process> process();

}  // namespace resettle::moves
