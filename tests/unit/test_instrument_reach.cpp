#include "io/instrument_reach.h"

#include <catch2/catch.hpp>

namespace {

using namespace resettle;
using Catch::Matchers::Contains;

const MonthSpan kPeriod{month_of(2012, 1), month_of(2025, 12)};

double at(int year, int month) { return month_of(year, month).index; }

ParameterSpec offered(const std::string& path, ParameterKind kind = ParameterKind::number) {
  return {path, "x", "x", -400, kNoEnd, kind, ActsWhen::offered};
}

/// Two instruments, something that always acts, and a rate of the comparison.
ParameterCatalogue catalogue() {
  ParameterCatalogue specs;
  for (const std::string name : {"mentoring", "wage_subsidy"}) {
    const auto path = "policies." + name + ".";
    specs.push_back(offered(path + "on_from", ParameterKind::month));
    specs.push_back(offered(path + "on_to", ParameterKind::month));
    for (const char* key : {"coverage", "capacity", "months", "budget_krw_per_year"}) {
      specs.push_back(offered(path + key));
    }
  }
  specs.push_back(offered("policies.wage_subsidy.last_arrival", ParameterKind::month));
  specs.push_back({"search.intercept", "x", "x"});
  specs.push_back(
      {"ledger.discount_rate", "x", "x", 0, 1, ParameterKind::number, ActsWhen::after_run});
  return specs;
}

void set(Scenario& scenario, const std::string& path, const Series& value) {
  scenario.parameters[path].value = value;
}
void set(Scenario& scenario, const std::string& path, double value) {
  set(scenario, path, Series(value));
}

/// Mentoring is offered to nobody; the wage subsidy to all who arrived by November 2014.
Scenario law() {
  Scenario scenario;
  for (const std::string name : {"policies.mentoring.", "policies.wage_subsidy."}) {
    set(scenario, name + "on_from", at(1990, 1));
    set(scenario, name + "on_to", kNoEnd);
    set(scenario, name + "coverage", name == "policies.mentoring." ? 0 : 1);
    set(scenario, name + "capacity", 1e9);
    set(scenario, name + "months", 24);
    set(scenario, name + "budget_krw_per_year", 1e12);
  }
  set(scenario, "policies.wage_subsidy.last_arrival", at(2014, 11));
  set(scenario, "search.intercept", 0);
  set(scenario, "ledger.discount_rate", 0.03);
  return scenario;
}

using Settings = std::vector<std::pair<std::string, Series>>;

Scenario changed(const Settings& settings) {
  auto scenario = law();
  for (const auto& [path, value] : settings) set(scenario, path, value);
  return scenario;
}

Changes changes(const Settings& settings, const Scenario& reference = law()) {
  return Changes(changed(settings), reference, catalogue(), kPeriod);
}

Series from(int year, int month, double before, double later) {
  return Series({{kNever, before}, {month_of(year, month), later}});
}

const std::string kMentoring = "policies.mentoring.";
const std::string kSubsidy = "policies.wage_subsidy.";

TEST_CASE("an instrument that begins after the end of the study never acts") {
  const auto never = changes({{kMentoring + "on_from", Series(at(2040, 1))},
                              {kMentoring + "coverage", Series(1.0)},
                              {kMentoring + "months", Series(12.0)}});
  REQUIRE(never.never_act());
  CHECK(never.reasons() ==
        std::vector<std::string>{"policies.mentoring.on_from 2040-01 is after the end 2025-12"});
  REQUIRE(never.idle().size() == 1);
  CHECK_THAT(never.idle()[0], Contains("nobody is offered it"));
  // In the last month it acts.
  CHECK_FALSE(changes({{kMentoring + "on_from", Series(at(2025, 12))},
                       {kMentoring + "coverage", Series(1.0)}})
                  .never_act());
}

TEST_CASE("so does one that has ended - or covers nobody - or is never on") {
  const auto reason = [](const Settings& settings) {
    const auto found = changes(settings);
    REQUIRE(found.never_act());
    REQUIRE(found.reasons().size() == 1);
    return found.reasons()[0];
  };
  const std::pair<std::string, Series> covered{kMentoring + "coverage", Series(1.0)};
  CHECK_THAT(reason({covered,
                     {kMentoring + "on_to", Series(at(2011, 12))},
                     {kMentoring + "on_from", Series(at(2001, 12))}}),
             Contains("on_to 2011-12 is before 2012-01"));
  CHECK_THAT(reason({{kMentoring + "months", Series(36.0)}}),
             Contains("policies.mentoring.coverage is 0 in every month"));
  CHECK_THAT(reason({covered, {kMentoring + "on_from", Series(kNoEnd)}}),
             Contains("on_from is none"));
  CHECK_THAT(reason({{kMentoring + "coverage", from(2026, 1, 0, 1)}}), Contains("is 0 in every"));
  CHECK_FALSE(changes({{kMentoring + "coverage", from(2025, 12, 0, 1)}}).never_act());
}

TEST_CASE("a split budget acts if it is on and has money") {
  const std::string split = "policies.budget_split.";
  auto specs = catalogue();
  for (const char* key : {"on_from", "on_to"}) {
    specs.push_back(offered(split + key, ParameterKind::month));
  }
  for (const char* key : {"total_krw", "mental_weight"}) specs.push_back(offered(split + key));
  const auto scenario = [&](double begins, double krw, double weight) {
    auto made = law();
    set(made, split + "on_from", begins);
    set(made, split + "on_to", kNoEnd);
    set(made, split + "total_krw", krw);
    set(made, split + "mental_weight", weight);
    return made;
  };
  const auto without = scenario(at(1990, 1), 0, 3);
  const auto acts = [&](const Scenario& arm) {
    return !Changes(arm, without, specs, kPeriod).never_act();
  };
  CHECK_FALSE(acts(scenario(at(2040, 1), 1e9, 3)));
  CHECK_FALSE(acts(scenario(at(2012, 1), 0, 50)));
  CHECK(acts(scenario(at(2012, 1), 1e9, 3)));
  CHECK_FALSE(Changes(scenario(at(2012, 1), 0, 50), without, specs, kPeriod).idle().empty());
}

TEST_CASE("to switch off what the reference offers or once offered is a change") {
  CHECK_FALSE(changes({{kSubsidy + "coverage", Series(0.0)}}).never_act());
  CHECK_FALSE(changes({{kSubsidy + "on_from", Series(kNoEnd)}}).never_act());
  // Those who were offered it before are still there.
  const auto ended = changed({{kSubsidy + "on_to", Series(at(2010, 1))}});
  CHECK_FALSE(
      changes({{kSubsidy + "on_to", Series(at(2010, 1))}, {kSubsidy + "months", Series(60.0)}},
              ended)
          .never_act());
}

TEST_CASE("values that differ outside the study only never act") {
  const auto later = changes({{"search.intercept", from(2026, 1, 0, 1)}});
  REQUIRE(later.never_act());
  CHECK(later.reasons()[0] == "search.intercept differs only outside 2012-01 to 2025-12");
  CHECK_FALSE(changes({{"search.intercept", from(2025, 12, 0, 1)}}).never_act());
  CHECK(changes({{"search.intercept", Series({{kNever, 3}, {month_of(2012, 1), 0}})}}).never_act());
  // A date long after the end is as good as none.
  CHECK(changes({{kSubsidy + "on_to", Series(at(2040, 1))}}).never_act());
  CHECK_FALSE(changes({{kSubsidy + "on_to", Series(at(2025, 11))}}).never_act());
  // Promises of capped money look ahead.
  CHECK_FALSE(changes({{kSubsidy + "budget_krw_per_year", from(2027, 1, 1e12, 0)}}).never_act());
}

TEST_CASE("what the comparison reads of the reference does not act in an arm") {
  const auto rate = changes({{"ledger.discount_rate", Series(0.07)}});
  REQUIRE(rate.never_act());
  CHECK_THAT(rate.reasons()[0], Contains("read of the reference only"));
}

TEST_CASE("an arm may act although one of its instruments does not") {
  const auto both =
      changes({{kMentoring + "months", Series(36.0)}, {kSubsidy + "months", Series(60.0)}});
  CHECK_FALSE(both.never_act());
  REQUIRE(both.idle().size() == 1);
  CHECK_THAT(both.idle()[0], Contains("policies.mentoring.coverage is 0"));
  // Off is what was meant.
  const auto off =
      changes({{kMentoring + "on_from", Series(kNoEnd)}, {kSubsidy + "months", Series(60.0)}});
  CHECK(off.idle().empty());
}

TEST_CASE("who is left out by a date that was kept is told") {
  const auto told = [](const Settings& settings, MonthSpan span = kPeriod) {
    return left_out(changed(settings), law(), catalogue(), span);
  };
  const auto subsidy = told({{kSubsidy + "months", Series(36.0)}});
  REQUIRE(subsidy.size() == 1);
  CHECK(subsidy[0] ==
        "policies.wage_subsidy.last_arrival stays 2014-11, as in the law: nobody who arrived later "
        "is reached by what is changed of it (months); set it too if they are meant");
  CHECK(told({}).empty());
  CHECK(told({{kSubsidy + "months", Series(36.0)}, {kSubsidy + "last_arrival", Series(kNoEnd)}})
            .empty());
  CHECK(
      told({{kSubsidy + "months", Series(36.0)}}, {month_of(2012, 1), month_of(2014, 10)}).empty());
  // Nobody who could claim it is left, but for those who were long on the way.
  auto late = changed({{kSubsidy + "months", Series(36.0)}});
  set(late, kSubsidy + "window_months", 60);
  set(late, "policies.facility_program.months", 3);
  const auto over = left_out(late, law(), catalogue(), {month_of(2020, 2), month_of(2025, 12)});
  REQUIRE(over.size() == 1);
  CHECK_THAT(over[0], Contains("can as a rule claim nothing any more in 2020-02"));
  const auto some = left_out(late, law(), catalogue(), {month_of(2020, 1), month_of(2025, 12)});
  CHECK_THAT(some.at(0), !Contains("any more"));
  // In months before the instrument begins by law.
  const Scenario begins = changed(
      {{kMentoring + "coverage", Series(0.5)}, {kMentoring + "on_from", Series(at(2013, 6))}});
  auto more = begins;
  set(more, kMentoring + "coverage", 1);
  const auto early = left_out(more, begins, catalogue(), kPeriod);
  REQUIRE(early.size() == 1);
  CHECK_THAT(early[0], Contains("mentoring.on_from stays 2013-06, as in the law: nobody is reached "
                                "before by what is changed of it (coverage)"));
  CHECK(left_out(more, begins, catalogue(), {month_of(1990, 1), month_of(2025, 12)}).empty());
  // Nobody is offered it: that is another note.
  CHECK(told({{kMentoring + "months", Series(36.0)}}).empty());
}

TEST_CASE("an instrument without places or money is told") {
  const auto told = [](const std::string& key) {
    const Settings settings{{kMentoring + "coverage", Series(1.0)},
                            {kMentoring + key, Series(0.0)}};
    return left_out(changed(settings), law(), catalogue(), kPeriod);
  };
  CHECK_THAT(told("capacity").at(0), Contains("it has no places"));
  CHECK_THAT(told("budget_krw_per_year").at(0), Contains("nothing of it that costs money begins"));
  CHECK(told("months").empty());
}

}  // namespace
