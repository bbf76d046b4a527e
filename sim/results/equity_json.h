#pragma once

#include <nlohmann/json.hpp>

#include "results/equity.h"

namespace resettle {

/// {winners_losers, concentration_index, transitions, subgroups, not_recorded, suppressed}: lists
/// with one entry a line; what is suppressed is null.
nlohmann::ordered_json equity_json(const Equity& equity);

/// [{arm, subsidised_hires, hired_anyway, share}].
nlohmann::ordered_json deadweight_json(const Equity& equity);

}  // namespace resettle
