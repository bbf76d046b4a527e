#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "core/errors.h"
#include "support/small_world.h"

namespace resettle::testing {

/// A folder with a small, correct set of scenario files; removed at the end.
class ScenarioFiles {
 public:
  ScenarioFiles() {
    std::random_device random;
    folder_ = std::filesystem::temp_directory_path() / ("resettle_" + std::to_string(random()));
    for (const auto& [name, text] : small_world()) write(name, text);
  }
  ~ScenarioFiles() { std::filesystem::remove_all(folder_); }
  ScenarioFiles(const ScenarioFiles&) = delete;
  ScenarioFiles& operator=(const ScenarioFiles&) = delete;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream stream(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  /// Replaces the first `from`, which must be there.
  void edit(const std::string& name, const std::string& from, const std::string& to) const {
    auto text = read(name);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(name, text.replace(at, from.size(), to));
  }

 private:
  std::filesystem::path folder_;
};

/// One mistake put into the files, and the one problem it must give.
struct SeededMistake {
  std::string file;  ///< edited
  std::string from;
  std::string to;
  int line;  ///< of the problem
  int column;
  std::string key;
  std::string message;       ///< part of the message
  std::string remedy;        ///< part of the remedy
  std::string told_in = "";  ///< the file the problem points to, if another
};

/// The problems that `read` reports; none if it succeeds.
template <class Read>
std::vector<Problem> problems_of(Read read) {
  try {
    read();
  } catch (const InputError& error) {
    return error.problems();
  }
  return {};
}

inline void check_only_problem(const std::vector<Problem>& problems, const SeededMistake& mistake,
                               const ScenarioFiles& files) {
  std::string all;
  for (const auto& problem : problems) all += describe(problem) + "\n";
  INFO("problems:\n" << all);
  REQUIRE(problems.size() == 1);
  const auto& problem = problems.front();
  const auto file = files.path(mistake.told_in.empty() ? mistake.file : mistake.told_in);
  CHECK(problem.where.file == file.string());
  CHECK(problem.where.line == mistake.line);
  CHECK(problem.where.column == mistake.column);
  CHECK(problem.key == mistake.key);
  CHECK_THAT(problem.message, Catch::Matchers::Contains(mistake.message));
  CHECK_THAT(problem.remedy, Catch::Matchers::Contains(mistake.remedy));
  CHECK_FALSE(problem.remedy.empty());
}

}  // namespace resettle::testing
