#include "support/worlds.h"

#include "core/parallel.h"
#include "engine/world_state.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

StudyPlan three_arms(int end_year = 2013) {
  auto plan = small_study("settlement_subsidies", month_of(2012, 1), month_of(end_year, 12));
  plan.start = month_of(2010, 1);
  keep_arms(plan, {"grant_doubled", "mentoring"});
  return plan;
}

bool same_replicate(const ReplicateRecords& a, const ReplicateRecords& b) {
  if (a.arms.size() != b.arms.size() || a.person_months != b.person_months) return false;
  for (std::size_t arm = 0; arm < a.arms.size(); ++arm) {
    if (!same_records(a.arms[arm], b.arms[arm])) return false;
  }
  return same_bits(a.background.sex, b.background.sex) &&
         same_bits(a.background.age_at_arrival, b.background.age_at_arrival);
}

TEST_CASE("the number of threads does not matter") {
  const auto plan = three_arms();
  const auto alone = run_replicate(plan, 0, false);
  for (const int threads : {1, 2, 3, 16}) {
    INFO(threads << " threads");
    ReplicateRecords records;
    with_threads(threads, [&] { records = run_replicate(plan, 0, true); });
    CHECK(same_replicate(records, alone));
  }
  // Able to fail: another replicate is another world.
  CHECK_FALSE(same_replicate(run_replicate(plan, 1, false), alone));
}

TEST_CASE("arms run in turn, as large populations are, are the same and can be stopped between") {
  const auto plan = three_arms();
  const auto together = run_replicate(plan, 0, false);
  std::vector<std::size_t> told;
  double person_months = 0;
  run_arms_in_turn(plan, 0, [&](const ReplicateRecords& records, std::size_t arm) {
    INFO(plan.arms[arm].name);
    told.push_back(arm);
    person_months = records.person_months;
    CHECK(same_records(records.arms[arm], together.arms[arm]));
    CHECK(same_records(records.arms[plan.reference], together.arms[plan.reference]));
    for (const std::size_t before : told) {  // only the reference is kept
      if (before != arm && before != plan.reference)
        CHECK(records.arms[before].types.months() == 0);
    }
    return true;
  });
  CHECK(told.size() == plan.arms.size());
  CHECK(told.front() == plan.reference);
  CHECK(person_months == together.person_months);

  int arms = 0;
  run_arms_in_turn(plan, 0, [&](const ReplicateRecords&, std::size_t) { return ++arms < 2; });
  CHECK(arms == 2);
}

TEST_CASE("an arm forked at the policy start equals one run in one go") {
  const auto plan = three_arms();
  const auto forked = run_replicate(plan, 0, false);
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    INFO(plan.arms[arm].name);
    const ParameterValues values = values_of_arm(plan, arm);
    Simulation simulation = begin_simulation(plan, 0, values, false);
    ArmRecords records(plan);
    simulation.advance(plan.end, plan.start, records.all());
    CHECK(same_records(records, forked.arms[arm]));
    CHECK_FALSE(same_records(records, forked.arms[(arm + 1) % plan.arms.size()]));
  }
}

TEST_CASE("a copied world goes on like the original") {
  const auto plan = three_arms();
  const ParameterValues values = values_of_arm(plan, 0);
  Simulation original = begin_simulation(plan, 0, values, false);
  original.advance(month_of(2005, 5), plan.end, {});
  World copy = original.world();
  original.advance(month_of(2006, 12), plan.end, {});

  Lab lab(plan);
  lab.begin(month_of(2005, 6));
  copy.inputs = &lab.inputs;
  lab.world() = copy;
  lab.advance(month_of(2006, 11));
  CHECK_FALSE(same_persons(lab.world().persons, original.world().persons));
  lab.step();
  CHECK(same_persons(lab.world().persons, original.world().persons));
  CHECK(same_bits(lab.world().hosts.attitude, original.world().hosts.attitude));
  CHECK(same_bits(lab.world().households.equivalent_income_krw,
                  original.world().households.equivalent_income_krw));
}

TEST_CASE("months entry by entry are the months in one go") {
  const auto plan = three_arms();
  const ParameterValues values = values_of_arm(plan, 1);
  Simulation whole = begin_simulation(plan, 0, values, false);
  Simulation by_entry = begin_simulation(plan, 0, values, true);
  whole.advance(month_of(2012, 5), plan.end, {});
  by_entry.advance(month_of(2012, 1), plan.end, {});
  std::size_t entries = 0;
  while (by_entry.next_month() <= month_of(2012, 5)) {
    while (by_entry.advance_by_entry() != nullptr) ++entries;
  }
  CHECK(entries == 4 * month_processes().size());
  CHECK_FALSE(first_difference(state_of(whole.world()), state_of(by_entry.world())));
}

