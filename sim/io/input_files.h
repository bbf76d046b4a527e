#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace resettle {

/// Texts of input files, by the path under which they were asked for (normalised by its text).
using InputFiles = std::map<std::string, std::string>;

/// The key of a file among InputFiles.
std::string input_name(const std::filesystem::path& file);

/// While it exists, every input file that this thread reads is noted in `files`.
class InputsNoted {
 public:
  explicit InputsNoted(InputFiles& files);
  ~InputsNoted();
  InputsNoted(const InputsNoted&) = delete;
  InputsNoted& operator=(const InputsNoted&) = delete;

 private:
  InputFiles* before_;
};

/// While it exists, this thread reads input files from `files` and from nowhere else: a study is
/// run again from what it was made of, whatever became of the files since.
class InputsFrom {
 public:
  explicit InputsFrom(const InputFiles& files);
  ~InputsFrom();
  InputsFrom(const InputsFrom&) = delete;
  InputsFrom& operator=(const InputsFrom&) = delete;

 private:
  const InputFiles* before_;
};

namespace input_files {
/// For the one place that reads files: the kept ones, or null; and what becomes of a text read.
const InputFiles* kept();
void note(const std::filesystem::path& file, const std::string& text);
}  // namespace input_files

}  // namespace resettle
