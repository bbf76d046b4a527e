#include <fmt/format.h>

#include "results/compare_csv.h"

namespace resettle {

namespace {

std::string years_csv(const Comparison& comparison) {
  std::string text;
  for (const auto& year : comparison.by_year) {
    ComparisonRow row{
        .table = "by_year", .arm = year.arm, .outcome = year.outcome, .year = year.year};
    for (const auto& info : kHorizonOutcomes) {
      if (year.outcome == info.name) row.unit = info.unit;
    }
    for (const auto& outcome : comparison.arms.front().outcomes) {
      if (year.outcome == outcome.outcome) row.unit = outcome.unit;
    }
    text += csv_lines(std::move(row), year.result);
  }
  return text;
}

std::string definitions_csv(const Comparison& comparison) {
  std::string text;
  for (const auto& table : comparison.definitions) {
    for (const auto& result : table.rows) {
      ComparisonRow row{.table = "definitions", .arm = table.arm};
      row.outcome = fmt::format("integrated_person_months_{}", result.definition);
      row.unit = info_of(HorizonOutcome::integrated).unit;
      text += csv_lines(std::move(row), result.person_months);
    }
  }
  return text;
}

std::string ranking_csv(const Comparison& comparison) {
  std::string text;
  for (const auto& ranking : comparison.ranking) {
    const auto& info = info_of(ranking.outcome);
    for (const auto& arm : ranking.arms) {
      const ComparisonRow row{.table = "ranking", .arm = arm.arm, .outcome = info.name};
      text += csv_line(row, info.unit, "mean", arm.mean);
      text += csv_line(row, info.unit, "expected_regret", arm.expected_regret);
      text += csv_line(row, "share", "share_best", arm.share_best);
    }
  }
  return text;
}

std::string precision_csv(const Comparison& comparison) {
  std::string text;
  for (const auto& precision : comparison.precision) {
    ComparisonRow row{.table = "precision", .arm = precision.arm, .outcome = precision.outcome};
    row.replicates = precision.replicates;
    text += csv_line(row, "", "half_width", precision.half_width);
    text += csv_line(row, "replicates", "unpaired_replicates", precision.unpaired_replicates);
  }
  for (const auto& test : comparison.multiplicity.rows) {
    const ComparisonRow row{.table = "multiplicity", .arm = test.arm, .outcome = test.outcome};
    text += csv_line(row, "probability", "p_value", test.p_value);
    text += csv_line(row, "probability", "p_holm", test.p_holm);
  }
  return text;
}

}  // namespace

std::string statistics_csv(const Comparison& comparison) {
  return years_csv(comparison) + definitions_csv(comparison) + ranking_csv(comparison) +
         precision_csv(comparison);
}

}  // namespace resettle
