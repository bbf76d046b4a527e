#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "study_file/existing_study.h"

namespace resettle {

/// What is wrong with a study file: the place in the file, and what has changed there.
struct FileFinding {
  std::string place;
  std::string what;
};

/// What was found, and why not all of the file was looked at if the reason lies outside of it.
struct Damage {
  std::vector<FileFinding> findings;
  std::string unread;  ///< empty: it was looked at to its end, or to where it cannot be read
};

/// Looks through everything the file keeps digests of. The file may be damaged in any way: it is
/// read by a process of its own, which may fail. Errors: std::system_error if none can be started.
Damage find_damage(const std::filesystem::path& study);

/// A cell of a study.
struct CellName {
  std::string arm;
  int replicate;
};

/// A sample of the cells, the same for the same file: the first of the reference, then others all
/// over the study. At most `count`.
std::vector<CellName> sample_of_cells(const ExistingStudy& study, std::size_t count);

/// Simulates a cell again from the inputs that the file keeps; the results that differ.
std::vector<std::string> differences_of(const ExistingStudy& study, const CellName& cell);

}  // namespace resettle
