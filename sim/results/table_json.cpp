#include <cmath>

#include <nlohmann/json.hpp>

#include "results/table.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

struct AsJson {
  Json operator()(const Nothing&) const { return nullptr; }
  Json operator()(const std::string& text) const { return text; }
  Json operator()(bool value) const { return value; }
  Json operator()(double value) const { return number_json(value); }
  Json operator()(const Estimate& estimate) const {
    Json json = {{"mean", number_json(estimate.mean)},
                 {"standard_error", number_json(estimate.standard_error)},
                 {"low", number_json(estimate.low)},
                 {"high", number_json(estimate.high)},
                 {"replicates", estimate.replicates}};
    if (estimate.draws == 0) return json;
    json["draws"] = estimate.draws;
    json["not_known"] = number_json(estimate.not_known);
    json["chance"] = number_json(estimate.chance);
    json["low_by_chance"] = number_json(estimate.low_by_chance);
    json["high_by_chance"] = number_json(estimate.high_by_chance);
    return json;
  }
  Json operator()(const RatioEstimate& ratio) const {
    if (!std::isfinite(ratio.value)) return nullptr;
    return {
        {"value", ratio.value}, {"low", number_json(ratio.low)}, {"high", number_json(ratio.high)}};
  }
  Json operator()(const Verdict& verdict) const {
    const bool claims = std::isfinite(verdict.probability);
    return {{"finding", name_of(verdict.finding)},
            {"sureness", claims ? Json(name_of(verdict.sureness())) : Json(nullptr)},
            {"probability", number_json(verdict.probability)}};
  }
};

const char* name_of(Holds holds) {
  switch (holds) {
    case Holds::plain:
      return "plain";
    case Holds::estimate:
      return "estimate";
    case Holds::ratio:
      return "ratio";
    case Holds::verdict:
      return "verdict";
  }
  return "";
}

Json rows_json(const Table& table) {
  Json rows = Json::array();
  for (const auto& cells : table.rows) {
    Json row = Json::object();
    for (std::size_t c = 0; c < cells.size(); ++c) {
      row[table.columns[c].name] = std::visit(AsJson{}, cells[c]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json columns_json(const Table& table) {
  Json columns = Json::array();
  for (const auto& column : table.columns) {
    columns.push_back({{"name", column.name},
                       {"unit", column.unit},
                       {"kind", column.kind == ColumnKind::key ? "key" : "value"},
                       {"holds", name_of(column.holds)}});
  }
  return columns;
}

}  // namespace

nlohmann::ordered_json tables_json(const std::vector<Table>& tables) {
  Json json = Json::object();
  for (const auto& table : tables) {
    json[table.name] = {{"title", table.title},
                        {"topic", table.topic},
                        {"meaning", table.meaning},
                        {"columns", columns_json(table)},
                        {"rows", rows_json(table)}};
  }
  return json;
}

}  // namespace resettle
