#pragma once

#include <string>

#include "results/compare.h"

// The long tables of the comparison's text, each with its heading.

namespace resettle {

std::string outcomes_text(const Comparison& study);     ///< indicators at the end
std::string horizon_text(const Comparison& study);      ///< sums over the period, and prices
std::string types_text(const Comparison& study);        ///< persons whose type differs
std::string economics_text(const Comparison& study);    ///< perspectives, rates, lines, years
std::string frontier_text(const Comparison& study);     ///< dominance and acceptability
std::string overrun_text(const Comparison& study);      ///< empty without a budget
std::string years_text(const Comparison& study);        ///< effects by year
std::string definitions_text(const Comparison& study);  ///< of mental success
std::string ranking_text(const Comparison& study);      ///< chance to be best, regret
std::string precision_text(const Comparison& study);    ///< half-widths, pairing, multiplicity

}  // namespace resettle
