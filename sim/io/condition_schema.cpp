// Conditions on persons in the JSON Schema.
#include <fmt/format.h>

#include "io/condition_reader.h"
#include "io/parameter_reader.h"
#include "io/schema_parts.h"

namespace resettle {
namespace {

/// One value, or a list of them; a list of all words asks for nothing.
Json one_or_more(const Trait& trait, const Json& value) {
  Json list{{"type", "array"}, {"items", value}, {"minItems", 1}, {"uniqueItems", true}};
  if (trait.form == TraitForm::word) list["maxItems"] = trait.words.size() - 1;
  return {{"anyOf", {value, std::move(list)}}};
}

Json trait_schema(const Trait& trait) {
  Json value{{"type", "string"}};
  switch (trait.form) {
    case TraitForm::number:
      // A number alone is one for YAML, and a text with a sign.
      value = {{"type", {"integer", "string"}},
               {"pattern", "^([0-9]+|[0-9]+\\+|to [0-9]+|[0-9]+(-| to )[0-9]+)$"},
               {"minimum", 0},
               {"maximum", trait.maximum}};
      break;
    case TraitForm::month:
      value["pattern"] = fmt::format("^({0}|{0}\\+|to {0}|{0} to {0})$", kMonthPattern);
      break;
    case TraitForm::word:
      value["enum"] = trait.words;
      break;
    case TraitForm::flag:
      value = {{"type", "boolean"}};
      break;
    case TraitForm::locality:
      value["minLength"] = 1;
      break;
  }
  if (trait.form == TraitForm::number || trait.form == TraitForm::month) {
    value["patternErrorMessage"] = "write " + how_written(trait);
  }
  Json schema = trait.form == TraitForm::flag ? value : one_or_more(trait, value);
  schema["description"] = fmt::format(
      "{}{}\nWrite {}.", trait.meaning,
      trait.is_protected ? " (protected: needs a justification)" : "", how_written(trait));
  return schema;
}

Json everybody_schema() { return {{"type", "string"}, {"enum", {kEverybodyWord, kNeutral}}}; }

}  // namespace

Json condition_schema() {
  Json fields = Json::object();
  for (const auto& trait : traits()) fields[std::string(trait.name)] = trait_schema(trait);
  const Json inner = reference("condition");
  const Json parts{{"type", "array"}, {"items", inner}, {"minItems", 2}};
  fields["all"] = parts;
  fields["all"]["description"] = "Every one of these conditions holds.";
  fields["any"] = parts;
  fields["any"]["description"] = "At least one of these conditions holds.";
  fields["not"] = {{"allOf", Json::array({inner})},
                   {"description", "This condition does not hold."}};
  return {{"type", "object"},
          {"properties", std::move(fields)},
          {"minProperties", 1},
          {"additionalProperties", false}};
}

Json dated_condition_schema() {
  const Json one{{"anyOf", {everybody_schema(), reference("condition")}}};
  const Json by_month{{"type", "object"},
                      {"minProperties", 1},
                      {"patternProperties", {{fmt::format("^{}$", kMonthPattern), one}}},
                      {"additionalProperties", false}};
  return {{"type", {"string", "object"}},
          {"anyOf", {everybody_schema(), reference("condition"), by_month}}};
}

Json or_short_condition(Json parameter) {
  Json alone = condition_schema();
  alone["properties"]["justification"] = {{"type", "string"}};
  const Json months{
      {"type", "object"},
      {"minProperties", 1},
      {"patternProperties", {{fmt::format("^{}$", kMonthPattern), reference("condition")}}},
      {"properties", {{"justification", {{"type", "string"}}}}},
      {"additionalProperties", false}};
  const auto description = parameter["description"];
  return {{"description", description},
          {"if", {{"required", Json::array({"value"})}}},
          {"then", std::move(parameter)},
          {"else", {{"anyOf", {everybody_schema(), std::move(alone), months}}}}};
}

}  // namespace resettle
