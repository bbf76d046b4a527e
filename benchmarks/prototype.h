#pragma once

#include <cstdint>

#include "reference_checks.h"
#include "small_world.h"

namespace resettle::bench {

/// The reference workload as one would write it for itself alone: plain loops over arrays, compact
/// neighbour lists, Philox4x32-10 at the reference addresses (key = seed and replicate, counter =
/// agent, step, block, 0), nothing of the engine but its exponential. The yardstick for what the
/// engine's building blocks cost. `with_events` is for the check only.
ReferenceOutcome run_prototype(const SmallWorld& world, std::uint32_t replicate, int threads,
                               bool with_events);

}  // namespace resettle::bench
