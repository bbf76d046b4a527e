#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "io/problem_report.h"
#include "unit/scenario_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

std::vector<Problem> read_problems(const ScenarioFiles& files, const std::string& file,
                                   const std::vector<Override>& overrides = {}) {
  return problems_of([&] { read_scenario(files.path(file), small_catalogue(), overrides); });
}

TEST_CASE("a baseline is read with every kind of value") {
  const ScenarioFiles files;
  const auto scenario = read_scenario(files.path("baseline.yaml"), small_catalogue());
  const auto values = scenario.values();
  CHECK(scenario.name == "baseline");
  CHECK(scenario.intent == "The small test world.");
  CHECK(values.at("arrivals.kin_share").at(month_of(1991, 5)) == 0.05);
  CHECK(values.at("arrivals.kin_share").at(month_of(1991, 6)) == 0.5);
  CHECK(values.at("policies.mentoring.on_to").at({0}) == kNoEnd);
  CHECK(std::isinf(values.at("policies.mentoring.capacity").at({0})));
  CHECK(values.at("policies.mentoring.on_from").at({0}) == 0);
  CHECK(values.at("policies.settlement_grant.lump_sum").at({0}) == 0);
  CHECK(values.at("policies.settlement_grant.basic_krw").at(month_of(1991, 12)) == 1000);
  CHECK(values.at("policies.settlement_grant.basic_krw").at(month_of(1992, 1)) == 1500);
  const auto& intercept = scenario.parameters.at("search.intercept");
  CHECK(intercept.has_prior);
  CHECK(intercept.prior_low == -1.5);
  CHECK(intercept.where.line == 22);
  CHECK(intercept.status == "calibrated");
  CHECK(scenario.run.replicates == 2);
  CHECK(scenario.run.scale == 0.5);
}

TEST_CASE("an overlay replaces what it names - through a chain") {
  const ScenarioFiles files;
  files.write("policies/more.yaml",
              "based_on: doubled.yaml\nintent: And at once.\npolicies:\n  settlement_grant:\n"
              "    lump_sum: {value: true, unit: switch, status: policy, source: x}\n");
  const auto scenario = read_scenario(files.path("policies/more.yaml"), small_catalogue());
  CHECK(scenario.files.size() == 3);
  CHECK(scenario.files.front() == files.path("baseline.yaml"));
  CHECK(scenario.values().at("policies.settlement_grant.basic_krw").at({0}) == 2000);
  CHECK(scenario.values().at("policies.settlement_grant.lump_sum").at({0}) == 1);
  CHECK(scenario.parameters.at("policies.settlement_grant.lump_sum").status == "policy");
  CHECK(scenario.values().at("search.intercept").at({0}) == -0.2);
}

TEST_CASE("values by month in an overlay hold from their first month on") {
  const ScenarioFiles files;
  files.write("policies/later.yaml",
              "based_on: ../baseline.yaml\nintent: Later.\nsearch:\n"
              "  intercept: {value: {1991-03: 0.5}, unit: logit, status: policy, source: x}\n");
  const auto catalogue = small_catalogue();
  const auto scenario = read_scenario(files.path("policies/later.yaml"), catalogue);
  const auto values = scenario.values();
  CHECK(values.at("search.intercept").at(month_of(1980, 1)) == -0.2);
  CHECK(values.at("search.intercept").at(month_of(1991, 2)) == -0.2);
  CHECK(values.at("search.intercept").at(month_of(1991, 3)) == 0.5);
  files.write("resolved.yaml", resolved_yaml(scenario, catalogue));
  CHECK(read_scenario(files.path("resolved.yaml"), catalogue).values().all() == values.all());
  const auto set = read_scenario(files.path("baseline.yaml"), catalogue,
                                 {{"search.intercept", "{1991-03: 0.5}"}});
  CHECK(set.values().all() == values.all());
}

