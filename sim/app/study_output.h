#pragma once

#include <filesystem>
#include <string>

#include "io/study_plan.h"

namespace resettle {

/// How a command that has an option -o gets another output.
inline constexpr const char* kOtherOutput = "give another name with -o, as -o FOLDER/RESULTS.h5";
/// The same of a command that writes the study it reads.
inline constexpr const char* kMoveStudy =
    "move the study to another folder or name, with the .progress beside it";

/// The study file that -o names, seen through links; judged by its name and what lies there.
/// Errors: InputError.
std::filesystem::path study_output(const std::filesystem::path& asked);

/// The study file without -o: of the study's name, in this folder. Errors: InputError if that makes
/// no name of a file.
std::filesystem::path default_output(const StudyPlan& plan);

}  // namespace resettle
