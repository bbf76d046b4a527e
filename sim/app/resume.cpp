#include <chrono>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "app/stop_signal.h"
#include "app/study_output.h"
#include "app/study_run.h"
#include "core/errors.h"
#include "io/near_file.h"
#include "io/number_text.h"
#include "io/output_file.h"
#include "io/strict_text.h"
#include "study_file/study_place.h"

namespace resettle {

namespace {

struct Options {
  std::filesystem::path study;
  int threads = 0;
};

/// There is no progress, but a stop_when may ask for more replicates than there are.
void say_complete(const Options& options) {
  const auto count = [&] { return ExistingStudy(options.study).replicates().size(); };
  const auto before = count();
  const auto precise =
      go_on_until_precise(options.study, options.threads, std::chrono::steady_clock::now(), 0);
  if (precise) print_text("{}\n", *precise);
  if (count() > before) {
    print_text("Results: {}\n", options.study.string());
    return;
  }
  const ExistingStudy complete(options.study);
  print_text("{} is complete ({}, {}): there is nothing to resume.\n", options.study.string(),
             counted(complete.arms().size(), "arm"), counted(before, "replicate"));
  tell_if_part(complete);
}

void execute(const Options& asked) {
  const Options options{behind_links(asked.study), asked.threads};
  stop_on_signal(options.study);
  if (std::filesystem::exists(ProgressFile::path_for(options.study))) {
    check_study_place(options.study, kMoveStudy);
  }
  auto found = ProgressFile::find(options.study);
  if (!found) {
    if (std::filesystem::exists(options.study)) {
      say_complete(options);
      return;
    }
    const auto near = near_file(options.study, {".h5"});
    throw InputError({{options.study.string()},
                      "",
                      fmt::format("there is no such study and no progress of one ({})",
                                  ProgressFile::path_for(options.study).string()),
                      near.empty() ? "give the name of the study file as the run was to write it"
                                   : suggestion(near.string())});
  }
  const Task& task = found->task();
  spdlog::info("continuing the run of {} into {} ({} in all)", task.source.file.string(),
               options.study.string(), counted(task.replicates.size(), "replicate"));
  carry_out_and_show(std::move(*found), options.study, options.threads);
}

}  // namespace

void add_resume(CLI::App& app) {
  auto* command = app.add_subcommand("resume", "Continue a run that was stopped or interrupted");
  auto options = std::make_shared<Options>();
  command->add_option("study", options->study, "study file that the run was to write (.h5)")
      ->type_name(kStudyFile)
      ->required();
  add_threads_option(*command, options->threads);
  command->footer(examples({"resume settlement_subsidies.h5"}));
  command->callback([options] { execute(*options); });
}

}  // namespace resettle
