#include "model/replicate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/parallel.h"
#include "model/month.h"
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

/// A replicate whose arms begin from copies of the world at the policy start.
class ForkedReplicate {
 public:
  /// Simulates the past that all arms share.
  ForkedReplicate(const StudyPlan& plan, std::uint32_t replicate, bool parallel)
      : plan_(plan),
        draw_(draw_of(static_cast<int>(replicate))),
        past_(begin_simulation(plan, replicate, values_of_arm(plan, plan.reference, draw_),
                               parallel)),
        past_records_(plan) {
    past_.advance(plan.policy_start - 1, plan.start, past_records_.all());
    records_.arms.assign(plan.arms.size(), ArmRecords(plan));
    records_.hires.resize(plan.arms.size());
    records_.standing = StandingRecorder(plan.subgroups);
    records_.person_months = counted_months(past_records_.types, 0);
  }

  [[nodiscard]] const ReplicateRecords& records() const { return records_; }
  [[nodiscard]] ReplicateRecords take() { return std::move(records_); }
  void forget(std::size_t arm) {
    records_.arms[arm] = ArmRecords(plan_);
    records_.hires[arm] = HireRecorder();
  }

  void run_at_once() {
    parallel_tasks(plan_.arms.size(), [&](std::size_t arm) { run_arm(arm, World(past_.world())); });
    for (std::size_t arm = 0; arm < plan_.arms.size(); ++arm) count(arm);
  }

  /// The reference first, which the others are compared with; `finished(arm)` says whether to go
  /// on.
  template <class Finished>
  void run_in_turn(const Finished& finished) {
    std::vector<std::size_t> order{plan_.reference};
    for (std::size_t arm = 0; arm < plan_.arms.size(); ++arm) {
      if (arm != plan_.reference) order.push_back(arm);
    }
    for (const std::size_t arm : order) {
      const bool last = arm == order.back();  // then nobody needs the past any more
      run_arm(arm, last ? std::move(past_.world()) : World(past_.world()));
      count(arm);
      if (!finished(arm)) return;
    }
  }

 private:
  void run_arm(std::size_t arm, World&& world) {
    const bool reference = arm == plan_.reference;
    records_.arms[arm] = past_records_;
    records_.hires[arm] = HireRecorder(reference ? &world : nullptr);
    auto recorders = records_.arms[arm].all();
    recorders.push_back(&records_.hires[arm]);
    if (reference) recorders.push_back(&records_.standing);
    Simulation simulation(std::move(world), month_processes(), values_of_arm(plan_, arm, draw_));
    simulation.start_at(past_.next_month());
    simulation.advance(plan_.end, plan_.start, recorders);
    if (reference) records_.background = background_of(simulation.world().persons);
  }

  void count(std::size_t arm) {
    records_.person_months +=
        counted_months(records_.arms[arm].types, past_records_.types.months());
  }

  const StudyPlan& plan_;
  int draw_;
  Simulation past_;
  ArmRecords past_records_;
  ReplicateRecords records_;
};

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
  auto persons =
      static_cast<std::size_t>(std::int64_t{inputs.stock_1990_men} + inputs.stock_1990_women);
  for (const auto& year : inputs.arrivals) {
    if (year.year > plan.end.year()) continue;
    const std::int64_t months = year.year < plan.end.year() ? 12 : plan.end.month_of_year();
    persons += static_cast<std::size_t>(months * (std::int64_t{year.men} + year.women) / 12);
  }
  return persons;
}

bool is_large(const StudyPlan& plan) {
  return static_cast<double>(count_tickets(plan)) * plan.scale > kLargePopulation;
}

ParameterValues values_of_arm(const StudyPlan& plan, std::size_t arm, int draw) {
  const auto values = [&](std::size_t a) { return plan.draws.values(plan.arms[a].scenario, draw); };
  const ParameterValues reference = values(plan.reference);
  if (arm == plan.reference) return reference;
  return reference.until(plan.policy_start, values(arm));
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
  ForkedReplicate run(plan, replicate, parallel);
  if (parallel && !is_large(plan)) {
    run.run_at_once();
  } else {
    run.run_in_turn([](std::size_t) { return true; });
  }
  return run.take();
}

void run_arms_in_turn(const StudyPlan& plan, std::uint32_t replicate, const ArmFinished& finished) {
  ForkedReplicate run(plan, replicate, true);
  run.run_in_turn([&](std::size_t arm) {
    const bool go_on = finished(run.records(), arm);
    if (arm != plan.reference) run.forget(arm);
    return go_on;
  });
}

}  // namespace resettle
