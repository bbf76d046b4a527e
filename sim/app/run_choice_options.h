#pragma once

#include <CLI/CLI.hpp>

#include "history/replicates.h"

namespace resettle {

/// Adds --replicates, --scale, --threads and --seed; `choice` holds the defaults and must live as
/// long as the command.
inline void add_run_choice_options(CLI::App& command, RunChoice& choice) {
  command.add_option("--replicates", choice.replicates, "number of replicates")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command.add_option("--scale", choice.scale, "share of arrivals simulated (default: scenario's)")
      ->check(CLI::Range(0.001, 1.0));
  command.add_option("--threads", choice.threads, "threads (default: all; results are the same)")
      ->check(CLI::Range(1, 1024));
  command.add_option_function<std::uint32_t>(
      "--seed",
      [&choice](const std::uint32_t& seed) {
        choice.seed = seed;
        choice.has_seed = true;
      },
      "seed of the random numbers (default: scenario's)");
}

}  // namespace resettle
