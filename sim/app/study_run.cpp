#include "app/study_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/consequence.h"
#include "app/run_report.h"
#include "app/standard_output.h"
#include "app/stop_signal.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "io/seal.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "results/summary.h"
#include "study/needs.h"
#include "study/run_study.h"
#include "study/until_precise.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

void show_result(const fs::path& output, const StudyPlan& plan, const Task& task,
                 const std::optional<std::string>& precise) {
  const std::string part = about_part(task.replicates, replicate_numbers(plan));
  if (!part.empty()) {
    print_text("This is {}. Join the parts with\n  {} PART.h5 PART.h5 ...\n", part,
               command_on("merge -o", plan.name + ".h5"));
  } else {
    print_text("{}\n", plan.is_study ? render_text(compare(output)) : summary_text(output));
  }
  if (precise) print_text("{}\n", *precise);
  print_text("Results: {}\n", output.string());
}

/// Carries out one task with a line of progress. Returns the seconds that a replicate took, 0 if
/// none was simulated. Ends the program if it was stopped.
double carry_out_with_progress(ProgressFile progress, const fs::path& output, int threads) {
  const Task task = progress.task();
  const bool is_new = progress.is_new();
  const StudyPlan plan = plan_of(task.source);
  spdlog::info("needs {} at most", describe(needs_of(plan, all_of(plan, task.replicates.size()),
                                                     threads > 0 ? threads : machine_threads())));
  RunSettings settings;
  settings.threads = threads;
  settings.stop = &stop_on_signal(output);
  RunReport report(output, plan.name);
  report.listen(settings);
  try {
    const RunEnd end = carry_out(std::move(progress), output, settings);
    report.finish_line();
    if (end == RunEnd::stopped) report.end_stopped();
    say_if_it_fails(fmt::format("the study was written to {}", output.string()));
  } catch (const InputError& error) {
    report.finish_line();
    if (report.has_begun()) report.end_interrupted(error);
    if (is_new) ProgressFile::give_up_if_empty(output, task);
    throw;
  }
  return report.seconds_each();
}

/// Replicates to go on to in the time that is left; 0: none.
int within_time(int wanted, int there, double seconds_left, double seconds_each, int threads) {
  if (seconds_left <= 0) return 0;
  // Without a measurement: one for each thread, which gives one.
  const double more = seconds_each > 0 ? std::floor(seconds_left / seconds_each) : threads;
  return more < 1 ? 0 : static_cast<int>(std::min<double>(wanted, there + more));
}

}  // namespace

std::optional<std::string> go_on_until_precise(const fs::path& output, int threads,
                                               std::chrono::steady_clock::time_point start,
                                               double seconds_each) {
  for (;;) {
    const std::string seal = mark_of(output);  // before it is read: it may be replaced
    const auto [source, plan] = [&] {
      const ExistingStudy study(output);
      return std::pair(study.source(), study.plan());
    }();
    if (!plan.stop_when) return std::nullopt;
    const StopWhen& stop = *plan.stop_when;
    const Look look = look_at(output, stop);
    const int looks = 1 + static_cast<int>(source.settings.extended_to.size());
    int next = look.next(stop);
    if (next == 0) return describe(look, stop, looks, false);
    if (stop.minutes > 0) {
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
      next = within_time(next, look.replicates, 60 * stop.minutes - passed.count(), seconds_each,
                         threads > 0 ? threads : machine_threads());
      if (next == 0) return describe(look, stop, looks, true);
    }
    spdlog::info("not precise enough after {} replicates: going on to {}", look.replicates, next);
    const Task task{continued(source, next), replicate_numbers(0, next), output.filename(), seal};
    seconds_each = carry_out_with_progress(ProgressFile::begin(output, task), output, threads);
  }
}

void carry_out_and_show(ProgressFile progress, const fs::path& output, int threads) {
  const Task task = progress.task();
  const StudyPlan plan = plan_of(task.source);
  const auto start = std::chrono::steady_clock::now();
  const double seconds_each = carry_out_with_progress(std::move(progress), output, threads);
  const auto precise = go_on_until_precise(output, threads, start, seconds_each);
  show_result(output, plan, task, precise);
}

ProgressFile begin_or_continue(const fs::path& output, const Task& task, bool restart) {
  stop_on_signal(output);  // from here on there is something to resume
  if (restart) {
    ProgressFile::give_up(output);
  } else if (auto found = ProgressFile::find(output)) {
    if (found->task() == task) {
      if (!task.replaces.empty()) found->allow_to_replace(task.replaces);
      spdlog::info("continuing the run that was interrupted, as '{}' does (--restart begins again)",
                   command_on("resume", output));
      return std::move(*found);
    }
    throw InputError(
        {{ProgressFile::path_for(output).string()},
         "",
         "here is the progress of a run with other inputs or settings that was interrupted",
         fmt::format("'{}' finishes that one; --restart gives it up{}",
                     command_on("resume", output),
                     task.base.empty() ? "; -o gives this run another name"
                                       : " (not what is in the study file)")});
  }
  return ProgressFile::begin(output, task);
}

}  // namespace resettle
