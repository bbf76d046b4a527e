#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

#include "results/paired_interval.h"

namespace resettle {

/// A number, or null where there is none.
inline nlohmann::ordered_json number_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

/// {mean, standard_error, low, high, replicates} with a 95 % interval.
inline nlohmann::ordered_json estimate_json(const Estimate& estimate) {
  return {{"mean", number_or_null(estimate.mean)},
          {"standard_error", number_or_null(estimate.standard_error)},
          {"low", number_or_null(estimate.low)},
          {"high", number_or_null(estimate.high)},
          {"replicates", estimate.replicates}};
}

/// {value, low, high} with a 95 % interval, or null if there is no ratio.
inline nlohmann::ordered_json ratio_json(const RatioEstimate& ratio) {
  if (!std::isfinite(ratio.value)) return nullptr;
  return {{"value", number_or_null(ratio.value)},
          {"low", number_or_null(ratio.low)},
          {"high", number_or_null(ratio.high)}};
}

/// {reference, difference, clear, percent, ratio, correlation, unpaired_factor}; `clear` is null
/// without an interval.
inline nlohmann::ordered_json paired_json(const PairedDifference& result) {
  nlohmann::ordered_json clear = nullptr;
  if (result.difference.has_interval()) clear = result.difference.is_clear();
  return {{"reference", number_or_null(result.reference)},
          {"difference", estimate_json(result.difference)},
          {"clear", clear},
          {"percent", ratio_json(result.percent)},
          {"ratio", ratio_json(result.ratio)},
          {"correlation", number_or_null(result.correlation)},
          {"unpaired_factor", number_or_null(result.unpaired_factor)}};
}

}  // namespace resettle
