#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/calendar.h"
#include "core/random.h"

namespace resettle::bench {

inline constexpr std::size_t kStrip = 256;  // persons whose scratch stays in the nearest cache

/// Where the columns of a strip of persons begin.
struct Strip {
  const std::uint32_t* ticket;
  const float* age_at_start;     ///< years
  const std::uint8_t* subgroup;  ///< 0-3
  std::uint8_t* employed;
  std::uint8_t* healthy;
  std::uint16_t* tenure;  ///< months
  float* skill;
  float* wage;
  float* contact;
  const float* belonging;  ///< as published at the end of last month
  float* belonging_next;
  float* wellbeing;
  std::uint8_t* type;  ///< 0-3
  std::size_t persons;
};

/// What a strip hands from one loop to the next: first uniforms, then what they decide (0 or 1).
struct Scratch {
  std::array<float, kStrip> finds_job, loses_job, gains_skill, health_flips, contact, adverse;
};

/// The two halves of the step of a strip. `met` is the mean belonging of the neighbours.
struct ReferenceKernels {
  void (*decide)(const Strip&, const Random&, Month, const float* met, Scratch&);
  void (*move_on)(const Strip&, const float* met, const Scratch&);
};

/// Compiled for every x86-64, or for the widest instructions of this processor; same results.
ReferenceKernels reference_kernels(bool widest);

}  // namespace resettle::bench
