#include "app/study_run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/standard_error.h"
#include "app/stop_signal.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "io/number_text.h"
#include "io/problem_report.h"
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

std::string duration(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  return whole < 60 ? fmt::format("{} s", whole)
                    : fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

/// "3 of 8 replicates", "0 of 1 replicate and 2 arms of the next".
std::string how_far(const Progress& p) {
  std::string text = fmt::format("{} of {}", p.replicates_done, counted(p.replicates, "replicate"));
  if (p.further_arms > 0) {
    text += fmt::format(" and {} of the next", counted(p.further_arms, "arm"));
  }
  return text;
}

/// One line that is rewritten on a terminal, plain log lines otherwise.
class ProgressLine {
 public:
  ProgressLine() : terminal_(isatty(fileno(stderr)) == 1) {}

  void show(const Progress& p) {
    const bool done = p.replicates_done == p.replicates;
    const int simulated = p.replicates_done - p.done_before;
    const double rate = p.seconds > 0 ? p.person_months / p.seconds : 0;
    auto time = duration(p.seconds) + (done ? " in all" : " so far");
    if (!done && simulated > 0) {  // arms of a large population are told of before all are there
      const double left = p.seconds / simulated * (p.replicates - p.replicates_done);
      time = "about " + duration(left) + " left";
    }
    const auto text =
        fmt::format("{}, {:.1f} million person-months a second, {}", how_far(p), rate / 1e6, time);
    if (terminal_) {
      tell(fmt::format("\r\033[K{}{}", text, done ? "\n" : ""));
      open_ = !done;
    } else {
      spdlog::info(text);
    }
  }

  /// What is written next begins on a line of its own.
  void finish() {
    if (open_) tell("\n");
    open_ = false;
  }

 private:
  bool terminal_;
  bool open_ = false;
};

void show_result(const fs::path& output, const StudyPlan& plan, const Task& task,
                 const std::optional<std::string>& precise) {
  const std::string part = about_part(task.replicates, plan.replicates);
  if (!part.empty()) {
    fmt::print("This is {}. Join the parts with\n  resettle merge -o {}.h5 PART.h5 PART.h5 ...\n",
               part, plan.name);
  } else {
    fmt::print("{}\n", plan.is_study
                           ? render_text(compare(output, {.more_outcomes = plan.outcomes}))
                           : summary_text(output));
  }
  if (precise) fmt::print("{}\n", *precise);
  fmt::print("Results: {}\n", output.string());
}

/// "3 of 8 replicates are saved in x.h5.progress."
std::string saved_so_far(const fs::path& output, const Progress& p) {
  const bool one = p.replicates_done == 1 && p.further_arms == 0;
  return fmt::format("{} {} saved in {}.", how_far(p), one ? "is" : "are",
                     ProgressFile::path_for(output).string());
}

/// For a run that ended early and whose progress somebody has removed.
std::string nothing_to_resume(const fs::path& output) {
  return fmt::format(
      "{} was removed or replaced by somebody while the run worked: what this run has done is "
      "lost, there is nothing of it to resume.",
      ProgressFile::path_for(output).string());
}

[[noreturn]] void say_stopped(const fs::path& output, const Progress& done) {
  tell(fmt::format("Stopped. {} To continue:\n  resettle resume {}\n", saved_so_far(output, done),
                   output.string()));
  throw Ending{kStopped};
}

[[noreturn]] void say_stopped_in_vain(const fs::path& output) {
  tell(fmt::format("Stopped. {}\n", nothing_to_resume(output)));
  throw Ending{kToMend};
}

/// Something outside the program ended the run, a full disk for example.
[[noreturn]] void say_interrupted(const InputError& error, const fs::path& output,
                                  const Progress& done) {
  tell(fmt::format("{}\n{} When the problem is mended, continue with:\n  resettle resume {}\n",
                   problem_report(error, "the run ended early, nothing that was saved is lost"),
                   saved_so_far(output, done), output.string()));
  throw Ending{kToMend};
}

[[noreturn]] void say_interrupted_in_vain(const InputError& error, const fs::path& output) {
  tell(fmt::format("{}\n{}\n", problem_report(error, "the run ended early"),
                   nothing_to_resume(output)));
  throw Ending{kToMend};
}

/// Carries out one task with a line of progress. Returns the seconds that a replicate took, 0 if
/// none was simulated. Ends the program if it was stopped.
double carry_out_with_progress(ProgressFile progress, const fs::path& output, int threads) {
  const Task task = progress.task();
  const bool is_new = progress.is_new();
  const StudyPlan plan = plan_of(task.source);
  spdlog::info("needs {} at most", describe(needs_of(plan, all_of(plan, task.replicates.size()),
                                                     threads > 0 ? threads : machine_threads())));
  ProgressLine line;
  std::optional<Progress> done;
  double seconds = 0;
  RunSettings settings;
  settings.threads = threads;
  settings.stop = &stop_on_signal(output);
  settings.dropped = [&](int damaged) {
    spdlog::warn(
        "{} (an arm of a replicate each) {} no longer as {} saved: is the disk "
        "failing? {} simulated again",
        counted(damaged, "saved result"), damaged == 1 ? "is" : "are",
        damaged == 1 ? "it was" : "they were", damaged == 1 ? "It is" : "They are");
  };
  settings.begun = [&](const Progress& there) {
    done = there;
    if (there.replicates_done + there.further_arms > 0) {
      spdlog::info("{}: {} are there", plan.name, how_far(there));
    }
  };
  settings.progress = [&](const Progress& p) {
    done = p;
    seconds = p.seconds / std::max(p.replicates_done - p.done_before, 1);
    line.show(p);
  };
  bool lost = false;
  settings.lost = [&] {
    lost = true;
    line.finish();
    spdlog::warn(
        "{} was removed or replaced by somebody. Let this run come to its end: until then it "
        "cannot be resumed",
        ProgressFile::path_for(output).string());
  };
  try {
    const RunEnd end = carry_out(std::move(progress), output, settings);
    line.finish();
    if (end == RunEnd::stopped) {
      if (lost) say_stopped_in_vain(output);
      say_stopped(output, done.value());
    }
  } catch (const InputError& error) {
    line.finish();
    if (!done) {  // nothing was run: there is nothing to resume
      if (is_new) ProgressFile::give_up_if_empty(output, task);
      throw;
    }
    if (lost) say_interrupted_in_vain(error, output);
    say_interrupted(error, output, *done);
  }
  return seconds;
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
    const StudySource source = ExistingStudy(output).source();
    const StudyPlan plan = plan_of(source);
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
    const Task task{continued(source, next), replicates_of_part(next, 1, 1), output.filename(),
                    seal};
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
      spdlog::info(
          "continuing the run that was interrupted, as 'resettle resume {}' does (--restart begins "
          "again)",
          output.string());
      return std::move(*found);
    }
    throw InputError(
        {{ProgressFile::path_for(output).string()},
         "",
         "here is the progress of a run with other inputs or settings that was interrupted",
         fmt::format("'resettle resume {}' finishes that one; --restart gives it up{}",
                     output.string(),
                     task.base.empty() ? "; -o gives this run another name"
                                       : " (not what is in the study file)")});
  }
  return ProgressFile::begin(output, task);
}

}  // namespace resettle
