#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::pilot {

struct Parameters {
  float share;
  Month arrivals_from;
  Month arrivals_to;
  bool host_tie;
  int degree_cap;
};

/// Who belongs to the group of a pilot, and the lasting host tie that a trial may give to its
/// members (step 2, before the instruments that read the group).
std::unique_ptr<Process> process();

}  // namespace resettle::pilot
