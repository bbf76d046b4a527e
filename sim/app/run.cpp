#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/notes.h"
#include "app/number_options.h"
#include "app/standard_error.h"
#include "app/study_output.h"
#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/draws_reader.h"
#include "io/number_text.h"
#include "io/seal.h"
#include "study/run_study.h"
#include "study_file/study_place.h"

namespace resettle {

namespace {

struct Options {
  std::string file;
  std::optional<std::string> output;  ///< none: named after the study
  std::string part;
  int replicates = 0;
  int draws = 0;
  std::string draws_from;
  double scale = 0;
  int threads = 0;
  std::uint32_t seed = 0;
  bool restart = false;
  bool replace = false;
  bool ignore_stop_when = false;
  std::vector<std::string> sets;
  std::vector<std::string> arms;
  std::vector<std::string> labels;
};

StudySettings settings_of(const Options& options, bool has_seed) {
  StudySettings settings;
  for (const auto& set : options.sets) settings.overrides.push_back(parse_override(set));
  settings.arms = parse_added_arms(options.arms, options.labels);
  settings.replicates = options.replicates;
  settings.draws = options.draws;
  settings.draws_from = options.draws_from;
  settings.scale = options.scale;
  settings.has_seed = has_seed;
  settings.seed = options.seed;
  settings.ignore_stop_when = options.ignore_stop_when;
  return settings;
}

/// What lies under the name of the study to be written.
struct Existing {
  std::string content;
  bool is_study = false;
};

Existing look_at_existing(const std::filesystem::path& output) {
  try {
    const ExistingStudy study(output);
    return {fmt::format("the finished study \"{}\" ({}, {}, written {})",
                        study.file().root().text_attribute("title"),
                        counted(study.arms().size(), "arm"),
                        counted(study.replicates().size(), "replicate"),
                        study.file().group("provenance").text_attribute("created")),
            true};
  } catch (const InputError&) {
    return {"a file that is no study, or no longer as it was written", false};
  }
}

/// A study may be the work of a night: it is replaced only by whoever says so.
void check_output(const std::filesystem::path& output, bool replace) {
  const std::string name = output.string();
  if (!std::filesystem::exists(output)) return;
  const auto [content, is_study] = look_at_existing(output);
  if (!may_be_study(output) && std::filesystem::file_size(output) > 0) {
    throw InputError({{name},
                      "",
                      "here is a file that is no study, so that it is not replaced",
                      "give this run another name with -o OTHER.h5, or move that file elsewhere"});
  }
  if (replace) {
    spdlog::info("{} holds {}; it is replaced when this run is complete", name, content);
    return;
  }
  const bool interrupted = std::filesystem::exists(ProgressFile::path_for(output));
  std::string ways;
  if (interrupted) ways += fmt::format("finish that run with '{}', ", command_on("resume", output));
  if (is_study) ways += fmt::format("add to it with '{}', ", command_on("extend", output));
  throw InputError(
      {{name},
       "",
       fmt::format("here is {}{}", content,
                   interrupted ? ", and beside it the progress of a run that was interrupted" : ""),
       ways + "give this run another name with -o OTHER.h5, or replace the file with --replace"});
}

/// What the command line says about the number of replicates must agree with `stop_when`.
void check_stop_when(const Options& options, const StudyPlan& plan) {
  if (!plan.stop_when) return;
  if (!options.part.empty()) {
    refuse("--part",
           "this study has a stop_when: how many replicates it takes is known only when all are "
           "looked at together",
           "run all of it here, or parts of a fixed number: --ignore-stop-when --replicates 100 "
           "--part " +
               options.part);
  }
  if (plan.replicates < kFewestForLook || plan.replicates > plan.stop_when->at_most) {
    refuse("--replicates",
           fmt::format("stop_when of this study needs {} to {} replicates before the first look, "
                       "not {}",
                       kFewestForLook, plan.stop_when->at_most, plan.replicates),
           "give another number, or --ignore-stop-when: then it is the number in all");
  }
}

/// "20 replicates", "258 replicates (2 of the central values and of each of 128 draws)".
std::string counted_runs(const StudyPlan& plan, std::size_t replicates) {
  const auto text = counted(replicates, "replicate");
  if (plan.draws.draws == 0) return text;
  return fmt::format("{} ({} of the central values and of each of {})", text, plan.replicates,
                     counted(plan.draws.draws, "draw"));
}

void execute(const Options& options, bool has_seed) {
  const AskedStudy asked = ask_study(options.file, settings_of(options, has_seed));
  const StudyPlan& plan = asked.plan;
  const auto output = options.output ? study_output(*options.output) : default_output(plan);
  check_study_place(output, kOtherOutput);
  check_output(output, options.replace);
  check_stop_when(options, plan);
  Task task{asked.source, replicate_numbers(plan), {}, {}};
  if (options.replace) task.replaces = mark_of(output);
  if (!options.part.empty()) task.replicates = parse_part(options.part, replicate_numbers(plan));
  spdlog::info("{}: {}, {}, {} to {}, policies from {}", plan.name,
               counted(plan.arms.size(), "arm"), counted_runs(plan, task.replicates.size()),
               to_string(plan.start), to_string(plan.end), to_string(plan.policy_start));
  print_notes(asked);
  carry_out_and_show(begin_or_continue(output, task, options.restart), output, options.threads);
}

}  // namespace

void add_run(CLI::App& app) {
  auto* command = app.add_subcommand("run", "Run a study or a scenario, print what came out");
  auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "study or scenario (YAML)")
      ->type_name(kYamlFile)
      ->required();
  command
      ->add_option_function<std::string>(
          "-o,--output", [options](const std::string& name) { options->output = name; },
          "study file to write (default: <study name>.h5 in this folder)")
      ->type_name(kStudyFile);
  command->add_option("--replicates", options->replicates, "number of replicates")
      ->transform(whole_number(1, kMostReplicates));
  command
      ->add_option_function<int>(
          "--draws", [options](int draws) { options->draws = draws == 0 ? kNoDraws : draws; },
          "draws of the uncertain parameters, each with as many replicates, beside their central "
          "values; 0: these alone, also if the study says else")
      ->transform(whole_number(0, kMostDraws));
  command->add_option("--draws-from", options->draws_from,
                      "prior (default), or a CSV file with a column for each parameter");
  add_scale_option(*command, options->scale, "share of arrivals simulated (default: the file's)");
  add_threads_option(*command, options->threads);
  auto* seed = add_seed_option(*command, options->seed, "seed of the random numbers");
  command
      ->add_option("--set", options->sets,
                   "path=value: change a parameter in every arm, in the parameter's unit")
      ->allow_extra_args(false);  // the next word may be the study
  add_arm_options(*command, options->arms, options->labels,
                  "[name=]overlay.yaml: one more arm, after those of the study");
  command->add_option("--part", options->part,
                      "3/16: only the third of sixteen parts, to be joined by 'merge'");
  command->add_flag("--ignore-stop-when", options->ignore_stop_when,
                    "run the number of replicates as given, whatever stop_when of the study says");
  command->add_flag("--replace", options->replace,
                    "replace the study file of that name, once this run is complete");
  command->add_flag("--restart", options->restart,
                    "give up the progress of an interrupted run of this file");
  command->footer(examples({"run scenarios/studies/settlement_subsidies.yaml",
                            "run scenarios/studies/quick_look.yaml -o quick.h5 --replicates 8",
                            "run scenarios/baseline.yaml --set search.gain_slope=0"}));
  command->callback([options, seed] { execute(*options, seed->count() > 0); });
}

}  // namespace resettle
