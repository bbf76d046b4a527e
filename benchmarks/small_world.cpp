#include "small_world.h"

#include <algorithm>
#include <array>

namespace resettle::bench {

namespace {

constexpr std::size_t kLinks = 5;  // far ends of an agent on one side of the ring
constexpr double kRewiring = 0.1;

/// splitmix64. Source: Steele, Lea and Flood 2014.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

using FarEnds = std::array<std::uint32_t, kLinks>;

std::vector<FarEnds> rewired_ring(std::size_t agents, SplitMix& random) {
  std::vector<FarEnds> far(agents);
  for (std::size_t i = 0; i < agents; ++i) {
    for (std::size_t d = 0; d < kLinks; ++d) {
      far[i][d] = static_cast<std::uint32_t>((i + d + 1) % agents);
    }
  }
  for (std::size_t d = 0; d < kLinks; ++d) {
    for (std::size_t i = 0; i < agents; ++i) {
      if (random.uniform() >= kRewiring) continue;
      std::uint32_t other = 0;
      do {
        other = static_cast<std::uint32_t>(random.next() % agents);
      } while (other == i || std::find(far[i].begin(), far[i].end(), other) != far[i].end());
      far[i][d] = other;
    }
  }
  return far;
}

}  // namespace

SmallWorld small_world(std::size_t agents, std::uint64_t seed) {
  SplitMix random(seed);
  const std::vector<FarEnds> far = rewired_ring(agents, random);
  SmallWorld world;
  world.offsets.assign(agents + 1, 0);
  for (std::size_t i = 0; i < agents; ++i) {
    for (const std::uint32_t other : far[i]) {
      ++world.offsets[i + 1];
      ++world.offsets[other + 1];
    }
  }
  for (std::size_t i = 0; i < agents; ++i) world.offsets[i + 1] += world.offsets[i];
  world.targets.resize(world.offsets.back());
  std::vector<std::uint32_t> next(world.offsets.begin(), world.offsets.end() - 1);
  for (std::size_t i = 0; i < agents; ++i) {
    for (const std::uint32_t other : far[i]) {
      world.targets[next[i]++] = other;
      world.targets[next[other]++] = static_cast<std::uint32_t>(i);
    }
  }
  return world;
}

}  // namespace resettle::bench
