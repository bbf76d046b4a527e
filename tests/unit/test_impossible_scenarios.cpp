#include <catch2/catch.hpp>

#include "support/instruments.h"
#include "unit/scenario_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

ParameterCatalogue catalogue() { return catalogue_with_instruments(); }

void add_instruments(const ScenarioFiles& files) {
  files.write("baseline.yaml", baseline_with_instruments());
}

std::vector<Problem> read_problems(const std::vector<Override>& settings) {
  const ScenarioFiles files;
  add_instruments(files);
  return problems_of([&] { read_scenario(files.path("baseline.yaml"), catalogue(), settings); });
}

std::string told(const std::vector<Problem>& problems) {
  std::string all;
  for (const auto& problem : problems) all += describe(problem) + "\n";
  return all;
}

/// Settings that cannot be together, the one problem they give, and what mends them.
struct Impossible {
  std::vector<Override> settings;
  std::string key;
  std::string message;
  std::string remedy;
  std::vector<Override> mend;  ///< added to the settings, or in place of those of the same path
};

void check_impossible(const Impossible& impossible) {
  INFO(impossible.key << ": " << impossible.message);
  const auto problems = read_problems(impossible.settings);
  INFO("problems:\n" << told(problems));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].key == impossible.key);
  CHECK_THAT(problems[0].message, Catch::Contains(impossible.message));
  CHECK_THAT(problems[0].remedy, Catch::Contains(impossible.remedy));

  std::map<std::string, std::string> mended;
  for (const auto& setting : impossible.settings) mended[setting.path] = setting.value;
  for (const auto& setting : impossible.mend) mended[setting.path] = setting.value;
  std::vector<Override> settings;
  for (const auto& [path, value] : mended) settings.push_back({path, value});
  CHECK(told(read_problems(settings)) == "");
}

const std::string kNgos = "policies.ngo_partnership";
const std::string kSubsidy = "policies.wage_subsidy";
const std::string kMedia = "policies.media_campaign";
const std::string kReunification = "policies.family_reunification";
const std::string kBudget = "policies.budget_split";
const std::string kSavings = "policies.matched_savings";
const std::string kLoans = "policies.self_employment_support";
const std::string kWorkshop = "policies.dialect_workshop";

TEST_CASE("no board seat for an organisation that is not there") {
  check_impossible(GENERATE(values<Impossible>({
      {{{kNgos + ".northern_seats", "true"},
        {kNgos + ".coverage", "1"},
        {kNgos + ".on_from", "2012-01"},
        {"ngos.enabled", "false"}},
       kNgos + ".northern_seats",
       "ngos.enabled is false",
       "ngos.enabled: true",
       {{"ngos.enabled", "true"}}},
      {{{kNgos + ".northern_seats", "true"}, {kNgos + ".coverage", "1"}},
       kNgos + ".northern_seats",
       "given in 1990-01, but North-led organisations exist from 2006-01",
       "on_from: 2006-01 or later",
       {{kNgos + ".on_from", "2006-01"}}},
      {{{kNgos + ".northern_seats", "{1990-01: false, 2003-01: true}"}, {kNgos + ".coverage", "1"}},
       kNgos + ".northern_seats",
       "given in 2003-01",
       "earlier ngos.northern_start",
       {{"ngos.northern_start", "2003-01"}}},
      {{{kNgos + ".northern_seats", "true"}},
       kNgos + ".northern_seats",
       "coverage is 0",
       "above 0",
       {{kNgos + ".coverage", "0.5"}, {kNgos + ".on_from", "2006-01"}}},
  })));
}

TEST_CASE("no wage subsidy when nobody can claim it any more") {
  // Arrivals of 2014-11 leave the facility in 2015-03; the window closes at the end of 2020-02.
  check_impossible(GENERATE(values<Impossible>({
      {{{kSubsidy + ".on_from", "2020-03"}},
       kSubsidy + ".on_from",
       "begins in 2020-03, but nobody can claim it any more",
       "last_arrival (none = all later arrivals)",
       {{kSubsidy + ".on_from", "2020-02"}}},
      {{{kSubsidy + ".share", "{2012-01: 0.5, 2021-01: 0.8}"}},
       kSubsidy + ".share",
       "changes in 2021-01",
       "earlier month",
       {{kSubsidy + ".last_arrival", "none"}}},
      {{{kSubsidy + ".months", "{1990-01: 24, 2020-03: 60}"}},
       kSubsidy + ".months",
       "arrivals to 2014-11, in their first 60 months outside the facility",
       "earlier month",
       {{kSubsidy + ".applies_to_running", "{1990-01: false, 2020-03: true}"}}},
      {{{kSubsidy + ".coverage", "{1990-01: 0, 2022-01: 1}"}},
       kSubsidy + ".coverage",
       "changes in 2022-01",
       "earlier month",
       {{kSubsidy + ".window_months", "120"}}},
  })));
}

