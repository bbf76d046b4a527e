#include <cmath>

#include <fmt/format.h>

#include "results/tell.h"

// Who gains and who loses.

namespace resettle {

namespace {

/// What older files do not hold is said in place of the meaning.
std::string or_missing(const Comparison& comparison, const std::string& table,
                       std::string meaning) {
  for (const auto& name : comparison.equity.not_recorded) {
    if (name == table) return "Not recorded in this file; run the study again with this version.";
  }
  return meaning;
}

Table winners_losers(const Comparison& comparison) {
  Table table{
      "winners_losers",
      "equity",
      "Who gains and who loses months in integration",
      or_missing(comparison, "winners_losers",
                 "The same persons in the reference and in the arm: who has more, who has "
                 "fewer months in integration there. Once two lives differ they also part by "
                 "chance: the balance (months per person) is the effect, the numbers gaining "
                 "and losing hold chance in both directions. Groups and tenths of income "
                 "(position=1: the poorest) are those at the policy start or, if later, when "
                 "a person is first counted."),
      {key("arm"), key("group"), estimates("persons", "persons"), estimates("gaining", "persons"),
       estimates("losing", "persons"), estimates("months_gained", "months"),
       estimates("months_lost", "months"), differences("months_per_person", "months")},
      {.blocks = "arm", .columns = {"persons", "gaining", "losing", "months_per_person"}}};
  for (const auto& arm : comparison.equity.arms) {
    for (const auto& of : arm.groups) {
      table.add({arm.arm, of.group, estimate_cell(of.persons), estimate_cell(of.gaining),
                 estimate_cell(of.losing), estimate_cell(of.months_gained),
                 estimate_cell(of.months_lost), estimate_cell(of.months_per_person)});
    }
  }
  return table;
}

Table concentration_index(const Comparison& comparison) {
  Table table{"concentration_index",
              "equity",
              "On whom gains and losses fall",
              "Concentration index over the tenths of income: -0.9 all to the poorest tenth, 0 "
              "evenly, 0.9 all to the richest; negative = concentrated among the poor.",
              {key("arm"), differences("gains", "1"), differences("losses", "1")}};
  for (const auto& arm : comparison.equity.arms) {
    if (arm.groups.empty()) continue;  // not recorded
    table.add(
        {arm.arm, estimate_cell(arm.concentration.gains), estimate_cell(arm.concentration.losses)});
  }
  return table;
}

Table transitions(const Comparison& comparison) {
  Table table{
      "transitions",
      "equity",
      "From month to month, of 1,000 persons of a type",
      or_missing(comparison, "transitions", ""),
      joined<Column>({key("arm"), key("from_type"), key("to_type"), {"arm_level", kPerThousand}},
                     judged_columns(kPerThousand)),
      {.blocks = "arm", .columns = {"reference", "difference", "verdict"}}};
  for (const auto& arm : comparison.equity.arms) {
    for (const auto& move : arm.transitions) {
      table.add(joined<Cell>(
          {arm.arm, move.from, move.to, number_or_nothing(move.arm_per_1000, "too_few_persons")},
          judged_cells(move.result)));
    }
  }
  return table;
}

Table subgroups(const Comparison& comparison) {
  Table table{"subgroups",
              "equity",
              "By subgroup at the end of the study, " + to_string(comparison.study.end),
              "",
              joined<Column>({key("arm"), key("outcome"), key("subgroup"), {"label"}, {"unit"}},
                             judged_columns(kUnitOfRow)),
              {.blocks = "outcome", .columns = {"reference", "difference", "verdict"}}};
  for (const auto& arm : comparison.equity.arms) {
    for (const auto& one : arm.subgroups) {
      table.add(joined<Cell>({arm.arm, one.outcome, one.subgroup, one.label, one.unit},
                             judged_cells(one.result)));
    }
  }
  return table;
}

Table deadweight(const Comparison& comparison) {
  Table table{
      "deadweight",
      "equity",
      "Subsidised hires that the reference has as well",
      or_missing(comparison, "deadweight",
                 "Persons hired with a wage subsidy who are at work in the reference in the "
                 "same month, or were hired there since their spell without work began. "
                 "Where the reference subsidises too, the share counts its subsidised hires "
                 "as well: for a share of hires that need no subsidy, compare with a "
                 "reference that pays none."),
      {key("arm"), estimates("subsidised_hires", "persons"), estimates("hired_anyway", "persons"),
       ratios("share", "share")}};
  for (const auto& arm : comparison.equity.arms) {
    if (!arm.deadweight) continue;
    table.add({arm.arm, estimate_cell(arm.deadweight->subsidised_hires),
               estimate_cell(arm.deadweight->hired_anyway),
               ratio_cell(arm.deadweight->share, "too_few_persons")});
  }
  return table;
}

Table suppressed(const Comparison& comparison) {
  Table table{"suppressed",
              "equity",
              "Left out",
              fmt::format("Numbers not shown, most because they rest on fewer than {} simulated "
                          "persons.",
                          kSmallestCell),
              {key("table"), key("cell"), {"reason"}}};
  for (const auto& one : comparison.equity.suppressed) {
    table.add({one.table, one.cell, one.reason});
  }
  return table;
}

}  // namespace

std::vector<Table> tell_equity(const Comparison& comparison) {
  return {winners_losers(comparison), concentration_index(comparison), transitions(comparison),
          subgroups(comparison),      deadweight(comparison),          suppressed(comparison)};
}

}  // namespace resettle
