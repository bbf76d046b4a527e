// What only an overlay may write: values beside those of the files below, and conditions alone.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/condition_reader.h"
#include "io/file_keys.h"
#include "io/number_text.h"
#include "io/parameter_reader.h"
#include "io/strict_text.h"

namespace resettle {

std::string protected_in(const Series& conditions) {
  Condition together{{Clause{Clause::Kind::all, nullptr, {}, {}, {}}}};
  for (const auto& step : conditions.steps()) {
    together.clauses.front().parts.push_back(condition_numbered(step.second));
  }
  return protected_traits_in(together);
}

void ParameterReader::read_justification(const YamlNode* justification, const ParameterSpec& spec,
                                         ParameterEntry& entry, const SourceLocation& where) {
  const bool is_condition = spec.kind == ParameterKind::condition;
  if (justification != nullptr) {
    entry.justification = read_words(*justification, problems_).value_or("");
    if (is_condition) return;
    problems_.add({justification->where, justification->path,
                   "only a condition on persons has a justification", "write it as a note"});
    return;
  }
  const auto asked = is_condition ? protected_in(entry.value) : "";
  if (asked.empty()) return;
  problems_.add({where, spec.path,
                 fmt::format("the condition asks for what is protected: {}", asked),
                 "say why beside it, as justification: \"...\"; the report prints it"});
}

std::vector<RelativeStep> ParameterReader::read_relative_steps(const YamlNode& node,
                                                               const ParameterSpec& spec,
                                                               const ParameterContext& context) {
  if (!context.has_below) {
    problems_.add({node.where, spec.path, "there is no file below whose value this could change",
                   "write " + expected_value(spec)});
    return {};
  }
  if (!is_numeric(spec.kind)) {
    problems_.add({node.where, spec.path, "this is no number that could be multiplied or raised",
                   "write " + expected_value(spec)});
    return {};
  }
  if (is_one_relative(node)) {
    const auto step = read_relative(node, spec.path, problems_);
    return step ? std::vector<RelativeStep>{*step} : std::vector<RelativeStep>{};
  }
  // Months in order, and values that do not depend on anything, are read as everywhere; the value
  // that stands meanwhile for one that does depend is valid for every parameter.
  YamlNode absolute = node;
  std::vector<std::optional<RelativeStep>> relative;
  bool sound = true;
  for (auto& entry : absolute.entries) {
    relative.emplace_back();
    if (!is_one_relative(entry.value)) continue;
    relative.back() = read_relative(entry.value, spec.path, problems_);
    sound = sound && relative.back();
    entry.value.kind = YamlKind::scalar;
    entry.value.text = number_text(std::isfinite(spec.minimum) ? spec.minimum : 0);
    entry.value.entries.clear();
  }
  const auto series = read_by_month(absolute, spec);
  if (!series || !sound) return {};
  std::vector<RelativeStep> steps;
  for (const auto& [from, value] : series->steps()) {
    const auto& step = relative[steps.size()];
    steps.push_back(step.value_or(RelativeStep{from, 0, value}));
    steps.back().from = from;
  }
  return steps;
}

std::optional<ParameterEntry> ParameterReader::read_relative_leaf(const YamlNode& leaf,
                                                                  const YamlNode& value,
                                                                  const ParameterSpec& spec,
                                                                  const ParameterContext& context) {
  const auto before = problems_.items().size();
  ParameterEntry entry;
  entry.where = value.where;
  entry.relative = read_relative_steps(value, spec, context);
  read_unit(leaf, spec);
  entry.status = read_status(leaf, context);
  const auto* source = value_of(leaf, parameter_keys(), "source", problems_);
  if (source != nullptr) entry.source = read_words(*source, problems_).value_or("");
  for (const char* key : {"range", "prior", "justification"}) {
    if (entry.relative.empty()) break;  // what may stand beside a value that is wrong is not known
    const auto* field = leaf.find(key);
    if (field == nullptr) continue;
    problems_.add({field->where, field->path,
                   fmt::format("a value beside that of the file below has no {}", key),
                   "remove it"});
  }
  if (problems_.items().size() != before) return std::nullopt;
  return entry;
}

std::optional<Series> ParameterReader::over(const ParameterEntry& entry, const Series& below,
                                            const ParameterSpec& spec) {
  if (entry.relative.empty()) return entry.value;
  if (below.empty()) return std::nullopt;  // a parameter that has problems already
  auto series = applied(entry.relative, below);
  for (const auto& step : series.steps()) {
    if (!check_valid(step.second, spec, entry.where, spec.path)) return std::nullopt;
  }
  return series;
}

std::optional<ParameterEntry> ParameterReader::read_short_condition(
    const YamlNode& node, const ParameterSpec& spec, const ParameterContext& context) {
  const auto before = problems_.items().size();
  YamlNode condition = node;
  std::erase_if(condition.entries,
                [](const YamlEntry& entry) { return entry.key == "justification"; });
  ParameterEntry entry;
  entry.where = node.where;
  entry.status = kPolicyStatus;
  entry.source = "policy choice";
  const auto series = read_value(condition, spec, context);
  if (!series) return std::nullopt;
  entry.value = *series;
  read_justification(node.find("justification"), spec, entry, node.where);
  if (problems_.items().size() != before) return std::nullopt;
  return entry;
}

}  // namespace resettle
