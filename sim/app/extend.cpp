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
  int draws = 0;
  std::vector<std::string> arms;
  std::vector<std::string> labels;
  int threads = 0;
  bool restart = false;
};

void check_draws(const Options& options, const StudyPlan& before) {
  if (options.draws > 0 && options.draws < before.draws.draws) {
    refuse(options.study, fmt::format("the study has {} draws already", before.draws.draws),
           "ask for more of them: nothing is ever taken away");
  }
}

Task task_of(const Options& options) {
  const std::string seal = mark_of(options.study);  // before it is read: it may be replaced
  const ExistingStudy base(options.study);
  const StudyPlan before = base.plan();  // refuses a file that does not hold what it says
  const int there = before.replicates;
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
  check_draws(options, before);
  const bool more_replicates = options.replicates > there;
  const bool more_draws = options.draws > before.draws.draws;
  if (options.arms.empty() && !more_replicates && !more_draws) {
    refuse(options.study, fmt::format("this would add nothing: it has {} replicates", there),
           "say what to add: --replicates 200, --draws 256, --arm "
           "scenarios/policies/mentoring.yaml");
  }
  const auto arms = parse_added_arms(options.arms, options.labels);
  const AskedStudy asked = extended(base.source(), options.replicates, options.draws, arms);
  if (!arms.empty()) print_notes(asked);
  return {asked.source, replicate_numbers(asked.plan), options.study.filename(), seal};
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
  command
      ->add_option("--replicates", options->replicates,
                   "number of replicates in all; where parameters are drawn, of every draw")
      ->transform(whole_number(1, kMostReplicates));
  command->add_option("--draws", options->draws, "draws of the parameters in all")
      ->transform(whole_number(1, kMostDraws));
  add_arm_options(*command, options->arms, options->labels, "[name=]overlay.yaml: one more arm");
  add_threads_option(*command, options->threads);
  command->add_flag("--restart", options->restart,
                    "give up the progress of an interrupted run of this file");
  command->footer(
      "What is in the study stays as it is; only what is missing is simulated.\n" +
      examples(
          {"extend settlement_subsidies.h5 --draws 256", "extend quick_look.h5 --replicates 200",
           "extend settlement_subsidies.h5 --arm scenarios/policies/trauma_counselling.yaml"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
