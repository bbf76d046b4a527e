// What --set changes in a scenario, beside its files.
#include <algorithm>

#include <fmt/format.h>

#include "io/instrument_lines.h"
#include "io/override_path.h"
#include "io/scenario_reader.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

const SourceLocation kWritten{"--set", 0, 0};

}  // namespace

std::optional<ParameterSpec> ScenarioReader::spec_of(const Override& change,
                                                     const Scenario& scenario) {
  const auto of_all = path_of_all(change.path);
  const auto line = line_of(change.path);
  const auto* spec = index_.find(of_all);
  if (spec == nullptr) {
    problems_.add({kWritten, change.path,
                   index_.is_section(change.path) ? "this is a section, not a parameter"
                                                  : "there is no such parameter",
                   remedy_for_path(of_all, index_)});
    return std::nullopt;
  }
  if (line.empty()) return *spec;
  if (!spec->by_line) {
    problems_.add({kWritten, change.path, "this is one for all lines of the instrument",
                   fmt::format("set {} instead", of_all)});
    return std::nullopt;
  }
  const auto& lines = lines_of(scenario, of_all);
  if (std::find(lines.begin(), lines.end(), line) == lines.end()) return std::nullopt;
  ParameterSpec own = *spec;
  own.path = change.path;
  return own;
}

void ScenarioReader::apply(const std::vector<Override>& overrides, bool of_lines,
                           const std::filesystem::path& base_folder, Scenario& scenario) {
  const ParameterContext context{true, true, base_folder, base_folder / "tables"};
  for (const auto& [instrument, lines] : scenario.lines) {
    lines_seen_[instrument].insert(lines.begin(), lines.end());
  }
  std::set<std::string> set;
  for (const auto& change : overrides) {
    if (line_of(change.path).empty() == of_lines) continue;
    const auto spec = spec_of(change, scenario);
    if (!spec) continue;
    if (!set.insert(change.path).second) {
      problems_.add({kWritten, change.path, "this parameter is set twice", "set it once"});
      continue;
    }
    const auto node = parse_yaml_value(change.value, kWritten.file, change.path, problems_);
    if (!node) continue;
    // What a line does not say itself is that of the instrument.
    const auto& of_all = scenario.parameters[path_of_all(change.path)];
    ParameterEntry below = of_lines ? of_all : scenario.parameters[change.path];
    const auto own = scenario.parameters.emplace(change.path, std::move(below)).first;
    auto entry = read_set(*node, *spec, context);
    if (!entry) continue;
    entry->status = own->second.status;
    entry->source = "command line (--set)";
    entry->where = kWritten;
    lay(*entry, *spec, scenario);
  }
}

std::optional<ParameterEntry> ScenarioReader::read_set(const YamlNode& value,
                                                       const ParameterSpec& spec,
                                                       const ParameterContext& context) {
  ParameterEntry entry;
  if (is_relative(value)) {
    entry.relative = parameters_.read_relative_steps(value, spec, context);
    if (entry.relative.empty()) return std::nullopt;
    return entry;
  }
  if (spec.kind == ParameterKind::condition) {
    return parameters_.read_short_condition(value, spec, context);
  }
  const auto read = parameters_.read_value(value, spec, context);
  if (!read) return std::nullopt;
  entry.value = *read;
  return entry;
}

void ScenarioReader::report_lines_not_found(const std::vector<Override>& overrides) {
  for (const auto& change : overrides) {
    const auto line = line_of(change.path);
    const auto instrument = instrument_of(change.path);
    const auto& seen = lines_seen_[instrument];
    if (line.empty() || seen.contains(line)) continue;
    if (index_.find(path_of_all(change.path)) == nullptr) continue;  // told already
    problems_.add({kWritten, change.path,
                   seen.empty() ? fmt::format("{} has no lines here", instrument)
                                : fmt::format("{} has no line '{}'", instrument, line),
                   seen.empty() ? fmt::format("set {}, or write lines in an overlay",
                                              path_of_all(change.path))
                                : suggest(line, {seen.begin(), seen.end()})});
  }
}

}  // namespace resettle
