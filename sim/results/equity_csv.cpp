#include <fmt/format.h>

#include "results/compare_csv.h"

// Equity and deadweight as CSV; what is suppressed is empty.

namespace resettle {

namespace {

std::string gains_csv(const ArmEquity& arm) {
  std::string text;
  for (const auto& group : arm.groups) {
    const auto add = [&](const char* statistic, const char* unit, const Estimate& estimate) {
      ComparisonRow row{.table = "winners_losers", .arm = arm.arm, .outcome = group.group};
      row.unit = unit;
      row.statistic = statistic;
      text += csv_line(with(std::move(row), estimate));
    };
    add("persons", "persons", group.persons);
    add("gaining", "persons", group.gaining);
    add("losing", "persons", group.losing);
    add("months_gained", "months", group.months_gained);
    add("months_lost", "months", group.months_lost);
    add("months_per_person", "months", group.months_per_person);
  }
  if (arm.groups.empty()) return text;  // not recorded
  const auto index = [&](const char* of, const Estimate& estimate) {
    ComparisonRow row{.table = "concentration_index", .arm = arm.arm, .outcome = of};
    row.unit = "1";
    row.statistic = "index";
    text += csv_line(with(std::move(row), estimate));
  };
  index("months_gained", arm.concentration.gains);
  index("months_lost", arm.concentration.losses);
  return text;
}

std::string transitions_csv(const ArmEquity& arm) {
  std::string text;
  for (const auto& move : arm.transitions) {
    ComparisonRow row{.table = "transitions", .arm = arm.arm};
    row.outcome = fmt::format("{}_to_{}", move.from, move.to);
    row.unit = "per 1000 persons and month";
    row.statistic = "difference";
    row.reference = move.reference_per_1000;
    text += csv_line(with(std::move(row), move.difference));
  }
  return text;
}

std::string subgroups_csv(const ArmEquity& arm, const std::vector<OutcomeComparison>& outcomes) {
  std::string text;
  for (const auto& one : arm.subgroups) {
    ComparisonRow row{.table = "subgroups", .arm = arm.arm};
    row.outcome = fmt::format("{} [{}]", one.outcome, one.subgroup);
    for (const auto& outcome : outcomes) {
      if (outcome.outcome == one.outcome) row.unit = outcome.unit;
    }
    row.statistic = "difference";
    row.reference = one.reference;
    text += csv_line(with(std::move(row), one.difference));
  }
  return text;
}

std::string deadweight_csv(const ArmEquity& arm) {
  if (!arm.deadweight) return "";
  ComparisonRow row{.table = "deadweight", .arm = arm.arm, .outcome = "subsidised_hires"};
  row.unit = "persons";
  row.statistic = "mean";
  auto text = csv_line(with(row, arm.deadweight->subsidised_hires));
  row.outcome = "hired_anyway";
  text += csv_line(with(row, arm.deadweight->hired_anyway));
  ComparisonRow share{.table = "deadweight", .arm = arm.arm, .outcome = "hired_anyway"};
  share.unit = "share";
  share.statistic = "share";
  return text + csv_line(with(std::move(share), arm.deadweight->share));
}

}  // namespace

std::string equity_csv(const Comparison& comparison) {
  std::string text;
  for (const auto& arm : comparison.equity.arms) {
    text += gains_csv(arm) + transitions_csv(arm) +
            subgroups_csv(arm, comparison.arms.front().outcomes) + deadweight_csv(arm);
  }
  return text;
}

}  // namespace resettle
