#include "results/equity_json.h"
#include "results/estimate_json.h"
#include "results/statistics_json.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

Json lines_json(const Economics& economics) {
  Json rows = Json::array();
  for (const auto& row : economics.by_line) {
    rows.push_back({{"arm", row.arm},
                    {"line", row.line.name},
                    {"label", row.line.label},
                    {"payer", row.line.payer},
                    {"payee", row.line.payee},
                    {"policy_cost", row.line.policy_cost},
                    {"reference_krw", number_or_null(row.reference_krw)},
                    {"difference", estimate_json(row.difference)}});
  }
  return rows;
}

Json years_json(const Economics& economics) {
  Json rows = Json::array();
  for (const auto& row : economics.by_year) {
    rows.push_back({{"arm", row.arm},
                    {"year", row.year},
                    {"perspective", name_of(row.perspective)},
                    {"reference_krw", number_or_null(row.reference_krw)},
                    {"difference", estimate_json(row.difference)}});
  }
  return rows;
}

Json totals_json(const Economics& economics) {
  Json rows = Json::array();
  for (const auto& row : economics.totals) {
    rows.push_back({{"arm", row.arm},
                    {"perspective", name_of(row.perspective)},
                    {"discount_rate", row.discount_rate},
                    {"reference_krw", number_or_null(row.reference_krw)},
                    {"difference", estimate_json(row.difference)}});
  }
  return rows;
}

Json per_outcome_json(const Economics& economics) {
  Json rows = Json::array();
  for (const auto& row : economics.per_outcome) {
    rows.push_back({{"arm", row.arm},
                    {"outcome", info_of(row.outcome).name},
                    {"perspective", name_of(row.perspective)},
                    {"discount_rate", row.discount_rate},
                    {"gain", paired_json(row.gain)},
                    {"cost_per_unit",
                     {{"verdict", verdict_name(row.cost.verdict)},
                      {"krw", number_or_null(row.cost.ratio.value)},
                      {"low", number_or_null(row.cost.ratio.low)},
                      {"high", number_or_null(row.cost.ratio.high)}}}});
  }
  return rows;
}

Json question_json(const ValueQuestion& question) {
  return {{"outcome", info_of(question.outcome).name},
          {"perspective", name_of(question.perspective)},
          {"discount_rate", question.discount_rate}};
}

Json frontier_json(const Economics& economics, const std::string& reference) {
  Json json = question_json(economics.question);
  Json rows = Json::array();
  for (const auto& row : economics.frontier) {
    const bool is_reference = row.values.arm == reference;
    const bool kept = row.status == FrontierStatus::on_frontier;
    rows.push_back({{"arm", row.values.arm},
                    {"is_reference", is_reference},
                    {"cost_krw", number_or_null(row.values.cost)},
                    {"effect", number_or_null(row.values.effect)},
                    {"status", is_reference && kept ? "reference" : name_of(row.status)},
                    {"by", row.by},
                    {"against", row.against.empty() ? Json(nullptr) : Json(row.against)},
                    {"icer_krw", row.icer ? number_or_null(*row.icer) : Json(nullptr)}});
  }
  json["rows"] = std::move(rows);
  return json;
}

Json acceptability_json(const Economics& economics) {
  Json json = question_json(economics.question);
  json["thresholds_krw"] = economics.acceptability.thresholds;
  json["probability"] = Json::array();
  for (const auto& curve : economics.acceptability.curves) {
    json["probability"].push_back({{"arm", curve.arm}, {"values", curve.probabilities}});
  }
  json["best_on_average"] = economics.acceptability.best_on_average;
  return json;
}

Json overrun_json(const Economics& economics) {
  Json rows = Json::array();
  for (const auto& overrun : economics.overrun) {
    Json years = Json::array();
    for (std::size_t i = 0; i < overrun.years.size(); ++i) {
      years.push_back({{"year", overrun.years[i]},
                       {"share_of_replicates_above", number_or_null(overrun.share_above[i])}});
    }
    rows.push_back({{"arm", overrun.arm},
                    {"budget_krw_per_year", *economics.budget_krw_per_year},
                    {"years", std::move(years)},
                    {"any_year", number_or_null(overrun.any_year)}});
  }
  return rows;
}

}  // namespace

nlohmann::ordered_json economics_json(const Comparison& comparison) {
  const auto& economics = comparison.economics;
  Json perspectives = Json::array();
  for (const auto perspective : economics.perspectives) {
    perspectives.push_back(name_of(perspective));
  }
  Json json = {{"perspectives", std::move(perspectives)},
               {"discount_rates", economics.discount_rates},
               {"price_year", comparison.price_year},
               {"by_line", lines_json(economics)},
               {"by_year", years_json(economics)},
               {"totals", totals_json(economics)},
               {"per_outcome", per_outcome_json(economics)},
               {"frontier", frontier_json(economics, comparison.reference)},
               {"acceptability", acceptability_json(economics)}};
  json["budget_caps"] = budget_caps_json(comparison.budget_caps);
  json["deadweight"] = deadweight_json(comparison.equity);
  if (economics.budget_krw_per_year) json["overrun"] = overrun_json(economics);
  return json;
}

}  // namespace resettle
