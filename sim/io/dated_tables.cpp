// Tables of values by month.
#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/strict_text.h"
#include "io/tables.h"

namespace resettle {

void check_months(const CsvTable& table, ProblemList& problems) {
  std::optional<Month> before;
  for (const auto& row : table.rows()) {
    const auto month = table.month(row, "month", problems);
    if (!month) continue;
    if (before && *month <= *before) {
      problems.add(table.problem(row, "month",
                                 fmt::format("{} is not after {}, the month of the row above",
                                             to_string(*month), to_string(*before)),
                                 "put the rows in order of month, each month once"));
    }
    before = month;
  }
}

std::vector<DatedValue> dated_column(const CsvTable& table, const std::string& column, double low,
                                     double high, ProblemList& problems) {
  std::vector<DatedValue> values;
  for (const auto& row : table.rows()) {
    const auto month = parse_month(table.cell(row, "month").text);
    const bool first = &row == &table.rows().front();
    if (table.cell(row, column).text.empty()) {
      if (!first) continue;
      problems.add(table.problem(row, column, "the first row leaves this value empty",
                                 "an empty value means 'as in the row above'; write one (0 if "
                                 "there is nothing yet)"));
      continue;
    }
    const auto value = table.number(row, column, low, high, problems);
    if (month && value) values.push_back({*month, *value, table.where(row, column)});
  }
  return values;
}

namespace {

/// The years after the arrivals table are projected; known values for them would contradict it.
void check_last_year(const CsvTable& macro, const Inputs& inputs, ProblemList& problems) {
  if (inputs.arrivals.empty()) return;
  const int last = inputs.arrivals.back().year;
  for (const auto& row : macro.rows()) {
    const auto month = parse_month(macro.cell(row, "month").text);
    if (!month || month->year() <= last) continue;
    problems.add(macro.problem(
        row, "month",
        fmt::format("{} is after {}, the last year of the arrivals table", to_string(*month), last),
        "let the table of arrivals go on as far, or remove this row and those below it"));
    return;
  }
}

/// A column of the economy and the values it may have: what is outside them is in another unit, and
/// would be more than an amount of a person can hold.
struct MacroColumn {
  const char* name;
  Series Inputs::*series;
  double low;
  double high;
};
constexpr std::array<MacroColumn, 7> kMacroColumns{
    {{"host_wage_krw", &Inputs::host_wage_krw, 1e4, 1e8},
     {"host_unemployment_percent", &Inputs::host_unemployment_rate, 0.1, 100},
     {"minimum_wage_krw", &Inputs::minimum_wage_krw, 1e3, 1e8},
     {"benefit_line_krw", &Inputs::benefit_line_krw, 1e3, 1e8},
     {"median_income_krw", &Inputs::median_income_krw, 1e4, 1e8},
     {"consumer_prices", &Inputs::consumer_prices, 0.1, 1e5},
     {"host_participation_percent", &Inputs::host_participation_rate, 10, 100}}};

/// A figure of the nation never moves so far from one row to the next: above it is a slip.
constexpr double kFarthestStep = 5;

void check_steps(const CsvTable& table, const std::string& column, ProblemList& problems) {
  std::optional<double> before;
  for (const auto& row : table.rows()) {
    const auto value = parse_number(table.cell(row, column).text).value;
    if (!value || *value <= 0) continue;
    if (before && (*value > kFarthestStep * *before || *before > kFarthestStep * *value)) {
      problems.add(table.problem(
          row, column,
          fmt::format("{} stands below {}: no figure of a nation moves so far at once",
                      number_text(*value), number_text(*before)),
          "write all rows in the same unit"));
      return;  // the next row would only repeat it
    }
    before = value;
  }
}

}  // namespace

void read_macro(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  check_months(table, problems);
  check_last_year(table, inputs, problems);
  const auto before = problems.items().size();
  for (const auto& column : kMacroColumns) {
    const auto found = problems.items().size();
    const auto values = dated_column(table, column.name, column.low, column.high, problems);
    if (problems.items().size() == found) check_steps(table, column.name, problems);
    if (problems.items().size() != before || values.empty()) continue;
    std::vector<std::pair<Month, double>> steps;
    for (const auto& value : values) {
      if (steps.empty() || steps.back().first < value.month) {
        steps.emplace_back(value.month, value.value);
      }
    }
    inputs.*column.series = Series(std::move(steps));
  }
}

namespace {

bool is_remark(const std::string& column) {
  return column == "legal_reference" || column == "status" || column == "source" ||
         column == "note";
}

std::optional<CsvTable> read_dated_table(const NamedFile& named, ProblemList& problems,
                                         const InputSource& source) {
  auto table = read_csv(named.file, named.named_at, {{"month"}, {}, true}, problems, source);
  if (!table) return std::nullopt;
  const auto before = problems.items().size();
  check_months(*table, problems);
  constexpr double kAny = std::numeric_limits<double>::max();
  for (const auto& column : table->column_names()) {
    if (column != "month" && !is_remark(column))
      dated_column(*table, column, -kAny, kAny, problems);
  }
  if (problems.items().size() != before) return std::nullopt;
  return table;
}

}  // namespace

std::vector<DatedValue> DatedTables::column(const NamedFile& named, const std::string& column,
                                            ProblemList& problems) {
  const auto key = named.file.lexically_normal();
  auto known = tables_.find(key);
  if (known == tables_.end()) {
    known = tables_.emplace(key, read_dated_table(named, problems, source_)).first;
  }
  if (!known->second) return {};  // reported when it was read
  const auto& table = *known->second;
  if (!table.has_column(column) || column == "month" || is_remark(column)) {
    std::vector<std::string> usable;
    for (const auto& name : table.column_names()) {
      if (name != "month" && !is_remark(name)) usable.push_back(name);
    }
    problems.add({named.named_at.where, named.named_at.key,
                  fmt::format("the table {} has no column of numbers '{}'",
                              named.file.filename().string(), column),
                  suggest(column, usable)});
    return {};
  }
  constexpr double kAny = std::numeric_limits<double>::max();
  return dated_column(table, column, -kAny, kAny, problems);
}

}  // namespace resettle
