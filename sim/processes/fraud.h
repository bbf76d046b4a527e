#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::fraud {

struct Parameters {
  float rate;
  float loss_share;
  float officer_base;
  float officer_shield;
};

/// Probability of being defrauded in a month, given assets in KRW and the log of the protection by
/// the case officer (MODEL 12.5).
float probability(const Parameters& p, float assets_krw, float protection);

/// Fraud falls hardest after lump payments: how lump sums and instalments differ.
std::unique_ptr<Process> process();

}  // namespace resettle::fraud
