#include "study/trial.h"

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
#include "core/called_as.h"
#include "core/errors.h"
#include "io/number_text.h"
#include "model/month.h"

namespace resettle {

namespace {

struct Options {
  std::string name;
  RunChoice choice{.replicates = 10};
  std::optional<std::filesystem::path> json;
};

void execute(const Options& options) {
  if (options.name.empty()) {
    if (options.json) {
      throw InputError({{"--json"},
                        "",
                        "no trial is named whose result could be written",
                        fmt::format("say which: '{} trial' lists them", called_as())});
    }
    print_text("Virtual trials:\n{}", render_list(trials()));
    return;
  }
  const TrialInfo& info = find_trial(options.name);
  const auto baseline = baseline_file();
  const auto overlay = baseline.parent_path() / "trials" / (std::string(info.name) + ".yaml");
  const auto& catalogue = parameter_catalogue();
  const Scenario control = read_scenario(baseline, catalogue);
  const Scenario treatment = read_scenario(overlay, catalogue);
  auto inputs = control.files;
  inputs.insert(inputs.end(), treatment.files.begin(), treatment.files.end());
  const auto json = json_output(options.json, inputs);
  tell(fmt::format("{}: 2 arms, {}, to {}\n", info.name,
                   counted(options.choice.replicates, "replicate"), to_string(info.end)));
  say_if_it_fails(kNothingKept);
  const TrialResult result = run_trial(info, control, treatment, options.choice);
  print_text("{}", render_text(result));
  if (json) write_json(*json, render_json(result));
}

}  // namespace

void add_trial(CLI::App& app) {
  auto* command = app.add_subcommand(
      "trial", "Repeat a trial from elsewhere on simulated newcomers: is its effect found again?");
  auto options = std::make_shared<Options>();
  command->add_option("name", options->name, "which trial (default: list them)");
  add_run_choice_options(*command, options->choice);
  add_json_option(*command, options->json, "also write the result to this file, as JSON");
  command->footer(examples({"trial", "trial ep1 --replicates 20"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
