#include "io/scenario_notes.h"

#include <catch2/catch.hpp>

#include "unit/scenario_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

const std::string kSubsidy = "policies.wage_subsidy.";
const std::string kCounselling = "policies.counselling.";

double index_of_month(int year, int month) { return month_of(year, month).index; }

void set(Scenario& scenario, const std::string& path, double value) {
  scenario.parameters[path].value = Series(value);
}

/// Two instruments in force; the wage subsidy is for arrivals to November 2014.
Scenario law() {
  Scenario scenario;
  for (const auto& section : {kSubsidy, kCounselling}) {
    set(scenario, section + "on_to", kNoEnd);
    set(scenario, section + "coverage", 1);
    set(scenario, section + "months", 24);
  }
  set(scenario, kSubsidy + "on_from", index_of_month(1990, 1));
  set(scenario, kSubsidy + "last_arrival", index_of_month(2014, 11));
  set(scenario, kCounselling + "on_from", index_of_month(2010, 1));
  auto& months = scenario.parameters[kCounselling + "months"];
  months.has_prior = true;
  months.prior_low = 1;
  months.prior_high = 36;
  return scenario;
}

Scenario changed(const std::string& path, double value) {
  auto scenario = law();
  set(scenario, path, value);
  return scenario;
}

TEST_CASE("a date before the policy start has no effect there") {
  auto scenario = law();
  const Month year_2010 = month_of(2010, 1);
  scenario.parameters[kCounselling + "months"].value = Series(std::vector<std::pair<Month, double>>{
      {kNever, 24}, {year_2010, 12}, {month_of(2014, 1), 18}});
  const auto notes = notes_on(scenario, law(), month_of(2012, 1));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] ==
        "policies.counselling.months: the value 12 from 2010-01 on has no effect before the policy "
        "start 2012-01: until then the arm equals the reference");
  CHECK(notes_on(scenario, law(), year_2010).empty());
  CHECK(notes_on(scenario, law()).empty());  // no study
  CHECK(notes_on(changed(kCounselling + "months", 12), law(), month_of(2012, 1)).empty());
  const auto start = changed(kCounselling + "on_from", index_of_month(2008, 1));
  REQUIRE(notes_on(start, law(), month_of(2012, 1)).size() == 1);
  CHECK_THAT(notes_on(start, law(), month_of(2012, 1))[0],
             Contains("2008-01 is before the policy start 2012-01"));
  CHECK(notes_on(start, law(), month_of(2008, 1)).empty());
}

TEST_CASE("a scenario without changes has no notes") { CHECK(notes_on(law(), law()).empty()); }

TEST_CASE("a later start switches off what is in force") {
  auto scenario = changed(kCounselling + "on_from", index_of_month(2015, 1));
  const auto notes = notes_on(scenario, law());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] ==
        "policies.counselling.on_from: until 2015-01 this switches counselling off, which the "
        "scenario it is based on has in force since 2010-01");
  SECTION("the arm of a study equals the reference before the policy start") {
    CHECK(notes_on(scenario, law(), month_of(2015, 1)).empty());
    CHECK(notes_on(scenario, law(), month_of(2012, 1)).size() == 1);
  }
  SECTION("an earlier start switches nothing off") {
    CHECK(notes_on(changed(kCounselling + "on_from", 0), law()).empty());
  }
  SECTION("nor does one of an instrument that nobody was offered or that had ended") {
    auto base = law();
    set(base, kCounselling + "coverage", 0);
    CHECK(notes_on(scenario, base).empty());
    base = law();
    set(base, kCounselling + "on_to", index_of_month(2009, 12));
    CHECK(notes_on(scenario, base).empty());
  }
  SECTION("to switch it off for good is no slip") {
    CHECK(notes_on(changed(kCounselling + "on_from", kNoEnd), law()).empty());
    set(scenario, kCounselling + "coverage", 0);
    CHECK(notes_on(scenario, law()).empty());
  }
}

TEST_CASE("a wage subsidy that begins after its last arrivals is for them alone") {
  auto scenario = changed(kSubsidy + "on_from", index_of_month(2016, 1));
  const auto notes = notes_on(scenario, law(), month_of(2016, 1));
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes[0], Contains("only those who arrived by 2014-11 can claim it"));
  set(scenario, kSubsidy + "last_arrival", kNoEnd);
  CHECK(notes_on(scenario, law(), month_of(2016, 1)).empty());
}

TEST_CASE("a value outside the prior range of the baseline is named") {
  const auto notes = notes_on(changed(kCounselling + "months", 40), law());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0] == "policies.counselling.months: 40 is outside its prior range 1 to 36");
  CHECK(notes_on(changed(kCounselling + "months", 36), law()).empty());
}

TEST_CASE("an instrument that is offered but has no size does nothing") {
  auto scenario = changed(kSubsidy + "months", 0);
  const auto notes = notes_on(scenario, law());
  REQUIRE(notes.size() == 1);
  CHECK_THAT(notes[0], Contains("pays nothing"));
  set(scenario, kSubsidy + "coverage", 0);
  CHECK(notes_on(scenario, law()).empty());
}

TEST_CASE("notes on a study name the arms - unless they concern all") {
  const ScenarioFiles files;
  files.edit("policies/lump_sum.yaml", "policies:",
             "household:\n  join_previous: {value: 0.23, unit: probability, status: policy, "
             "source: x}\nsearch:\n  intercept: {value: 3, unit: logit, status: policy, source: "
             "x}\npolicies:");
  const auto plan_of = [&](const StudySettings& settings) {
    return read_study(files.path("studies/small.yaml"), small_catalogue(), small_vocabulary(),
                      settings);
  };
  const std::string too_early =
      "arms doubled, both: policies.settlement_grant.basic_krw: the value 2000 from 1990-01 on has "
      "no effect before the policy start 1991-01: until then the arm equals the reference";
  CHECK(notes_on(plan_of({}), small_catalogue(), {}) ==
        std::vector<std::string>{
            too_early, "arm both: search.intercept: 3 is outside its prior range -1.5 to 1.5"});
  StudySettings settings;
  settings.overrides = {{"search.intercept", "4"}};
  CHECK(notes_on(plan_of(settings), small_catalogue(), {}) ==
        std::vector<std::string>{"search.intercept: 4 is outside its prior range -1.5 to 1.5",
                                 too_early});
}

}  // namespace
