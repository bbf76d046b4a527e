#pragma once

#include <string>
#include <vector>

#include "results/compare.h"
#include "results/table.h"

// The topics of a comparison as tables. A new number is one column in one of tell_*.cpp.

namespace resettle {

/// All tables of a comparison that has arms, in the order of the text.
std::vector<Table> tables_of(const Comparison& comparison);

/// A topic, or a table of it, as --show names it, and what it holds in a few words.
struct ShownName {
  std::string name;
  std::string what;
};
/// The topics in order.
const std::vector<ShownName>& topics();
/// The names of all tables.
const std::vector<std::string>& table_names();

// One function for each topic.
std::vector<Table> tell_effects(const Comparison& comparison);
std::vector<Table> tell_types(const Comparison& comparison);
std::vector<Table> tell_economics(const Comparison& comparison);
std::vector<Table> tell_equity(const Comparison& comparison);
std::vector<Table> tell_statistics(const Comparison& comparison);

/// Columns of a judged difference: reference, difference, percent, ratio, the smallest that
/// matters, verdict.
std::vector<Column> judged_columns(const std::string& unit);
/// Its cells, in that order.
std::vector<Cell> judged_cells(const Judged& result);
/// What a share of replicates or draws is a share of.
std::string what_varies(const ComparedStudy& study);
/// Nothing where it is suppressed.
Cell estimate_cell(const Estimate& estimate);
Cell ratio_cell(const RatioEstimate& ratio, const char* why = kNotDefined);

/// One list behind the other.
template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace resettle
