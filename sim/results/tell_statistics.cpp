#include <algorithm>

#include <fmt/format.h>

#include "results/tell.h"

// How far the results can be trusted.

namespace resettle {

namespace {

Table definitions(const Comparison& comparison) {
  Table table{"definitions",
              "statistics",
              "Does it hold under other definitions of mental success?",
              fmt::format("Difference in integrated person-months; definition {} is that of the "
                          "headline. {}.",
                          comparison.definition, kMarksMean),
              joined<Column>({key("arm"), key("definition"), {"label"}, {"holds"}},
                             judged_columns("person-months")),
              {.across = "arm", .columns = {"difference", "verdict"}}};
  for (const auto& of : comparison.definitions) {
    for (const auto& row : of.rows) {
      const bool holds = std::find(of.holds_under.begin(), of.holds_under.end(), row.definition) !=
                         of.holds_under.end();
      table.add(joined<Cell>(
          {of.arm, row.definition, std::string(definition_named(row.definition).label), holds},
          judged_cells(row.person_months)));
    }
  }
  return table;
}

Table ranking(const Comparison& comparison) {
  Table table{
      "ranking",
      "statistics",
      "How often is an arm the best?",
      fmt::format("How often the arm is best, and by how much it falls short of the best one on "
                  "average (expected regret against hindsight). {}",
                  what_varies(comparison.study)),
      {key("outcome"),
       key("arm"),
       {"label"},
       {"unit"},
       {"better"},
       {"mean", kUnitOfRow},
       {"share_best", "share"},
       {"expected_regret", kUnitOfRow}},
      {.blocks = "outcome", .columns = {"mean", "share_best", "expected_regret"}}};
  for (const auto& one : comparison.ranking) {
    const auto& info = info_of(one.outcome);
    for (const auto& arm : one.arms) {
      table.add({std::string(info.name), arm.arm, std::string(info.label), std::string(info.unit),
                 std::string(info.higher_is_better ? "higher" : "lower"), arm.mean, arm.share_best,
                 arm.expected_regret});
    }
  }
  return table;
}

Table central_values(const Comparison& comparison) {
  Table table{"central_values",
              "statistics",
              "What is not known, beside the central values",
              "The same difference over all draws of the parameters, with its total interval, and "
              "at their central values, with that of chance alone.",
              {key("arm"),
               key("outcome"),
               {"label"},
               {"unit"},
               differences("over_draws", kUnitOfRow),
               differences("at_central_values", kUnitOfRow)},
              {.blocks = "outcome"}};
  for (const auto& row : comparison.central_values) {
    table.add({row.arm, row.drawn.name, row.drawn.label, row.drawn.unit,
               estimate_cell(row.drawn.result.difference), estimate_cell(row.central)});
  }
  return table;
}

Table precision(const Comparison& comparison) {
  Table table{"precision",
              "statistics",
              "How precise it is",
              "Half-width of the 95 % interval of the difference, the replicates that arms with "
              "independent random numbers would have needed for the same, and the correlation "
              "between arm and reference over replicates.",
              {key("arm"),
               key("outcome"),
               {"unit"},
               {"half_width", kUnitOfRow},
               {"replicates", "replicates"},
               {"unpaired_replicates", "replicates"},
               {"correlation", "1"}},
              {.blocks = "outcome"}};
  for (const auto& row : comparison.precision) {
    table.add({row.arm, row.outcome, row.unit, number_or_nothing(row.half_width),
               static_cast<double>(row.replicates), number_or_nothing(row.unpaired_replicates),
               number_or_nothing(row.correlation)});
  }
  return table;
}

}  // namespace

std::vector<Table> tell_statistics(const Comparison& comparison) {
  return {central_values(comparison), definitions(comparison), ranking(comparison),
          precision(comparison)};
}

}  // namespace resettle
