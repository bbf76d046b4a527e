#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "results/compare_text.h"

// The comparison as JSON and CSV.

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json to_json(const Estimate& estimate) {
  return {{"mean", number(estimate.mean)},
          {"standard_error", number(estimate.standard_error)},
          {"low", number(estimate.low)},
          {"high", number(estimate.high)},
          {"replicates", estimate.replicates}};
}

Json to_json(const PairedDifference& result) {
  Json clear = nullptr;
  if (result.difference.has_interval()) clear = result.difference.is_clear();
  return {{"reference", number(result.reference)},
          {"difference", to_json(result.difference)},
          {"clear", clear},
          {"correlation", number(result.correlation)},
          {"unpaired_factor", number(result.unpaired_factor)}};
}

Json to_json(const CostPerGain& cost) {
  return {{"verdict", verdict_name(cost.verdict)},
          {"krw_per_person_month", number(cost.ratio.value)},
          {"low", number(cost.ratio.low)},
          {"high", number(cost.ratio.high)}};
}

Json to_json(const PersonCount& count) {
  auto json = to_json(count.persons);
  json["suppressed"] = count.suppressed;
  return json;
}

Json to_json(const HorizonComparison& horizon) {
  return {{"integrated_person_months", to_json(horizon.person_months)},
          {"integrated_person_months_discounted", to_json(horizon.person_months_discounted)},
          {"employed_person_months", to_json(horizon.employed_months)},
          {"employed_person_months_net", to_json(horizon.employed_months_net)},
          {"programme_cost_krw", to_json(horizon.cost)},
          {"public_budget_krw", to_json(horizon.budget)},
          {"programme_cost_discounted_krw", to_json(horizon.cost_discounted)},
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
    entry.update(to_json(outcome.result));
    outcomes.push_back(std::move(entry));
  }
  return {{"arm", arm.name},
          {"label", arm.label},
          {"at_end", std::move(outcomes)},
          {"horizon", to_json(arm.horizon)},
          {"type_changes", to_json(arm.changes)}};
}

std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + "\"";
}

std::string csv_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string csv_line(const std::string& arm, const std::string& outcome, const std::string& unit,
                     const PairedDifference& result) {
  const auto& difference = result.difference;
  return fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_text(arm), csv_text(outcome),
                     csv_text(unit), csv_number(result.reference), csv_number(difference.mean),
                     csv_number(difference.standard_error), csv_number(difference.low),
                     csv_number(difference.high), csv_number(result.correlation));
}

/// A result that has no reference level and no pairs of its own.
PairedDifference alone(const Estimate& estimate) {
  PairedDifference result;
  result.difference = estimate;
  return result;
}

PairedDifference alone(const RatioEstimate& ratio) {
  Estimate estimate;
  estimate.mean = ratio.value;
  estimate.low = ratio.low;
  estimate.high = ratio.high;
  return alone(estimate);
}

std::string csv_of(const ArmComparison& arm, int price_year) {
  const auto line = [&](const std::string& outcome, const std::string& unit,
                        const PairedDifference& result) {
    return csv_line(arm.name, outcome, unit, result);
  };
  const auto& horizon = arm.horizon;
  const auto krw = fmt::format("KRW of {}", price_year);
  std::string text;
  for (const auto& outcome : arm.outcomes) {
    text += line(outcome.outcome, outcome.unit, outcome.result);
  }
  text += line("integrated_person_months", "person-months", horizon.person_months);
  text += line("integrated_person_months_discounted", "person-months",
               horizon.person_months_discounted);
  text += line("employed_person_months", "person-months", horizon.employed_months);
  text += line("employed_person_months_net", "person-months", horizon.employed_months_net);
  text += line("programme_cost", krw, horizon.cost);
  text += line("public_budget", krw, horizon.budget);
  text += line("programme_cost_discounted", krw, horizon.cost_discounted);
  text += line("cost_per_person_month", krw, alone(horizon.cost_per_gain.ratio));
  text +=
      line("cost_per_person_month_discounted", krw, alone(horizon.cost_per_gain_discounted.ratio));
  const auto& changes = arm.changes;
  text += line("changed_type", "persons", alone(changes.changed.persons));
  text += line("moved_to_integration", "persons", alone(changes.to_integration.persons));
  text += line("moved_out_of_integration", "persons", alone(changes.out_of_integration.persons));
  text += line("gained_on_an_axis", "persons", alone(changes.gained.persons));
  text += line("lost_on_an_axis", "persons", alone(changes.lost.persons));
  text += line("exchanged_axes", "persons", alone(changes.exchanged.persons));
  for (std::size_t row = 0; row < kTypeNames.size(); ++row) {
    for (std::size_t column = 0; column < kTypeNames.size(); ++column) {
      text += line(fmt::format("{}_to_{}", kTypeNames[row], kTypeNames[column]), "persons",
                   alone(changes.table[row][column].persons));
    }
  }
  return text;
}

}  // namespace

const char* verdict_name(CostVerdict verdict) {
  switch (verdict) {
    case CostVerdict::no_interval:
      return "no_interval";
    case CostVerdict::no_effect:
      return "not_distinguishable_from_no_effect";
    case CostVerdict::loses:
      return "loses_person_months";
    case CostVerdict::saves_money:
      return "saves_money";
    case CostVerdict::no_cost:
      return "no_programme_cost";
    case CostVerdict::cost_not_clear:
      return "cost_not_clear";
    case CostVerdict::ratio:
      return "ratio";
  }
  return "";
}

std::string render_json(const Comparison& comparison) {
  Json arms = Json::array();
  for (const auto& arm : comparison.arms) arms.push_back(to_json(arm));
  const Json json = {{"study", comparison.title},
                     {"intent", comparison.intent},
                     {"reference", comparison.reference},
                     {"reference_label", comparison.reference_label},
                     {"start", to_string(comparison.start)},
                     {"policy_start", to_string(comparison.policy_start)},
                     {"end", to_string(comparison.end)},
                     {"replicates", comparison.replicates},
                     {"changed_on_command_line", comparison.changes},
                     {"scale", comparison.scale},
                     {"discount_rate", comparison.discount_rate},
                     {"displacement_share", comparison.displacement_share},
                     {"price_year", comparison.price_year},
                     {"confidence", 0.95},
                     {"arms", std::move(arms)},
                     {"notes", comparison_notes(comparison)}};
  // A text that is not UTF-8 shall not stop the report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string render_csv(const Comparison& comparison) {
  std::string text = "arm,outcome,unit,reference,difference,standard_error,low,high,correlation\n";
  for (const auto& arm : comparison.arms) text += csv_of(arm, comparison.price_year);
  return text;
}

}  // namespace resettle
