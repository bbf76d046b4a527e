#pragma once

#include <string>
#include <vector>

#include "io/beside_law.h"
#include "io/scenario.h"

namespace resettle {

/// What conditions and lines of a scenario do that their writer may not have meant, beside the
/// scenario it is based on: take an instrument from those who do not meet them, change nothing, or
/// leave alone a term that belongs to the one that is changed.
std::vector<std::string> on_audience(const Scenario& scenario, const Scenario& base,
                                     const ParameterCatalogue& catalogue, MonthSpan span);

}  // namespace resettle
