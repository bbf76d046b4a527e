#include <fmt/format.h>

#include "results/tell.h"

// What every arm changes: over the whole period, at the end, by year.

namespace resettle {

namespace {

Table measured(const Comparison& comparison, std::string name, std::string title,
               std::string meaning, std::vector<Measured> ArmComparison::*list) {
  Table table{
      std::move(name),
      "effects",
      std::move(title),
      std::move(meaning),
      joined<Column>({key("arm"), key("outcome"), {"label"}, {"unit"}}, judged_columns(kUnitOfRow)),
      {.blocks = "outcome", .columns = {"reference", "difference", "verdict"}}};
  for (const auto& arm : comparison.arms) {
    for (const auto& one : arm.*list) {
      table.add(joined<Cell>({arm.name, one.name, one.label, one.unit}, judged_cells(one.result)));
    }
  }
  return table;
}

/// Names and units of what is compared, and which direction is better.
Table outcomes(const Comparison& comparison) {
  Table table{"outcomes",
              "effects",
              "What is compared",
              "",
              {key("outcome"), {"label"}, {"unit"}, {"over"}, {"better"}}};
  if (comparison.arms.empty()) return table;
  for (const auto& one : comparison.arms.front().horizon) {
    const HorizonOutcomeInfo* info = horizon_outcome(one.name);
    const Cell better = info == nullptr          ? Cell(Nothing{kNotDefined})
                        : info->higher_is_better ? Cell(std::string("higher"))
                                                 : Cell(std::string("lower"));
    table.add({one.name, one.label, one.unit, std::string("period"), better});
  }
  for (const auto& one : comparison.arms.front().at_end) {
    table.add({one.name, one.label, one.unit, std::string("end"), Nothing{kNotDefined}});
  }
  return table;
}

std::string label_of(const Comparison& comparison, const std::string& outcome) {
  const Measured* found = comparison.arms.front().find(outcome);
  return found == nullptr ? outcome : found->label;
}

Table by_year(const Comparison& comparison) {
  Table table{"by_year",
              "effects",
              "Difference to the reference by year",
              fmt::format("Indicators: mean over the year's months. Person-months and "
                          "distress-years: sum. {}.",
                          kMarksMean),
              joined<Column>({key("arm"), key("outcome"), key("year", "year"), {"label"}, {"unit"}},
                             judged_columns(kUnitOfRow)),
              {.blocks = "outcome", .across = "arm", .columns = {"difference", "verdict"}}};
  for (const auto& row : comparison.by_year) {
    table.add(joined<Cell>({row.arm, row.outcome, static_cast<double>(row.year),
                            label_of(comparison, row.outcome), row.unit},
                           judged_cells(row.result)));
  }
  return table;
}

}  // namespace

std::vector<Table> tell_effects(const Comparison& comparison) {
  const auto& study = comparison.study;
  return {
      measured(comparison, "horizon",
               fmt::format("From {} to {}", to_string(study.policy_start), to_string(study.end)),
               "", &ArmComparison::horizon),
      measured(comparison, "at_end", "At the end of the study, " + to_string(study.end), "",
               &ArmComparison::at_end),
      by_year(comparison), outcomes(comparison)};
}

}  // namespace resettle
