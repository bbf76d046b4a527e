#include "app/study_run.h"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/stop_signal.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "study/compare.h"
#include "study/compare_text.h"
#include "study/needs.h"
#include "study/run_study.h"
#include "study/summary.h"

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
    } else {
      spdlog::info(text);
    }
  }

 private:
  bool terminal_;
};

void show_result(const fs::path& output, const StudyPlan& plan, const Task& task) {
  const bool part = static_cast<int>(task.replicates.size()) < plan.replicates;
  if (part) {
    fmt::print(
        "This is a part of the study: replicates {} to {} of {}. Join the parts with\n"
        "  resettle merge -o {}.h5 PART.h5 PART.h5 ...\n",
        task.replicates.front(), task.replicates.back(), plan.replicates, plan.name);
  } else {
    fmt::print("{}\n",
               plan.is_study ? render_text(compare(output, plan.outcomes)) : summary_text(output));
  }
  fmt::print("Results: {}\n", output.string());
}

[[noreturn]] void say_stopped(const fs::path& output, int done, int all) {
  fmt::print(stderr,
             "Stopped. {} of {} replicates are saved in {}. To continue:\n  resettle resume {}\n",
             done, all, ProgressFile::path_for(output).string(), output.string());
  throw Ending{kStopped};
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
  int done = 0;
  RunSettings settings;
  settings.threads = threads;
  settings.stop = &stop_on_signal();
  settings.progress = [&](const Progress& p) {
    done = p.replicates_done;
    line.show(p);
  };
  if (carry_out(std::move(progress), output, settings) == RunEnd::stopped) {
    say_stopped(output, done, static_cast<int>(task.replicates.size()));
  }
  show_result(output, plan, task);
}

ProgressFile begin_or_continue(const fs::path& output, const Task& task, bool restart) {
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
