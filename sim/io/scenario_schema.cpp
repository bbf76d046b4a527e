// The parameters of scenario files in a JSON Schema.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "io/names.h"
#include "io/parameter_reader.h"
#include "io/schema_parts.h"
#include "io/show_value.h"
#include "io/strict_text.h"
#include "io/tables.h"

namespace resettle {
namespace {

constexpr const char* kUsualStatus = "usual_status";

/// A value as JSON: a number, true or false, a month or "none".
Json json_value(const ParameterSpec& spec, double value) {
  const bool is_none = none_allowed(spec.kind) && value == none_value(spec.kind);
  if (spec.kind == ParameterKind::flag) return value != 0;
  const bool as_text = spec.kind == ParameterKind::month || spec.kind == ParameterKind::condition;
  if (as_text || is_none) return value_text(value, spec.kind);
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<long long>(value);
  return value;
}

void limit(Json& number, const ParameterSpec& spec) {
  if (std::isfinite(spec.minimum)) number["minimum"] = json_value(spec, spec.minimum);
  if (std::isfinite(spec.maximum)) number["maximum"] = json_value(spec, spec.maximum);
}

/// One value: what stands alone or beside a month.
Json scalar_schema(const ParameterSpec& spec) {
  switch (spec.kind) {
    case ParameterKind::flag:
      return {{"type", Json::array({"boolean"})}};
    case ParameterKind::month:
      return {{"type", Json::array({"string"})},
              {"pattern", fmt::format("^(none|{})$", kMonthPattern)},
              {"patternErrorMessage", "a month is written as 2012-01; none is no end"}};
    case ParameterKind::capacity: {
      Json number{{"type", {"number", "string"}},
                  {"pattern", "^none$"},
                  {"patternErrorMessage", "write a number, or none for no limit"}};
      limit(number, spec);
      return number;
    }
    case ParameterKind::integer:
    case ParameterKind::number: {
      Json number{
          {"type", Json::array({spec.kind == ParameterKind::integer ? "integer" : "number"})}};
      limit(number, spec);
      return number;
    }
    case ParameterKind::condition:
      break;
  }
  throw std::logic_error("a parameter whose values have no schema of their own");
}

/// The same, or the word that stands for the value at which the effect is absent.
Json scalar_or_neutral(const ParameterSpec& spec) {
  auto value = scalar_schema(spec);
  if (!spec.neutral) return value;
  const bool has_none = value.contains("pattern");
  if (!has_none) value["type"].push_back("string");
  value["pattern"] =
      has_none ? fmt::format("^(none|{})$", kNeutral) : fmt::format("^{}$", kNeutral);
  const char* others = spec.kind == ParameterKind::flag ? "true or false"
                       : has_none                       ? "a number, none for no limit"
                                                        : "a number";
  value["patternErrorMessage"] =
      fmt::format("write {}, or {}: without this effect", others, kNeutral);
  return value;
}

/// In an overlay: what is made of the value of the file below.
Json relative_properties() {
  return {{"times",
           {{"type", "number"},
            {"minimum", 0},
            {"description", "The value of the file below times this factor."}}},
          {"plus",
           {{"type", "number"}, {"description", "The value of the file below plus this amount."}}}};
}

Json or_relative(Json value) {
  value["type"].push_back("object");
  value["minProperties"] = value["maxProperties"] = 1;
  value["properties"] = relative_properties();
  value["additionalProperties"] = false;
  return value;
}

/// A value, values by month, or a column of a table. One schema for all three: editors then say
/// what is wrong with the form that was used.
Json value_schema(const ParameterSpec& spec) {
  if (spec.kind == ParameterKind::condition) return dated_condition_schema();
  auto value = scalar_or_neutral(spec);
  const auto of_month = is_numeric(spec.kind) ? or_relative(value) : value;
  value["type"].push_back("object");
  value["minProperties"] = 1;
  value["patternProperties"] = {{fmt::format("^{}$", kMonthPattern), of_month}};
  value["additionalProperties"] = false;
  if (!is_numeric(spec.kind)) return value;
  const auto column = block_schema(column_keys(), {});
  value["properties"] = column["properties"];
  value["properties"].update(relative_properties());
  for (const auto& key : column_keys()) value["dependencies"][key.name] = column["required"];
  value["if"] = {{"required", column["required"]}};
  value["then"] = {{"maxProperties", column["required"].size()}};
  for (const char* key : {"times", "plus"}) value["dependencies"][key] = {{"maxProperties", 1}};
  return value;
}

Json range_schema(const ParameterSpec& spec) {
  Json number{{"type", spec.kind == ParameterKind::integer ? "integer" : "number"}};
  limit(number, spec);
  return {{"type", "array"}, {"items", std::move(number)}, {"minItems", 2}, {"maxItems", 2}};
}

/// "number_0_to_1": parameters of one kind and range share their definitions.
std::string name_of_kind(const ParameterSpec& spec) {
  const auto bound = [](double value) {
    return std::isfinite(value) ? number_text(value) : std::string("any");
  };
  const auto bounded = [&](const char* kind) {
    const char* neutral = spec.neutral ? "_or_neutral" : "";
    return fmt::format("{}_{}_to_{}{}", kind, bound(spec.minimum), bound(spec.maximum), neutral);
  };
  switch (spec.kind) {
    case ParameterKind::flag:
      return spec.neutral ? "flag_or_neutral" : "flag";
    case ParameterKind::month:
      return "month";
    case ParameterKind::capacity:
      return bounded("capacity");
    case ParameterKind::integer:
      return bounded("integer");
    case ParameterKind::condition:
      return "dated_condition";
    case ParameterKind::number:
      break;
  }
  return bounded("number");
}

std::string hover_text(const ParameterSpec& spec, const ParameterEntry& entry) {
  auto text = fmt::format("{}\nUnit: {}", spec.meaning, spec.unit);
  if (is_numeric(spec.kind) && (std::isfinite(spec.minimum) || std::isfinite(spec.maximum))) {
    text += "\nValid: " + valid_range(spec);
  }
  text += fmt::format("\nBaseline: {} ({}; source {})", show_value(spec, entry.value), entry.status,
                      entry.source);
  if (entry.has_prior) {
    text += fmt::format("\nPrior range: {} to {}", show_number(spec, entry.prior_low),
                        show_number(spec, entry.prior_high));
  }
  if (spec.neutral) {
    text += fmt::format("\nNeutral: {} ({} may be written)", value_text(*spec.neutral, spec.kind),
                        kNeutral);
  }
  return text;
}

Json parameter_schema(const ParameterSpec& spec, const ParameterEntry& entry, Json& definitions) {
  const auto kind = name_of_kind(spec);
  const auto range = "range_of_" + kind;
  definitions[kind] = value_schema(spec);
  if (is_numeric(spec.kind)) definitions[range] = range_schema(spec);
  auto leaf = block_schema(parameter_keys(), {});
  leaf["description"] = hover_text(spec, entry);
  auto& fields = leaf["properties"];
  // With type and default an editor writes value and unit by itself.
  fields["value"] = {{"type", definitions[kind]["type"]},
                     {"allOf", Json::array({reference(kind)})},
                     {"description", "Write " + expected_value(spec) + "."}};
  const auto& steps = entry.value.steps();
  if (steps.size() == 1) fields["value"]["default"] = json_value(spec, steps.front().second);
  fields["unit"] = {{"type", "string"}, {"const", spec.unit}, {"default", spec.unit}};
  fields["status"] = reference("status");
  if (spec.kind != ParameterKind::condition) fields["justification"] = false;
  fields["range"] = is_numeric(spec.kind) ? reference(range) : Json(false);
  fields["prior"] = is_numeric(spec.kind) ? reference("prior") : Json(false);
  return spec.kind == ParameterKind::condition ? or_short_condition(std::move(leaf)) : leaf;
}

Json prior_schema() {
  Json shapes = Json::array();
  for (const auto shape : kPriorShapes) shapes.push_back(name_of(shape));
  const Json name{{"type", "string"}, {"enum", shapes}};
  const Json ends{
      {"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 2}, {"maxItems", 2}};
  auto block = block_schema(prior_keys(), {});
  auto& fields = block["properties"];
  fields["shape"]["enum"] = shapes;
  for (const char* moved : {"scale", "shift"}) fields[moved].update(ends);
  block["not"] = {{"required", {"scale", "shift"}}};
  return {{"anyOf", {name, block}}, {"description", key_named(parameter_keys(), "prior").meaning}};
}

Json status_schema(bool policy_allowed) {
  Json names = Json::array();
  Json meanings = Json::array();
  for (const auto& status : statuses()) {
    if (status.name == kPolicyStatus && !policy_allowed) continue;
    names.push_back(status.name);
    meanings.push_back(status.meaning);
  }
  return {{"type", "string"}, {"enum", names}, {"enumDescriptions", meanings}};
}

/// Puts a parameter into the tree of sections, and its name among those a baseline must hold.
void place(const std::string& path, Json leaf, Json& top, Json& complete) {
  Json* section = &top;
  Json* needed = &complete;
  const auto need = [&](const std::string& key) {
    auto& keys = (*needed)["required"];
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  std::size_t start = 0;
  for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', start)) {
    const auto key = path.substr(start, dot - start);
    auto& inner = (*section)["properties"][key];
    if (inner.is_null()) inner = {{"type", "object"}, {"additionalProperties", false}};
    need(key);
    section = &inner;
    needed = &(*needed)["properties"][key];
    start = dot + 1;
  }
  need(path.substr(start));
  (*section)["properties"][path.substr(start)] = std::move(leaf);
}

/// The lines that an instrument may have: of what each may say, the schemas of the instrument.
void place_lines(const ParameterCatalogue& catalogue, Json& scenario) {
  auto& policies = scenario["properties"]["policies"]["properties"];
  for (const auto& spec : catalogue) {
    if (!spec.by_line) continue;
    const auto key = spec.path.substr(spec.path.rfind('.') + 1);
    auto& of_all = policies[instrument_of(spec.path)]["properties"];
    auto& lines = of_all["lines"];
    if (lines.is_null()) {
      lines = {{"type", {"object", "string"}},
               {"pattern", "^none$"},
               {"minProperties", 1},
               {"maxProperties", kMostLines},
               {"propertyNames", {{"pattern", name_pattern()}}},
               {"additionalProperties",
                {{"type", {"object", "null"}},
                 {"properties", Json::object()},
                 {"additionalProperties", false}}},
               {"description",
                "Terms of their own for those for whom a condition holds; the first line that "
                "holds counts."}};
    }
    auto own = of_all[key];
    (own.contains("then") ? own["then"] : own)["properties"]["range"] = false;
    lines["additionalProperties"]["properties"][key] = std::move(own);
  }
}

Json overlay_schema() {
  Json overlay{{"required", Json::array({"based_on"})}};
  for (const char* key : {"tables", "run", "resolved_from"}) overlay["properties"][key] = false;
  // Beside what it is based on, its intent and perhaps its source, an overlay changes something.
  overlay["if"] = {{"required", Json::array({"source"})}};
  overlay["then"] = {{"minProperties", 4}};
  overlay["else"] = {{"minProperties", 3}};
  return overlay;
}

/// `complete` asks for every parameter.
Json baseline_schema(Json complete) {
  for (const char* key : {"tables", "run"}) complete["required"].push_back(key);
  const Json resolved{{"required", Json::array({"resolved_from"})}};
  return {{"allOf", Json::array({std::move(complete)})},
          {"if", resolved},
          {"else", reference(kUsualStatus)}};
}

}  // namespace

Json scenario_schema(const ParameterCatalogue& catalogue, const Scenario& baseline,
                     Json& definitions) {
  auto scenario = block_schema(scenario_keys(), {});
  auto& tables = scenario["properties"]["tables"];
  for (const auto& name : input_table_names()) {
    tables["properties"][name] = text_schema();
    tables["required"].push_back(name);
  }
  tables["additionalProperties"] = false;
  auto run = block_schema(run_keys(), {});
  run["description"] = scenario["properties"]["run"]["description"];
  scenario["properties"]["run"] = std::move(run);
  Json complete = Json::object();
  for (const auto& spec : catalogue) {
    const auto& entry = baseline.parameters.at(spec.path);
    place(spec.path, parameter_schema(spec, entry, definitions), scenario, complete);
  }
  place_lines(catalogue, scenario);
  definitions["status"] = status_schema(true);
  definitions["prior"] = prior_schema();
  // In a baseline no status is "policy", at any depth.
  definitions[kUsualStatus] = {{"properties", {{"status", status_schema(false)}}},
                               {"additionalProperties", reference(kUsualStatus)}};
  const auto has = [](const char* key) { return Json{{"required", Json::array({key})}}; };
  Json by_itself{{"if", {{"anyOf", {has("tables"), has("run")}}}},
                 {"then", baseline_schema(std::move(complete))},
                 {"else", has("based_on")}};
  scenario["if"] = has("based_on");
  scenario["then"] = overlay_schema();
  scenario["else"] = std::move(by_itself);
  return scenario;
}

}  // namespace resettle
