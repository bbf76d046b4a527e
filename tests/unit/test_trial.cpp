#include <catch2/catch.hpp>

#include <cmath>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "model/month.h"
#include "study/trial.h"
#include "study/trial_records.h"

namespace {

using namespace resettle;

Newcomer newcomer(std::uint32_t ticket, std::initializer_list<int> months_of_work,
                  bool in_pilot = false) {
  Newcomer person;
  person.ticket = ticket;
  person.in_pilot = in_pilot;
  person.working_age = true;
  person.months.fill(WorkState::without_work);
  for (const int month : months_of_work) {
    person.months.at(static_cast<std::size_t>(month)) = WorkState::works;
  }
  return person;
}

TEST_CASE("trial: employment of the same persons in both arms") {
  std::vector<Newcomer> control{newcomer(1, {}), newcomer(2, {12}), newcomer(3, {})};
  std::vector<Newcomer> treatment{newcomer(1, {12, 24}, true), newcomer(2, {}, true),
                                  newcomer(3, {12, 24})};
  auto all = employment_differences(control, treatment, false);
  REQUIRE(all.size() == kTrialMonths + 1);
  CHECK(all[0] == 0);
  CHECK(all[12] == Approx(1.0 / 3));
  CHECK(all[24] == Approx(2.0 / 3));
  const auto pilot = employment_differences(control, treatment, true);
  CHECK(pilot[12] == Approx(0));
  CHECK(pilot[24] == Approx(0.5));

  treatment[1].months[12] = WorkState::not_counted;  // abroad in one arm: counts in neither
  CHECK(employment_differences(control, treatment, false)[12] == Approx(1));
  control[0].working_age = false;
  control[2].working_age = false;
  CHECK(std::isnan(employment_differences(control, treatment, false)[12]));
  treatment[2].ticket = 9;
  CHECK_THROWS_AS(employment_differences(control, treatment, false), std::logic_error);
}

TEST_CASE("trial: ratio of those who have worked at least once") {
  const std::vector<Newcomer> control{newcomer(1, {3}), newcomer(2, {20}), newcomer(3, {})};
  const std::vector<Newcomer> treatment{newcomer(1, {3}), newcomer(2, {12}), newcomer(3, {13})};
  const auto ratios = ever_employed_ratios(control, treatment);
  CHECK(std::isnan(ratios[2]));
  CHECK(ratios[6] == Approx(1));
  CHECK(ratios[12] == Approx(2));
  CHECK(ratios[24] == Approx(1.5));
}

TEST_CASE("trial: checks are judged by the mean over replicates") {
  const TrialPaths one{std::vector<double>(61, 0.10)};
  const TrialPaths two{std::vector<double>(61, 0.14)};
  const TrialCheck within{.what = "", .from = 12, .to = 12, .expected = 0.15, .tolerance = 0.04};
  CHECK(judge(within, 1, {one, two}).hit);
  CHECK(judge(within, 0.7, {one, two}).hit);  // 0.105 +- 0.028
  CHECK_FALSE(judge(within, 0.6, {one, two}).hit);
  CHECK(judge(within, 0.7, {one, two}).tolerance == Approx(0.028));
  TrialCheck below = within;
  below.rule = TrialRule::below;
  CHECK(judge(below, 0.81, {one, two}).hit);
  CHECK_FALSE(judge(below, 0.79, {one, two}).hit);

  TrialPaths falling{std::vector<double>(61, -0.05)};
  for (std::size_t month = 49; month <= 60; ++month) falling[0][month] = -0.01;
  TrialCheck shrinks = within;
  shrinks.expected = -0.045;
  shrinks.rule = TrialRule::shrinks;
  shrinks.from = 49;
  shrinks.to = 60;
  shrinks.compared_with = 24;
  CHECK(judge(shrinks, 1, {falling}).ours.mean == Approx(0.04));
  CHECK(judge(shrinks, 1, {falling}).hit);
  CHECK_FALSE(judge(shrinks, -1, {falling}).hit);
  const TrialPaths nothing{std::vector<double>(61, kAbsent)};
  CHECK_FALSE(judge(within, 1, {nothing}).hit);
}

TEST_CASE("trial: attitudes of the hosts of given ties - others are left out") {
  Inputs inputs;
  inputs.localities.push_back({"Seoul", true, 1.0});
  World control(inputs, Random(1, 0), 1.0F, false);
  control.persons.append(3);
  control.ties.append(3);
  control.hosts.per_locality = 3;
  control.ties.append_hosts(3);
  control.hosts.attitude = {0.5F, 0.5F, 0.5F};
  control.hosts.media = {0, 0, 0};
  control.ties.connect_host(1, 1, {}, true, 9);  // a sponsor, in both arms
  World treatment = control;
  treatment.persons.pilot_group = {1, 1, 0};
  treatment.ties.connect_host(0, 0, {}, true, 9);
  treatment.ties.connect_host(2, 2, {}, true, 9);  // not of the group
  HostRecorder before;
  HostRecorder after;
  for (int month = 0; month <= 12; ++month) {
    before.record(control);
    after.record(treatment);
    treatment.hosts.attitude[0] = 0.48F;
    treatment.hosts.ease = {0.05F};
  }
  const auto changes = attitude_changes(before, after);
  REQUIRE(changes.own_tie.size() == 1);
  CHECK(changes.own_tie[0] == Approx(-0.07).epsilon(1e-4));
  CHECK(changes.strangers[0] == Approx(-0.02).epsilon(1e-4));
}

TEST_CASE("trial: the cohort is followed from the facility on") {
  Inputs inputs;
  inputs.localities.push_back({"Seoul", true, 1.0});
  World world(inputs, Random(1, 0), 1.0F, false);
  Persons& p = world.persons;
  p.append(4);
  p.arrival_month = {10, 20, 21, 22};
  p.exit_month = {12, 24, 24, 24};
  p.ticket = {1, 2, 3, 4};
  p.age = {30, 17, 30, 30};
  p.active = {1, 1, 1, 1};
  p.labour_state.assign(4, LabourState::not_employed);
  CohortRecorder cohort(Month{20}, Month{21});
  for (world.month = Month{24}; world.month <= Month{100}; ++world.month) {
    p.labour_state[2] =
        world.month.index >= 36 ? LabourState::self_employed : LabourState::not_employed;
    cohort.record(world);
  }
  REQUIRE(cohort.newcomers().size() == 2);
  CHECK(cohort.newcomers()[0].ticket == 2);
  CHECK_FALSE(cohort.newcomers()[0].working_age);
  const auto& followed = cohort.newcomers()[1];
  CHECK(followed.working_age);
  CHECK(followed.months[11] == WorkState::without_work);
  CHECK(followed.months[12] == WorkState::works);
  CHECK(followed.months[kTrialMonths] == WorkState::works);
}

TEST_CASE("trial: every trial has its overlay and a complete description") {
  const auto& catalogue = parameter_catalogue();
  std::set<std::string_view> names;
  for (const auto& info : trials()) {
    INFO(info.name);
    CHECK(names.insert(info.name).second);
    CHECK_FALSE(info.checks.empty());
    for (const auto& check : info.checks) {
      CHECK(check.series < info.series.size());
      CHECK(check.from <= check.to);
    }
    CHECK_NOTHROW(read_scenario(
        std::string(RESETTLE_SOURCE_DIR "/scenarios/trials/") + std::string(info.name) + ".yaml",
        catalogue));
  }
  CHECK_THROWS_AS(find_trial("ep2"), InputError);
  CHECK(find_trial("EP1").name == "ep1");
}

TEST_CASE("trial: the result says hit and MISS with the path") {
  const TrialInfo& info = find_trial("ep7");
  TrialResult result;
  result.info = &info;
  result.replicates = 2;
  result.scale = 0.1;
  TrialPaths path{std::vector<double>(61, -0.05)};
  for (std::size_t month = 49; month <= 60; ++month) path[0][month] = -0.06;  // it grows
  for (const auto& check : info.checks) {
    result.checks.push_back(judge(check, 1, {path, path}));
  }
  result.paths = {std::vector<Estimate>(info.path.size(), estimate_mean(std::vector{-0.05}))};
  const auto text = render_text(result);
  CHECK_THAT(text, Catch::Contains("hit\n"));
  CHECK_THAT(text, Catch::Contains("miss\n"));
  CHECK_THAT(text, Catch::Contains("-4.50"));
  const auto json = nlohmann::json::parse(render_json(result));
  const auto& checks = json["tables"]["checks"]["rows"];
  for (const auto& column : json["tables"]["checks"]["columns"]) {
    if (column["name"] == "expected" || column["name"] == "ours") CHECK(column["unit"] == "share");
  }
  CHECK(checks[0]["verdict"] == "hit");
  CHECK(checks[0]["tolerance"] == Approx(0.03));
  CHECK(checks[1]["verdict"] == "miss");
  CHECK(json["tables"]["effects"]["rows"].size() == 6);
  CHECK(json["tables"]["effects"]["rows"][0]["effect"]["mean"] == Approx(-0.05));
}

}  // namespace
