#include "model/replicates.h"

#include "core/parallel.h"

namespace resettle {

StudyPlan plan_of(const Scenario& scenario, const RunChoice& choice) {
  StudyPlan plan;
  plan.name = scenario.name;
  plan.intent = scenario.intent;
  plan.file = scenario.file;
  plan.start = scenario.run.start;
  plan.policy_start = scenario.run.start;
  plan.end = scenario.run.end;
  plan.replicates = choice.replicates;
  plan.seed = choice.has_seed ? choice.seed : scenario.run.seed;
  plan.scale = choice.scale > 0 ? choice.scale : scenario.run.scale;
  plan.arms.push_back({scenario.name, scenario.name, scenario});
  plan.is_study = false;
  return plan;
}

void for_each_replicate(const RunChoice& choice,
                        const std::function<void(std::size_t, bool)>& body) {
  const int threads = choice.threads > 0 ? choice.threads : machine_threads();
  const bool parallel_within = choice.replicates < threads;
  with_threads(threads, [&] {
    parallel_tasks(static_cast<std::size_t>(choice.replicates),
                   [&](std::size_t replicate) { body(replicate, parallel_within); });
  });
}

}  // namespace resettle
