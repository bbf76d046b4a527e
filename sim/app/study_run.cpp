#include "app/study_run.h"

#include <unistd.h>

#include <cstdio>
#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/stop_signal.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "io/problem_report.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "results/summary.h"
#include "study/needs.h"
#include "study/run_study.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

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
    const bool done = p.replicates_done == p.replicates;
    const int simulated = p.replicates_done - p.done_before;
    const double rate = p.seconds > 0 ? p.person_months / p.seconds : 0;
    const double left = p.seconds / simulated * (p.replicates - p.replicates_done);
    const auto text =
        fmt::format("{} of {} replicate{}, {:.1f} million person-months a second, {}",
                    p.replicates_done, p.replicates, p.replicates == 1 ? "" : "s", rate / 1e6,
                    done ? duration(p.seconds) + " in all" : "about " + duration(left) + " left");
    if (terminal_) {
      fmt::print(stderr, "\r\033[K{}{}", text, done ? "\n" : "");
      std::fflush(stderr);
      open_ = !done;
    } else {
      spdlog::info(text);
    }
  }

  /// What is written next begins on a line of its own.
  void finish() {
    if (open_) fmt::print(stderr, "\n");
    open_ = false;
  }

 private:
  bool terminal_;
  bool open_ = false;
};

void show_result(const fs::path& output, const StudyPlan& plan, const Task& task) {
  const bool part = static_cast<int>(task.replicates.size()) < plan.replicates;
  if (part) {
    fmt::print(
        "This is a part of the study: replicates {} to {} of {}. Join the parts with\n"
        "  resettle merge -o {}.h5 PART.h5 PART.h5 ...\n",
        task.replicates.front(), task.replicates.back(), plan.replicates, plan.name);
  } else {
    fmt::print("{}\n", plan.is_study
                           ? render_text(compare(output, {.more_outcomes = plan.outcomes}))
                           : summary_text(output));
  }
  fmt::print("Results: {}\n", output.string());
}

/// "3 of 8 replicates are saved in x.h5.progress."
std::string saved_so_far(const fs::path& output, int done, int all) {
  return fmt::format("{} of {} replicate{} {} saved in {}.", done, all, all == 1 ? "" : "s",
                     done == 1 ? "is" : "are", ProgressFile::path_for(output).string());
}

[[noreturn]] void say_stopped(const fs::path& output, int done, int all) {
  fmt::print(stderr, "Stopped. {} To continue:\n  resettle resume {}\n",
             saved_so_far(output, done, all), output.string());
  throw Ending{kStopped};
}

/// Something outside the program ended the run, a full disk for example.
[[noreturn]] void say_interrupted(const InputError& error, const fs::path& output, int done,
                                  int all) {
  fmt::print(stderr, "{}\n{} When the problem is mended, continue with:\n  resettle resume {}\n",
             problem_report(error, "the run ended early, nothing that was saved is lost"),
             saved_so_far(output, done, all), output.string());
  throw Ending{kToMend};
}

}  // namespace

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

AddedArm parse_added_arm(const std::string& text) {
  const auto equals = text.find('=');
  const fs::path overlay = equals == std::string::npos ? text : text.substr(equals + 1);
  const std::string name =
      equals == std::string::npos ? overlay.stem().string() : text.substr(0, equals);
  if (name.empty() || overlay.empty()) {
    throw InputError({{"--arm"},
                      "",
                      fmt::format("\"{}\" names no overlay", text),
                      "write --arm scenarios/policies/mentoring.yaml, or name=overlay.yaml"});
  }
  return {name, overlay};
}

std::vector<int> parse_part(const std::string& text, int replicates) {
  int part = 0;
  int parts = 0;
  char rest = 0;
  const bool read = std::sscanf(text.c_str(), "%d/%d%c", &part, &parts, &rest) == 2;
  if (!read || parts < 1 || part < 1 || part > parts || parts > replicates) {
    throw InputError(
        {{"--part"},
         "",
         fmt::format("\"{}\" is not a part of {} replicates", text, replicates),
         fmt::format("write 3/16 for the third of sixteen parts; at most {} parts", replicates)});
  }
  return replicates_of_part(replicates, part, parts);
}

void carry_out_and_show(ProgressFile progress, const fs::path& output, int threads) {
  const Task task = progress.task();
  const StudyPlan plan = plan_of(task.source);
  spdlog::info("needs {} at most", describe(needs_of(plan, task.replicates.size(),
                                                     threads > 0 ? threads : machine_threads())));
  ProgressLine line;
  const int all = static_cast<int>(task.replicates.size());
  std::optional<int> done;
  RunSettings settings;
  settings.threads = threads;
  settings.stop = &stop_on_signal();
  settings.begun = [&](int there) { done = there; };
  settings.progress = [&](const Progress& p) {
    done = p.replicates_done;
    line.show(p);
  };
  try {
    const RunEnd end = carry_out(std::move(progress), output, settings);
    line.finish();
    if (end == RunEnd::stopped) say_stopped(output, done.value_or(0), all);
  } catch (const InputError& error) {
    line.finish();
    if (!done) throw;  // nothing was run
    say_interrupted(error, output, *done, all);
  }
  show_result(output, plan, task);
}

ProgressFile begin_or_continue(const fs::path& output, const Task& task, bool restart) {
  stop_on_signal();  // from here on there is something to resume
  auto found = ProgressFile::find(output);
  if (found && !restart) {
    if (found->task() == task) {
      spdlog::info("continuing the run that was interrupted (--restart begins again)");
      return std::move(*found);
    }
    throw InputError(
        {{ProgressFile::path_for(output).string()},
         "",
         "here is the progress of a run with other inputs or settings that was interrupted",
         fmt::format("'resettle resume {}' finishes that one; --restart gives it up; -o gives this "
                     "run another name",
                     output.string())});
  }
  if (found) {
    found.reset();
    ProgressFile::remove(output);
  }
  return ProgressFile::begin(output, task);
}

void add_threads_option(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "threads (default: all; results are the same)")
      ->check(CLI::Range(1, 1024));
}

}  // namespace resettle