TEST_CASE("values from the earliest month on replace what stands below - also when resolved") {
  const ScenarioFiles files;
  const auto catalogue = small_catalogue();
  const auto scenario = read_scenario(files.path("baseline.yaml"), catalogue,
                                      {{"search.intercept", "{1900-01: 1, 1991-03: 0.5}"}});
  files.write("resolved.yaml", resolved_yaml(scenario, catalogue));
  const auto again = read_scenario(files.path("resolved.yaml"), catalogue);
  CHECK(again.values().all() == scenario.values().all());
}

TEST_CASE("a resolved scenario reads back as the same values") {
  const ScenarioFiles files;
  const auto catalogue = small_catalogue();
  const std::vector<Override> overrides{{"search.intercept", "0.30000000000000004"},
                                        {"policies.mentoring.on_to", "{1990-05: 1992-01}"}};
  const auto scenario = read_scenario(files.path("policies/doubled.yaml"), catalogue, overrides);
  const auto yaml = resolved_yaml(scenario, catalogue);
  files.write("resolved.yaml", yaml);
  const auto again = read_scenario(files.path("resolved.yaml"), catalogue);
  CHECK(again.values().all() == scenario.values().all());
  CHECK(again.inputs.localities.size() == scenario.inputs.localities.size());
  CHECK(again.run.seed == scenario.run.seed);
  for (const auto& [path, entry] : scenario.parameters) {
    const auto& read = again.parameters.at(path);
    CHECK(read.has_prior == entry.has_prior);
    CHECK(read.prior_low == entry.prior_low);
    CHECK(read.status == entry.status);
    CHECK(read.source == entry.source);
  }
  // Canonical: writing what was read gives the same text, but for the note of its origin.
  const auto second = resolved_yaml(again, catalogue);
  CHECK(second.substr(second.find("tables:")) == yaml.substr(yaml.find("tables:")));
}

