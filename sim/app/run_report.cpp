#include "app/run_report.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/commands.h"
#include "app/consequence.h"
#include "app/standard_error.h"
#include "app/stop_signal.h"
#include "core/called_as.h"
#include "io/number_text.h"
#include "io/problem_report.h"

namespace resettle {

namespace {

std::string duration(double seconds) {
  const long whole = std::lround(seconds);
  return whole < 60 ? fmt::format("{} s", whole)
                    : fmt::format("{} min {:02} s", whole / 60, whole % 60);
}

constexpr const char* kEndedEarly = "the run ended early, nothing that was saved is lost";

/// "3 of 8 replicates are ..."
std::string are_there(const Progress& p) {
  const bool one = p.replicates_done == 1 && p.further_arms == 0;
  return how_far(p) + (one ? " is" : " are");
}

std::string time_text(const Progress& p) {
  const bool done = p.replicates_done == p.replicates;
  const int simulated = p.replicates_done - p.done_before;
  // Arms of a large population are told of before all of a replicate are there.
  if (done || simulated == 0) return duration(p.seconds) + (done ? " in all" : " so far");
  return "about " + duration(p.seconds / simulated * (p.replicates - p.replicates_done)) + " left";
}

}  // namespace

RunReport::RunReport(std::filesystem::path output, std::string study)
    : output_(std::move(output)),
      progress_file_(ProgressFile::path_for(output_)),
      study_(std::move(study)),
      terminal_(isatty(STDERR_FILENO) == 1) {}

void RunReport::listen(RunSettings& settings) {
  settings.dropped = [](int damaged) {
    spdlog::warn(
        "{} (an arm of a replicate each) {} no longer as {} saved: is the disk failing? {} "
        "simulated again",
        counted(damaged, "saved result"), damaged == 1 ? "is" : "are",
        damaged == 1 ? "it was" : "they were", damaged == 1 ? "It is" : "They are");
  };
  settings.tried = [] { say_if_it_fails("a replicate was tried, nothing was added"); };
  settings.begun = [this](const Progress& there) {
    there_ = there;
    say_if_it_fails(kEndedEarly);
    if (there.replicates_done + there.further_arms > 0) {
      spdlog::info("{}: {} there", study_, are_there(there));
    }
  };
  settings.progress = [this](const Progress& progress) {
    there_ = progress;
    seconds_each_ = progress.seconds / std::max(progress.replicates_done - progress.done_before, 1);
    show(progress);
  };
  settings.moved = [this](const std::optional<std::filesystem::path>& now, bool running) {
    finish_line();
    const auto before = std::exchange(progress_file_, now);
    // First what a signal says: whoever reads the warning may send one.
    if (now) {
      stop_on_signal(study_to_resume());
    } else {
      say_when_stopped_at_once("Stopped at once. " + nothing_to_resume());
    }
    if (running) warn_of_move(before);
  };
}

void RunReport::warn_of_move(const std::optional<std::filesystem::path>& before) const {
  if (progress_file_) {
    spdlog::warn(
        "the progress of this run was moved; it is {} now. The study is still written to {}",
        progress_file_->string(), output_.string());
  } else {
    spdlog::warn(
        "{} was removed or replaced by somebody. Let this run come to its end: until then it "
        "cannot be resumed",
        before.value_or(ProgressFile::path_for(output_)).string());
  }
}

void RunReport::show(const Progress& progress) {
  const double rate = progress.seconds > 0 ? progress.person_months / progress.seconds : 0;
  const auto text = fmt::format("{}, {:.1f} million person-months a second, {}", how_far(progress),
                                rate / 1e6, time_text(progress));
  if (!terminal_) {
    spdlog::info(text);
    return;
  }
  tell_terminal("\r\033[K");
  tell(text);
  line_is_open_ = true;
  if (progress.replicates_done == progress.replicates) finish_line();
}

void RunReport::finish_line() {
  if (line_is_open_) tell("\n");
  line_is_open_ = false;
}

std::string RunReport::saved_so_far() const {
  return fmt::format("{} saved in {}.", are_there(*there_), progress_file_->string());
}

std::filesystem::path RunReport::study_to_resume() const {
  auto study = *progress_file_;
  return study.replace_extension();  // of ".progress"
}

std::string RunReport::nothing_to_resume() const {
  return fmt::format(
      "{} was removed or replaced by somebody while the run worked: what this run has done is "
      "lost, there is nothing of it to resume.",
      ProgressFile::path_for(output_).string());
}

void RunReport::end_stopped() const {
  if (!progress_file_) {
    tell(fmt::format("Stopped. {}\n", nothing_to_resume()));
    throw Ending{kToMend};
  }
  tell(fmt::format("Stopped. {} To continue:\n  {}\n", saved_so_far(),
                   command_on("resume", study_to_resume())));
  throw Ending{kStopped};
}

void RunReport::end_interrupted(const InputError& error) const {
  if (!progress_file_) {
    tell(
        fmt::format("{}\n{}\n", problem_report(error, "the run ended early"), nothing_to_resume()));
  } else {
    tell(fmt::format("{}\n{} When the problem is mended, continue with:\n  {}\n",
                     problem_report(error, kEndedEarly), saved_so_far(),
                     command_on("resume", study_to_resume())));
  }
  throw Ending{kToMend};
}

}  // namespace resettle
