#include "results/table.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/errors.h"

namespace resettle {

Cell number_or_nothing(double value, const char* why) {
  return std::isnan(value) ? Cell(Nothing{why}) : Cell(value);
}

Column key(std::string name, std::string unit) {
  return {std::move(name), std::move(unit), ColumnKind::key};
}

Column estimates(std::string name, std::string unit) {
  return {std::move(name), std::move(unit), ColumnKind::value, Holds::estimate};
}

Column differences(std::string name, std::string unit) {
  return {std::move(name), std::move(unit), ColumnKind::value, Holds::estimate, true};
}

Column ratios(std::string name, std::string unit) {
  return {std::move(name), std::move(unit), ColumnKind::value, Holds::ratio};
}

Column verdicts(std::string name) {
  return {std::move(name), "", ColumnKind::value, Holds::verdict};
}

namespace {

Holds held_by(const Cell& cell) {
  if (std::holds_alternative<Estimate>(cell)) return Holds::estimate;
  if (std::holds_alternative<RatioEstimate>(cell)) return Holds::ratio;
  return std::holds_alternative<Verdict>(cell) ? Holds::verdict : Holds::plain;
}

}  // namespace

void Table::add(std::vector<Cell> row) {
  require(row.size() == columns.size(), "a row has a cell for every column");
  for (std::size_t c = 0; c < row.size(); ++c) {
    const bool fits =
        std::holds_alternative<Nothing>(row[c]) || held_by(row[c]) == columns[c].holds;
    require(fits, "a cell is of the kind that its column declares");
  }
  rows.push_back(std::move(row));
}

bool Table::has(const std::string& column) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const Column& one) { return one.name == column; });
}

std::size_t Table::position(const std::string& column) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& one) { return one.name == column; });
  if (found == columns.end()) throw std::logic_error("table " + name + " has no column " + column);
  return static_cast<std::size_t>(found - columns.begin());
}

std::string spelt(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace resettle
