#include "model/study_meanings.h"

#include <algorithm>

#include <fmt/format.h>

#include "io/strict_text.h"
#include "model/vocabulary.h"
#include "outputs/indicators.h"
#include "outputs/subgroups.h"
#include "population/persons.h"

namespace resettle {
namespace {

/// "1" is the unit of what has none.
std::string with_unit(std::string_view meaning, std::string_view unit) {
  return unit == "1" ? std::string(meaning) : fmt::format("{} ({})", meaning, unit);
}

std::string meaning_of_indicator(const std::string& name) {
  for (const auto& indicator : indicators()) {
    if (indicator.name == name) return with_unit(indicator.label, indicator.unit);
  }
  return name + " in the month (persons)";  // events, which are counted beside the indicators
}

std::string meaning_of_horizon_outcome(const std::string& name) {
  auto words = name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words + " over the whole period since the policy start";
}

std::string meaning_of_subgroup(const std::string& name) {
  for (const auto& attribute : subgroup_attributes()) {
    if (attribute.name == name) return join(attribute.labels);
  }
  return name;
}

std::string meaning_of_column(const std::string& name) {
  const auto* column = find_person_column(name);
  return column != nullptr ? with_unit(column->meaning, column->unit) : name;
}

std::vector<NamedMeaning> with_meanings(const std::vector<std::string>& names,
                                        std::string (*meaning_of)(const std::string&)) {
  std::vector<NamedMeaning> found;
  for (const auto& name : names) found.push_back({name, meaning_of(name)});
  return found;
}

}  // namespace

StudyMeanings study_meanings() {
  const auto vocabulary = study_vocabulary();
  return {with_meanings(vocabulary.indicators, meaning_of_indicator),
          with_meanings(vocabulary.horizon_outcomes, meaning_of_horizon_outcome),
          with_meanings(vocabulary.subgroups, meaning_of_subgroup),
          with_meanings(vocabulary.person_columns, meaning_of_column)};
}

}  // namespace resettle
