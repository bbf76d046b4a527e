#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "io/scenario.h"
#include "io/study_plan.h"

// Runs that are no study of their own and write no study file: the report card, virtual trials.

namespace resettle {

/// How such a run is made; what is 0 or absent comes from the scenario.
struct RunChoice {
  int replicates = 1;
  double scale = 0;  ///< share of arrivals simulated; 0: as the scenario says
  bool has_seed = false;
  std::uint32_t seed = 0;
  int threads = 0;  ///< 0: as many as the machine has; results do not depend on it
};

/// A plan whose first arm and reference is the scenario. Months are those of the scenario's run.
StudyPlan plan_of(const Scenario& scenario, const RunChoice& choice);

/// Runs body(replicate, parallel) for every replicate of the choice, several at a time; `parallel`
/// tells whether threads are left for the persons of one replicate.
void for_each_replicate(const RunChoice& choice,
                        const std::function<void(std::size_t, bool)>& body);

}  // namespace resettle