TEST_CASE("nothing without a price that the user must give") {
  check_impossible(GENERATE(values<Impossible>({
      {{{kMedia + ".reach", "0.2"}, {kMedia + ".months", "6"}, {kMedia + ".coverage", "1"}},
       kMedia + ".reach",
       "cost_per_reached_krw is none",
       "in KRW",
       {{kMedia + ".cost_per_reached_krw", "1000"}}},
      {{{kReunification + ".rate", "0.01"}, {kReunification + ".coverage", "1"}},
       kReunification + ".rate",
       "cost_krw is none",
       "in KRW",
       {{kReunification + ".cost_krw", "0"}}},
  })));
}

TEST_CASE("an instrument at rest - or a campaign without months - is possible") {
  CHECK(read_problems({}).empty());
  CHECK(read_problems({{kMedia + ".reach", "0.2"}, {kMedia + ".coverage", "1"}}).empty());
}

TEST_CASE("a budget is split by some weight") {
  check_impossible({{{kBudget + ".total_krw", "1000000"},
                     {kBudget + ".employment_weight", "0"},
                     {kBudget + ".mental_weight", "0"}},
                    kBudget + ".total_krw",
                    "three weights are 0",
                    "a weight above 0",
                    {{kBudget + ".community_weight", "1"}}});
}

TEST_CASE("an account lives long enough for its match") {
  check_impossible({{{kSavings + ".max_months", "{1990-01: 24, 2020-01: 12}"}},
                    kSavings + ".min_months",
                    "needs 24 months, but accounts are paid out after 12",
                    "no larger",
                    {{kSavings + ".min_months", "12"}}});
}

TEST_CASE("a loan is offered to somebody") {
  check_impossible({{{kLoans + ".loan_krw", "10000000"}},
                    kLoans + ".loan_krw",
                    "coverage is 0: it is offered to nobody",
                    "above 0",
                    {{kLoans + ".coverage", "0.3"}}});
}

TEST_CASE("a pilot has a group - and is for persons") {
  check_impossible(GENERATE(values<Impossible>({
      {{{kWorkshop + ".coverage", "1"}, {kWorkshop + ".pilot_only", "true"}},
       kWorkshop + ".pilot_only",
       "pilot.share is 0",
       "pilot.share above 0",
       {{"pilot.share", "0.5"}}},
      {{{"pilot.share", "0.5"},
        {"pilot.arrivals_from", "2012-01"},
        {"pilot.arrivals_to", "2011-12"}},
       "pilot.arrivals_to",
       "ends with arrivals of 2011-12 but begins with 2012-01",
       "not before",
       {{"pilot.arrivals_to", "2012-01"}}},
      {{{"pilot.share", "0.5"}, {kNgos + ".coverage", "1"}, {kNgos + ".pilot_only", "true"}},
       kNgos + ".pilot_only",
       "not offered to persons",
       "pilot_only: false",
       {{kNgos + ".pilot_only", "false"}}},
  })));
}

TEST_CASE("places cannot be fewer than none") {
  const auto problems = read_problems({{kWorkshop + ".capacity", "-5"}});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].key == kWorkshop + ".capacity");
  CHECK_THAT(problems[0].message, Catch::Contains("-5 is outside the valid range"));
  CHECK_THAT(problems[0].remedy, Catch::Contains("0 to 1000000000 (places)"));
}

TEST_CASE("what cannot be is shown where it was written") {
  const ScenarioFiles files;
  add_instruments(files);
  files.write("policies/seats.yaml",
              "based_on: ../baseline.yaml\nintent: Seats at once.\npolicies:\n  ngo_partnership:\n"
              "    coverage: {value: 1, unit: share, status: policy, source: x}\n"
              "    northern_seats: {value: true, unit: switch, status: policy, source: x}\n");
  const auto problems =
      problems_of([&] { read_scenario(files.path("policies/seats.yaml"), catalogue()); });
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where.file == files.path("policies/seats.yaml").string());
  CHECK(problems[0].where.line == 6);
}

TEST_CASE("a value with a problem of its own is not judged together with others") {
  const auto problems = read_problems({{kNgos + ".northern_seats", "maybe"},
                                       {kNgos + ".coverage", "1"},
                                       {"ngos.enabled", "false"}});
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].key == kNgos + ".northern_seats");
}

}  // namespace
