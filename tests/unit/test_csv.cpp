#include <catch2/catch.hpp>

#include "io/csv.h"
#include "unit/scenario_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

const CsvColumns kColumns{{"name", "share"}, {"note"}, false};

TEST_CASE("a table is read with quotes - CRLF and a byte order mark") {
  ProblemList problems;
  const auto table = parse_csv("name,share\r\n\"a \"\"b\"\", c\",0.5\r\n부산,1e-3\r\n", "t.csv",
                               kColumns, problems);
  REQUIRE(problems.empty());
  REQUIRE(table->rows().size() == 2);
  CHECK(table->cell(table->rows()[0], "name").text == "a \"b\", c");
  CHECK(table->where(table->rows()[0], "share").column == 14);
  CHECK(table->where(table->rows()[1], "share").column == 4);  // characters, not bytes
  CHECK(*table->number(table->rows()[1], "share", 0, 1, problems) == 1e-3);
}

struct BrokenTable {
  std::string text;
  int line;
  int column;
  std::string key;
  std::string message;
  std::string remedy;
};

TEST_CASE("mistakes of form are refused where they stand") {
  const auto broken = GENERATE(values<BrokenTable>({
      {"name,share\na\n", 2, 1, "share", "1 values", "comma"},
      {"name,share\na,1,\n", 2, 5, "", "3 values", "surplus"},
      {"name,share\n\na,1\n", 2, 1, "", "empty", "remove"},
      {"name,share\n\"a,1\n", 2, 1, "", "not closed", "close"},
      {"name,share\n\"a\"b,1\n", 2, 4, "", "closing quote", "quote"},
      {"name,share\na\"b,1\n", 2, 2, "", "inside a value", "twice"},
      {"name,name,share\na,b,1\n", 1, 6, "name", "twice", "keep one"},
      {"name,shaer\na,1\n", 1, 6, "shaer", "unknown column", "'share'"},
      {"name\na\n", 1, 1, "share", "missing", "name,share"},
      {"name,share,\na,1,\n", 1, 12, "", "no name", "name it"},
      {"name,share\n", 0, 0, "", "no rows", "header"},
      {"", 0, 0, "", "no rows", "header"},
      {"name;share\na;0,1\nb;0,2\n", 1, 5, "", "semicolons", "commas"},
      {"name\tshare\na\t1\n", 1, 5, "", "tabs", "commas"},
      {"name share\na,1\nb,2\n", 1, 1, "", "1 columns, but every row has 2 values", "comma"},
  }));
  INFO(broken.text);
  ProblemList problems;
  CHECK_FALSE(parse_csv(broken.text, "t.csv", kColumns, problems).has_value());
  for (const auto& problem : problems.items()) INFO(describe(problem));
  REQUIRE(problems.items().size() == 1);
  const auto& problem = problems.items().front();
  CHECK(problem.where.line == broken.line);
  CHECK(problem.where.column == broken.column);
  CHECK(problem.key == broken.key);
  CHECK_THAT(problem.message, Catch::Contains(broken.message));
  CHECK_THAT(problem.remedy, Catch::Contains(broken.remedy));
}

