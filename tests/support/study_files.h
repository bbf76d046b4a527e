#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "study/run_study.h"
#include "support/worlds.h"

/// Study files for tests: a short and small study, run to a file as a user's is.
namespace resettle::testing {

/// A folder of its own that is removed at the end of the test.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("resettle_test_{}_{}", name, ::getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

/// The study quick_look made short (2003 to 2005, policies from 2004), with few people (2 %) and
/// two arms (status_quo, mentoring), as if the user's files said so.
inline StudySource small_source(const StudySettings& settings = {}) {
  const std::string file = RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml";
  StudySource source = ask_study(file, settings).source;
  std::string& text = source.inputs.at(input_name(file));
  text = replaced(text, "{start: 1990-01, policy_start: 2012-01, end: 2025-12}",
                  "{start: 2003-01, policy_start: 2004-01, end: 2005-12}");
  text = replaced(text, "scale: 0.1", "scale: 0.02");
  for (const char* arm : {"  grant_doubled:", "  lump_sum:", "  wage_subsidy_1m:"}) {
    const auto at = text.find(arm);
    REQUIRE(at != std::string::npos);
    text.erase(at, text.find('\n', at) + 1 - at);
  }
  return source;
}

/// All replicates of a source, as a task.
inline Task whole_task(const StudySource& source) {
  return {source, replicate_numbers(plan_of(source)), {}, {}};
}

/// Runs a task to a study file.
inline RunEnd run_task(const Task& task, const std::filesystem::path& output,
                       const RunSettings& settings = {}) {
  return carry_out(ProgressFile::begin(output, task), output, settings);
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace resettle::testing