TEST_CASE("the first difference of two states names the individual and the variable") {
  const auto plan = three_arms();
  Simulation simulation = begin_simulation(plan, 0, values_of_arm(plan, 0), false);
  simulation.advance(month_of(2010, 1), plan.end, {});
  const World before = simulation.world();
  World after = before;
  const auto difference = [&] {
    return first_difference(state_of(before), state_of(after)).value();
  };
  after.hosts.attitude[3] += 0x1p-20F;
  CHECK(difference().of == "host");
  CHECK(difference().index == 3);
  after.households.assets_krw[7] += 1;
  CHECK(difference().of == "household");
  after.ties.isolate(200);
  CHECK(difference().name == "ties");
  after.persons.distress[70] += 0x1p-20F;
  CHECK(difference().of == "person");
  CHECK(difference().index == 70);
  CHECK(difference().name == "distress");
  CHECK(difference().one != difference().other);
  after.persons.elite[70] ^= 1;
  CHECK(difference().name == "elite");
}

TEST_CASE("V14 identical arms are identical - and arms of zero size equal the reference") {
  auto plan = three_arms();
  // No subsidised job in any arm, and no label for who could have one, so that other terms of the
  // subsidy are of zero size.
  for (auto& arm : plan.arms) {
    set_in(arm.scenario, "policies.wage_subsidy.employer_take_up", Series(0.0));
    set_in(arm.scenario, "finding.subsidy_stigma", Series(0.0));
  }
  const Scenario law = plan.arms[0].scenario;
  const Scenario mentoring = plan.arms[2].scenario;
  using Changes = std::vector<std::pair<std::string, double>>;
  const auto add = [&](const std::string& name, Scenario scenario, const Changes& changes) {
    for (const auto& [path, value] : changes) set_in(scenario, path, Series(value));
    plan.arms.push_back({name, name, std::move(scenario)});
  };
  add("mentoring again", mentoring, {});
  add("mentoring for nobody", law,
      {{"policies.mentoring.months", 24},
       {"policies.mentoring.window_months", 120},
       {"policies.mentoring.overhead", 2}});
  add("mentoring without places", law,
      {{"policies.mentoring.coverage", 1}, {"policies.mentoring.capacity", 0}});
  add("mentoring too late", law,
      {{"policies.mentoring.coverage", 1},
       {"policies.mentoring.on_from", month_of(2020, 1).index}});
  add("a subsidy that no employer uses", law,
      {{"policies.wage_subsidy.window_months", 12}, {"policies.wage_subsidy.months", 6}});
  add("a limit on savings that nobody reaches", law, {{"welfare_benefit.asset_limit", 1e9}});
  for (auto& arm : plan.arms) {
    if (arm.name != "a limit on savings that nobody reaches") {
      set_in(arm.scenario, "welfare_benefit.asset_limit", Series(9e8));
    }
  }

  const auto records = run_replicate(plan, 0, false);
  CHECK(same_records(records.arms[2], records.arms[3]));
  CHECK_FALSE(same_records(records.arms[0], records.arms[2]));
  for (std::size_t arm = 4; arm < plan.arms.size(); ++arm) {
    INFO(plan.arms[arm].name);
    CHECK(same_records(records.arms[0], records.arms[arm]));
  }
}

TEST_CASE("V14 every shipped overlay equals the reference before the policy start") {
  const auto plan = [] {
    auto study = small_study("subsidy_library", month_of(2012, 1), month_of(2011, 12));
    study.start = month_of(2009, 1);
    return study;
  }();
  // Everything before the start, with each arm's own parameters in one go.
  const auto past = [&](std::size_t arm) {
    const ParameterValues values = values_of_arm(plan, arm);
    Simulation simulation = begin_simulation(plan, 0, values, false);
    ArmRecords records(plan);
    simulation.advance(plan.end, plan.start, records.all());
    return records;
  };
  const ArmRecords reference = past(plan.reference);
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    INFO(plan.arms[arm].name);
    CHECK(same_records(past(arm), reference));
  }
}

TEST_CASE("every shipped overlay differs from the reference after the policy start") {
  // To 2015: the end of the wage subsidy for new arrivals comes at the end of 2014.
  auto plan = small_study("subsidy_library", month_of(2012, 1), month_of(2015, 12));
  plan.start = month_of(2012, 1);
  const auto records = run_replicate(plan, 0, false);
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    INFO(plan.arms[arm].name);
    CHECK(same_records(records.arms[arm], records.arms[plan.reference]) == (arm == plan.reference));
  }
}

}  // namespace
