#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/study_run.h"
#include "core/errors.h"
#include "history/month.h"
#include "io/scenario_notes.h"
#include "study/run_study.h"

namespace resettle {

namespace {

struct Options {
  std::string file;
  std::string output;
  std::string part;
  int replicates = 0;
  double scale = 0;
  int threads = 0;
  std::uint32_t seed = 0;
  bool restart = false;
  std::vector<std::string> sets;
  std::vector<std::string> arms;
};

void print_notes(const StudyPlan& plan) {
  constexpr std::size_t kShown = 10;
  const auto notes = notes_on(plan, parameter_catalogue());
  for (std::size_t i = 0; i < std::min(kShown, notes.size()); ++i) {
    fmt::print(stderr, "note: {}\n", notes[i]);
  }
  if (notes.size() > kShown) {
    fmt::print(stderr, "note: {} more; 'resettle check' shows them all\n", notes.size() - kShown);
  }
}

StudySettings settings_of(const Options& options, bool has_seed) {
  StudySettings settings;
  for (const auto& set : options.sets) settings.overrides.push_back(parse_override(set));
  for (const auto& arm : options.arms) settings.arms.push_back(parse_added_arm(arm));
  settings.replicates = options.replicates;
  settings.scale = options.scale;
  settings.has_seed = has_seed;
  settings.seed = options.seed;
  return settings;
}

/// Says what is there: whoever has extended a study would lose the extension.
void warn_of_replacing(const std::filesystem::path& output) {
  std::string content = "another file";
  try {
    const ExistingStudy study(output);
    content = fmt::format("a study of {} arms and {} replicates", study.arms().size(),
                          study.replicates().size());
  } catch (const InputError&) {
    // Whatever it is, it is replaced.
  }
  spdlog::warn(
      "{} holds {}, which will be replaced when this run is complete; to keep it, stop "
      "(Ctrl-C) and name another file with -o",
      output.string(), content);
}

void check_output(const std::filesystem::path& output) {
  if (!std::filesystem::exists(output)) return;
  if (!std::filesystem::is_regular_file(output)) {
    throw InputError({{output.string()},
                      "",
                      "this is not a file that can be replaced",
                      "give the name of a new file with -o"});
  }
  warn_of_replacing(output);
}

void execute(const Options& options, bool has_seed) {
  const AskedStudy asked = ask_study(options.file, settings_of(options, has_seed));
  const StudyPlan& plan = asked.plan;
  const std::filesystem::path output = options.output.empty() ? plan.name + ".h5" : options.output;
  check_output(output);
  Task task{asked.source, replicates_of_part(plan.replicates, 1, 1), {}, {}};
  if (!options.part.empty()) task.replicates = parse_part(options.part, plan.replicates);
  spdlog::info("{}: {} arm{}, {} replicate{}, {} to {}, policies from {}", plan.name,
               plan.arms.size(), plan.arms.size() == 1 ? "" : "s", task.replicates.size(),
               task.replicates.size() == 1 ? "" : "s", to_string(plan.start), to_string(plan.end),
               to_string(plan.policy_start));
  print_notes(plan);
  carry_out_and_show(begin_or_continue(output, task, options.restart), output, options.threads);
}

}  // namespace

void add_run(CLI::App& app) {
  auto* command = app.add_subcommand("run", "Run a study or a scenario, print what came out");
  auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "study or scenario (YAML)")->required();
  command->add_option("-o,--output", options->output,
                      "study file to write (default: <study name>.h5 in this folder)");
  command->add_option("--replicates", options->replicates, "number of replicates")
      ->check(CLI::Range(1, 100000));
  command
      ->add_option("--scale", options->scale, "share of arrivals simulated (default: the file's)")
      ->check(CLI::Range(0.001, 1.0));
  add_threads_option(*command, options->threads);
  auto* seed = command->add_option("--seed", options->seed, "seed of the random numbers");
  command->add_option("--set", options->sets,
                      "path=value: change a parameter in every arm, in the parameter's unit");
  command->add_option("--arm", options->arms,
                      "[name=]overlay.yaml: one more arm, after those of the study");
  command->add_option("--part", options->part,
                      "3/16: only the third of sixteen parts, to be joined by 'resettle merge'");
  command->add_flag("--restart", options->restart,
                    "give up the progress of an interrupted run of this file");
  command->footer(
      "Examples:\n"
      "  resettle run scenarios/studies/settlement_subsidies.yaml\n"
      "  resettle run scenarios/studies/quick_look.yaml -o quick.h5 --replicates 8\n"
      "  resettle run scenarios/baseline.yaml --set search.gain_slope=0");
  command->callback([options, seed] { execute(*options, seed->count() > 0); });
}

}  // namespace resettle