const SeededMistake kBaselineMistakes[] = {
    {"baseline.yaml", "intercept:", "intercpt:", 22, 3, "search.intercpt", "unknown key",
     "'intercept'"},
    {"baseline.yaml", "search:", "serach:", 21, 1, "serach", "unknown key", "'search'"},
    {"baseline.yaml", "  job_weight:", "  income_weight: 1\n  job_weight:", 32, 3,
     "scores.income_weight", "twice; the first time in line 31", "keep one"},
    {"baseline.yaml", "unit: logit,", "units: logit,", 22, 28, "search.intercept.units",
     "unknown key", "'unit'"},
    {"baseline.yaml", "unit: logit,", "unit: logits,", 22, 34, "search.intercept.unit", "'logits'",
     "write 'unit: logit'"},
    {"baseline.yaml", "unit: logit, ", "", 22, 14, "search.intercept.unit", "missing",
     "write 'unit: logit'"},
    {"baseline.yaml", "value: -0.2, ", "", 22, 14, "search.intercept.value", "missing",
     "a number in logit"},
    {"baseline.yaml", ", source: C", "", 22, 14, "search.intercept.source", "missing",
     "where the value comes from"},
    {"baseline.yaml", "status: calibrated", "status: calibrate", 22, 69, "search.intercept.status",
     "unknown status", "'calibrated'"},
    {"baseline.yaml", "status: calibrated", "status: policy", 22, 69, "search.intercept.status",
     "overlays only", "fixed"},
    {"baseline.yaml", "value: -0.2", "value: 25", 22, 22, "search.intercept", "outside",
     "-20 to 20 (logit)"},
    {"baseline.yaml", "value: -0.2", "value: \"-0.2\"", 22, 22, "search.intercept", "the text",
     "quotes"},
    {"baseline.yaml", "value: -0.2", "value: -0,2", 22, 22, "search.intercept", "'-0,2'",
     "write -0.2 (decimals take a point)"},
    {"baseline.yaml", "value: -0.2", "value: none", 22, 22, "search.intercept", "'none'",
     "a number in logit"},
    {"baseline.yaml", "value: -0.2", "value: [1, 2]", 22, 22, "search.intercept", "a list",
     "a number in logit"},
    {"baseline.yaml", "value: 0.5\n", "value: 1_000\n", 24, 12, "search.age_slope", "'1_000'",
     "write 1000"},
    {"baseline.yaml", "value: 0.5\n", "value:\n", 24, 5, "search.age_slope.value", "has no value",
     "a number in"},
    {"baseline.yaml", "value: 36", "value: 36.5", 37, 21, "policies.mentoring.months", "fraction",
     "whole number in months"},
    {"baseline.yaml", "value: false", "value: no", 43, 23, "policies.settlement_grant.lump_sum",
     "'no'", "true or false"},
    {"baseline.yaml", "on_from: {value: 1990-01", "on_from: {value: 1990", 38, 22,
     "policies.mentoring.on_from", "not a month", "2012-01"},
    {"baseline.yaml", "on_to: {value: none", "on_to: {value: 1989-12", 39, 20,
     "policies.mentoring.on_to", "ends in 1989-12", "before the start"},
    {"baseline.yaml", "[-1.5, 1.5]", "[1.5, -1.5]", 22, 48, "search.intercept.range",
     "from 1.5 to -1.5", "smaller first"},
    {"baseline.yaml", "[-1.5, 1.5]", "[-1.5, 21]", 22, 55, "search.intercept.range", "outside",
     "-20 to 20"},
    {"baseline.yaml", "[-1.5, 1.5]", "[0, 1.5]", 22, 48, "search.intercept.range",
     "does not contain the value -0.2", "widen"},
    {"baseline.yaml", "[-1.5, 1.5]", "[0, 1, 2]", 22, 48, "search.intercept.range", "two numbers",
     "[0.1, 0.4]"},
    {"baseline.yaml", "1991-06: 0.5", "1989-06: 0.5", 16, 38, "arrivals.kin_share", "not after",
     "order"},
    {"baseline.yaml", "1991-06: 0.5", "1991: 0.5", 16, 38, "arrivals.kin_share", "not a month",
     "2012-01"},
    {"baseline.yaml", "1991-06: 0.5", "1991-06: 5", 16, 47, "arrivals.kin_share", "outside",
     "0 to 1 (share)"},
    {"baseline.yaml", "skill_weight: {value: 0.2", "skill_weight: {value: 0.3", 31, 26,
     "scores.income_weight", "add up to 1.1", "add up to 1"},
    {"baseline.yaml", "column: basic_krw", "column: basic_kwr", 42, 32,
     "policies.settlement_grant.basic_krw", "no column", "'basic_krw'"},
    {"baseline.yaml", "table: settlement_packages", "table: packages", 42, 32,
     "policies.settlement_grant.basic_krw", "there is no file", "folder"},
    {"baseline.yaml",
     "  join_previous: {value: 0.23, unit: probability, range: [0.15, 0.3], status: fixed, source: "
     "B}",
     "  join_previous: 0.23", 19, 3, "household.join_previous", "not just '0.23'",
     "unit: probability"},
    {"baseline.yaml",
     "  join_previous: {value: 0.23, unit: probability, range: [0.15, 0.3], status: fixed, source: "
     "B}",
     "  join_previous:\n    first: {x: 1}", 19, 3, "household.join_previous", "not a section",
     "unit: probability"},
    {"baseline.yaml", "household:\n  join_previous: {", "household: {", 18, 1, "household",
     "section", "join_previous"},
    {"baseline.yaml",
     "household:\n  join_previous: {value: 0.23, unit: probability, range: [0.15, 0.3], status: "
     "fixed, source: B}",
     "", 0, 0, "household.join_previous", "missing (a number in probability", "unit: probability"},
    {"baseline.yaml", "    months: {value: 36, unit: months, status: fixed, source: E}\n", "", 36,
     3, "policies.mentoring.months", "missing", "unit: months"},
    {"baseline.yaml", "intent: The small test world.", "intent:", 1, 1, "intent", "no value",
     "sentence"},
    {"baseline.yaml", "  ages: tables/ages.csv\n", "", 4, 3, "tables.ages", "missing",
     "tables/ages.csv"},
    {"baseline.yaml", "tables/ages.csv", "tables/age.csv", 5, 9, "tables.ages", "there is no file",
     "ages.csv'?"},
    {"baseline.yaml", "end: 1992-12", "end: 1993-01", 13, 28, "run.end", "arrivals table",
     "earlier"},
    {"baseline.yaml", "start: 1990-01", "start: 1989-12", 13, 14, "run.start", "before 1990-01",
     "1990-01"},
    {"baseline.yaml", "end: 1992-12", "end: 1989-12", 13, 28, "run.end", "before the start",
     "later"},
    {"baseline.yaml", "replicates: 2", "replicates: 0", 13, 49, "run.replicates", "outside",
     "from 1 to"},
    {"baseline.yaml", "scale: 0.5", "scale: 0", 13, 68, "run.scale", "scale is 0",
     "from 0.001 to 1"},
    {"tables/macro.csv", "1991-01,500000", "1993-01,500000", 3, 1, "month",
     "1993-01 is after 1992, the last year of the arrivals table", "go on as far"},
    {"baseline.yaml", "seed: 7", "seeds: 7", 13, 52, "run.seeds", "unknown key", "'seed'"},
};

