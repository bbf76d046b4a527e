// How fast the month is: person-months per second of one replicate on one core, and where the time
// goes. Run by ./resettle bench. A person-month is one person aged 15+ living in the South outside
// the facility for one simulated month.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "outputs/indicators.h"
#include "outputs/records.h"
#include "processes/arrivals.h"
#include "study/month.h"
#include "study/replicate.h"
#include "study/run_study.h"

namespace {

using namespace resettle;
using Clock = std::chrono::steady_clock;

const StudyPlan& plan() {
  static const StudyPlan read =
      read_study(std::string(RESETTLE_SOURCE_DIR) + "/scenarios/baseline.yaml",
                 parameter_catalogue(), study_vocabulary());
  return read;
}

double active_persons(const World& world) {
  std::size_t count = 0;
  for (const auto& residents : world.residents) count += residents.size();
  return static_cast<double>(count);
}

/// One replicate of the recorded history, 1990 to 2025, aggregates and types recorded.
void one_replicate(benchmark::State& state) {
  double person_months = 0;
  for (auto _ : state) {
    person_months += run_replicate(plan(), 0, false).person_months;
  }
  state.counters["person_months_per_s"] =
      benchmark::Counter(person_months, benchmark::Counter::kIsRate);
}
BENCHMARK(one_replicate)->Unit(benchmark::kMillisecond)->MinTime(4);

/// The same, process by process: nanoseconds of each per person-month.
void by_process(benchmark::State& state) {
  std::map<std::string, double> seconds;
  double person_months = 0;
  for (auto _ : state) {
    const ParameterValues values = values_of_arm(plan(), 0);
    const Inputs& inputs = plan().arms.front().scenario.inputs;
    World world(inputs, Random(1, 0), 1.0F, false);
    const auto month = the_month();
    AggregateRecorder aggregates({"sex", "arrival_age"});
    TypeRecorder types;
    for (Month t = arrivals::kSpinUpStart; t <= plan().end; ++t) {
      world.month = t;
      world.economy = economy_of(inputs, t);
      world.ledger.open_month();
      const auto timed = [&](const std::string& name, auto&& work) {
        const auto start = Clock::now();
        work();
        seconds[name] += std::chrono::duration<double>(Clock::now() - start).count();
      };
      for (const auto& entry : month) {
        timed(entry.process->description().name, [&] {
          if (t == arrivals::kSpinUpStart || values.change_in(t)) entry.process->update(values, t);
          entry.process->step(world);
        });
      }
      if (t < Month{0}) continue;
      timed("recording aggregates", [&] { aggregates.record(world); });
      timed("recording types", [&] { types.record(world); });
      person_months += active_persons(world);
    }
  }
  std::vector<std::pair<double, std::string>> ranked;
  for (const auto& [name, time] : seconds) ranked.emplace_back(time, name);
  std::sort(ranked.rbegin(), ranked.rend());
  for (const auto& [time, name] : ranked) {
    fmt::print("{:>8.1f} ns per person-month  {}\n", 1e9 * time / person_months, name);
  }
}
BENCHMARK(by_process)->Unit(benchmark::kMillisecond)->Iterations(1);

/// Two and more replicates at once.
void replicates_in_threads(benchmark::State& state) {
  const auto threads = static_cast<int>(state.range(0));
  double person_months = 0;
  for (auto _ : state) {
    std::vector<double> done(4);
    with_threads(threads, [&] {
      parallel_tasks(done.size(), [&](std::size_t r) {
        done[r] = run_replicate(plan(), static_cast<std::uint32_t>(r), false).person_months;
      });
    });
    for (const double months : done) person_months += months;
  }
  state.counters["person_months_per_s"] =
      benchmark::Counter(person_months, benchmark::Counter::kIsRate);
}
BENCHMARK(replicates_in_threads)->Unit(benchmark::kMillisecond)->Arg(1)->Arg(2)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
