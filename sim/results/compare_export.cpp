#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/compare_csv.h"
#include "results/compare_text.h"
#include "results/equity_json.h"
#include "results/estimate_json.h"
#include "results/same_arms.h"
#include "results/statistics_json.h"

// The comparison as JSON and CSV.

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const CostPerGain& cost) {
  return {{"verdict", verdict_name(cost.verdict)},
          {"krw_per_person_month", number_or_null(cost.ratio.value)},
          {"low", number_or_null(cost.ratio.low)},
          {"high", number_or_null(cost.ratio.high)}};
}

Json to_json(const PersonCount& count) {
  auto json = estimate_json(count.persons);
  json["suppressed"] = count.suppressed;
  return json;
}

Json to_json(const HorizonComparison& horizon) {
  return {{"integrated_person_months", paired_json(horizon.person_months)},
          {"integrated_person_months_discounted", paired_json(horizon.person_months_discounted)},
          {"employed_person_months", paired_json(horizon.employed_months)},
          {"employed_person_months_net", paired_json(horizon.employed_months_net)},
          {"months_out_of_marginality", paired_json(horizon.out_of_marginality)},
          {"distress_years", paired_json(horizon.distress_years)},
          {"programme_cost_krw", paired_json(horizon.cost)},
          {"public_budget_krw", paired_json(horizon.budget)},
          {"programme_cost_discounted_krw", paired_json(horizon.cost_discounted)},
          {"cost_per_person_month", to_json(horizon.cost_per_gain)},
          {"cost_per_person_month_discounted", to_json(horizon.cost_per_gain_discounted)}};
}

Json to_json(const TypeChanges& changes) {
  Json table = Json::array();
  for (std::size_t row = 0; row < kTypeNames.size(); ++row) {
    for (std::size_t column = 0; column < kTypeNames.size(); ++column) {
      table.push_back({{"reference_type", kTypeNames[row]},
                       {"arm_type", kTypeNames[column]},
                       {"persons", to_json(changes.table[row][column])}});
    }
  }
  return {{"changed", to_json(changes.changed)},
          {"to_integration", to_json(changes.to_integration)},
          {"out_of_integration", to_json(changes.out_of_integration)},
          {"gained", to_json(changes.gained)},
          {"lost", to_json(changes.lost)},
          {"exchanged", to_json(changes.exchanged)},
          {"table", table}};
}

Json to_json(const ArmComparison& arm) {
  Json outcomes = Json::array();
  for (const auto& outcome : arm.outcomes) {
    Json entry = {{"outcome", outcome.outcome}, {"label", outcome.label}, {"unit", outcome.unit}};
    entry.update(paired_json(outcome.result));
    outcomes.push_back(std::move(entry));
  }
  return {{"arm", arm.name},
          {"label", arm.label},
          {"at_end", std::move(outcomes)},
          {"horizon", to_json(arm.horizon)},
          {"type_changes", to_json(arm.changes)}};
}

Json to_json(const std::vector<SameArm>& arms) {
  Json rows = Json::array();
  for (const auto& arm : arms) {
    rows.push_back({{"arm", arm.name}, {"label", arm.label}, {"as", arm.as}});
  }
  return rows;
}

std::string csv_of(const std::string& table, const std::vector<SameArm>& arms) {
  std::string text;
  for (const auto& arm : arms) {
    text += csv_line({.table = table, .arm = arm.name, .outcome = arm.as}, "1",
                     "same_in_every_result", 1);
  }
  return text;
}

std::string csv_of(const std::string& arm, const TypeChanges& changes) {
  std::string text;
  const auto count = [&](const std::string& what, const PersonCount& persons) {
    text += csv_line(with({.table = "type_changes",
                           .arm = arm,
                           .outcome = what,
                           .unit = "persons",
                           .statistic = "mean"},
                          persons.persons));
  };
  count("changed_type", changes.changed);
  count("moved_to_integration", changes.to_integration);
  count("moved_out_of_integration", changes.out_of_integration);
  count("gained_on_an_axis", changes.gained);
  count("lost_on_an_axis", changes.lost);
  count("exchanged_axes", changes.exchanged);
  for (std::size_t row = 0; row < kTypeNames.size(); ++row) {
    for (std::size_t column = 0; column < kTypeNames.size(); ++column) {
      count(fmt::format("{}_to_{}", kTypeNames[row], kTypeNames[column]),
            changes.table[row][column]);
    }
  }
  return text;
}

