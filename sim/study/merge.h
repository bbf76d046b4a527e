#pragma once

#include <filesystem>
#include <vector>

namespace resettle {

/// Joins parts of a study (run --part) to the study file that one run would have written. Errors:
/// InputError if they are not parts of the same study, overlap, leave something out, or if a part
/// was written by a program that gives other results than this one.
void merge_studies(const std::vector<std::filesystem::path>& parts,
                   const std::filesystem::path& output);

}  // namespace resettle
