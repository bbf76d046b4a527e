#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/text_files.h"

// The worked examples of CONTRIBUTING.md fit the code of today: what they leave as it is, or take
// away, stands in the files, and the tests they name are there.

namespace {

using resettle::testing::text_of;
namespace fs = std::filesystem;

const fs::path kRoot = RESETTLE_SOURCE_DIR;

/// A passage of an example: lines that must follow one another in the file as it is.
struct Passage {
  std::string file;
  std::string before;
};

std::vector<Passage> passages_of(const std::string& document) {
  std::vector<Passage> passages;
  std::istringstream lines(document);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      inside = line == "```diff";
    } else if (inside && line.starts_with("+++ ")) {
      passages.push_back({line.substr(4), ""});
    } else if (inside && line.starts_with("@@")) {
      passages.push_back({passages.back().file, ""});
    } else if (inside && !line.starts_with("+")) {
      passages.back().before += line.substr(1) + "\n";
    }
  }
  return passages;
}

TEST_CASE("the worked examples of CONTRIBUTING.md fit the files they change") {
  const auto passages = passages_of(text_of(kRoot / "CONTRIBUTING.md"));
  CHECK(passages.size() > 30);
  int new_files = 0;
  for (const auto& [file, before] : passages) {
    INFO(file << " has no longer the lines that an example of CONTRIBUTING.md shows:\n" << before);
    new_files += before.empty() ? 1 : 0;
    CHECK(fs::exists(kRoot / file) == !before.empty());
    const std::string now = fs::exists(kRoot / file) ? text_of(kRoot / file) : "";  // or a new file
    CHECK(("\n" + now).find("\n" + before) != std::string::npos);
  }
  CHECK(new_files == 7);
}

TEST_CASE("the tests that CONTRIBUTING.md names are there") {
  const std::string document = text_of(kRoot / "CONTRIBUTING.md");
  std::string tests;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "tests")) {
    if (entry.path().extension() == ".cpp") tests += text_of(entry.path());
  }
  static const std::regex sentence(R"(Tests that ask: ([^.]*(?:\.[a-z][^.]*)*)\.)");
  static const std::regex name(R"re(`([^`/]* [^`/]*)`)re");
  int named = 0;
  for (std::sregex_iterator it(document.begin(), document.end(), sentence), end; it != end; ++it) {
    const std::string list = (*it)[1];
    for (std::sregex_iterator one(list.begin(), list.end(), name); one != end; ++one) {
      const std::string test = std::regex_replace((*one)[1].str(), std::regex("\n"), " ");
      INFO(test);
      CHECK(tests.find("\"" + test + "\"") != std::string::npos);
      ++named;
    }
  }
  CHECK(named > 12);
}

}  // namespace
