#include "io/targets.h"

#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "io/csv.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr int kFirstYear = 1990;  // recording begins
constexpr int kLastYear = 2045;

const CsvColumns& target_columns() {
  static const CsvColumns columns{
      {"pattern", "id", "indicator", "population", "age_from", "age_to", "subgroup", "year",
       "month", "value", "standard_error", "tolerance", "unit", "source", "note"},
      {},
      false};
  return columns;
}

/// Reads the cells of one row; what is missing or wrong becomes a problem.
class TargetRow {
 public:
  TargetRow(const CsvTable& table, const CsvRow& row, ProblemList& problems)
      : table_(table), row_(row), problems_(problems) {}

  std::string text(const std::string& column) {
    return table_.text(row_, column, problems_).value_or("");
  }
  /// As it stands, empty or not.
  std::string remark(const std::string& column) { return table_.cell(row_, column).text; }
  double number(const std::string& column, double low) {
    return table_.number(row_, column, low, kLargest, problems_).value_or(low);
  }
  /// NaN where the cell is empty.
  double number_or_nothing(const std::string& column, double low) {
    if (remark(column).empty()) return std::numeric_limits<double>::quiet_NaN();
    return number(column, low);
  }
  int integer(const std::string& column, int low, int high, int otherwise) {
    if (remark(column).empty()) return otherwise;
    return required_integer(column, low, high);
  }
  int required_integer(const std::string& column, int low, int high) {
    return table_.integer(row_, column, low, high, problems_).value_or(low);
  }

 private:
  const CsvTable& table_;
  const CsvRow& row_;
  ProblemList& problems_;
};

Target read_target(const CsvTable& table, const CsvRow& row, ProblemList& problems) {
  TargetRow cells(table, row, problems);
  Target target;
  target.where = table.where(row, "indicator");
  target.pattern = cells.text("pattern");
  target.id = cells.text("id");
  target.indicator = cells.text("indicator");
  target.population = cells.text("population");
  target.age_from = cells.integer("age_from", 0, kOldestAge, 0);
  target.age_to = cells.integer("age_to", 0, kOldestAge, kOldestAge);
  if (target.age_to < target.age_from) {
    problems.add(table.problem(
        row, "age_to",
        fmt::format("the ages end at {} but begin at {}", target.age_to, target.age_from),
        "age_to is the last age that counts; leave it empty for no limit"));
  }
  target.subgroup = cells.text("subgroup");
  target.month = month_of(cells.required_integer("year", kFirstYear, kLastYear),
                          cells.required_integer("month", 1, 12));
  target.value = cells.number("value", -kLargest);
  target.standard_error = cells.number_or_nothing("standard_error", 0);
  target.tolerance = cells.number("tolerance", 0);
  target.unit = cells.text("unit");
  target.source = cells.text("source");
  target.note = cells.remark("note");
  return target;
}

/// The same question twice would count one figure double.
void check_once(const CsvTable& table, const std::vector<Target>& targets, ProblemList& problems) {
  std::map<std::string, int> lines;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    const auto question =
        fmt::format("{}, {}, {}, {}-{}, {}", target.indicator, target.population, target.subgroup,
                    target.age_from, target.age_to, to_string(target.month));
    const auto [known, is_new] = lines.try_emplace(question, target.where.line);
    if (is_new) continue;
    problems.add(table.problem(table.rows()[i], "indicator",
                               fmt::format("the same question stands in line {}", known->second),
                               "keep one of the two rows"));
  }
}

}  // namespace

std::vector<Target> read_targets(const std::filesystem::path& file, const InputSource& source) {
  ProblemList problems;
  std::vector<Target> targets;
  const auto table = read_csv(file, {}, target_columns(), problems, source);
  if (table) {
    for (const auto& row : table->rows()) targets.push_back(read_target(*table, row, problems));
    check_once(*table, targets, problems);
  }
  throw_if_any_once(problems);
  return targets;
}

}  // namespace resettle
