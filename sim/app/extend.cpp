#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/notes.h"
#include "app/number_options.h"
#include "app/study_output.h"
#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "io/output_file.h"
#include "io/seal.h"
#include "io/study_plan.h"
#include "study/run_study.h"
#include "study_file/study_place.h"

namespace resettle {

namespace {

struct Options {
  std::filesystem::path study;
  int replicates = 0;
  std::vector<std::string> arms;
  std::vector<std::string> labels;
  int threads = 0;
  bool restart = false;
};

Task task_of(const Options& options) {
  const std::string seal = mark_of(options.study);  // before it is read: it may be replaced
  const ExistingStudy base(options.study);
  const int there = static_cast<int>(base.replicates().size());
  const std::string part = base.about_part();
  if (!part.empty()) {
    refuse(options.study, "this is " + part,
           fmt::format("join all parts first ('{} merge PART.h5 PART.h5 ... -o STUDY.h5'), then "
                       "extend the study that comes of it",
                       called_as()));
  }
  if (options.replicates > 0 && options.replicates < there) {
    refuse(options.study, fmt::format("the study has {} replicates already", there),
           "ask for more of them: nothing is ever taken away");
  }
  if (options.arms.empty() && (options.replicates == 0 || options.replicates == there)) {
    refuse(options.study, fmt::format("this would add nothing: it has {} replicates", there),
           "say what to add: --replicates 200, --arm scenarios/policies/mentoring.yaml");
  }
  static_cast<void>(base.plan());  // whether it is what the file holds
  const auto arms = parse_added_arms(options.arms, options.labels);
  const AskedStudy asked = extended(base.source(), options.replicates, arms);
  if (!arms.empty()) print_notes(asked);
  return {asked.source, replicates_of_part(asked.plan.replicates, 1, 1), options.study.filename(),
          seal};
}

void execute(Options options) {
  options.study = behind_links(options.study);
  const Task task = task_of(options);
  check_study_place(options.study, kMoveStudy);
  carry_out_and_show(begin_or_continue(options.study, task, options.restart), options.study,
                     options.threads);
}

}  // namespace

void add_extend(CLI::App& app) {
  auto* command = app.add_subcommand(
      "extend", "Add replicates or arms to a study, as if asked for at the start");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file (.h5)")
      ->type_name(kStudyFile)
      ->required();
  command->add_option("--replicates", options->replicates, "number of replicates in all")
      ->transform(whole_number(1, kMostReplicates));
  add_arm_options(*command, options->arms, options->labels, "[name=]overlay.yaml: one more arm");
  add_threads_option(*command, options->threads);
  command->add_flag("--restart", options->restart,
                    "give up the progress of an interrupted run of this file");
  command->footer(
      "What is in the study stays as it is; only what is missing is simulated.\n" +
      examples(
          {"extend settlement_subsidies.h5 --replicates 200",
           "extend settlement_subsidies.h5 --arm scenarios/policies/trauma_counselling.yaml"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
