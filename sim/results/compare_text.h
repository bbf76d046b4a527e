#pragma once

#include <string>
#include <vector>

#include "results/compare.h"

// The comparison as text for people, as JSON and as CSV.

namespace resettle {

/// Tables for a terminal, at most 100 columns wide, UTF-8.
std::string render_text(const Comparison& comparison);

/// The head of that text: gain, cost and price of every arm, one line each.
std::string render_short(const Comparison& comparison);

/// The same content as JSON, ending in a newline. Shares are 0-1, money is KRW; what is absent,
/// suppressed or infinite is null.
std::string render_json(const Comparison& comparison);

/// One line per arm and result: arm,outcome,unit,reference,difference,standard_error,low,high,
/// correlation. Shares are 0-1, money is KRW; what is absent or suppressed is empty.
std::string render_csv(const Comparison& comparison);

/// What a reader must know to use the numbers, one sentence or two each.
std::vector<std::string> comparison_notes(const Comparison& comparison);

/// The word for a verdict in JSON and CSV, for example "saves_money".
const char* verdict_name(CostVerdict verdict);

}  // namespace resettle
