#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/text_files.h"

// What is cited can be found: sections of the model, limits with known answers, files and headings.

namespace {

using resettle::testing::text_of;
namespace fs = std::filesystem;

const fs::path kRoot = RESETTLE_SOURCE_DIR;

std::vector<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

std::vector<std::string> headings_of(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  bool code = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) code = !code;
    if (!code && line.starts_with("#")) found.push_back(line);
  }
  return found;
}

/// Every file of our own whose name ends so; the user's and what is built are left out.
std::vector<fs::path> files(const std::vector<std::string>& endings) {
  std::vector<fs::path> found;
  const auto take = [&](const fs::directory_entry& entry) {
    const std::string ending = entry.path().extension().string();
    const bool asked = std::find(endings.begin(), endings.end(), ending) != endings.end();
    if (entry.is_regular_file() && asked) found.push_back(entry.path());
  };
  for (const auto& entry : fs::directory_iterator(kRoot)) take(entry);
  for (const char* folder : {"sim", "tests", "scenarios", "analysis", "benchmarks"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const std::string path = entry.path().string();
      if (path.find("/mine/") == std::string::npos && path.find("/.") == std::string::npos) {
        take(entry);
      }
    }
  }
  return found;
}

/// "8.2" and "16.1" of a text with "MODEL 8.2, 16.1".
std::vector<std::string> sections_in(const std::string& text) {
  static const std::regex citation(
      R"(MODEL(?:\s|//[/!]?|#)+((?:[0-9]+(?:\.[0-9]+)?(?:, | and |-)?)+))");
  static const std::regex section(R"(([0-9]+(?:\.[0-9]+)?))");
  std::vector<std::string> found;
  for (const auto& list : matches(text, citation)) {
    for (const auto& one : matches(list, section)) found.push_back(one);
  }
  return found;
}

/// The sections of the model that headings bear, in brackets: "### Searching (8.1)".
std::set<std::string> sections_borne() {
  static const std::regex brackets(R"(\(([0-9., ]+)\))");
  static const std::regex section(R"(([0-9]+(?:\.[0-9]+)?))");
  std::set<std::string> borne;
  for (const auto& heading : headings_of(text_of(kRoot / "sim" / "MODEL.md"))) {
    for (const auto& list : matches(heading, brackets)) {
      for (const auto& one : matches(list, section)) borne.insert(one);
    }
  }
  return borne;
}

/// As web pages name a heading: "## The study file, version 3" is "the-study-file-version-3".
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading.substr(heading.find(' ') + 1)) {
    if (c == ' ') anchor += '-';
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

/// What is wrong with a link of a document; empty if nothing is.
std::string fault(const fs::path& document, const std::string& link) {
  const auto hash = link.find('#');
  const std::string path = link.substr(0, hash);
  const fs::path file = path.empty() ? document : document.parent_path() / path;
  if (!fs::exists(file)) return "there is no such file";
  if (hash == std::string::npos) return "";
  for (const auto& heading : headings_of(text_of(file))) {
    if (anchor_of(heading) == link.substr(hash + 1)) return "";
  }
  return "there is no such heading";
}

TEST_CASE("every section of the model that is cited has a heading in MODEL.md") {
  const auto borne = sections_borne();
  REQUIRE(borne.size() > 40);
  std::size_t citations = 0;
  for (const auto& file : files({".cpp", ".h", ".py", ".md", ".yaml", ".csv"})) {
    for (const auto& section : sections_in(text_of(file))) {
      INFO(file << " cites MODEL " << section);
      CHECK(borne.contains(section));
      ++citations;
    }
  }
  CHECK(citations > 200);
}

TEST_CASE("citations are seen across lines and in lists") {
  using List = std::vector<std::string>;
  CHECK(sections_in("(MODEL\n  /// 15.2), MODEL 8.2, 16.1; 1999") == List{"15.2", "8.2", "16.1"});
  CHECK(sections_in("MODEL 21, F14 and MODEL 24.") == List{"21", "24"});
  CHECK(sections_in("the MODEL of 1999").empty());
}

TEST_CASE("every limit with a known answer is held by a test that names it") {
  static const std::regex row(R"(\n\| (V[0-9V, -]+) \|)");
  static const std::regex number(R"(V([0-9]+))");
  static const std::regex test(R"re(TEST_CASE\(\s*"V([0-9]+) )re");
  std::set<int> listed;
  for (const auto& limits : matches(text_of(kRoot / "sim" / "MODEL.md"), row)) {
    std::vector<int> numbers;
    for (const auto& one : matches(limits, number)) numbers.push_back(std::stoi(one));
    if (limits.find('-') != std::string::npos) {
      for (int i = numbers.front(); i < numbers.back(); ++i) listed.insert(i);
    }
    listed.insert(numbers.begin(), numbers.end());
  }
  std::set<int> held;
  for (const auto& file : files({".cpp"})) {
    for (const auto& one : matches(text_of(file), test)) held.insert(std::stoi(one));
  }
  CHECK(listed.size() == 22);
  CHECK(listed == held);
}

TEST_CASE("links of documents lead to files and headings that are there") {
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  int links = 0;
  for (const auto& document : files({".md"})) {
    for (const auto& target : matches(text_of(document), link)) {
      if (target.find("://") != std::string::npos) continue;
      INFO(document << ": " << target);
      CHECK(fault(document, target) == "");
      ++links;
    }
  }
  CHECK(links > 20);
  const fs::path document = kRoot / "README.md";
  CHECK(fault(document, "sim/NOWHERE.md") == "there is no such file");
  CHECK(fault(document, "#no-such-heading") == "there is no such heading");
  CHECK(anchor_of("## The study file, format version 3") == "the-study-file-format-version-3");
}

}  // namespace
