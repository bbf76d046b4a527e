#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, int> kLevel{
    {"core", 0},     {"population", 1}, {"networks", 2}, {"engine", 3}, {"processes", 4},
    {"policies", 4}, {"outputs", 4},    {"io", 4},       {"model", 5},  {"study_file", 6},
    {"results", 7},  {"study", 8},      {"app", 9}};

/// Libraries that one folder alone may include: the beginning of the name, and the folder.
const std::vector<std::pair<std::string, std::string>> kFences{
    {"tbb/", "core"},   {"oneapi/", "core"}, {"boost/graph/", "networks"}, {"yaml-cpp/", "io"},
    {"hdf5", "io"},     {"H5", "io"},        {"libdeflate", "io"},         {"sqlite3", "io"},
    {"openssl/", "io"}, {"CLI/", "app"}};

struct Include {
  std::string name;
  bool system = false;
};

std::vector<Include> includes_of(const fs::path& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> found;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) found.push_back({match[2], match[1] == "<"});
  }
  return found;
}

/// What is wrong with an include in a file of `folder`; empty if nothing is.
std::string fault(const std::string& folder, const Include& include) {
  if (include.system) {
    for (const auto& [library, home] : kFences) {
      if (include.name.rfind(library, 0) == 0 && folder != home) return "belongs to " + home;
    }
    return "";
  }
  const auto slash = include.name.find('/');
  if (slash == std::string::npos) return "names no folder";
  const std::string other = include.name.substr(0, slash);
  if (!kLevel.contains(other)) return "unknown folder";
  if (other == folder || kLevel.at(other) < kLevel.at(folder)) return "";
  return kLevel.at(other) == kLevel.at(folder) ? "sideways" : "upwards";
}

TEST_CASE("includes go down the ladder - and libraries stay behind their fences") {
  const fs::path root = fs::path(RESETTLE_SOURCE_DIR) / "sim";
  int files = 0;
  int includes = 0;
  std::set<std::string> fences_used;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".h") continue;
    const std::string folder = fs::relative(entry.path(), root).begin()->string();
    INFO(entry.path().string());
    REQUIRE(kLevel.contains(folder));
    ++files;
    for (const auto& include : includes_of(entry.path())) {
      ++includes;
      INFO("#include " << include.name);
      CHECK(fault(folder, include) == "");
      for (const auto& [library, home] : kFences) {
        if (include.system && include.name.rfind(library, 0) == 0) fences_used.insert(home);
      }
    }
  }
  CHECK(files > 80);
  CHECK(includes > 300);
  CHECK(fences_used == std::set<std::string>{"core", "networks", "io", "app"});
}

TEST_CASE("the test of includes can fail") {
  CHECK(fault("processes", {"policies/offer.h", false}) == "sideways");
  CHECK(fault("core", {"engine/world.h", false}) == "upwards");
  CHECK(fault("engine", {"tbb/parallel_for.h", true}) == "belongs to core");
  CHECK(fault("study", {"yaml-cpp/yaml.h", true}) == "belongs to io");
  CHECK(fault("study", {"processes/search.h", false}) == "");
}

}  // namespace
