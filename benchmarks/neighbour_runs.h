#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "small_world.h"

namespace resettle::bench {

/// Neighbours of the reference workload, laid out for reading: within every block of persons those
/// with equally many neighbours stand together (a *run*), and the first neighbours of a run come
/// first, then all its second ones, and so on. So no loop depends on a person.
class NeighbourRuns {
 public:
  explicit NeighbourRuns(const SmallWorld& world);

  [[nodiscard]] std::size_t persons() const { return tickets_.size(); }
  /// The agent of the workload who stands at each place.
  [[nodiscard]] const std::vector<std::uint32_t>& tickets() const { return tickets_; }
  /// Mean of `score` over the neighbours of every person of the block that begins at `begin`, into
  /// `mean`; the own score for those without neighbours.
  void means(const float* score, std::size_t begin, float* mean) const;

 private:
  struct Run {
    std::uint32_t begin;  ///< first person of the run
    std::uint32_t count;
    std::uint32_t degree;
    std::size_t first_target;
  };

  std::vector<std::uint32_t> tickets_;
  std::vector<Run> runs_;
  std::vector<std::size_t> first_run_;  ///< of every block, and the end
  std::vector<std::uint32_t> targets_;
};

}  // namespace resettle::bench
