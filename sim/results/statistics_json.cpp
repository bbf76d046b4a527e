#include "results/statistics_json.h"

#include "results/estimate_json.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

const char* direction(bool higher_is_better) { return higher_is_better ? "higher" : "lower"; }

}  // namespace

nlohmann::ordered_json horizon_outcomes_json() {
  Json rows = Json::array();
  for (const auto& info : kHorizonOutcomes) {
    rows.push_back({{"outcome", info.name},
                    {"label", info.label},
                    {"unit", info.unit},
                    {"better", direction(info.higher_is_better)}});
  }
  return rows;
}

nlohmann::ordered_json ranking_json(const Comparison& comparison) {
  Json rows = Json::array();
  for (const auto& ranking : comparison.ranking) {
    const auto& info = info_of(ranking.outcome);
    Json arms = Json::array();
    for (const auto& arm : ranking.arms) {
      arms.push_back({{"arm", arm.arm},
                      {"mean", number_or_null(arm.mean)},
                      {"share_best", number_or_null(arm.share_best)},
                      {"expected_regret", number_or_null(arm.expected_regret)}});
    }
    rows.push_back({{"outcome", info.name},
                    {"label", info.label},
                    {"better", direction(info.higher_is_better)},
                    {"arms", std::move(arms)}});
  }
  return rows;
}

nlohmann::ordered_json definitions_json(const Comparison& comparison) {
  Json tables = Json::array();
  for (const auto& table : comparison.definitions) {
    Json rows = Json::array();
    for (const auto& row : table.rows) {
      rows.push_back({{"definition", row.definition},
                      {"label", definition_named(row.definition).label},
                      {"integrated_person_months", paired_json(row.person_months)}});
    }
    tables.push_back(
        {{"arm", table.arm}, {"rows", std::move(rows)}, {"holds_under", table.holds_under}});
  }
  return tables;
}

nlohmann::ordered_json by_year_json(const Comparison& comparison) {
  Json rows = Json::array();
  for (const auto& row : comparison.by_year) {
    rows.push_back({{"arm", row.arm},
                    {"outcome", row.outcome},
                    {"year", row.year},
                    {"reference", number_or_null(row.result.reference)},
                    {"difference", estimate_json(row.result.difference)},
                    {"percent", ratio_json(row.result.percent)},
                    {"ratio", ratio_json(row.result.ratio)}});
  }
  return rows;
}

nlohmann::ordered_json precision_json(const Comparison& comparison) {
  Json rows = Json::array();
  for (const auto& row : comparison.precision) {
    rows.push_back({{"arm", row.arm},
                    {"outcome", row.outcome},
                    {"half_width", number_or_null(row.half_width)},
                    {"replicates", row.replicates},
                    {"unpaired_replicates", number_or_null(row.unpaired_replicates)}});
  }
  return rows;
}

nlohmann::ordered_json multiplicity_json(const Comparison& comparison) {
  const auto& multiplicity = comparison.multiplicity;
  Json rows = Json::array();
  for (const auto& row : multiplicity.rows) {
    rows.push_back({{"arm", row.arm},
                    {"outcome", row.outcome},
                    {"p_value", number_or_null(row.p_value)},
                    {"p_holm", number_or_null(row.p_holm)}});
  }
  return {{"comparisons", multiplicity.rows.size()},
          {"clear", multiplicity.clear},
          {"expected_by_chance", multiplicity.expected_by_chance()},
          {"clear_after_holm", multiplicity.clear_after_holm},
          {"rows", std::move(rows)}};
}

}  // namespace resettle
