#include "results/resolved_scenarios.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/errors.h"
#include "io/parameter_reader.h"

namespace resettle {

namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

double number_of(const YamlNode& node, ProblemList& problems) {
  return is_none(node) ? kNone : read_number(node, problems).value_or(kNone);
}

/// One value for all months, or by month.
Series series_of(const YamlNode& value, ProblemList& problems) {
  if (!value.is_map()) return Series(number_of(value, problems));
  std::vector<std::pair<Month, double>> steps;
  for (const auto& entry : value.entries) {
    if (const auto month = parse_month(entry.key)) {
      steps.emplace_back(*month, number_of(entry.value, problems));
    }
  }
  return steps.empty() ? Series(kNone) : Series(std::move(steps));
}

/// The value of the parameter at a path, or nullptr.
const YamlNode* value_at(const YamlNode& scenario, std::string_view path) {
  const YamlNode* node = &scenario;
  while (node != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    node = node->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return node == nullptr ? nullptr : node->find("value");
}

/// The value of a parameter as it stands in a resolved scenario, if it does.
void add_value(const YamlNode& resolved, const ParameterSpec& spec, Scenario& scenario) {
  const YamlNode* node = value_at(resolved, spec.path);
  if (node == nullptr) return;
  ProblemList problems;
  auto value = ParameterReader(problems, {}).read_value(*node, spec, {});
  if (value) scenario.parameters[spec.path].value = std::move(*value);
}

/// The lines of every instrument that has any, with their values.
void add_lines(const YamlNode& resolved, const ParameterCatalogue& catalogue, Scenario& scenario) {
  const auto* policies = resolved.find("policies");
  if (policies == nullptr) return;
  for (const auto& instrument : policies->entries) {
    const auto* lines = instrument.value.find("lines");
    if (lines == nullptr) continue;
    const std::string section = "policies." + instrument.key + ".";
    for (const auto& line : lines->entries) {
      scenario.lines[instrument.key].push_back(line.key);
      for (const auto& of_all : catalogue) {
        if (!of_all.by_line || !of_all.path.starts_with(section)) continue;
        ParameterSpec spec = of_all;
        spec.path = line_path(of_all.path, line.key);
        add_value(resolved, spec, scenario);
      }
    }
  }
}

/// The text of the scenario that an arm was simulated with.
std::string text_of(const Group& provenance, const std::string& arm) {
  const auto arms = provenance.text("arm").read();
  const auto texts = provenance.text("resolved_scenario").read();
  const auto found = std::find(arms.begin(), arms.end(), arm);
  if (found == arms.end() || texts.size() != arms.size()) {
    throw InputError(Problem{{provenance.name().file, 0, 0},
                             provenance.name().path,
                             "arms and scenarios do not fit together",
                             "check that the file was written by this version"});
  }
  return texts[static_cast<std::size_t>(found - arms.begin())];
}

}  // namespace

bool ResolvedScenarios::kept_in(const LabelledFile& file) {
  return file.group("provenance").has("resolved_scenario");
}

std::optional<Series> ResolvedScenarios::parameter(const LabelledFile& file, const std::string& arm,
                                                   std::string_view path) {
  const YamlNode* node = value_at(of(file, arm), path);
  if (node == nullptr) return {};
  ProblemList problems;
  auto series = series_of(*node, problems);
  problems.throw_if_any();
  return series;
}

Scenario ResolvedScenarios::values(const LabelledFile& file, const std::string& arm,
                                   const ParameterCatalogue& catalogue) {
  Scenario scenario;
  for (const auto& spec : catalogue) add_value(of(file, arm), spec, scenario);
  add_lines(of(file, arm), catalogue, scenario);
  return scenario;
}

const YamlNode& ResolvedScenarios::of(const LabelledFile& file, const std::string& arm) {
  const std::pair key(&file, arm);
  const auto known = read_.find(key);
  if (known != read_.end()) return known->second;
  const auto provenance = file.group("provenance");
  ProblemList problems;
  auto scenario = parse_yaml(text_of(provenance, arm), provenance.name().file, problems);
  problems.throw_if_any();
  require(scenario.has_value(), "a scenario was not read, but no problem was reported");
  return read_.emplace(key, std::move(*scenario)).first->second;
}

}  // namespace resettle
