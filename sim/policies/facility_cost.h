#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::facility_cost {

struct Parameters {
  float per_month_krw;
};

/// The settlement facility costs money for everybody in it (step 7).
std::unique_ptr<Process> process();

}  // namespace resettle::facility_cost
