#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::school {

struct Parameters {
  float enrol_share;
  float dropout_rate;
};

/// School to the 18th birthday, then perhaps further schooling (MODEL 8.8).
std::unique_ptr<Process> process();

}  // namespace resettle::school
