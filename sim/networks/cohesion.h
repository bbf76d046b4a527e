#pragma once

#include <cstdint>
#include <span>

#include "networks/ties.h"

namespace resettle {

/// How a network of co-ethnic ties hangs together.
struct Cohesion {
  double mean_degree = 0;              ///< co-ethnic ties per person
  double isolated_share = 0;           ///< persons without a co-ethnic tie, 0-1
  double largest_component_share = 0;  ///< persons in the largest connected group, 0-1
  double clustering = 0;  ///< mean local clustering of persons with two or more ties, 0-1
};

/// Measures the co-ethnic ties among the persons with `counted` = 1; zeros if there are none.
/// Source: Watts and Strogatz 1998 (clustering).
Cohesion measure_cohesion(const TieBook& ties, std::span<const std::uint8_t> counted);

}  // namespace resettle
