#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/errors.h"
#include "study/run_study.h"

namespace resettle {

/// Tells the user how a run fares, with one line of progress that is rewritten on a terminal and
/// plain log lines otherwise, and how to go on if it ends early.
class RunReport {
 public:
  /// `study`: the name of the study that is written to `output`.
  RunReport(std::filesystem::path output, std::string study);

  /// Lets a run with these settings report here; the run must end before this.
  void listen(RunSettings& settings);

  /// Whether anything was simulated or found: then there may be something to resume.
  [[nodiscard]] bool has_begun() const { return there_.has_value(); }
  /// What a replicate has taken; 0 if none was simulated.
  [[nodiscard]] double seconds_each() const { return seconds_each_; }

  /// What is written next begins on a line of its own.
  void finish_line();
  /// Ends the program, the run being stopped.
  [[noreturn]] void end_stopped() const;
  /// Ends the program: something outside of it ended the run, a full disk for example.
  [[noreturn]] void end_interrupted(const InputError& error) const;

 private:
  void show(const Progress& progress);
  /// `before`: where the progress was until now.
  void warn_of_move(const std::optional<std::filesystem::path>& before) const;
  /// "3 of 8 replicates are saved in x.h5.progress."
  [[nodiscard]] std::string saved_so_far() const;
  /// What 'resettle resume' must be given; it may have been moved with its progress.
  [[nodiscard]] std::filesystem::path study_to_resume() const;
  [[nodiscard]] std::string nothing_to_resume() const;

  std::filesystem::path output_;
  std::optional<std::filesystem::path> progress_file_;  ///< none: somebody has removed it
  std::string study_;
  bool terminal_;
  bool line_is_open_ = false;
  std::optional<Progress> there_;
  double seconds_each_ = 0;
};

}  // namespace resettle
