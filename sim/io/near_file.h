#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace resettle {

/// Endings of files, with their dots.
using Endings = std::vector<std::string>;

/// The file that whoever named one that is not there may have meant: its ending is missing or
/// another, or its name or that of a folder on the way is only alike. Empty if there is none with
/// one of the endings. A run that is not finished counts as its study file.
std::filesystem::path near_file(const std::filesystem::path& missing, const Endings& endings);

/// "did you mean 'x.h5'?", or what else to do about a file that is not there.
std::string missing_file_remedy(const std::filesystem::path& missing, const Endings& endings);

}  // namespace resettle
