#pragma once

#include <nlohmann/json.hpp>

#include "results/compare.h"

// The parts of the comparison's JSON that are tables of their own.

namespace resettle {

/// Costs, prices, frontier, acceptability curves; `overrun` only if a budget was given.
nlohmann::ordered_json economics_json(const Comparison& comparison);
nlohmann::ordered_json ranking_json(const Comparison& comparison);
nlohmann::ordered_json definitions_json(const Comparison& comparison);
nlohmann::ordered_json by_year_json(const Comparison& comparison);
nlohmann::ordered_json precision_json(const Comparison& comparison);
nlohmann::ordered_json multiplicity_json(const Comparison& comparison);
/// Names, labels, units and directions of what is summed over the horizon.
nlohmann::ordered_json horizon_outcomes_json();

}  // namespace resettle
