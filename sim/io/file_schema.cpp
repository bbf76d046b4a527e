#include "io/file_schema.h"

#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/names.h"
#include "io/schema_parts.h"
#include "io/study_plan.h"
#include "io/study_subgroups.h"
#include "io/translated.h"

namespace resettle {

Json reference(const std::string& definition) { return {{"$ref", "#/definitions/" + definition}}; }

Json text_schema() { return {{"type", {"string", "number", "boolean"}}, {"minLength", 1}}; }

namespace {

Json names_schema(const std::vector<NamedMeaning>& names) {
  Json allowed = Json::array();
  Json meanings = Json::array();
  for (const auto& [name, meaning] : names) {
    allowed.push_back(name);
    meanings.push_back(meaning);
  }
  return {{"enum", allowed}, {"enumDescriptions", meanings}};
}

Json name_schema() {
  return {{"type", "string"},
          {"pattern", name_pattern()},
          {"patternErrorMessage",
           "write letters, digits, '_', '-' and '.', and no word like null or true"}};
}

Json label_schema() {
  auto label = text_schema();
  label["maxLength"] = kLongestLabel;
  label["pattern"] = label_pattern();
  return label;
}

/// One text for all languages, or one for each.
Json by_language(const Json& text) {
  Json texts = Json::object();
  for (const char* language : kLanguages) texts[language] = text;
  const Json block{{"type", "object"},
                   {"minProperties", 1},
                   {"properties", texts},
                   {"additionalProperties", false}};
  return {{"anyOf", {text, block}}};
}

Json list_schema(Json item, bool may_be_empty) {
  Json list{{"type", "array"}, {"items", std::move(item)}, {"uniqueItems", true}};
  if (!may_be_empty) list["minItems"] = 1;
  return list;
}

/// An attribute, or a crossing of several as "sex x arrival_age".
Json subgroup_schema(const std::vector<NamedMeaning>& attributes) {
  std::vector<std::string> names;
  for (const auto& attribute : attributes) names.push_back(attribute.name);
  const auto any = fmt::format("({})", fmt::join(names, "|"));
  const Json crossing{
      {"type", "string"},
      {"pattern", fmt::format("^ *{0}( +x +{0}){{1,{1}}} *$", any, kMostCrossedAttributes - 1)}};
  return {{"anyOf", {names_schema(attributes), crossing}}};
}

/// Attributes, crossings, and conditions with their names.
Json subgroups_schema(const std::vector<NamedMeaning>& attributes) {
  const Json conditions{{"type", "object"},
                        {"minProperties", 1},
                        {"propertyNames", name_schema()},
                        {"additionalProperties", reference("condition")}};
  auto one = subgroup_schema(attributes);
  one["anyOf"].push_back(conditions);
  return {{"anyOf", {{{"type", "null"}}, list_schema(std::move(one), true), conditions}}};
}

/// An outcome of the whole period or an indicator.
Json outcome_schema(const StudyMeanings& meanings) {
  auto outcomes = meanings.horizon_outcomes;
  outcomes.insert(outcomes.end(), meanings.indicators.begin(), meanings.indicators.end());
  return names_schema(outcomes);
}

Json key_schema(const FileKey& key, const StudyMeanings& meanings) {
  switch (key.form) {
    case KeyForm::text:
      return text_schema();
    case KeyForm::name:
      return name_schema();
    case KeyForm::label:
      return by_language(label_schema());
    case KeyForm::words:
      return by_language(text_schema());
    case KeyForm::whole:
      return {{"type", "integer"},
              {"minimum", static_cast<long long>(key.lowest)},
              {"maximum", static_cast<long long>(key.highest)}};
    case KeyForm::scale:
      return {{"type", "number"}, {"minimum", kSmallestScale}, {"maximum", 1}};
    case KeyForm::month:
      return {{"type", "string"},
              {"pattern", fmt::format("^{}$", kSimulatedMonthPattern)},
              {"patternErrorMessage", "write a month from 1990-01 on, as 2012-01"}};
    case KeyForm::indicators:
      return list_schema(names_schema(meanings.indicators), false);
    case KeyForm::subgroups:
      return subgroups_schema(meanings.subgroups);
    case KeyForm::person_columns:
      return list_schema(names_schema(meanings.person_columns), true);
    case KeyForm::above_zero:
      return {{"type", "number"}, {"exclusiveMinimum", 0}};
    case KeyForm::outcome:
      return outcome_schema(meanings);
    case KeyForm::arm_names:
      return list_schema(text_schema(), false);
    case KeyForm::files: {
      auto files = list_schema(text_schema(), false);
      files["type"] = {"string", "number", "boolean", "array"};
      files["minLength"] = 1;
      return files;
    }
    case KeyForm::block:
      return {{"type", "object"}};
  }
  throw std::logic_error("a key without a form");
}

/// A block that stands below a key of another one.
void fill(Json& block, const std::string& key, Json content) {
  auto& place = block["properties"][key];
  content["description"] = place["description"];
  place = std::move(content);
}

/// A share, and amounts by outcome.
Json smallest_effect_schema(const StudyMeanings& meanings) {
  const auto outcomes = outcome_schema(meanings);
  return {
      {"type", "object"},
      {"minProperties", 1},
      {"properties", {{"share", {{"type", "number"}, {"minimum", 0}, {"exclusiveMaximum", 1}}}}},
      {"propertyNames", {{"anyOf", {outcomes, {{"const", "share"}}}}}},
      {"additionalProperties", {{"type", "number"}, {"minimum", 0}}}};
}

Json study_schema(const StudyMeanings& meanings) {
  auto study = block_schema(study_keys(), meanings);
  fill(study, "period", block_schema(period_keys(), meanings));
  fill(study, "record", block_schema(record_keys(), meanings));
  fill(study, "stop_when", block_schema(stop_when_keys(), meanings));
  auto draws = block_schema(draws_keys(), meanings);
  draws["if"] = {{"properties", {{"from", {{"const", kFromPrior}}}}}};
  draws["then"] = {{"required", {"draws"}}};
  fill(study, "parameters", std::move(draws));
  fill(study, "smallest_effect", smallest_effect_schema(meanings));
  fill(study, "arms",
       {{"type", "object"},
        {"minProperties", kFewestArms},
        {"maxProperties", kMostArms},
        {"propertyNames", name_schema()},
        {"additionalProperties", block_schema(arm_keys(), meanings)}});
  return study;
}

/// As the reader tells a study from a scenario. The name stands outside the condition, so that
/// editors propose it in an empty file.
Json either_schema() {
  const auto has = [](const char* key) { return Json{{"required", Json::array({key})}}; };
  return {{"type", "object"},
          {"properties", {{"study", {{"description", key_named(study_keys(), "study").meaning}}}}},
          {"if", {{"anyOf", {has("study"), has("arms")}}}},
          {"then", reference("study")},
          {"else", reference("scenario")}};
}

}  // namespace

Json block_schema(const FileKeys& keys, const StudyMeanings& meanings) {
  Json properties = Json::object();
  Json needed = Json::array();
  for (const auto& key : keys) {
    properties[key.name] = key_schema(key, meanings);
    properties[key.name]["description"] = key.meaning;
    if (key.is_required()) needed.push_back(key.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(needed)},
          {"additionalProperties", false}};
}

std::string file_schema(const ParameterCatalogue& catalogue, const Scenario& baseline,
                        const StudyMeanings& meanings, SchemaFor files) {
  Json definitions = Json::object();
  definitions["condition"] = condition_schema();
  if (files != SchemaFor::scenarios) definitions["study"] = study_schema(meanings);
  if (files != SchemaFor::studies) {
    definitions["scenario"] = scenario_schema(catalogue, baseline, definitions);
  }
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"title", "Studies and scenarios of resettle"}};
  if (files == SchemaFor::studies_and_scenarios) {
    schema.update(either_schema());
  } else {
    schema["allOf"].push_back(reference(files == SchemaFor::studies ? "study" : "scenario"));
  }
  schema["definitions"] = std::move(definitions);
  return schema.dump(1) + "\n";
}

}  // namespace resettle
