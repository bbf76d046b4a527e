#include "neighbour_runs.h"

#include <algorithm>
#include <numeric>

#include "core/parallel.h"

namespace resettle::bench {

NeighbourRuns::NeighbourRuns(const SmallWorld& world) : tickets_(world.agents()) {
  std::iota(tickets_.begin(), tickets_.end(), 0U);
  for_blocks(false, persons(), [&](std::size_t begin, std::size_t end) {
    std::stable_sort(tickets_.begin() + static_cast<std::ptrdiff_t>(begin),
                     tickets_.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](auto a, auto b) { return world.degree(a) < world.degree(b); });
  });
  std::vector<std::uint32_t> place(persons());
  for (std::uint32_t i = 0; i < persons(); ++i) place[tickets_[i]] = i;
  for_blocks(false, persons(), [&](std::size_t begin, std::size_t end) {
    first_run_.push_back(runs_.size());
    for (std::size_t i = begin; i < end;) {
      const std::uint32_t degree = world.degree(tickets_[i]);
      std::size_t next = i;
      while (next < end && world.degree(tickets_[next]) == degree) ++next;
      runs_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(next - i), degree,
                       targets_.size()});
      for (std::uint32_t slot = 0; slot < degree; ++slot) {
        for (std::size_t j = i; j < next; ++j) {
          targets_.push_back(place[world.targets[world.offsets[tickets_[j]] + slot]]);
        }
      }
      i = next;
    }
  });
  first_run_.push_back(runs_.size());
}

void NeighbourRuns::means(const float* score, std::size_t begin, float* mean) const {
  const std::size_t block = begin / kBlockSize;
  for (std::size_t r = first_run_[block]; r < first_run_[block + 1]; ++r) {
    const Run& run = runs_[r];
    float* __restrict sum = mean + (run.begin - begin);
    if (run.degree == 0) {
      std::copy_n(score + run.begin, run.count, sum);
      continue;
    }
    std::fill_n(sum, run.count, 0.0F);
    const std::uint32_t* __restrict target = targets_.data() + run.first_target;
    for (std::uint32_t slot = 0; slot < run.degree; ++slot, target += run.count) {
      for (std::uint32_t i = 0; i < run.count; ++i) sum[i] += score[target[i]];
    }
    const float share = 1.0F / static_cast<float>(run.degree);
    for (std::uint32_t i = 0; i < run.count; ++i) sum[i] *= share;
  }
}

}  // namespace resettle::bench
