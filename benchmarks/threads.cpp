// How speed grows with threads: several replicates at once, and the persons of one replicate.

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/parallel.h"
#include "engine.h"
#include "model/replicate.h"
#include "outputs/indicators.h"
#include "outputs/records.h"
#include "timing.h"

namespace resettle::bench {

namespace {

void simulate(const StudyPlan& plan, std::uint32_t replicate, bool parallel) {
  AggregateRecorder aggregates(plan.subgroups);
  TypeRecorder types;
  std::vector<Recorder*> recorders{&aggregates, &types};
  Simulation simulation =
      begin_simulation(plan, replicate, values_of_arm(plan, plan.reference), parallel);
  simulation.advance(plan.end, plan.start, recorders);
}

/// 1, 2, 4, ... and all threads of the machine.
std::set<int> thread_counts() {
  std::set<int> counts{1, machine_threads()};
  for (int threads = 2; threads < machine_threads(); threads *= 2) counts.insert(threads);
  return counts;
}

/// So many replicates that one pass over them takes about 40 s on one core; at least four and one
/// for every thread.
int affordable(int wanted, double seconds_per_replicate) {
  if (seconds_per_replicate <= 0) return wanted;
  const int in_time = static_cast<int>(40.0 / seconds_per_replicate);
  return std::min(wanted, std::max({in_time, 4, machine_threads()}));
}

}  // namespace

void measure_threads(const StudyPlan& plan, const Settings& settings, double seconds_per_replicate,
                     Report& report) {
  if (seconds_per_replicate <= 0) {
    seconds_per_replicate = seconds_of([&] { simulate(plan, 0, false); });
  }
  const int replicates =
      settings.quick ? 2 : affordable(settings.replicates, seconds_per_replicate);
  const int runs = settings.quick ? 1 : std::max(1, std::min(settings.runs, 3));
  Table table{"Threads", {"s", "times as fast"}, {}, {}};
  double one_thread = 0;
  for (const int threads : thread_counts()) {
    const double seconds = seconds_of([&] {
      with_threads(threads, [&] {
        parallel_tasks(static_cast<std::size_t>(replicates), [&](std::size_t replicate) {
          simulate(plan, static_cast<std::uint32_t>(replicate), false);
        });
      });
    });
    if (threads == 1) one_thread = seconds;
    table.add(fmt::format("replicates in {} thread{}", threads, threads == 1 ? "" : "s"),
              {seconds, one_thread / seconds});
  }
  for (const int threads : thread_counts()) {
    const double seconds = measure(runs, [&] {
                             with_threads(threads, [&] { simulate(plan, 0, threads > 1); });
                           }).median;
    if (threads == 1) one_thread = seconds;
    table.add(fmt::format("persons in {} thread{}", threads, threads == 1 ? "" : "s"),
              {seconds, one_thread / seconds});
  }
  table.notes = {
      fmt::format("{} replicates, run once each; persons of one replicate, median of {}; "
                  "aggregates and types recorded",
                  replicates, runs)};
  report.add(std::move(table));
}

}  // namespace resettle::bench
