#include "results/definitions.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/errors.h"
#include "results/study_results.h"
#include "results/study_series.h"

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

std::vector<DefinitionTable> definitions_of(const StudyResults& results,
                                            const std::vector<std::string>& arms,
                                            const std::string& chosen,
                                            const SmallestEffect& smallest,
                                            const std::function<Verdict(std::size_t)>& of_chosen) {
  const auto& unit = info_of(HorizonOutcome::integrated).unit;
  std::vector<DefinitionTable> tables;
  for (std::size_t a = 1; a < arms.size(); ++a) {
    DefinitionTable table;
    table.arm = arms[a];
    for (const auto& definition : kDefinitions) {
      if (!results.has_indicator(definition.indicator)) continue;
      const auto reference = integrated_person_months(results, definition.indicator, arms.front());
      const auto values = integrated_person_months(results, definition.indicator, arms[a]);
      Judged result(results.sampling().difference(reference, values));
      result.smallest =
          smallest_difference(smallest, "integrated_person_months", result.reference, unit);
      table.rows.push_back({definition.name, result});
    }
    tables.push_back(std::move(table));
  }
  std::vector<Judged*> together;
  for (auto& table : tables) {
    for (auto& row : table.rows) together.push_back(&row.person_months);
  }
  judge_together(together);
  for (std::size_t a = 0; a < tables.size(); ++a) {
    auto& table = tables[a];
    const auto headline =
        std::find_if(table.rows.begin(), table.rows.end(),
                     [&](const DefinitionResult& row) { return row.definition == chosen; });
    if (headline == table.rows.end()) continue;
    headline->person_months.verdict = of_chosen(a);
    if (std::isnan(headline->person_months.verdict.probability)) continue;
    for (const auto& row : table.rows) {
      if (row.person_months.verdict.is(headline->person_months.verdict.finding, Sureness::likely)) {
        table.holds_under.push_back(row.definition);
      }
    }
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
