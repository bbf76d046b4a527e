#include "reference_workload.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/parallel.h"
#include "neighbour_runs.h"
#include "prototype.h"
#include "reference_model.h"
#include "small_world.h"
#include "timing.h"

namespace resettle::bench {

namespace {

ReferenceOutcome run_model(const NeighbourRuns& ties, std::uint32_t replicate, bool widest,
                           int threads, bool count_events) {
  ReferenceModel model(ties, replicate, reference_kernels(widest), threads > 1);
  with_threads(threads, [&] { model.run(count_events); });
  return model.outcome();
}

void run_ensemble(const NeighbourRuns& ties, std::size_t replicates, int threads) {
  with_threads(threads, [&] {
    parallel_tasks(replicates, [&](std::size_t replicate) {
      ReferenceModel model(ties, static_cast<std::uint32_t>(replicate), reference_kernels(true),
                           false);
      model.run(false);
      keep(model.outcome().counts[0]);
    });
  });
}

/// W1, with one thread and with all. Returns seconds of the prototype on one thread per million
/// agent-steps.
double measure_single(const SmallWorld& graph, const NeighbourRuns& ties, int runs, Table& table) {
  std::vector<std::function<void()>> works;
  std::vector<int> thread_counts{1};
  if (machine_threads() > 1) thread_counts.push_back(machine_threads());
  for (const int threads : thread_counts) {
    works.emplace_back([&, threads] { run_prototype(graph, 0, threads, false); });
    works.emplace_back([&, threads] { run_model(ties, 0, false, threads, false); });
    works.emplace_back([&, threads] { run_model(ties, 0, true, threads, false); });
  }
  const auto seconds = measure_in_turn(runs, works);
  const double steps = 1e-6 * static_cast<double>(graph.agents()) * kReferenceMonths;
  const char* names[] = {"bare prototype", "engine's building blocks",
                         "engine's building blocks, widest instructions"};
  for (std::size_t t = 0; t < thread_counts.size(); ++t) {
    for (std::size_t k = 0; k < 3; ++k) {
      const Spread& s = seconds[3 * t + k];
      table.add(fmt::format("W1, {}, {} thread{}", names[k], thread_counts[t], t == 0 ? "" : "s"),
                {steps / s.median, steps / s.maximum, steps / s.minimum,
                 s.median / seconds[3 * t].median, seconds[0].median / s.median});
    }
  }
  return seconds[0].median / steps;
}

/// W2: many replicates of 34,000.
void measure_ensemble(const NeighbourRuns& ties, int runs, std::size_t replicates,
                      double prototype_seconds_per_step, Table& table) {
  for (const int threads : {1, machine_threads()}) {
    const Spread s = measure(runs, [&] { run_ensemble(ties, replicates, threads); });
    const double steps = 1e-6 * static_cast<double>(ties.persons() * replicates) * kReferenceMonths;
    table.add(fmt::format("W2, engine's building blocks, widest instructions, {} thread{}", threads,
                          threads == 1 ? "" : "s"),
              {steps / s.median, steps / s.maximum, steps / s.minimum, kBlank,
               prototype_seconds_per_step * steps / s.median});
    if (machine_threads() == 1) break;
  }
}

std::vector<std::string> checks(const SmallWorld& graph, const NeighbourRuns& ties,
                                std::uint32_t replicates) {
  std::vector<ReferenceOutcome> prototype;
  std::vector<ReferenceOutcome> engine;
  for (std::uint32_t replicate = 0; replicate < replicates; ++replicate) {
    prototype.push_back(run_prototype(graph, replicate, machine_threads(), true));
    engine.push_back(run_model(ties, replicate, true, machine_threads(), true));
  }
  const bool same = run_model(ties, 0, false, 1, false).counts == engine.front().counts;
  std::int64_t off = 0;
  for (std::size_t k = 0; k < published_counts().size(); ++k) {
    off = std::max(off, std::abs(prototype.front().counts[k] - published_counts()[k]));
  }
  return {
      fmt::format("check values, {} replicates, engine: {}", replicates,
                  check_reference(engine).text()),
      fmt::format("check values, {} replicates, prototype: {}", replicates,
                  check_reference(prototype).text()),
      fmt::format("prototype, replicate 0: no count of a type and subgroup is more than {} of "
                  "100,000 agents from the published one",
                  off),
      fmt::format("engine: {} counts with plain instructions and one thread as with the widest and "
                  "all threads",
                  same ? "the same" : "NOT THE SAME"),
  };
}

}  // namespace

void measure_reference_workload(const Settings& settings, Report& report) {
  const SmallWorld graph = small_world(kReferenceAgents, kReferenceGraphSeed);
  const NeighbourRuns ties(graph);
  Table table{
      "Reference workload",
      {"million agent-steps/s", "least", "most", "time / prototype's", "x prototype, 1 thread"},
      {},
      {}};
  const double prototype = measure_single(graph, ties, settings.quick ? 1 : settings.runs, table);
  const NeighbourRuns fewer(small_world(kEnsembleAgents, kReferenceGraphSeed));
  const std::size_t replicates = settings.quick ? 4 : 20;
  measure_ensemble(fewer, settings.quick ? 1 : std::min(settings.runs, 3), replicates, prototype,
                   table);
  table.notes = checks(graph, ties, settings.quick ? 1 : 5);
  table.notes.push_back(fmt::format(
      "W1: 100,000 agents, 120 months; W2: 34,000 agents, {} of the 100 replicates; the prototype "
      "draws at the reference addresses, the engine at its own: the distribution agrees, not the "
      "single numbers",
      replicates));
  table.notes.push_back(
      "time / prototype's: at the same number of threads, at most 1.3 wanted; x prototype, 1 "
      "thread: speed against the prototype's W1 on one thread");
  report.add(std::move(table));
}

}  // namespace resettle::bench
