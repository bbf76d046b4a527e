#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::fraud {

struct Parameters {
  float rate;
  float loss_share;
  float officer_shield;
};

/// Probability of being defrauded in a month, given assets in KRW and the quality of the case
/// officer at the attention given, SD (MODEL 12.5).
float probability(const Parameters& p, float assets_krw, float officer);

/// Fraud falls hardest after lump payments: how lump sums and instalments differ.
std::unique_ptr<Process> process();

}  // namespace resettle::fraud
