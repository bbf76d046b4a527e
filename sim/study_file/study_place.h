#pragma once

#include <filesystem>
#include <string>

namespace resettle {

/// Judges where a study is to be written, before anything is run: its progress and the unfinished
/// study file must find room for their names beside it, and nothing else may have the name of the
/// progress. Errors: InputError; `elsewhere` says how another place is chosen.
void check_study_place(const std::filesystem::path& study, const std::string& elsewhere);

}  // namespace resettle
