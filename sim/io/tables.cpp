#include "io/tables.h"

#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

constexpr double kTolerance = 1e-6;  // of shares that must add up to 1
constexpr double kLargestDebtKrw = 1e9;
constexpr double kLargestMultiple = 8;  // of one person's amount, for the largest household
constexpr int kManyPersons = 100'000'000;

/// Says where a number comes from; read by people, not by the program.
const std::vector<std::string> kRemarks{"source", "status", "note"};

struct Sum {
  double total = 0;
  bool complete = true;

  void add(const std::optional<double>& share) {
    complete = complete && share.has_value();
    total += share.value_or(0);
  }
};

/// Reported at the last row of the group: that is where the sum is known.
void check_sum(const Sum& sum, const CsvTable& table, const CsvRow& last, const std::string& column,
               const std::string& of, ProblemList& problems) {
  if (!sum.complete || std::abs(sum.total - 1) <= kTolerance) return;
  problems.add(table.problem(last, column,
                             fmt::format("the shares{} add up to {:.7g}, not 1", of, sum.total),
                             "correct the shares of the rows up to this one"));
}

/// Sizes must be 1, 2, 3, ... without a gap.
void check_size(const CsvTable& table, const CsvRow& row, ProblemList& problems) {
  const int expected = static_cast<int>(&row - table.rows().data()) + 1;
  const auto size = table.integer(row, "size", 1, 1000, problems);
  if (!size || *size == expected) return;
  problems.add(table.problem(row, "size", fmt::format("size {} stands in row {}", *size, expected),
                             fmt::format("sizes are 1, 2, 3, ...: write {}", expected)));
}

/// The multiples of a table by household size; that of one person is 1 by definition.
std::vector<double> multiples(const CsvTable& table, const std::string& column,
                              ProblemList& problems) {
  std::vector<double> values;
  for (const auto& row : table.rows()) {
    const auto value = table.number(row, column, kSmallestPositive, kLargestMultiple, problems);
    if (!value) continue;
    if (&row == &table.rows().front() && *value != 1) {
      problems.add(table.problem(
          row, column, fmt::format("the multiple of one person is {}", number_text(*value)),
          "write 1: the others are multiples of one person's amount"));
    }
    values.push_back(*value);
  }
  return values;
}

/// A wrong year is a slip if the next row goes on as if it were right, otherwise the end of a gap.
int year_meant(const CsvTable& table, const CsvRow& row, int expected) {
  const auto next = static_cast<std::size_t>(&row - table.rows().data()) + 1;
  const bool slip = next >= table.rows().size() ||
                    table.cell(table.rows()[next], "year").text == std::to_string(expected + 1);
  const auto read = parse_integer(table.cell(row, "year").text).value;
  return slip || !read ? expected : static_cast<int>(*read);
}

void read_arrivals(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  int expected = 1990;
  for (const auto& row : table.rows()) {
    const bool first = &row == &table.rows().front();
    const auto men = table.integer(row, "men", 0, kManyPersons, problems);
    const auto women = table.integer(row, "women", 0, kManyPersons, problems);
    const auto& year = table.cell(row, "year").text;
    const auto wanted = first ? std::string("to1989") : fmt::format("{}", expected);
    if (year != wanted) {
      problems.add(table.problem(row, "year",
                                 fmt::format("'{}' stands where '{}' is due", year, wanted),
                                 "the first row is 'to1989', then every year from 1990 once"));
      if (!first) expected = year_meant(table, row, expected);
    }
    if (first) {
      inputs.stock_1990_men = men.value_or(0);
      inputs.stock_1990_women = women.value_or(0);
    } else {
      inputs.arrivals.push_back({expected++, men.value_or(0), women.value_or(0)});
    }
  }
}

void read_period(const CsvTable& table, const std::string& period, std::vector<AgeBand>& bands,
                 ProblemList& problems) {
  Sum men;
  Sum women;
  const CsvRow* last = nullptr;
  for (const auto& row : table.rows()) {
    if (table.cell(row, "period").text != period) continue;
    const auto from = table.integer(row, "from_age", 0, 120, problems);
    const auto to = table.integer(row, "to_age", 0, 120, problems);
    const auto share_men = table.number(row, "share_men", 0, 1, problems);
    const auto share_women = table.number(row, "share_women", 0, 1, problems);
    men.add(share_men);
    women.add(share_women);
    if (from && to && *to <= *from) {
      problems.add(table.problem(row, "to_age",
                                 fmt::format("the band ends at {} but begins at {}", *to, *from),
                                 "a band goes from from_age to below to_age"));
    } else if (from && !bands.empty() && *from != bands.back().to_age) {
      problems.add(table.problem(row, "from_age",
                                 fmt::format("the band begins at {} but the band above ends at {}",
                                             *from, bands.back().to_age),
                                 "bands follow each other without gap or overlap"));
    }
    last = &row;
    if (to)
      bands.push_back({from.value_or(0), *to, share_men.value_or(0), share_women.value_or(0)});
  }
  if (last == nullptr) {
    problems.add({{table.file(), 1, 1},
                  "period",
                  fmt::format("no row has the period {}", period),
                  "give bands for the periods 1990s and later"});
    return;
  }
  check_sum(men, table, *last, "share_men", fmt::format(" of men, period {},", period), problems);
  check_sum(women, table, *last, "share_women", fmt::format(" of women, period {},", period),
            problems);
}

