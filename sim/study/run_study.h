#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "study_file/existing_study.h"
#include "study_file/progress_file.h"

namespace resettle {

/// How far a study has come; handed to the progress display after every finished piece of work.
struct Progress {
  int replicates_done = 0;
  int replicates = 0;
  int done_before = 0;       ///< of them, by runs that were interrupted
  int further_arms = 0;      ///< saved of replicates that are not complete (in large populations)
  double person_months = 0;  ///< simulated by this run so far
  double seconds = 0;        ///< wall time since the start of this run
};

/// "3 of 8 replicates", "0 of 1 replicate (and 2 arms of unfinished ones)".
std::string how_far(const Progress& progress);

/// Settings of a run that do not change its results.
struct RunSettings {
  int threads = 0;  ///< 0: as many as the machine has
  /// Called with the number of results (an arm of a replicate each) that an earlier run has left
  /// and that are damaged, if there are any: they are simulated again.
  std::function<void(int)> dropped;
  /// Called before a replicate that another version of the program has left is simulated, to see
  /// whether this one gives the same.
  std::function<void()> tried;
  /// Called once with what earlier runs have left, found to fit.
  std::function<void(const Progress&)> begun;
  std::function<void(const Progress&)> progress;
  /// Called if the progress file does not lie where it was made any more, with where it is now.
  /// None: somebody has removed it; the study file can still be written, but a run that ends before
  /// leaves nothing to resume. `running`: whether the run goes on.
  std::function<void(const std::optional<std::filesystem::path>& now, bool running)> moved;
  const std::atomic<bool>* stop = nullptr;  ///< once true, no further replicate is begun
};

enum class RunEnd { complete, stopped };

/// Carries out what is left of a task, saving every replicate as soon as it is finished, and at the
/// end writes the study file, which replaces one that was there in one step. If it is stopped, or
/// interrupted in whatever way, the progress stays and can be carried on. The cells saved earlier
/// and those of the base must be what this program gives; if another version wrote them, that is
/// tried on one replicate of them first. A file that lies under the name and is neither the base
/// nor one that the task may replace is refused. Errors: InputError; the progress stays.
RunEnd carry_out(ProgressFile progress, const std::filesystem::path& output,
                 const RunSettings& settings);

}  // namespace resettle
