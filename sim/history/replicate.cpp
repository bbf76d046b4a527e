#include "history/replicate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/parallel.h"
#include "history/month.h"
#include "processes/arrivals.h"

namespace resettle {

namespace {

constexpr double kLargePopulation = 300'000;  // persons; a world of 0.3 GB

/// Person-months in which somebody was counted, from recorded month `from` on.
double counted_months(const TypeRecorder& types, std::size_t from) {
  double months = 0;
  for (std::size_t m = from; m < types.months(); ++m) {
    const auto& now = types.month(m);
    months += static_cast<double>(now.size() -
                                  static_cast<std::size_t>(std::count(now.begin(), now.end(), 0)));
  }
  return months;
}

Background background_of(const Persons& people) {
  Background background;
  background.sex.assign(people.woman.begin(), people.woman.end());
  background.arrival_month.assign(people.arrival_month.begin(), people.arrival_month.end());
  background.northern_schooling = people.northern_schooling;
  for (std::size_t i = 0; i < people.size(); ++i) {
    background.age_at_arrival.push_back(
        static_cast<std::int16_t>((people.arrival_month[i] - people.birth_month[i]) / 12));
  }
  return background;
}

}  // namespace

ArmRecords::ArmRecords(const StudyPlan& plan) : aggregates(plan.subgroups) {
  for (const auto& column : plan.record_persons) {
    if (column != "adjustment_type") columns.emplace_back(column);
  }
}

std::vector<Recorder*> ArmRecords::all() {
  std::vector<Recorder*> recorders{&aggregates, &types, &ledger, &network, &exits, &society};
  for (auto& column : columns) recorders.push_back(&column);
  return recorders;
}

std::size_t count_tickets(const StudyPlan& plan) {
  const Inputs& inputs = plan.arms[plan.reference].scenario.inputs;
  auto persons = static_cast<std::size_t>(inputs.stock_1990_men + inputs.stock_1990_women);
  for (const auto& year : inputs.arrivals) {
    if (year.year > plan.end.year()) continue;
    const int months = year.year < plan.end.year() ? 12 : plan.end.month_of_year();
    persons += static_cast<std::size_t>(months * (year.men + year.women) / 12);
  }
  return persons;
}

bool is_large(const StudyPlan& plan) {
  return static_cast<double>(count_tickets(plan)) * plan.scale > kLargePopulation;
}

ParameterValues values_of_arm(const StudyPlan& plan, std::size_t arm) {
  const ParameterValues reference = plan.arms[plan.reference].scenario.values();
  if (arm == plan.reference) return reference;
  return reference.until(plan.policy_start, plan.arms[arm].scenario.values());
}

Simulation begin_simulation(const StudyPlan& plan, std::uint32_t replicate,
                            const ParameterValues& values, bool parallel) {
  const Inputs& inputs = plan.arms[plan.reference].scenario.inputs;
  Simulation simulation(
      World(inputs, Random(plan.seed, replicate), static_cast<float>(plan.scale), parallel),
      month_processes(), values);
  simulation.start_at(arrivals::kSpinUpStart);
  return simulation;
}

ReplicateRecords run_replicate(const StudyPlan& plan, std::uint32_t replicate, bool parallel) {
  std::vector<ParameterValues> values;
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    values.push_back(values_of_arm(plan, arm));
  }
  Simulation past = begin_simulation(plan, replicate, values[plan.reference], parallel);
  ArmRecords past_records(plan);
  past.advance(plan.policy_start - 1, plan.start, past_records.all());

  ReplicateRecords result;
  result.arms.assign(plan.arms.size(), past_records);
  result.hires.resize(plan.arms.size());
  result.standing = StandingRecorder(plan.subgroups);
  const auto run_arm_from = [&](std::size_t arm, World&& world) {
    const bool reference = arm == plan.reference;
    result.hires[arm] = HireRecorder(reference ? &world : nullptr);
    auto recorders = result.arms[arm].all();
    recorders.push_back(&result.hires[arm]);
    if (reference) recorders.push_back(&result.standing);
    Simulation simulation(std::move(world), month_processes(), values[arm]);
    simulation.start_at(past.next_month());
    simulation.advance(plan.end, plan.start, recorders);
    if (reference) result.background = background_of(simulation.world().persons);
  };
  const std::size_t last = plan.arms.size() - 1;
  if (parallel && !is_large(plan)) {
    parallel_tasks(plan.arms.size(),
                   [&](std::size_t arm) { run_arm_from(arm, World(past.world())); });
  } else {
    for (std::size_t arm = 0; arm < last; ++arm) run_arm_from(arm, World(past.world()));
    run_arm_from(last, std::move(past.world()));  // nobody needs the past any more
  }
  const std::size_t shared = past_records.types.months();
  result.person_months = counted_months(past_records.types, 0);
  for (const auto& arm : result.arms) result.person_months += counted_months(arm.types, shared);
  return result;
}

}  // namespace resettle
