#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::tie_endings {

struct Parameters {
  float coethnic_dissolution;
  float host_dissolution;
  float mentored_factor;
};

/// Ordinary ties end by chance, and those to people who died or left.
std::unique_ptr<Process> process();

}  // namespace resettle::tie_endings
