#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace resettle::bench {

/// Neighbours in compact form: those of agent i are targets[offsets[i]] ...
/// targets[offsets[i+1]-1].
struct SmallWorld {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> targets;

  [[nodiscard]] std::size_t agents() const { return offsets.size() - 1; }
  [[nodiscard]] std::uint32_t degree(std::size_t i) const { return offsets[i + 1] - offsets[i]; }
};

/// The graph of the reference workload: a ring where everybody knows the five next on either side;
/// each link gets a random far end with probability 0.1 (not the agent itself, none of its own five
/// far ends). Generator: splitmix64. Source: Watts and Strogatz 1998.
SmallWorld small_world(std::size_t agents, std::uint64_t seed);

}  // namespace resettle::bench
