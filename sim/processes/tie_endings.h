#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::tie_endings {

struct Parameters {
  float coethnic_dissolution;
  float host_dissolution;
  float mentored_factor;
  float coethnic_late;
  float host_young_factor;
  float host_old_factor;
};

/// Chance that an ordinary tie ends in a month, but for what a mentor does to it. `age` of the tie
/// in months; `stay` in the South of who came first, in months (MODEL2 6).
float coethnic_rate(const Parameters& p, int stay);
float host_rate(const Parameters& p, int age);

/// Ordinary ties end by chance, and those to people who died or left.
std::unique_ptr<Process> process();

}  // namespace resettle::tie_endings
