#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The names that other files can see of the types and inline functions defined in a text, with
/// their namespaces. Formatted text: what is defined at the level of a namespace is not indented.
std::vector<std::string> definitions_in(std::istream& text) {
  static const std::regex space(R"(^namespace (.*)\{$)");
  static const std::regex type(
      R"(^(?:struct|class|union|enum|enum class) (\w+)(?: final)?(?: : .*)?\s*\{.*)");
  static const std::regex function(R"(^(inline .*\)).*\{.*)");
  std::vector<std::string> found;
  std::vector<std::string> spaces;
  for (std::string line; std::getline(text, line);) {
    std::smatch match;
    if (std::regex_match(line, match, space)) {
      spaces.push_back(match[1]);
    } else if (line.rfind("}  // namespace", 0) == 0 && !spaces.empty()) {
      spaces.pop_back();
    } else if (std::regex_match(line, match, type) || std::regex_match(line, match, function)) {
      std::string name;
      bool seen_elsewhere = true;
      for (const std::string& outer : spaces) {
        seen_elsewhere &= !outer.empty();
        name += outer + ":: ";
      }
      if (seen_elsewhere) found.push_back(name + match[1].str());
    }
  }
  return found;
}

/// The files that define each name, all of which end up in one program. Two different types of one
/// name compile and link, and then the functions of one may be run on the other.
std::map<std::string, std::vector<std::string>> files_by_name(const std::set<fs::path>& folders) {
  std::map<std::string, std::vector<std::string>> files;
  for (const auto& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".h") continue;
      std::ifstream stream(entry.path());
      for (const auto& name : definitions_in(stream)) files[name].push_back(entry.path().string());
    }
  }
  return files;
}

TEST_CASE("a name is defined once in a program") {
  const fs::path root = RESETTLE_SOURCE_DIR;
  std::set<fs::path> programs{root / "benchmarks"};
  for (const auto& entry : fs::directory_iterator(root / "tests")) {
    if (entry.is_directory() && entry.path().filename() != "support") programs.insert(entry.path());
  }
  for (const auto& program : programs) {
    const auto files = files_by_name({root / "sim", root / "tests" / "support", program});
    CHECK(files.size() > 300);
    for (const auto& [name, defined_in] : files) {
      INFO(name << " is defined in " << defined_in.front() << " and " << defined_in.back());
      CHECK(defined_in.size() == 1);
    }
  }
}

TEST_CASE("the test of definitions can fail") {
  std::istringstream text(
      "namespace resettle {\n"
      "namespace {\nstruct Own {\n};\n}  // namespace\n"
      "struct Seen : Base {\n  struct Inner {\n  };\n};\n"
      "class Declared;\nclass Seen::Nested {\n};\n"
      "inline int twice(int x) { return 2 * x; }\n"
      "namespace other {\nenum class Kind : char { a, b };\n}  // namespace other\n"
      "}  // namespace resettle\n");
  CHECK(definitions_in(text) == std::vector<std::string>{"resettle :: Seen",
                                                         "resettle :: inline int twice(int x)",
                                                         "resettle :: other :: Kind"});
}

}  // namespace
