#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "core/errors.h"
#include "io/scenario_notes.h"
#include "study/compare.h"
#include "study/compare_text.h"
#include "study/month.h"
#include "study/run_study.h"
#include "study/summary.h"

namespace resettle {

namespace {

struct Options {
  std::string file;
  std::string output;
  int replicates = 0;
  double scale = 0;
  int threads = 0;
  std::uint32_t seed = 0;
  std::vector<std::string> sets;
};

Override parse_override(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError({{"--set"},
                      "",
                      fmt::format("\"{}\" is not of the form path=value", text),
                      "write for example --set policies.mentoring.coverage=0.3"});
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string duration(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  return whole < 60 ? fmt::format("{} s", whole)
                    : fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

/// One line that is rewritten on a terminal, plain log lines otherwise.
class ProgressLine {
 public:
  ProgressLine() : terminal_(isatty(fileno(stderr)) == 1) {}

  void show(const Progress& p) {
    const double rate = p.seconds > 0 ? p.person_months / p.seconds : 0;
    const double left = p.seconds / p.replicates_done * (p.replicates - p.replicates_done);
    const auto text =
        fmt::format("{} of {} replicate{}, {:.1f} million person-months a second, {}",
                    p.replicates_done, p.replicates, p.replicates == 1 ? "" : "s", rate / 1e6,
                    p.replicates_done == p.replicates ? duration(p.seconds) + " in all"
                                                      : "about " + duration(left) + " left");
    if (terminal_) {
      fmt::print(stderr, "\r\033[K{}{}", text, p.replicates_done == p.replicates ? "\n" : "");
      std::fflush(stderr);
    } else {
      spdlog::info(text);
    }
  }

 private:
  bool terminal_;
};

std::string command_line(const Options& options) {
  std::string text = "resettle run " + options.file;
  if (options.replicates > 0) text += fmt::format(" --replicates {}", options.replicates);
  if (options.scale > 0) text += fmt::format(" --scale {}", options.scale);
  for (const auto& set : options.sets) text += " --set " + set;
  return text;
}

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

void execute(const Options& options, bool has_seed) {
  StudySettings settings;
  for (const auto& set : options.sets) settings.overrides.push_back(parse_override(set));
  settings.replicates = options.replicates;
  settings.scale = options.scale;
  settings.has_seed = has_seed;
  settings.seed = options.seed;
  const StudyPlan plan =
      read_study(options.file, parameter_catalogue(), study_vocabulary(), settings);
  const std::filesystem::path output = options.output.empty() ? plan.name + ".h5" : options.output;

  if (std::filesystem::exists(output) && !std::filesystem::is_regular_file(output)) {
    throw InputError({{output.string()},
                      "",
                      "this is not a file that can be replaced",
                      "give the name of a new file with -o"});
  }
  if (std::filesystem::exists(output)) {
    spdlog::info("{} exists and will be replaced when the run is complete", output.string());
  }
  spdlog::info("{}: {} arm{}, {} replicate{}, {} to {}, policies from {}", plan.name,
               plan.arms.size(), plan.arms.size() == 1 ? "" : "s", plan.replicates,
               plan.replicates == 1 ? "" : "s", to_string(plan.start), to_string(plan.end),
               to_string(plan.policy_start));
  print_notes(plan);
  ProgressLine progress;
  RunSettings run_settings;
  run_settings.threads = options.threads;
  run_settings.command_line = command_line(options);
  run_settings.progress = [&](const Progress& p) { progress.show(p); };
  run_study(plan, output, run_settings);
  fmt::print("{}\n",
             plan.is_study ? render_text(compare(output, plan.outcomes)) : summary_text(output));
  fmt::print("Results: {}\n", output.string());
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
  command->add_option("--threads", options->threads, "threads (default: all; results are the same)")
      ->check(CLI::Range(1, 1024));
  auto* seed = command->add_option("--seed", options->seed, "seed of the random numbers");
  command->add_option("--set", options->sets,
                      "path=value: change a parameter in every arm, in the parameter's unit");
  command->footer(
      "Examples:\n"
      "  resettle run scenarios/studies/settlement_subsidies.yaml\n"
      "  resettle run scenarios/studies/quick_look.yaml -o quick.h5 --replicates 8\n"
      "  resettle run scenarios/baseline.yaml --set search.gain_slope=0");
  command->callback([options, seed] { execute(*options, seed->count() > 0); });
}

}  // namespace resettle
