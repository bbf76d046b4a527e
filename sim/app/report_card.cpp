#include "study/report_card.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "io/targets.h"
#include "io/text_output.h"
#include "study/month.h"

namespace resettle {

namespace {

struct Options {
  std::string scenario;
  RunChoice choice{.replicates = 5};
  std::string json;
};

void execute(const Options& options) {
  const std::filesystem::path file =
      options.scenario.empty() ? baseline_file() : std::filesystem::path(options.scenario);
  const Scenario scenario = read_scenario(file, parameter_catalogue());
  // The published figures belong to the baseline, whatever is based on it.
  const auto folder = scenario.files.front().parent_path();
  auto targets = read_targets(folder / "tables" / "targets.csv");
  const auto further = patterns_of_process();
  targets.insert(targets.end(), further.begin(), further.end());
  fmt::print(stderr, "{}: {} published figures, {} replicate{}\n", scenario.name, targets.size(),
             options.choice.replicates, options.choice.replicates == 1 ? "" : "s");
  const ReportCard card = make_report_card(scenario, targets, options.choice);
  fmt::print("{}", render_text(card));
  if (!options.json.empty()) write_text_file(options.json, render_json(card));
}

}  // namespace

void add_report_card(CLI::App& app) {
  auto* command = app.add_subcommand(
      "report-card", "Hold a scenario against published figures, row by row: hit or miss");
  auto options = std::make_shared<Options>();
  RunChoice& choice = options->choice;
  command->add_option("scenario", options->scenario, "scenario (YAML; default: baseline)");
  command->add_option("--replicates", choice.replicates, "number of replicates (default: 5)")
      ->check(CLI::Range(1, 100000));
  command->add_option("--scale", choice.scale, "share of arrivals simulated (default: scenario's)")
      ->check(CLI::Range(0.001, 1.0));
  command->add_option("--threads", choice.threads, "threads (default: all; results are the same)")
      ->check(CLI::Range(1, 1024));
  auto* seed = command->add_option("--seed", choice.seed, "seed of the random numbers");
  command->add_option("--json", options->json, "also write the card to this file, as JSON");
  command->footer(
      "Examples:\n  resettle report-card\n"
      "  resettle report-card scenarios/baseline.yaml --scale 0.2 --json card.json");
  command->callback([options, seed] {
    options->choice.has_seed = seed->count() > 0;
    execute(*options);
  });
}

}  // namespace resettle