TEST_CASE("the tables of a baseline arrive in the inputs") {
  const ScenarioFiles files;
  const auto scenario = read_scenario(files.path("baseline.yaml"), small_catalogue());
  const auto& inputs = scenario.inputs;
  CHECK(inputs.stock_1990_men == 5);
  REQUIRE(inputs.arrivals.size() == 3);
  CHECK(inputs.arrivals[2].year == 1992);
  CHECK(inputs.arrivals[2].women == 9);
  CHECK(inputs.ages.size() == 2);
  CHECK(inputs.ages_1990s[1].share_women == 0.75);
  CHECK(inputs.share_college[1] == 0.2);
  CHECK(inputs.host_wage_krw.at(month_of(1991, 5)) == 500'000);
  CHECK(inputs.host_unemployment_rate.at(month_of(1991, 5)) == 2.5);
  CHECK(inputs.household_scale == std::vector<double>{1, 1.6});
  CHECK(inputs.grant_multiple == std::vector<double>{1, 1.7});
  CHECK(inputs.localities[1].name == "Busan, old town");
  CHECK(inputs.broker_debt[1].amount_krw == 1e6);
}

TEST_CASE("one mistake in a table gives one problem in the right place") {
  const auto mistake = GENERATE(values<SeededMistake>({
      {"tables/arrivals.csv", "to1989", "1989", 2, 1, "year", "'1989' stands where 'to1989'",
       "first row"},
      {"tables/arrivals.csv", "1991,", "1993,", 4, 1, "year", "'1991' is due", "every year"},
      {"tables/arrivals.csv", "1991,4,4,a,b\n", "", 4, 1, "year", "'1991' is due", "every year"},
      {"tables/arrivals.csv", "1990,3", "1990,3.5", 3, 6, "men", "fraction", "whole"},
      {"tables/arrivals.csv", "1990,3", "1990,-3", 3, 6, "men", "outside", "from 0"},
      {"tables/arrivals.csv", "to1989,5,1,a", "to1989,5,1,", 2, 12, "source", "empty", "text"},
      {"tables/ages.csv", "1990s,30,75", "1990s,35,75", 3, 7, "from_age", "band above ends at 30",
       "gap"},
      {"tables/ages.csv", "later,40,75", "later,40,40", 5, 10, "to_age", "ends at 40", "below"},
      {"tables/ages.csv", "30,0.5,0.25", "30,0.5,0.26", 3, 17, "share_women", "1.01",
       "correct the shares"},
      {"tables/ages.csv", "later,0", "lated,0", 4, 1, "period", "unknown period", "'later'"},
      {"tables/education.csv", "women,0.2,0.1", "women,0.95,0.1", 3, 12, "university_share",
       "more than 1", "once"},
      {"tables/education.csv", "women", "woman", 3, 1, "sex", "'woman'", "men and women"},
      {"tables/macro.csv", "1991-01", "1990-01", 3, 1, "month", "not after", "order"},
      {"tables/macro.csv", "1990-01,400000,2.5", "1990-01,400000,", 2, 16,
       "host_unemployment_percent", "first row", "as in the row above"},
      {"tables/macro.csv", "400000", "0", 2, 9, "host_wage_krw", "outside", "number from"},
      {"tables/macro.csv", "400000", "0.4", 2, 9, "host_wage_krw", "outside", "number from"},
      {"tables/macro.csv", "400000", "4e8", 2, 9, "host_wage_krw", "4e8", "to 100000000"},
      {"tables/macro.csv", "50000", "3000000000", 2, 27, "benefit_line_krw", "outside", "to 1"},
      {"tables/macro.csv", "110000", "3000000000", 3, 17, "minimum_wage_krw", "outside", "to 1"},
      {"tables/macro.csv", "500000", "50000000", 3, 9, "host_wage_krw", "so far at once",
       "the same unit"},
      {"tables/macro.csv", "110000", "1100", 3, 17, "minimum_wage_krw", "so far at once",
       "the same unit"},
      {"tables/macro.csv", "31.5", "0.315", 3, 26, "consumer_prices", "so far at once",
       "the same unit"},
      {"tables/macro.csv", "31.5", "31,5", 3, 31, "", "9 values", "surplus"},
      {"tables/household_multiples.csv", "1.7", "1700", 3, 3, "basic_grant_multiple", "outside",
       "to 8"},
      {"tables/broker_debt.csv", "1000000", "1000000000000", 3, 1, "amount_krw", "outside", "to 1"},
      {"tables/household_scale.csv", "2,1.6", "3,1.6", 3, 1, "size", "size 3", "write 2"},
      {"tables/household_scale.csv", "1,1\n", "1,1.1\n", 2, 3, "multiple", "1.1", "write 1"},
      {"tables/household_multiples.csv", "1.25", "010", 3, 7, "housing_multiple", "'010'",
       "write 10"},
      {"tables/localities.csv", "true", "TRUE", 2, 7, "capital_region", "neither true nor false",
       "small letters"},
      {"tables/localities.csv", "0.4", "0.39", 3, 25, "placement_share", "0.99", "shares"},
      {"tables/localities.csv", "\"Busan, old town\"", "Seoul", 3, 1, "name", "twice", "own name"},
      {"tables/broker_debt.csv", "0.7", "70%", 3, 9, "share", "'70%'", "0.05"},
      {"tables/settlement_packages.csv", "1991-06", "1991-6", 3, 1, "month", "not a month",
       "2012-01"},
      {"tables/settlement_packages.csv", "1500", "1_500", 4, 9, "basic_krw", "'1_500'",
       "write 1500"},
      {"tables/settlement_packages.csv", "1500", "-1500", 4, 9,
       "policies.settlement_grant.basic_krw (basic_krw)", "outside the valid range", "at least 0"},
  }));
  const ScenarioFiles files;
  INFO(mistake.file << ": " << mistake.to);
  files.edit(mistake.file, mistake.from, mistake.to);
  check_only_problem(
      problems_of([&] { read_scenario(files.path("baseline.yaml"), small_catalogue()); }), mistake,
      files);
}

TEST_CASE("problems of several tables are reported together") {
  const ScenarioFiles files;
  files.edit("tables/localities.csv", "true", "yes");
  files.edit("tables/macro.csv", "500000", "a");
  files.edit("tables/settlement_packages.csv", "1500", "b");
  const auto problems =
      problems_of([&] { read_scenario(files.path("baseline.yaml"), small_catalogue()); });
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].key == "capital_region");
  CHECK(problems[1].key == "host_wage_krw");
  CHECK(problems[2].key == "basic_krw");
}

}  // namespace
