#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "io/study_file.h"

namespace resettle {

/// How far a study has come; handed to the progress display after every finished piece of work.
struct Progress {
  int replicates_done = 0;
  int replicates = 0;
  double person_months = 0;  ///< simulated so far
  double seconds = 0;        ///< wall time since the start
};

/// Settings of a run that do not change its results.
struct RunSettings {
  int threads = 0;  ///< 0: as many as the machine has
  std::function<void(const Progress&)> progress;
  std::string command_line;  ///< for the provenance
};

/// Runs every arm and replicate of the plan and writes the study file. The file appears under its
/// name only when it is complete. Throws InputError if it cannot be written.
void run_study(const StudyPlan& plan, const std::filesystem::path& output,
               const RunSettings& settings);

/// The names a study file may use for outcomes, subgroups and recorded person columns.
StudyVocabulary study_vocabulary();

}  // namespace resettle
