#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "study_file/results_table.h"
#include "support/text_files.h"

// The table of sim/FILE_FORMAT.md has every result of a study file with its axes and type, and no
// other one.

namespace {

using namespace resettle;

/// A line of the table.
struct Described {
  std::string group;
  std::string names;  ///< in backticks; `<...>` stands for those that are listed elsewhere
  std::string axes;
  std::string type;
};

std::vector<Described> described() {
  const auto file = std::filesystem::path(RESETTLE_SOURCE_DIR) / "sim" / "FILE_FORMAT.md";
  std::istringstream text(resettle::testing::text_of(file));
  std::vector<Described> lines;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("| /")) continue;
    std::vector<std::string> cells;
    for (std::size_t at = 2; cells.size() < 4;) {
      const auto end = line.find(" | ", at);
      cells.push_back(line.substr(at, end - at));
      at = end + 3;
    }
    lines.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  return lines;
}

std::vector<ResultRow> all_results() {
  StudyPlan plan;
  plan.record_persons = {"adjustment_type", "distress"};
  return results_table(plan);
}

std::string axes_of(const ResultRow& row) {
  std::vector<std::string_view> names;
  for (const Axis axis : row.axes) names.push_back(name_of(axis));
  return fmt::format("{}", fmt::join(names, ", "));
}

bool is_about(const Described& line, const ResultRow& row) {
  const char* types[] = {"uint8", "int16", "int32", "int64", "float32"};
  return line.group == fmt::format("/{}", row.group) && line.axes == axes_of(row) &&
         line.type.find(types[row.missing.index()]) != std::string::npos;
}

TEST_CASE("the description of the study file has every result with its axes and type") {
  const auto lines = described();
  for (const auto& row : all_results()) {
    INFO(row.path() << " (" << axes_of(row) << ")");
    const auto name = fmt::format("`{}`", row.name);
    CHECK(std::any_of(lines.begin(), lines.end(), [&](const Described& line) {
      const bool named = line.names.find(name) != std::string::npos;
      return is_about(line, row) && (named || line.names.starts_with("`<"));
    }));
  }
}

TEST_CASE("the description of the study file has no result that is in no file") {
  const auto rows = all_results();
  for (const auto& line : described()) {
    if (line.axes.find("replicate") == std::string::npos || line.group == "/verification") continue;
    for (auto at = line.names.find('`'); at != std::string::npos;) {
      const auto end = line.names.find('`', at + 1);
      const auto name = line.names.substr(at + 1, end - at - 1);
      INFO(line.group << "/" << name);
      CHECK(std::any_of(rows.begin(), rows.end(), [&](const ResultRow& row) {
        return is_about(line, row) && (row.name == name || name.starts_with("<"));
      }));
      at = line.names.find('`', end + 1);
    }
  }
}

}  // namespace
