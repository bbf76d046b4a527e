// What it saves that all arms of a replicate share the past before the policy start.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "engine.h"
#include "model/replicate.h"
#include "timing.h"

namespace resettle::bench {

namespace {

/// Every arm from the beginning of the spin-up, as if nothing were shared.
void simulate_apart(const StudyPlan& plan) {
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    ArmRecords records(plan);
    Simulation simulation = begin_simulation(plan, 0, values_of_arm(plan, arm), false);
    simulation.advance(plan.end, plan.start, records.all());
    keep(simulation.world().persons.size());
  }
}

/// Person-months of one arm alone, which has no past to share.
double person_months_of_one_arm(const StudyPlan& plan) {
  StudyPlan alone = plan;
  alone.arms = {plan.arms[plan.reference]};
  alone.reference = 0;
  return run_replicate(alone, 0, false).person_months;
}

}  // namespace

void measure_fork(StudyPlan plan, const Settings& settings, Report& report) {
  const std::size_t arms = plan.arms.size();
  Table table{"Fork: one replicate, arms that share their past",
              {"apart, s", "shared, s", "times as fast", "at most"},
              {},
              {fmt::format("{} arms of {}, {} of the arrivals, one core; 'at most' is what "
                           "the person-months to be simulated allow",
                           arms, plan.name, plan.scale)}};
  const double one_arm = person_months_of_one_arm(plan);
  const int last_year = plan.end.year();
  for (const int year : {last_year - 30, last_year - 13, last_year - 5, last_year}) {
    plan.policy_start = month_of(year, 1);
    double lived = 0;
    const auto seconds =
        measure_in_turn(settings.quick ? 1 : std::min(settings.runs, 3),
                        {[&] { simulate_apart(plan); },
                         [&] { lived = run_replicate(plan, 0, false).person_months; }});
    table.add(fmt::format("policies from {}", to_string(plan.policy_start)),
              {seconds[0].median, seconds[1].median, seconds[0].median / seconds[1].median,
               static_cast<double>(arms) * one_arm / lived});
  }
  report.add(std::move(table));
}

}  // namespace resettle::bench