void read_ages(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  for (const auto& row : table.rows()) {
    const auto& period = table.cell(row, "period").text;
    if (period == "1990s" || period == "later") continue;
    problems.add(table.problem(row, "period", fmt::format("unknown period '{}'", period),
                               suggest(period, {"1990s", "later"})));
    return;  // sums without this row would only repeat the mistake
  }
  read_period(table, "1990s", inputs.ages_1990s, problems);
  read_period(table, "later", inputs.ages, problems);
}

void read_education(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  const std::array<std::string, 2> sexes{"men", "women"};
  for (std::size_t sex = 0; sex < table.rows().size(); ++sex) {
    const auto& row = table.rows()[sex];
    if (sex > 1 || table.cell(row, "sex").text != sexes.at(sex)) {
      problems.add(table.problem(
          row, "sex", fmt::format("'{}' is not expected here", table.cell(row, "sex").text),
          "the table has two rows, men and women in this order"));
      return;
    }
    const auto college = table.number(row, "junior_college_share", 0, 1, problems);
    const auto university = table.number(row, "university_share", 0, 1, problems);
    const double sum = college.value_or(0) + university.value_or(0);
    if (sum > 1 + kTolerance) {
      problems.add(table.problem(row, "university_share",
                                 fmt::format("the shares add up to {:.7g}, more than 1", sum),
                                 "everybody counts once, at the highest school"));
    }
    inputs.share_college.at(sex) = college.value_or(0);
    inputs.share_university.at(sex) = university.value_or(0);
  }
  if (table.rows().size() > 1) return;
  problems.add(table.problem(table.rows()[0], "sex", "the row of women is missing", "add it"));
}

void read_household_scale(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  for (const auto& row : table.rows()) check_size(table, row, problems);
  inputs.household_scale = multiples(table, "multiple", problems);
}

void read_household_multiples(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  for (const auto& row : table.rows()) check_size(table, row, problems);
  inputs.grant_multiple = multiples(table, "basic_grant_multiple", problems);
  multiples(table, "housing_multiple", problems);  // checked, though nothing reads it yet
}

void read_localities(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  Sum sum;
  std::set<std::string> names;
  for (const auto& row : table.rows()) {
    const auto name = table.text(row, "name", problems);
    const auto capital = table.flag(row, "capital_region", problems);
    const auto share = table.number(row, "placement_share", 0, 1, problems);
    sum.add(share);
    if (name && !names.insert(plain_looks(*name)).second) {
      problems.add(table.problem(row, "name", fmt::format("'{}' stands twice", *name),
                                 "give every locality its own name"));
    }
    inputs.localities.push_back({name.value_or(""), capital.value_or(false), share.value_or(0)});
  }
  check_sum(sum, table, table.rows().back(), "placement_share", "", problems);
}

void read_broker_debt(const CsvTable& table, Inputs& inputs, ProblemList& problems) {
  Sum sum;
  for (const auto& row : table.rows()) {
    const auto amount = table.number(row, "amount_krw", 0, kLargestDebtKrw, problems);
    const auto share = table.number(row, "share", 0, 1, problems);
    sum.add(share);
    inputs.broker_debt.push_back({amount.value_or(0), share.value_or(0)});
  }
  check_sum(sum, table, table.rows().back(), "share", "", problems);
}

/// Where a number comes from must be said in every row of a table that has the column.
void check_remarks(const CsvTable& table, ProblemList& problems) {
  for (const std::string column : {"source", "status"}) {
    if (!table.has_column(column)) continue;
    for (const auto& row : table.rows()) table.text(row, column, problems);
  }
}

struct TableReader {
  std::string name;
  std::vector<std::string> columns;
  void (*read)(const CsvTable&, Inputs&, ProblemList&);
};

const std::vector<TableReader>& readers() {
  static const std::vector<TableReader> all{
      {"arrivals", {"year", "men", "women", "source", "status"}, read_arrivals},
      {"ages",
       {"period", "from_age", "to_age", "share_men", "share_women", "source", "status"},
       read_ages},
      {"education",
       {"sex", "junior_college_share", "university_share", "source", "status"},
       read_education},
      {"macro",
       {"month", "host_wage_krw", "host_unemployment_percent", "minimum_wage_krw",
        "benefit_line_krw", "median_income_krw", "consumer_prices", "host_participation_percent"},
       read_macro},
      {"household_scale", {"size", "multiple"}, read_household_scale},
      {"household_multiples",
       {"size", "basic_grant_multiple", "housing_multiple"},
       read_household_multiples},
      {"localities", {"name", "capital_region", "placement_share"}, read_localities},
      {"broker_debt", {"amount_krw", "share"}, read_broker_debt}};
  return all;
}

}  // namespace

const std::vector<std::string>& input_table_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& reader : readers()) all.push_back(reader.name);
    return all;
  }();
  return names;
}

Inputs read_inputs(const std::map<std::string, NamedFile>& tables, ProblemList& problems,
                   const InputSource& source) {
  Inputs inputs;
  for (const auto& reader : readers()) {
    const auto given = tables.find(reader.name);
    if (given == tables.end()) continue;
    const auto table = read_csv(given->second.file, given->second.named_at,
                                {reader.columns, kRemarks, false}, problems, source);
    if (!table) continue;
    check_remarks(*table, problems);
    reader.read(*table, inputs, problems);
  }
  return inputs;
}

}  // namespace resettle
