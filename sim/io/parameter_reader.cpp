#include "io/parameter_reader.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/condition_reader.h"
#include "io/file_keys.h"
#include "io/number_text.h"
#include "io/strict_text.h"

namespace resettle {

std::string valid_range(const ParameterSpec& spec) {
  const auto low = value_text(spec.minimum, spec.kind);
  const auto high = value_text(spec.maximum, spec.kind);
  const auto unit = spec.unit.empty() ? "" : " (" + spec.unit + ")";
  if (!std::isfinite(spec.maximum)) return fmt::format("at least {}{}", low, unit);
  if (!std::isfinite(spec.minimum)) return fmt::format("at most {}{}", high, unit);
  return fmt::format("{} to {}{}", low, high, unit);
}

bool none_allowed(ParameterKind kind) {
  return kind == ParameterKind::capacity || kind == ParameterKind::month;
}

double none_value(ParameterKind kind) {
  if (kind == ParameterKind::capacity) return kNoLimit;
  return kNoEnd;
}

bool is_numeric(ParameterKind kind) {
  return kind != ParameterKind::month && kind != ParameterKind::flag &&
         kind != ParameterKind::condition;
}

std::string value_text(double value, ParameterKind kind) {
  switch (kind) {
    case ParameterKind::flag:
      return value != 0 ? "true" : "false";
    case ParameterKind::month:
      if (value == kNoEnd) return "none";
      return std::isfinite(value) ? to_string(Month{static_cast<std::int32_t>(value)}) : "any";
    case ParameterKind::capacity:
      return value == kNoLimit ? "none" : number_text(value);
    case ParameterKind::condition:
      return text_of(condition_numbered(value));
    case ParameterKind::number:
    case ParameterKind::integer:
      break;
  }
  return number_text(value);
}

std::string expected_value(const ParameterSpec& spec) {
  switch (spec.kind) {
    case ParameterKind::flag:
      return "true or false";
    case ParameterKind::month:
      return "a month such as 2012-01, or none";
    case ParameterKind::capacity:
      return fmt::format("a number in {}, or none for no limit", spec.unit);
    case ParameterKind::integer:
      return fmt::format("a whole number in {}", spec.unit);
    case ParameterKind::condition:
      return "everybody, or what a person must be, as {sex: woman, age: 40+}";
    case ParameterKind::number:
      break;
  }
  return fmt::format("a number in {}", spec.unit);
}

bool ParameterReader::check_valid(double value, const ParameterSpec& spec,
                                  const SourceLocation& where, const std::string& key) {
  if (spec.kind == ParameterKind::condition) return true;  // its reader has judged it
  const auto text = value_text(value, spec.kind);
  if (spec.kind == ParameterKind::integer && value != std::floor(value)) {
    problems_.add(
        {where, key, fmt::format("{} has a fraction", text), "write " + expected_value(spec)});
    return false;
  }
  const bool no_limit = none_allowed(spec.kind) && value == none_value(spec.kind);
  if (no_limit || (value >= spec.minimum && value <= spec.maximum)) return true;
  problems_.add({where, key, fmt::format("{} is outside the valid range", text),
                 "valid: " + valid_range(spec)});
  return false;
}

namespace {

bool is_by_month(const YamlNode& map) {
  return std::any_of(map.entries.begin(), map.entries.end(), [](const YamlEntry& entry) {
    return !entry.key.empty() && entry.key.front() >= '0' && entry.key.front() <= '9';
  });
}

}  // namespace

std::optional<double> ParameterReader::read_scalar(const YamlNode& node,
                                                   const ParameterSpec& spec) {
  if (is_none(node)) {
    if (none_allowed(spec.kind)) return none_value(spec.kind);
    problems_.add({node.where, spec.path, "'none' is not allowed for this parameter",
                   "write " + expected_value(spec)});
    return std::nullopt;
  }
  if (node.kind == YamlKind::scalar && node.text == kNeutral) {
    if (spec.neutral) return spec.neutral;
    problems_.add({node.where, spec.path,
                   "this parameter has no neutral value: it sets a level, a size or a time",
                   "write " + expected_value(spec)});
    return std::nullopt;
  }
  if (spec.kind == ParameterKind::condition) {
    const auto condition = read_condition(node, instrument_of(spec.path), problems_);
    return condition ? std::optional<double>(number_of(*condition)) : std::nullopt;
  }
  ProblemList found;
  std::optional<double> value;
  if (spec.kind == ParameterKind::flag) {
    if (const auto flag = read_flag(node, found)) value = *flag ? 1 : 0;
  } else if (spec.kind == ParameterKind::month) {
    if (const auto month = read_month(node, found)) value = month->index;
  } else {
    value = read_number(node, found);
  }
  for (auto problem : found.items()) {
    problem.key = spec.path;
    const bool no_number = is_numeric(spec.kind) && node.kind == YamlKind::scalar && !node.quoted &&
                           !node.text.empty() && !is_decimal(node.text);
    if (no_number) problem.remedy = number_remedy(node.text, spec.unit);
    if (problem.remedy.empty()) problem.remedy = "write " + expected_value(spec);
    if (spec.kind == ParameterKind::capacity && problem.remedy == kNumberRemedy) {
      problem.remedy += ", or none for no limit";
    }
    problems_.add(std::move(problem));
  }
  if (!value || !check_valid(*value, spec, node.where, spec.path)) return std::nullopt;
  return value;
}

std::optional<Series> ParameterReader::read_by_month(const YamlNode& node,
                                                     const ParameterSpec& spec) {
  std::vector<std::pair<Month, double>> steps;
  bool sound = !node.entries.empty();
  if (!sound) {
    problems_.add({node.where, spec.path, "there are no values between the braces",
                   "write values by month, as {2012-01: 5, 2015-01: 6}"});
  }
  for (const auto& entry : node.entries) {
    const auto month = parse_month_strictly(entry.key);
    if (!month.value && entry.value.kind == YamlKind::empty) {
      problems_.add({entry.where, spec.path,
                     fmt::format("'{}' is not a month with its value", entry.key),
                     "write month, colon, space and value, as 2012-01: 5"});
      sound = false;
      continue;
    }
    const auto value = read_scalar(entry.value, spec);
    if (!month.value) {
      problems_.add({entry.where, spec.path, month.message, month.remedy});
    } else if (!steps.empty() && *month.value <= steps.back().first) {
      problems_.add({entry.where, spec.path,
                     fmt::format("{} is not after {}, the month before it", entry.key,
                                 to_string(steps.back().first)),
                     "put the months in order, each once"});
      sound = false;
      continue;
    }
    sound = sound && month.value && value;
    if (month.value) steps.emplace_back(*month.value, value.value_or(0));
  }
  if (!sound) return std::nullopt;
  return Series(std::move(steps));
}

std::optional<Series> ParameterReader::read_column(const YamlNode& node, const ParameterSpec& spec,
                                                   const ParameterContext& context) {
  const auto before = problems_.items().size();
  check_keys(node, names_of(column_keys()), problems_);
  const auto* table = value_of(node, column_keys(), "table", problems_);
  const auto* column = value_of(node, column_keys(), "column", problems_);
  const auto name = table != nullptr ? read_text(*table, problems_) : std::nullopt;
  const auto wanted = column != nullptr ? read_text(*column, problems_) : std::nullopt;
  if (!name || !wanted || problems_.items().size() != before) return std::nullopt;
  if (!is_numeric(spec.kind)) {
    problems_.add({node.where, spec.path, "a table holds numbers, this parameter takes none",
                   "write " + expected_value(spec)});
    return std::nullopt;
  }
  const bool bare = name->find('/') == std::string::npos;
  const NamedFile file{
      ((bare ? context.tables_folder : context.file_folder) / *name).lexically_normal(),
      {table->where, spec.path}};
  std::vector<std::pair<Month, double>> steps;
  for (const auto& dated : tables_.column(file, *wanted, problems_)) {
    check_valid(dated.value, spec, dated.where, fmt::format("{} ({})", spec.path, *wanted));
    steps.emplace_back(dated.month, dated.value);
  }
  if (problems_.items().size() != before || steps.empty()) return std::nullopt;
  return Series(std::move(steps));
}

std::optional<Series> ParameterReader::read_value(const YamlNode& node, const ParameterSpec& spec,
                                                  const ParameterContext& context) {
  const bool is_condition = spec.kind == ParameterKind::condition;
  if (node.is_map() && (!is_condition || is_by_month(node))) {
    const bool by_table = node.find("table") != nullptr || node.find("column") != nullptr;
    return by_table ? read_column(node, spec, context) : read_by_month(node, spec);
  }
  const auto value = read_scalar(node, spec);
  return value ? std::optional<Series>(Series(*value)) : std::nullopt;
}

void ParameterReader::read_unit(const YamlNode& leaf, const ParameterSpec& spec) {
  const auto remedy = fmt::format("write 'unit: {}'", spec.unit);
  const auto* unit = required(leaf, "unit", remedy, problems_);
  if (unit == nullptr || (unit->kind == YamlKind::scalar && unit->text == spec.unit)) return;
  problems_.add(
      {unit->where, unit->path, fmt::format("the unit is {}", kind_name(*unit)),
       fmt::format("this parameter is in {}: convert the value and {}", spec.unit, remedy)});
}

std::string ParameterReader::read_status(const YamlNode& leaf, const ParameterContext& context) {
  std::vector<std::string> allowed;
  for (const auto& status : statuses()) {
    if (status.name != kPolicyStatus || context.policy_allowed) allowed.push_back(status.name);
  }
  const auto* status =
      required(leaf, "status", "say how the value is known: " + join(allowed), problems_);
  const auto text = status != nullptr ? read_text(*status, problems_) : std::nullopt;
  if (!text || std::find(allowed.begin(), allowed.end(), *text) != allowed.end()) {
    return text.value_or("");
  }
  if (*text == kPolicyStatus) {
    problems_.add({status->where, status->path, "the status 'policy' is for overlays only",
                   "in a baseline write 'fixed' for a rule of the law"});
  } else {
    problems_.add({status->where, status->path, fmt::format("unknown status '{}'", *text),
                   suggest(*text, allowed)});
  }
  return "";
}

void ParameterReader::read_range(const YamlNode& node, const ParameterSpec& spec,
                                 ParameterEntry& entry) {
  const std::string remedy = "write two numbers, the smaller first, as [0.1, 0.4]";
  if (!is_numeric(spec.kind)) {
    problems_.add({node.where, node.path, "this parameter cannot have a range", "remove it"});
    return;
  }
  if (node.kind != YamlKind::list || node.items.size() != 2) {
    problems_.add({node.where, node.path, "a range has two numbers", remedy});
    return;
  }
  const auto low = read_number(node.items[0], problems_);
  const auto high = read_number(node.items[1], problems_);
  if (!low || !high) return;
  if (*low >= *high) {
    problems_.add(
        {node.where, node.path,
         fmt::format("the range runs from {} to {}", number_text(*low), number_text(*high)),
         remedy});
    return;
  }
  const bool low_valid = check_valid(*low, spec, node.items[0].where, node.path);
  const bool high_valid = check_valid(*high, spec, node.items[1].where, node.path);
  if (!low_valid || !high_valid) return;
  for (const auto& [month, value] : entry.value.steps()) {
    if (value >= *low && value <= *high) continue;
    problems_.add({node.where, node.path,
                   fmt::format("the range {} to {} does not contain the value {}",
                               number_text(*low), number_text(*high), value_text(value, spec.kind)),
                   "widen the range or correct the value"});
    return;
  }
  entry.has_prior = true;
  entry.prior_low = *low;
  entry.prior_high = *high;
}

void ParameterReader::read_prior_of(const YamlNode& leaf, const ParameterSpec& spec,
                                    ParameterEntry& entry) {
  const auto* prior = leaf.find("prior");
  const bool moved =
      prior != nullptr && prior->is_map() && (prior->find("scale") || prior->find("shift"));
  if (entry.status == "fixed") {
    if (prior == nullptr) return;
    problems_.add({prior->where, prior->path, "what is fixed has no prior",
                   "remove it, or say how the value is known (status)"});
  } else if (entry.has_prior || moved) {
    const SourceLocation& where = leaf.find("value")->where;
    entry.prior =
        read_prior(prior, where, spec, entry.value, entry.prior_low, entry.prior_high, problems_);
  } else if (prior != nullptr) {
    problems_.add({prior->where, prior->path, "a prior needs a range",
                   "write range: [lowest, highest] beside it"});
  }
}

std::optional<ParameterEntry> ParameterReader::read_leaf(const YamlNode& leaf,
                                                         const ParameterSpec& spec,
                                                         const ParameterContext& context) {
  const auto before = problems_.items().size();
  check_keys(leaf, names_of(parameter_keys()), problems_);
  ParameterEntry entry;
  const auto* value = required(leaf, "value", "write " + expected_value(spec), problems_);
  if (value != nullptr) entry.where = value->where;
  if (value != nullptr && is_relative(*value)) {
    return read_relative_leaf(leaf, *value, spec, context);
  }
  const auto series = value != nullptr ? read_value(*value, spec, context) : std::nullopt;
  if (series) {
    entry.value = *series;
    entry.prior_low = entry.prior_high = series->steps().front().second;
  }
  read_unit(leaf, spec);
  entry.status = read_status(leaf, context);
  const auto* source = value_of(leaf, parameter_keys(), "source", problems_);
  if (source != nullptr) entry.source = read_words(*source, problems_).value_or("");
  if (const auto* note = leaf.find("note")) read_words(*note, problems_);
  if (series) read_justification(leaf.find("justification"), spec, entry, value->where);
  const auto* range = leaf.find("range");
  // The range of a value that is wrong cannot be judged.
  if (range != nullptr && series) read_range(*range, spec, entry);
  if (series && problems_.items().size() == before) read_prior_of(leaf, spec, entry);
  if (!series || problems_.items().size() != before) return std::nullopt;
  return entry;
}

}  // namespace resettle
