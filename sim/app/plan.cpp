#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/examples.h"
#include "app/number_options.h"
#include "app/standard_output.h"
#include "app/stop_signal.h"
#include "app/study_run.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "io/labelled_file.h"
#include "model/replicate.h"
#include "results/compare_text.h"
#include "results/outlook.h"
#include "results/paired_interval.h"
#include "results/sampling.h"
#include "study/outlook_text.h"
#include "study/run_study.h"
#include "study_file/study_place.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// Two replicates of as many draws as an interval needs.
constexpr long long kFewestRuns = 2LL * kFewestDraws;

struct Options {
  std::string study;
  int pilot = 8;
  int pilot_draws = kFewestDraws + 4;  // some may have no value
  std::string from;
  double power = 0.8;
  std::vector<int> replicates{10, 50, 100, 200};
  std::vector<int> runs{64, 128, 256, 512, 1024};
  double scale = 0;
  int threads = 0;
  bool json = false;
  std::vector<std::string> of_draws;   ///< options given that are for studies with draws
  std::vector<std::string> of_chance;  ///< options given that are for those without
};

std::string with_other_folder() {
  return fmt::format("TMPDIR=/path/to/folder {} plan ...", called_as());
}

/// A folder for the pilot's study file, removed at the end, also if that is a signal to stop.
class PilotFolder {
 public:
  PilotFolder() {
    std::error_code error;
    const fs::path place = fs::temp_directory_path(error);
    std::string name = (place / "resettle-pilot-XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) == nullptr) error = {errno, std::generic_category()};
    if (error) {
      const char* asked = std::getenv("TMPDIR");
      throw InputError(
          {{place.empty() && asked != nullptr ? asked : place.string()},
           "",
           "here no folder for the pilot can be made: " + error.message(),
           fmt::format("name a folder that may be written to: {}", with_other_folder())});
    }
    path_ = name;
    try {
      check_study_place(file(), fmt::format("name another folder: {}", with_other_folder()));
    } catch (...) {
      fs::remove_all(path_, error);
      throw;
    }
    const auto study = file().filename();
    const auto progress = ProgressFile::path_for(study).string();
    remove_pilot_on_signal(path_, {study.string(), progress, progress + "-journal",
                                   LabelledFile::partial_name(study).string()});
  }
  PilotFolder(const PilotFolder&) = delete;
  PilotFolder& operator=(const PilotFolder&) = delete;
  ~PilotFolder() {
    std::error_code ignored;  // what the system does not let go of is cleaned by the system
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] fs::path file() const { return path_ / "pilot.h5"; }

 private:
  fs::path path_;
};

/// With draws of the parameters two replicates of each are enough to tell chance.
StudySettings pilot_settings(const Options& options, bool draws) {
  StudySettings settings;
  settings.replicates = draws ? 2 : options.pilot;
  if (draws) settings.draws = options.pilot_draws;
  settings.scale = options.scale;
  settings.ignore_stop_when = true;
  return settings;
}

/// What the pilot's folder or memory is to blame for, with remedies that this command has.
InputError of_pilot(const InputError& error, const fs::path& output) {
  auto problems = error.problems();
  for (auto& problem : problems) {
    if (!problem.where.file.starts_with(output.string())) continue;
    problem.remedy = fmt::format(
        "make the pilot smaller (--pilot 4, --scale 0.1, --threads 1), free space or memory, or "
        "put it where there is more space: {}",
        with_other_folder());
  }
  return InputError(std::move(problems));
}

/// Runs the pilot; what one of its replicates took, in seconds.
double run_pilot(const Options& options, const StudyPlan& plan, const fs::path& output) {
  const bool draws = plan.draws.draws > 0;
  const AskedStudy asked = ask_study(options.study, pilot_settings(options, draws));
  Task task{asked.source, replicate_numbers(asked.plan), {}, {}};
  spdlog::info("{}: a pilot of {} replicates at scale {}", asked.plan.name, task.replicates.size(),
               asked.plan.scale);
  double seconds = 0;
  RunSettings settings;
  settings.threads = options.threads;
  settings.begun = [](const Progress&) { say_if_it_fails(kNothingKept); };
  settings.progress = [&](const Progress& p) {
    seconds = p.seconds / std::max(p.replicates_done, 1);
    spdlog::info("pilot: {} of {} replicates", p.replicates_done, p.replicates);
  };
  try {
    const RunEnd end = carry_out(ProgressFile::begin(output, task), output, settings);
    require(end == RunEnd::complete, "a signal to stop ends a pilot at once");
  } catch (const InputError& error) {
    throw of_pilot(error, output);
  }
  return seconds;
}

/// Seconds of one replicate of the study, tried.
double time_one(const StudyPlan& plan, int threads) {
  spdlog::info("{}: simulating one replicate, to see how long it takes", plan.name);
  say_if_it_fails(kNothingKept);
  const auto start = std::chrono::steady_clock::now();
  with_threads(threads, [&] { run_replicate(plan, 0, true); });
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The study file must be one of this study, at least of its arms.
void check_arms(const StudyPlan& plan, const std::string& from) {
  const ExistingStudy study(from);
  for (const auto& arm : arm_names(plan)) {
    if (study.has(arm, study.replicates().front())) continue;
    throw InputError({{from},
                      "",
                      fmt::format("it has no arm '{}', which {} has", arm, plan.file.string()),
                      "give a study file of the same study, or run a pilot (--pilot 8)"});
  }
}

StudyPlan whole_plan(const Options& options) {
  StudySettings settings;
  settings.ignore_stop_when = true;
  StudyPlan plan = ask_study(options.study, settings).plan;
  if (plan.arms.size() < 2) {
    throw InputError({{options.study},
                      "",
                      "this is a scenario: there is nothing to compare it with",
                      "give a study file of at least two arms"});
  }
  return plan;
}

/// What is asked for must be what a study of this kind is planned by.
void check_options(const Options& options, const StudyPlan& plan) {
  const bool draws = plan.draws.draws > 0;
  for (const auto& option : draws ? options.of_chance : options.of_draws) {
    throw InputError(
        {{option},
         "",
         draws ? fmt::format("{} draws its parameters: runs are split into draws and "
                             "replicates",
                             options.study)
               : fmt::format("{} draws no parameters: all runs are replicates", options.study),
         draws ? "use --runs and --pilot-draws" : "use --replicates and --pilot"});
  }
}

void execute(const Options& options) {
  const StudyPlan plan = whole_plan(options);
  check_options(options, plan);
  const int threads = options.threads > 0 ? options.threads : machine_threads();
  std::optional<PilotFolder> folder;
  fs::path file = options.from;
  double seconds = 0;
  if (options.from.empty()) {
    file = folder.emplace().file();
    seconds = run_pilot(options, plan, file);
  } else {
    check_arms(plan, options.from);
    seconds = time_one(plan, threads);
  }
  const Comparison pilot = compare(file);
  // There are as many hosts at every scale, so the time does not follow from the persons alone.
  if (options.from.empty() && plan.scale != pilot.study.scale) seconds = time_one(plan, threads);
  StudyOutlook outlook;
  outlook.study = plan.name;
  outlook.from = options.from;
  outlook.pilot_draws = pilot.study.draws;
  outlook.pilot_replicates = pilot.study.replicates;
  outlook.pilot_scale = pilot.study.scale;
  outlook.study_scale = plan.scale;
  outlook.power = options.power;
  outlook.same = sentences_on_arms(pilot);
  outlook.outcomes = outlook_of(pilot, options.replicates, options.power, options.runs, plan.scale);
  for (const int n : outlook.pilot_draws > 0 ? options.runs : options.replicates) {
    const auto all = static_cast<std::size_t>(n);
    outlook.whole.push_back(
        {n, static_cast<double>(all) * seconds, needs_of(plan, all_of(plan, all), threads)});
  }
  print_text("{}", options.json ? outlook_json(outlook) : outlook_text(outlook));
}

}  // namespace

void add_plan(CLI::App& app) {
  auto* command = app.add_subcommand(
      "plan", "How many replicates a study needs: effects it would find, time, disk");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study (YAML)")->type_name(kYamlFile)->required();
  auto* pilot = command->add_option("--pilot", options->pilot, "replicates to try")
                    ->transform(whole_number(kFewestForInterval, 1000))
                    ->capture_default_str();
  auto* pilot_draws = command
                          ->add_option("--pilot-draws", options->pilot_draws,
                                       "draws to try, of two replicates each, where the study "
                                       "draws its parameters")
                          ->transform(whole_number(kFewestDraws, 1000))
                          ->capture_default_str();
  command
      ->add_option("--from", options->from, "take the spreads from this study file (.h5) instead")
      ->type_name(kStudyFile)
      ->excludes(pilot)
      ->excludes(pilot_draws);
  auto* power = add_number_option(*command, "--power", options->power, 0.5, 0.999,
                                  "probability of finding the effect")
                    ->default_str("0.8");
  auto* replicates =
      command->add_option("--replicates", options->replicates, "numbers of replicates to speak of")
          ->delimiter(',')
          ->allow_extra_args(false)  // the next word may be the study
          ->transform(whole_number(2, kMostReplicates))
          ->capture_default_str();
  auto* runs = command
                   ->add_option("--runs", options->runs,
                                "of every arm, to be split into draws and replicates")
                   ->delimiter(',')
                   ->allow_extra_args(false)
                   ->transform(whole_number(kFewestRuns, kMostReplicates))
                   ->capture_default_str();
  add_scale_option(*command, options->scale, "share of arrivals in the pilot (default: study's)");
  add_threads_option(*command, options->threads);
  command->add_flag("--json", options->json, "as JSON");
  command->footer(
      examples({"plan scenarios/studies/settlement_subsidies.yaml --scale 0.1",
                "plan scenarios/studies/quick_look.yaml --from quick_look.h5 --replicates 50,200",
                "plan scenarios/studies/white_paper.yaml --scale 0.1 --runs 256,1024"}));
  command->callback([=] {
    for (const auto* one : {pilot_draws, runs}) {
      if (one->count() > 0) options->of_draws.push_back(one->get_name());
    }
    for (const auto* one : {pilot, power, replicates}) {
      if (one->count() > 0) options->of_chance.push_back(one->get_name());
    }
    execute(*options);
  });
}

}  // namespace resettle