std::string csv_of(const ArmComparison& arm, int price_year) {
  const auto& horizon = arm.horizon;
  const auto krw = fmt::format("KRW of {}", price_year);
  std::string text;
  const auto add = [&](const char* outcome, const std::string& unit,
                       const PairedDifference& result) {
    text +=
        csv_lines({.table = "horizon", .arm = arm.name, .outcome = outcome, .unit = unit}, result);
  };
  for (const auto& outcome : arm.outcomes) {
    text += csv_lines(
        {.table = "at_end", .arm = arm.name, .outcome = outcome.outcome, .unit = outcome.unit},
        outcome.result);
  }
  add("integrated_person_months", "person-months", horizon.person_months);
  add("integrated_person_months_discounted", "person-months", horizon.person_months_discounted);
  add("employed_person_months", "person-months", horizon.employed_months);
  add("employed_person_months_net", "person-months", horizon.employed_months_net);
  add("months_out_of_marginality", "person-months", horizon.out_of_marginality);
  add("distress_years", info_of(HorizonOutcome::distress).unit, horizon.distress_years);
  add("programme_cost", krw, horizon.cost);
  add("public_budget", krw, horizon.budget);
  add("programme_cost_discounted", krw, horizon.cost_discounted);
  return text + csv_of(arm.name, arm.changes);
}

}  // namespace

std::string render_json(const Comparison& comparison) {
  Json arms = Json::array();
  for (const auto& arm : comparison.arms) arms.push_back(to_json(arm));
  auto notes = same_arms_sentences(comparison);
  for (auto& note : comparison_notes(comparison)) notes.push_back(std::move(note));
  const Json json = {{"format", "resettle-comparison"},
                     {"format_version", 1},
                     {"study", comparison.title},
                     {"intent", comparison.intent},
                     {"reference", comparison.reference},
                     {"reference_label", comparison.reference_label},
                     {"start", to_string(comparison.start)},
                     {"policy_start", to_string(comparison.policy_start)},
                     {"end", to_string(comparison.end)},
                     {"replicates", comparison.replicates},
                     {"replicates_stored", comparison.replicates_stored},
                     {"replicates_of_study", comparison.replicates_of_study},
                     {"changed_on_command_line", comparison.changes},
                     {"with", comparison.with.empty() ? Json(nullptr) : Json(comparison.with)},
                     {"scale", comparison.scale},
                     {"discount_rate", comparison.discount_rate},
                     {"displacement_share", comparison.displacement_share},
                     {"price_year", comparison.price_year},
                     {"confidence", 0.95},
                     {"definition", comparison.definition},
                     {"missing_definitions", comparison.missing_definitions},
                     {"horizon_outcomes", horizon_outcomes_json()},
                     {"arms", std::move(arms)},
                     {"same_as_reference", to_json(comparison.same_as_reference)},
                     {"same_as_another", to_json(comparison.same_as_another)},
                     {"economics", economics_json(comparison)},
                     {"equity", equity_json(comparison.equity)},
                     {"ranking", ranking_json(comparison)},
                     {"definitions", definitions_json(comparison)},
                     {"by_year_outcomes", by_year_json(comparison)},
                     {"precision", precision_json(comparison)},
                     {"multiplicity", multiplicity_json(comparison)},
                     {"notes", std::move(notes)}};
  // A text that is not UTF-8 shall not stop the report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string render_csv(const Comparison& comparison) {
  auto text = csv_head() + csv_of("same_as_reference", comparison.same_as_reference) +
              csv_of("same_as_another", comparison.same_as_another);
  for (const auto& arm : comparison.arms) text += csv_of(arm, comparison.price_year);
  text += economics_csv(comparison);
  text += statistics_csv(comparison);
  text += equity_csv(comparison);
  return text;
}

}  // namespace resettle
