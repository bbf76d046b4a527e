#include "io/instrument_lines.h"

#include <algorithm>

namespace resettle {

namespace {

/// The parameters below "policies.NAME.lines.".
std::vector<std::pair<std::string, const Series*>> values_of(const Scenario& scenario,
                                                             const std::string& section) {
  const std::string beginning = section + ".lines.";
  std::vector<std::pair<std::string, const Series*>> found;
  for (auto at = scenario.parameters.lower_bound(beginning);
       at != scenario.parameters.end() && at->first.starts_with(beginning); ++at) {
    found.emplace_back(at->first, &at->second.value);
  }
  return found;
}

constexpr std::string_view kLines = ".lines.";

}  // namespace

const std::vector<std::string>& lines_of(const Scenario& scenario, const std::string& path) {
  static const std::vector<std::string> none;
  const auto found = scenario.lines.find(instrument_of(path));
  return found == scenario.lines.end() ? none : found->second;
}

std::string path_of_all(const std::string& path) {
  const auto lines = path.find(kLines);
  const auto dot = path.rfind('.');
  const bool is_in_line =
      !instrument_of(path).empty() && lines != std::string::npos && dot >= lines + kLines.size();
  return is_in_line ? path.substr(0, lines) + path.substr(dot) : path;
}

std::string line_of(const std::string& path) {
  const auto of_all = path_of_all(path);
  if (of_all == path) return "";
  const auto first = path.find(kLines) + kLines.size();
  return path.substr(first, path.rfind('.') - first);
}

std::vector<LineParameter> line_parameters(const Scenario& scenario,
                                           const ParameterCatalogue& catalogue) {
  std::vector<LineParameter> found;
  for (const auto& [instrument, lines] : scenario.lines) {
    const std::string section = "policies." + instrument + ".";
    for (const auto& line : lines) {
      for (const auto& spec : catalogue) {
        if (!spec.by_line || !spec.path.starts_with(section)) continue;
        LineParameter own{spec, spec.path};
        own.spec.path = line_path(spec.path, line);
        if (scenario.parameters.contains(own.spec.path)) found.push_back(std::move(own));
      }
    }
  }
  return found;
}

bool lines_differ(const Scenario& one, const Scenario& other, const std::string& section) {
  if (lines_of(one, section) != lines_of(other, section)) return true;
  const auto here = values_of(one, section);
  const auto there = values_of(other, section);
  return !std::equal(
      here.begin(), here.end(), there.begin(), there.end(),
      [](const auto& a, const auto& b) { return a.first == b.first && *a.second == *b.second; });
}

bool a_line_sets(const Scenario& scenario, const std::string& path) {
  const auto& lines = lines_of(scenario, path);
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return scenario.parameters.contains(line_path(path, line));
  });
}

}  // namespace resettle
