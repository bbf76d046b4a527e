#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/random.h"

namespace resettle {

/// Who talks to whom among the hosts: in every locality a ring in which each knows the three next
/// on either side, some of the links rewired (small world). Fixed for the whole run. Source: Watts
/// and Strogatz 1998; size and rewiring are assumptions (MODEL 9.3).
class PeerGraph {
 public:
  static constexpr std::size_t kColumns = 7;  ///< enough for nearly all hosts

  PeerGraph() = default;
  /// `rewiring` is the share of links with a random far end, drawn by (host, link).
  PeerGraph(std::size_t localities, std::size_t per_locality, float rewiring, const Random& random);

  [[nodiscard]] std::span<const std::uint32_t> neighbours(std::size_t host) const {
    return {targets_.data() + offsets_[host], offsets_[host + 1] - offsets_[host]};
  }
  /// The same as columns, kColumns of them: element h of column k is neighbour k of host h, or h
  /// itself where it has fewer. Further neighbours of a host are only in `neighbours`.
  [[nodiscard]] const std::uint32_t* column(std::size_t k) const {
    return targets_.data() + offsets_.back() + k * size();
  }
  [[nodiscard]] std::size_t size() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }

  static const std::vector<Decision>& decisions();

 private:
  void append_columns();

  std::vector<std::size_t> offsets_;    ///< of the neighbours of each host in `targets_`
  std::vector<std::uint32_t> targets_;  ///< neighbours of host after host, then the columns
};

}  // namespace resettle
