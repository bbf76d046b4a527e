#include "study/report_card.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/json_output.h"
#include "app/run_choice_options.h"
#include "app/standard_error.h"
#include "app/standard_output.h"
#include "io/number_text.h"
#include "io/targets.h"
#include "model/month.h"

namespace resettle {

namespace {

struct Options {
  std::string scenario;
  RunChoice choice{.replicates = 5};
  std::optional<std::filesystem::path> json;
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
  const auto json = json_output(options.json, scenario.files);
  tell(fmt::format("{}: {} published figures, {}\n", scenario.name, targets.size(),
                   counted(options.choice.replicates, "replicate")));
  say_if_it_fails(kNothingKept);
  const ReportCard card = make_report_card(scenario, targets, options.choice);
  print_text("{}", render_text(card));
  if (json) write_json(*json, render_json(card));
}

}  // namespace

void add_report_card(CLI::App& app) {
  auto* command = app.add_subcommand(
      "report-card", "Hold a scenario against published figures, row by row: hit or miss");
  auto options = std::make_shared<Options>();
  command->add_option("scenario", options->scenario, "scenario (YAML; default: baseline)")
      ->type_name(kYamlFile);
  add_run_choice_options(*command, options->choice);
  add_json_option(*command, options->json, "also write the card to this file, as JSON");
  command->footer(examples(
      {"report-card", "report-card scenarios/baseline.yaml --scale 0.2 --json card.json"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
