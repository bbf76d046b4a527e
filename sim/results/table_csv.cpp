#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/csv_cell.h"
#include "results/table.h"

namespace resettle {

namespace {

/// Keys that have a field of their own; the others stand together in one, as name=value.
constexpr std::array<const char*, 3> kOwnField{"arm", "outcome", "year"};

std::string number_field(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

/// The fields of a cell: value, standard error, low, high, replicates, words, and with draws of the
/// parameters their number and the interval by chance alone.
using Fields = std::array<std::string, 9>;

struct AsFields {
  Fields operator()(const Nothing& nothing) const { return {"", "", "", "", "", nothing.why}; }
  Fields operator()(const std::string& text) const { return {"", "", "", "", "", csv_cell(text)}; }
  Fields operator()(bool value) const { return {"", "", "", "", "", value ? "true" : "false"}; }
  Fields operator()(double value) const { return {number_field(value)}; }
  Fields operator()(const Estimate& estimate) const {
    return {number_field(estimate.mean),
            number_field(estimate.standard_error),
            number_field(estimate.low),
            number_field(estimate.high),
            fmt::format("{}", estimate.replicates),
            "",
            estimate.draws > 0 ? fmt::format("{}", estimate.draws) : "",
            number_field(estimate.low_by_chance),
            number_field(estimate.high_by_chance)};
  }
  Fields operator()(const RatioEstimate& ratio) const {
    return {number_field(ratio.value), "", number_field(ratio.low), number_field(ratio.high)};
  }
  Fields operator()(const Verdict& verdict) const {
    return {number_field(verdict.probability), "", "", "", "", csv_cell(words_of(verdict))};
  }
};

std::string key_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell)) return number_field(*number);
  return "";
}

/// Which row it is: arm, outcome, year, other keys.
std::string key_fields(const Table& table, const std::vector<Cell>& row) {
  std::array<std::string, kOwnField.size()> own;
  std::vector<std::string> others;
  for (std::size_t c = 0; c < row.size(); ++c) {
    const Column& column = table.columns[c];
    if (column.kind != ColumnKind::key) continue;
    const auto* const field = std::find(kOwnField.begin(), kOwnField.end(), column.name);
    if (field == kOwnField.end()) {
      others.push_back(fmt::format("{}={}", column.name, key_text(row[c])));
    } else {
      own[static_cast<std::size_t>(field - kOwnField.begin())] = csv_cell(key_text(row[c]));
    }
  }
  return fmt::format("{},{}", fmt::join(own, ","),
                     csv_cell(fmt::format("{}", fmt::join(others, "; "))));
}

/// The unit of a number in this row.
std::string unit_of(const Table& table, const std::vector<Cell>& row, const Column& column) {
  if (column.unit != kUnitOfRow) return column.unit;
  return std::get<std::string>(row[table.position("unit")]);
}

}  // namespace

std::string tables_csv(const std::vector<Table>& tables) {
  std::string text =
      "table,arm,outcome,year,other_keys,column,unit,value,standard_error,low,high,replicates,"
      "words,draws,low_by_chance,high_by_chance\n";
  for (const auto& table : tables) {
    for (const auto& row : table.rows) {
      const auto keys = key_fields(table, row);
      for (std::size_t c = 0; c < row.size(); ++c) {
        const Column& column = table.columns[c];
        if (column.kind == ColumnKind::key || column.name == "unit") continue;
        text += fmt::format("{},{},{},{},{}\n", table.name, keys, column.name,
                            csv_cell(unit_of(table, row, column)),
                            fmt::join(std::visit(AsFields{}, row[c]), ","));
      }
    }
  }
  return text;
}

}  // namespace resettle
