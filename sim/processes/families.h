#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::families {

struct Parameters {
  float partner_at_exit;
  float child_at_exit;
  float union_rate;
  float separation_rate;
  float birth_rate;
};

/// Unions, separations, births and partners' work (MODEL 12.1).
std::unique_ptr<Process> process();

}  // namespace resettle::families
