#pragma once

#include <string>

#include "results/compare.h"

namespace resettle {

/// Who gains and who loses, tables of at most 100 columns: the persons of every group, the
/// concentration index, monthly transitions, outcomes by subgroup, and what is left out and why.
std::string equity_text(const Comparison& comparison);

/// Subsidised hires that the reference has as well.
std::string deadweight_text(const Comparison& comparison);

}  // namespace resettle
