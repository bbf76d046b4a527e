#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "support/text_files.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;
namespace fs = std::filesystem;

Scenario scenario(const std::string& name) {
  return read_scenario(fs::path(RESETTLE_SOURCE_DIR) / "scenarios" / name, parameter_catalogue());
}

/// "A, B" are two sources; a comma without a blank, or within brackets, is part of a key.
std::vector<std::string> keys_of(const std::string& source) {
  std::vector<std::string> keys;
  std::size_t from = 0;
  while (from <= source.size()) {
    const auto comma = std::min(source.find(", ", from), source.size());
    keys.push_back(source.substr(from, comma - from));
    from = comma + 2;
  }
  return keys;
}

/// Keys in the first column of the tables of EVIDENCE.md.
std::set<std::string> evidence_keys() {
  static const std::regex pattern(R"(^\|\s*`?([^|`]+?)`?\s*\|)");
  std::set<std::string> keys;
  std::istringstream text(text_of(fs::path(RESETTLE_SOURCE_DIR) / "scenarios/EVIDENCE.md"));
  for (std::string line; std::getline(text, line);) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) keys.insert(match[1]);
  }
  return keys;
}

TEST_CASE("every parameter has a meaning - a unit - a range and a value within it") {
  const auto& catalogue = parameter_catalogue();
  const Scenario baseline = scenario("baseline.yaml");
  CHECK(catalogue.size() > 150);
  CHECK(baseline.parameters.size() == catalogue.size());
  std::set<std::string> paths;
  for (const auto& spec : catalogue) {
    INFO(spec.path);
    CHECK(paths.insert(spec.path).second);
    CHECK(spec.meaning.size() > 3);
    CHECK_FALSE(spec.unit.empty());
    CHECK(spec.minimum < spec.maximum);
    REQUIRE(baseline.parameters.contains(spec.path));
    const ParameterEntry& entry = baseline.parameters.at(spec.path);
    CHECK_FALSE(entry.status.empty());
    CHECK_FALSE(entry.source.empty());
    for (const auto& [month, value] : entry.value.steps()) {
      const bool unlimited = spec.kind == ParameterKind::capacity && std::isinf(value);
      CHECK((unlimited || (value >= spec.minimum && value <= spec.maximum)));
      if (entry.has_prior) {
        CHECK(value >= entry.prior_low);
        CHECK(value <= entry.prior_high);
      }
    }
  }
}

TEST_CASE("the README says how many parameters there are") {
  const std::string count = "All " + std::to_string(parameter_catalogue().size()) + " parameters";
  INFO(count);
  CHECK(text_of(fs::path(RESETTLE_SOURCE_DIR) / "README.md").find(count) != std::string::npos);
}

TEST_CASE("the page on who gets it names every trait with its values") {
  const auto page = text_of(fs::path(RESETTLE_SOURCE_DIR) / "scenarios/WHO_GETS_IT.md");
  for (const auto& trait : traits()) {
    const auto row = "| `" + std::string(trait.name) + "`" + (trait.is_protected ? " * | " : " | ");
    INFO(row);
    const auto at = page.find(row);
    REQUIRE(at != std::string::npos);
    std::string words;
    for (const auto word : trait.words) words += (words.empty() ? "" : ", ") + std::string(word);
    CHECK(page.compare(at + row.size(), words.size(), words) == 0);
  }
}

TEST_CASE("every process borrows only parameters that another owns") {
  std::set<std::string> owned;
  std::vector<std::string> borrowed_paths;
  for (const auto& entry : the_month()) {
    for (const auto& [spec, is_borrowed] : entry.process->parameters()) {
      if (is_borrowed) {
        borrowed_paths.push_back(spec.path);
      } else {
        owned.insert(spec.path);
      }
    }
  }
  CHECK_FALSE(borrowed_paths.empty());
  for (const auto& path : borrowed_paths) {
    INFO(path);
    CHECK(owned.contains(path));
  }
}

TEST_CASE("every source in the scenarios is explained in EVIDENCE.md") {
  const auto evidence = evidence_keys();
  CHECK(evidence.size() > 50);
  CHECK_FALSE(evidence.contains("Z99"));
  std::vector<std::string> names = shipped_overlays();
  names.emplace_back("baseline.yaml");
  CHECK(names.size() > 40);
  for (const auto& name : names) {
    for (const auto& [path, entry] : scenario(name).parameters) {
      for (const auto& key : keys_of(entry.source)) {
        INFO(name << " " << path << ": " << key);
        CHECK(evidence.contains(key));
      }
    }
  }
}

TEST_CASE("every decision made in the sources is listed by a process") {
  std::set<std::string> listed;
  for (const auto& entry : the_month()) {
    for (const auto& decision : entry.process->description().decisions) {
      listed.emplace(decision.name);
    }
  }
  static const std::regex pattern(
      R"rx((?:constexpr Decision (\w+)\{|Decision::screened(?:_pair)?\(\d,)\s*"[^"]*",\s*\d,\s*"([^"]*)"(?:,\s*Drawn::monthly)?[})])rx");
  int found = 0;
  for (const char* folder : {"processes", "policies", "networks"}) {
    for (const auto& file :
         fs::directory_iterator(fs::path(RESETTLE_SOURCE_DIR) / "sim" / folder)) {
      const std::string text = text_of(file.path());
      std::size_t definitions = 0;
      for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
        INFO(file.path().string() << " " << (*it)[1]);
        CHECK(listed.contains((*it)[2]));
        ++definitions;
        ++found;
      }
      const std::regex any("constexpr Decision |Decision::screened");
      const auto all = std::distance(std::sregex_iterator(text.begin(), text.end(), any),
                                     std::sregex_iterator());
      CHECK(definitions == static_cast<std::size_t>(all));  // the pattern missed none
    }
  }
  CHECK(static_cast<std::size_t>(found) == listed.size());
}

TEST_CASE("every study and overlay of the library can be read") {
  int studies = 0;
  for (const auto& file :
       fs::directory_iterator(fs::path(RESETTLE_SOURCE_DIR) / "scenarios/studies")) {
    const auto plan = shipped_study(file.path().stem().string());
    INFO(file.path().string());
    CHECK(plan.arms.size() > 1);
    CHECK(plan.policy_start >= plan.start);
    CHECK(plan.end > plan.policy_start);
    CHECK_FALSE(plan.intent.empty());
    ++studies;
  }
  CHECK(studies >= 9);
  for (const auto& name : shipped_overlays()) {
    INFO(name);
    CHECK_FALSE(scenario(name).intent.empty());
  }
}

}  // namespace
