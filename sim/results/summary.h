#pragma once

#include <filesystem>
#include <string>

namespace resettle {

/// What a single scenario led to: every indicator of the whole population at the end of chosen
/// years, mean over replicates. At most 100 columns wide. Errors: InputError (not a study file).
std::string summary_text(const std::filesystem::path& study);

}  // namespace resettle
