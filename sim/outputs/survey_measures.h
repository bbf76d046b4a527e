#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/world.h"
#include "outputs/survey_memory.h"
#include "outputs/surveys.h"

namespace resettle {

/// Whom a survey asks, before age and subgroup.
struct SurveyPopulation {
  std::string_view name;
  bool (*contains)(const World&, std::size_t person);
};
std::span<const SurveyPopulation> survey_population_table();

/// What an answer may need besides the columns.
struct SurveyContext {
  const World& world;
  const SurveyMemory& memory;
  const SurveyRules& rules;
};

/// An indicator that is a mean over the persons asked.
struct SurveyMeasure {
  std::string_view indicator;
  bool (*counts)(const SurveyContext&, std::size_t person);  ///< belongs to its denominator
  double (*value)(const SurveyContext&, std::size_t person);
};
std::span<const SurveyMeasure> survey_measures();

/// A category of an indicator whose `subgroup` names it. Where it is a band of amounts: values
/// above `low` up to `high`.
struct SurveyCategory {
  std::string_view indicator;
  std::string_view name;
  double low = 0;
  double high = 0;

  [[nodiscard]] bool holds(double value) const { return low < value && value <= high; }
};
std::span<const SurveyCategory> survey_categories();
/// Nullptr if the indicator has no such category.
const SurveyCategory* find_category(std::string_view indicator, std::string_view name);

/// Persons of the question's population, age range and (man, woman) subgroup, in order.
std::vector<std::size_t> persons_asked(const World& world, const SurveyQuestion& question);

}  // namespace resettle