TEST_CASE("one mistake in a baseline gives one problem in the right place") {
  const auto mistake =
      GENERATE(from_range(std::begin(kBaselineMistakes), std::end(kBaselineMistakes)));
  const ScenarioFiles files;
  INFO(mistake.from << " -> " << mistake.to);
  files.edit(mistake.file, mistake.from, mistake.to);
  check_only_problem(read_problems(files, "baseline.yaml"), mistake, files);
}

TEST_CASE("one mistake in an overlay gives one problem in the right place") {
  const std::string file = "policies/doubled.yaml";
  const auto mistake = GENERATE_COPY(values<SeededMistake>({
      {file, "based_on: ../baseline.yaml\n", "", 1, 1, "based_on", "missing", "../baseline.yaml"},
      {file, "../baseline.yaml", "../base.yaml", 1, 11, "based_on", "there is no file",
       "check the name"},
      {file, "../baseline.yaml", "doubled.yaml", 1, 11, "based_on", "circle", "baseline"},
      {file, "intent: Double the grant.", "run: {start: 1990-01}\nintent: Double.", 2, 6, "run",
       "not allowed in an overlay", "parameters only"},
      {file, "basic_krw:", "basic_kwr:", 6, 5, "policies.settlement_grant.basic_kwr", "unknown key",
       "'basic_krw'"},
      {file, "unit: KRW", "unit: KRW/month", 6, 62, "policies.settlement_grant.basic_krw.unit",
       "KRW/month", "write 'unit: KRW'"},
      {file, "status: policy, ", "", 6, 16, "policies.settlement_grant.basic_krw.status", "missing",
       "policy"},
      {file, "status: policy", "status: polcy", 6, 75, "policies.settlement_grant.basic_krw.status",
       "unknown status", "'policy'"},
      {file, "  settlement_grant:\n    basic_krw", "  mentoring:\n    intercept", 6, 5,
       "policies.mentoring.intercept", "unknown key", "search.intercept"},
      {file, kOverlay, "based_on: ../baseline.yaml\nintent: Nothing.\n", 1, 1, "",
       "changes no parameter", "differ"},
      {file, "{1990-01: 2000, 1991-01: 4000}", "2000", 1, 1, "", "", ""},
  }));
  const ScenarioFiles files;
  INFO(mistake.from << " -> " << mistake.to);
  files.edit(mistake.file, mistake.from, mistake.to);
  const auto problems = read_problems(files, file);
  if (mistake.message.empty()) {
    CHECK(problems.empty());  // the last one is no mistake: the test can tell
  } else {
    check_only_problem(problems, mistake, files);
  }
}

