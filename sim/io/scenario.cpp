#include "io/scenario.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/called_as.h"
#include "io/instrument_lines.h"
#include "io/parameter_reader.h"
#include "io/scenario_reader.h"
#include "io/strict_text.h"
#include "io/yaml.h"

namespace resettle {

ParameterValues Scenario::values() const {
  ParameterValues values;
  for (const auto& [path, entry] : parameters) values.set(path, entry.value);
  for (const auto& [instrument, names] : lines) values.set_lines(instrument, names);
  return values;
}

namespace {

/// A study is no scenario with a dozen mistakes: say so in one problem.
void refuse_study(const std::filesystem::path& file, const InputSource& source) {
  ProblemList ignored;  // told already, or of no interest beside this
  const auto root = read_yaml(file, {}, ignored, source);
  const auto* arms = root ? root->find("arms") : nullptr;
  if (arms == nullptr) return;
  throw InputError({arms->where, "arms", "this is a study, but a scenario is needed here",
                    fmt::format("give one of the scenarios that it names (its baseline or an "
                                "overlay), or run the study with '{}'",
                                command_on("run", file))});
}

}  // namespace

Scenario read_scenario(const std::filesystem::path& file, const ParameterCatalogue& catalogue,
                       const std::vector<Override>& overrides, const InputSource& source) {
  ProblemList problems;
  ScenarioReader reader(catalogue, problems, source);
  const auto layers = reader.chain(file, {});
  Scenario scenario;
  if (!layers.empty()) {
    scenario = reader.assemble(layers, overrides);
    reader.report_lines_not_found(overrides);
  }
  if (!problems.empty()) refuse_study(file, source);
  throw_if_any_once(problems);
  return scenario;
}

namespace {

std::vector<std::string> parts(const std::string& path) {
  std::vector<std::string> found;
  std::size_t start = 0;
  for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', start)) {
    found.push_back(path.substr(start, dot - start));
    start = dot + 1;
  }
  found.push_back(path.substr(start));
  return found;
}

/// Double-quoted YAML, whatever the text.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string series_text(const Series& series, ParameterKind kind) {
  const auto& steps = series.steps();
  if (steps.size() == 1 && steps.front().first == kNever) {
    return value_text(steps.front().second, kind);
  }
  std::string text;
  for (const auto& [month, value] : steps) {
    // The first value holds before its month too, so any early month says the same as "always".
    const auto shown = std::max(month, month_of(1900, 1));
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", to_string(shown),
                        value_text(value, kind));
  }
  return "{" + text + "}";
}

std::string leaf_text(const ParameterEntry& entry, const ParameterSpec& spec) {
  auto text =
      fmt::format("{{value: {}, unit: {}", series_text(entry.value, spec.kind), quoted(spec.unit));
  if (entry.has_prior) {
    text += fmt::format(", range: [{}, {}]", number_text(entry.prior_low),
                        number_text(entry.prior_high));
  }
  // A later file may say what holds from a month on; then there is no one line for it.
  const bool whole = entry.prior && entry.prior->until == Prior::kAlways;
  const auto prior = whole ? prior_text(*entry.prior) : "";
  if (!prior.empty()) text += ", prior: " + prior;
  if (!entry.justification.empty()) text += ", justification: " + quoted(entry.justification);
  return text + fmt::format(", status: {}, source: {}}}", entry.status, quoted(entry.source));
}

std::string head_text(const Scenario& scenario) {
  std::vector<std::string> files;
  for (const auto& file : scenario.files) files.push_back(file.filename().string());
  auto text = fmt::format("intent: {}\nresolved_from: {}\n\ntables:\n", quoted(scenario.intent),
                          quoted(join(files)));
  for (const auto& [name, file] : scenario.tables) {
    text += fmt::format("  {}: {}\n", name, quoted(file));
  }
  const auto& run = scenario.run;
  return text + fmt::format("\nrun: {{start: {}, end: {}, replicates: {}, seed: {}, scale: {}}}\n",
                            to_string(run.start), to_string(run.end), run.replicates, run.seed,
                            number_text(run.scale));
}

}  // namespace

std::string resolved_yaml(const Scenario& scenario, const ParameterCatalogue& catalogue) {
  const auto of_lines = line_parameters(scenario, catalogue);
  std::vector<const ParameterSpec*> specs;
  for (const auto& spec : catalogue) specs.push_back(&spec);
  std::sort(specs.begin(), specs.end(), [](const ParameterSpec* a, const ParameterSpec* b) {
    return parts(a->path) < parts(b->path);
  });
  // Lines stand in the order in which they are asked, after the rest of their instrument.
  for (const auto& one : of_lines) {
    const auto section = one.of_all.substr(0, one.of_all.rfind('.') + 1);
    const auto last = std::find_if(specs.rbegin(), specs.rend(), [&](const ParameterSpec* spec) {
      return spec->path.starts_with(section);
    });
    specs.insert(last.base(), &one.spec);
  }
  auto text = head_text(scenario);
  std::vector<std::string> open;  // sections whose heading stands above
  for (const auto* spec : specs) {
    const auto keys = parts(spec->path);
    std::size_t common = 0;
    while (common + 1 < keys.size() && common < open.size() && open[common] == keys[common]) {
      ++common;
    }
    open.resize(common);
    for (std::size_t level = common; level + 1 < keys.size(); ++level) {
      if (level == 0) text += '\n';
      text += fmt::format("{:{}}{}:\n", "", 2 * level, keys[level]);
      open.push_back(keys[level]);
    }
    text += fmt::format("{:{}}{}: {}\n", "", 2 * open.size(), keys.back(),
                        leaf_text(scenario.parameters.at(spec->path), *spec));
  }
  return text;
}

}  // namespace resettle
