#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace resettle {

/// Texts of input files, by the path under which they were asked for (normalised by its text).
using InputFiles = std::map<std::string, std::string>;

/// The key of a file among InputFiles.
std::string input_name(const std::filesystem::path& file);

/// Where input files are read from. Whoever reads a study says it once, and the readers of studies,
/// scenarios and tables hand it on.
struct InputSource {
  /// These and no others: a study is run again from what it was made of, whatever became of the
  /// files since. Null: the disk.
  const InputFiles* kept = nullptr;
  /// Every file that is read is added to these. Null: it is not noted.
  InputFiles* noted = nullptr;
};

}  // namespace resettle
