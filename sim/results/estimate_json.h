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

}  // namespace resettle
