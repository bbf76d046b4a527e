#pragma once

#include <CLI/CLI.hpp>

#include "app/number_options.h"
#include "io/study_plan.h"
#include "model/replicates.h"

namespace resettle {

/// Adds --replicates, --scale, --threads and --seed; `choice` holds the defaults and must live as
/// long as the command.
inline void add_run_choice_options(CLI::App& command, RunChoice& choice) {
  command.add_option("--replicates", choice.replicates, "number of replicates")
      ->transform(whole_number(1, kMostReplicates))
      ->capture_default_str();
  add_scale_option(command, choice.scale, "share of arrivals simulated (default: scenario's)");
  command.add_option("--threads", choice.threads, "threads (default: all; results are the same)")
      ->transform(whole_number(1, 1024));
  command
      .add_option_function<std::uint32_t>(
          "--seed",
          [&choice](const std::uint32_t& seed) {
            choice.seed = seed;
            choice.has_seed = true;
          },
          "seed of the random numbers (default: scenario's)")
      ->transform(whole_number(0, kLargestSeed));
}

}  // namespace resettle