TEST_CASE("a parameter known elsewhere is proposed in full") {
  const ScenarioFiles files;
  const auto problems = read_problems(files, "baseline.yaml", {{"serch.intercept", "1"}});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where.file == "--set");
  CHECK(problems[0].remedy == "did you mean 'search.intercept'?");
}

TEST_CASE("a name of nothing is not matched by the letters of its section") {
  const ScenarioFiles files;
  const auto problems =
      read_problems(files, "baseline.yaml", {{"policies.mentoring.duratoin", "1"}});
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].remedy, Catch::StartsWith("allowed here: ") && Catch::Contains("months"));
}

TEST_CASE("what stands below a misspelt key is judged at once") {
  const ScenarioFiles files;
  files.edit("policies/doubled.yaml", "basic_krw", "basci_krw");
  files.edit("policies/doubled.yaml", "unit: KRW", "unit: USD");
  files.edit("baseline.yaml", "search:", "serach:");
  files.edit("baseline.yaml", "unit: logit", "unit: percent");
  const auto problems = read_problems(files, "policies/doubled.yaml");
  REQUIRE(problems.size() == 4);
  CHECK(problems[0].key == "serach");
  CHECK(problems[1].key == "serach.intercept.unit");
  CHECK_THAT(problems[1].remedy, Catch::Contains("unit: logit"));
  CHECK(problems[2].key == "policies.settlement_grant.basci_krw");
  CHECK(problems[3].key == "policies.settlement_grant.basci_krw.unit");
  CHECK_THAT(problems[3].remedy, Catch::Contains("unit: KRW"));
}

TEST_CASE("the option --set takes scalars and values by month with the same checks") {
  const ScenarioFiles files;
  const auto scenario = read_scenario(files.path("baseline.yaml"), small_catalogue(),
                                      {{"search.intercept", "1.5"},
                                       {"policies.settlement_grant.lump_sum", "true"},
                                       {"policies.mentoring.capacity", "none"},
                                       {"policies.mentoring.months", "{1990-01: 12, 1991-01: 6}"}});
  CHECK(scenario.values().at("search.intercept").at({0}) == 1.5);
  CHECK_FALSE(scenario.parameters.at("search.intercept").has_prior);
  CHECK(scenario.values().at("policies.settlement_grant.lump_sum").at({0}) == 1);
  CHECK(scenario.values().at("policies.mentoring.months").at(month_of(1991, 1)) == 6);
  struct Wrong {
    std::string path;
    std::string value;
    std::string message;
  };
  for (const auto& wrong :
       std::vector<Wrong>{{"search.intercept", "25", "outside"},
                          {"search.intercept", "010", "'010'"},
                          {"search.intercept", "", "nothing"},
                          {"search.intercept", "{1991-01: 1, 1990-01: 2}", "not after"},
                          {"search", "1", "section"},
                          {"policies.mentoring.on_to", "1980-01", "ends in 1980-01"},
                          {"scores.job_weight", "0.5", "add up to 1.1"}}) {
    INFO(wrong.path << "=" << wrong.value);
    const auto problems = read_problems(files, "baseline.yaml", {{wrong.path, wrong.value}});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where.file == "--set");
    CHECK(problems[0].where.line == 0);
    CHECK(problems[0].key == wrong.path);
    CHECK_THAT(problems[0].message, Catch::Contains(wrong.message));
  }
}

