#include "results/definitions.h"

#include <fmt/format.h>

#include "core/errors.h"
#include "results/study_results.h"

namespace resettle {

namespace {

std::vector<double> integrated_person_months(const StudyResults& results,
                                             const std::string& indicator, const std::string& arm) {
  const auto share = results.indicator(indicator, arm);
  const auto persons = results.indicator("persons_15_plus", arm);
  const std::size_t months = results.months().size();
  std::vector<double> sums(results.replicates(), 0.0);
  for (std::size_t i = 0; i < share.size(); ++i) sums[i / months] += share[i] * persons[i];
  return sums;
}

}  // namespace

const Definition& definition_named(const std::string& name) {
  std::string allowed;
  for (const auto& definition : kDefinitions) {
    if (name == definition.name) return definition;
    allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", definition.name);
  }
  Problem problem;
  problem.where.file = "--definition";
  problem.message = fmt::format("\"{}\" is not a definition of mental success", name);
  problem.remedy = fmt::format("one of {}", allowed);
  throw InputError(std::move(problem));
}

void check_definition(const StudyResults& results, const Definition& chosen) {
  if (results.has_indicator(chosen.indicator)) return;
  Problem problem;
  problem.where.file = results.reference_source().file->root().name().file;
  problem.key = fmt::format("/aggregates/{}", chosen.indicator);
  problem.message = fmt::format("the file has no integration by definition {}", chosen.name);
  problem.remedy = "run the study again with this version of the program";
  throw InputError(std::move(problem));
}

bool same_clear_sign(const Estimate& chosen, const Estimate& other) {
  return other.is_clear() && (chosen.mean > 0) == (other.mean > 0) && chosen.mean != 0;
}

std::vector<DefinitionTable> definitions_of(const StudyResults& results,
                                            const std::vector<std::string>& arms,
                                            const std::string& chosen) {
  std::vector<DefinitionTable> tables;
  for (std::size_t a = 1; a < arms.size(); ++a) {
    DefinitionTable table;
    table.arm = arms[a];
    Estimate headline;
    for (const auto& definition : kDefinitions) {
      if (!results.has_indicator(definition.indicator)) continue;
      const auto reference = integrated_person_months(results, definition.indicator, arms.front());
      const auto values = integrated_person_months(results, definition.indicator, arms[a]);
      table.rows.push_back({definition.name, paired_difference(reference, values)});
      if (chosen == definition.name) headline = table.rows.back().person_months.difference;
    }
    for (const auto& row : table.rows) {
      if (same_clear_sign(headline, row.person_months.difference)) {
        table.holds_under.push_back(row.definition);
      }
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<std::string> missing_definitions(const StudyResults& results) {
  std::vector<std::string> missing;
  for (const auto& definition : kDefinitions) {
    if (!results.has_indicator(definition.indicator)) missing.emplace_back(definition.name);
  }
  return missing;
}

}  // namespace resettle
