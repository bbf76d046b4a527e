#include "results/equity_json.h"

#include "results/estimate_json.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

Json winners_losers(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& arm : equity.arms) {
    for (const auto& group : arm.groups) {
      rows.push_back({{"arm", arm.arm},
                      {"group", group.group},
                      {"persons", estimate_json(group.persons)},
                      {"gaining", estimate_json(group.gaining)},
                      {"losing", estimate_json(group.losing)},
                      {"months_gained", estimate_json(group.months_gained)},
                      {"months_lost", estimate_json(group.months_lost)},
                      {"months_per_person", estimate_json(group.months_per_person)}});
    }
  }
  return rows;
}

Json concentration(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& arm : equity.arms) {
    if (arm.groups.empty()) continue;  // not recorded
    rows.push_back({{"arm", arm.arm},
                    {"index", estimate_json(arm.concentration.gains)},
                    {"index_of_losses", estimate_json(arm.concentration.losses)}});
  }
  return rows;
}

Json transitions(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& arm : equity.arms) {
    for (const auto& move : arm.transitions) {
      rows.push_back({{"arm", arm.arm},
                      {"from_type", move.from},
                      {"to_type", move.to},
                      {"reference_per_1000", number_or_null(move.reference_per_1000)},
                      {"arm_per_1000", number_or_null(move.arm_per_1000)},
                      {"difference", estimate_json(move.difference)}});
    }
  }
  return rows;
}

Json subgroups(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& arm : equity.arms) {
    for (const auto& one : arm.subgroups) {
      rows.push_back({{"arm", arm.arm},
                      {"subgroup", one.subgroup},
                      {"outcome", one.outcome},
                      {"reference", number_or_null(one.reference)},
                      {"difference", estimate_json(one.difference)}});
    }
  }
  return rows;
}

Json suppressed(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& one : equity.suppressed) {
    rows.push_back({{"table", one.table}, {"cell", one.cell}, {"reason", one.reason}});
  }
  return rows;
}

}  // namespace

nlohmann::ordered_json equity_json(const Equity& equity) {
  return {
      {"winners_losers", winners_losers(equity)}, {"concentration_index", concentration(equity)},
      {"transitions", transitions(equity)},       {"subgroups", subgroups(equity)},
      {"not_recorded", equity.not_recorded},      {"suppressed", suppressed(equity)}};
}

nlohmann::ordered_json deadweight_json(const Equity& equity) {
  Json rows = Json::array();
  for (const auto& arm : equity.arms) {
    if (!arm.deadweight) continue;  // not recorded
    const Deadweight& deadweight = *arm.deadweight;
    rows.push_back({{"arm", arm.arm},
                    {"subsidised_hires", estimate_json(deadweight.subsidised_hires)},
                    {"hired_anyway", estimate_json(deadweight.hired_anyway)},
                    {"share",
                     {{"value", number_or_null(deadweight.share.value)},
                      {"low", number_or_null(deadweight.share.low)},
                      {"high", number_or_null(deadweight.share.high)}}}});
  }
  return rows;
}

}  // namespace resettle