TEST_CASE("neutral stands for the value at which an effect is absent - if there is one") {
  const ScenarioFiles files;
  auto catalogue = small_catalogue();
  for (auto& spec : catalogue) {
    if (spec.path == "search.age_slope") spec.neutral = 0;
    if (spec.path == "policies.mentoring.capacity") spec.neutral = kNoLimit;
    if (spec.path == "policies.settlement_grant.lump_sum") spec.neutral = 0;
  }
  files.edit("baseline.yaml", "lump_sum: {value: false", "lump_sum: {value: neutral");
  const auto scenario = read_scenario(files.path("baseline.yaml"), catalogue,
                                      {{"search.age_slope", "{1990-01: 0.5, 1991-01: neutral}"},
                                       {"policies.mentoring.capacity", "neutral"}});
  CHECK(scenario.values().at("search.age_slope").at(month_of(1990, 12)) == 0.5);
  CHECK(scenario.values().at("search.age_slope").at(month_of(1991, 1)) == 0);
  CHECK(scenario.values().at("policies.mentoring.capacity").at({0}) == kNoLimit);
  CHECK(scenario.values().at("policies.settlement_grant.lump_sum").at({0}) == 0);
  const auto problems = problems_of([&] {
    read_scenario(files.path("baseline.yaml"), catalogue, {{"search.intercept", "neutral"}});
  });
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].message, Catch::Contains("has no neutral value"));
  CHECK(problems[0].key == "search.intercept");
}

TEST_CASE("three mistakes in one file are reported together - in file order") {
  const ScenarioFiles files;
  files.edit("baseline.yaml", "on_to: {value: none", "on_to: {value: never");
  files.edit("baseline.yaml", "intercept:", "intercpt:");
  files.edit("baseline.yaml", "unit: dimensionless", "unit: share");
  const auto problems = read_problems(files, "baseline.yaml");
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].key == "search.intercpt");
  CHECK(problems[1].key == "scores.income_weight.unit");
  CHECK(problems[2].key == "policies.mentoring.on_to");
}

TEST_CASE("an error is shown with its line and a mark below the column") {
  const ScenarioFiles files;
  files.edit("policies/doubled.yaml", "1991-01: 4000", "1991-01: -4");
  files.edit("baseline.yaml", "intercept:", "intercpt:");
  std::string report;
  try {
    read_scenario(files.path("policies/doubled.yaml"), small_catalogue(), {{"x.y", "1"}});
  } catch (const InputError& error) {
    report = problem_report(error);
  }
  CHECK_THAT(report, Catch::StartsWith("3 problems in 2 files and on the command line; nothing "
                                       "was run.\n"));
  CHECK_THAT(report, Catch::Contains("baseline.yaml:22:3\n    |   intercpt: {value"));
  CHECK_THAT(report, Catch::Contains("\n    |   ^\n  search.intercpt: unknown key 'intercpt'\n"
                                     "  To do: did you mean 'intercept'?\n"));
}

TEST_CASE("of a file that is wrong as a whole nothing is read") {
  const ScenarioFiles files;
  const auto pipe = files.path("pipe.h5");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);  // whoever reads it waits for ever
  const InputError error({{pipe.string()}, "", "is damaged", "copy it again"});
  CHECK_THAT(problem_report(error), Catch::Contains("pipe.h5\n  is damaged\n"));
}

TEST_CASE("the mark stands right below wide letters and in long lines") {
  const ScenarioFiles files;
  files.write("wide.yaml", "한국: 1\n" + std::string(100, 'x') + ": 2\n");
  const auto file = files.path("wide.yaml").string();
  const InputError error({{{file, 1, 5}, "k", "m", "r"}, {{file, 2, 101}, "k", "m", "r"}});
  const auto report = problem_report(error);
  CHECK_THAT(report, Catch::Contains("    | 한국: 1\n    |       ^\n"));
  CHECK_THAT(report, Catch::Contains("    | ..." + std::string(60, 'x') + ": 2\n    |    " +
                                     std::string(60, ' ') + "^\n"));
}

}  // namespace
