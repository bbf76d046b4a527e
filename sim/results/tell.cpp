#include "results/tell.h"

#include <cmath>

#include <fmt/format.h>

namespace resettle {

std::vector<Column> judged_columns(const std::string& unit) {
  return {{"reference", unit},    differences("difference", unit),
          ratios("percent", "%"), ratios("ratio", "1"),
          {"smallest", unit},     verdicts("verdict")};
}

std::vector<Cell> judged_cells(const Judged& result) {
  return {number_or_nothing(result.reference),
          estimate_cell(result.difference),
          ratio_cell(result.percent),
          ratio_cell(result.ratio),
          result.smallest,
          result.verdict};
}

std::string what_varies(const ComparedStudy& study) {
  if (study.draws == 0) {
    return "The chance is that between simulated worlds: in how many of the replicates. Parameters "
           "are fixed, so it says nothing about their uncertainty.";
  }
  return fmt::format("In how many of the {} draws of the parameters, freed of chance.",
                     study.draws);
}

Cell estimate_cell(const Estimate& estimate) {
  if (std::isnan(estimate.mean)) return Nothing{"too_few_persons"};
  return estimate;
}

Cell ratio_cell(const RatioEstimate& ratio, const char* why) {
  if (std::isnan(ratio.value)) return Nothing{why};
  return ratio;
}

std::vector<Table> tables_of(const Comparison& comparison) {
  auto tables = tell_effects(comparison);
  for (const auto& more : {tell_types(comparison), tell_economics(comparison),
                           tell_equity(comparison), tell_statistics(comparison)}) {
    tables = joined(std::move(tables), more);
  }
  return tables;
}

const std::vector<ShownName>& topics() {
  static const std::vector<ShownName> all{
      {"effects", "every outcome over the whole period, at the end and by year"},
      {"types", "how many persons are in another type because of the policy"},
      {"economics", "costs by perspective, rate, line and year; prices; frontier; budgets"},
      {"equity", "who gains and who loses, by group and income; subgroups; deadweight"},
      {"statistics",
       "draws beside central values, definitions of mental success, ranking, precision"},
  };
  return all;
}

const std::vector<std::string>& table_names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    for (const auto& table : tables_of(Comparison{})) names.push_back(table.name);
    return names;
  }();
  return all;
}

}  // namespace resettle
