#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/tell.h"

// Costs, prices, what is worth considering, budgets.

namespace resettle {

namespace {

std::string krw(const Comparison& comparison) {
  return fmt::format("KRW of {}", comparison.study.price_year);
}

const char* label_of(Perspective perspective) {
  switch (perspective) {
    case Perspective::programme:
      return "programme cost";
    case Perspective::public_budget:
      return "public budget";
    case Perspective::societal:
      return "public budget and mentors' time";
  }
  return "";
}

Table total_cost(const Comparison& comparison) {
  Table table{
      "total_cost",
      "economics",
      "Additional cost",
      fmt::format("Programme: payments of the instruments. Public budget: all that government pays "
                  "less what it receives. Societal: with the unpaid time of mentors ({} hours a "
                  "month each). Money that persons receive counts as a cost in all three, so none "
                  "is the full cost to society. {}.",
                  kMentorHoursPerMonth, kMarksMean),
      joined<Column>({key("arm"), key("perspective"), key("discount_rate", "share")},
                     judged_columns(krw(comparison))),
      {.across = "arm", .columns = {"difference", "verdict"}}};
  for (const auto& row : comparison.economics.totals) {
    table.add(joined<Cell>({row.arm, std::string(name_of(row.perspective)), row.discount_rate},
                           judged_cells(row.result)));
  }
  return table;
}

Table cost_by_line(const Comparison& comparison) {
  Table table{
      "cost_by_line",
      "economics",
      "Additional payments by line",
      "Not discounted. " + std::string(kMarksMean) + ".",
      joined<Column>({key("arm"), key("line"), {"label"}, {"payer"}, {"payee"}, {"policy_cost"}},
                     judged_columns(krw(comparison))),
      {.across = "arm", .columns = {"difference", "verdict"}}};
  for (const auto& row : comparison.economics.by_line) {
    table.add(joined<Cell>({row.arm, row.line.name, row.line.label, row.line.payer, row.line.payee,
                            row.line.policy_cost},
                           judged_cells(row.result)));
  }
  return table;
}

Table cost_by_year(const Comparison& comparison) {
  Table table{"cost_by_year",
              "economics",
              "Additional cost by year",
              "Not discounted. " + std::string(kMarksMean) + ".",
              joined<Column>({key("arm"), key("perspective"), key("year", "year")},
                             judged_columns(krw(comparison))),
              {.blocks = "perspective", .across = "arm", .columns = {"difference", "verdict"}}};
  for (const auto& row : comparison.economics.by_year) {
    table.add(joined<Cell>(
        {row.arm, std::string(name_of(row.perspective)), static_cast<double>(row.year)},
        judged_cells(row.result)));
  }
  return table;
}

Table cost_per_unit(const Comparison& comparison) {
  Table table{
      "cost_per_unit",
      "economics",
      "What one more costs",
      "Programme cost, public budget or societal cost for one more unit of the outcome (one "
      "less of distress-years), at several discount rates of both.",
      {key("arm"),
       key("outcome"),
       key("perspective"),
       key("discount_rate", "share"),
       {"label"},
       {"unit"},
       estimates("gain", kUnitOfRow),
       ratios("price", krw(comparison)),
       {"finding", kWord}},
      {.blocks = "outcome", .across = "arm", .columns = {"price"}}};
  for (const auto& row : comparison.economics.per_outcome) {
    const auto& info = info_of(row.outcome);
    table.add({row.arm, std::string(info.name), std::string(name_of(row.perspective)),
               row.discount_rate, std::string(info.label), std::string(info.unit),
               estimate_cell(row.gain.difference),
               ratio_cell(row.cost.ratio, name_of(row.cost.finding)),
               std::string(name_of(row.cost.finding))});
  }
  return table;
}

std::string question_text(const Comparison& comparison) {
  const auto& question = comparison.economics.question;
  return fmt::format("Differences to the reference in {} and in {}, {}",
                     label_of(question.perspective), info_of(question.outcome).label,
                     question.discount_rate == 0
                         ? "not discounted"
                         : fmt::format("at {:.3g} % a year", 100 * question.discount_rate));
}

/// "on_frontier", or how sure it is that another arm leaves no reason for this one.
std::string standing(const FrontierRow& row) {
  if (row.status == FrontierStatus::on_frontier) return "worth_considering";
  if (row.status == FrontierStatus::extendedly_dominated) return "between_two_others";
  if (row.sureness == Sureness::open) return "not_settled";
  return fmt::format("{}_dominated", name_of(row.sureness));
}

Table frontier(const Comparison& comparison) {
  const auto& economics = comparison.economics;
  const auto& info = info_of(economics.question.outcome);
  Table table{"frontier",
              "economics",
              "Which policies are worth considering",
              question_text(comparison) +
                  ", as if only one arm can be chosen, in order of gain. Dominated: another arm "
                  "costs less and achieves no less, of which the words say how sure it is. Not "
                  "settled: it looks so by the means, but chance may turn it.",
              {key("arm"),
               {"gain", info.unit},
               {"cost", krw(comparison)},
               {"icer", krw(comparison)},
               {"standing", kWord},
               {"against"}}};
  CostAndEffect reference;
  for (const auto& row : economics.frontier) {
    if (row.values.arm == comparison.study.reference) reference = row.values;
  }
  for (const auto& row : economics.frontier) {
    const auto others = row.against.empty() ? row.by : std::vector<std::string>{row.against};
    table.add({row.values.arm, row.values.effect - reference.effect,
               row.values.cost - reference.cost,
               row.icer ? number_or_nothing(*row.icer) : Cell(Nothing{kNotDefined}), standing(row),
               others.empty() ? Cell(Nothing{kNotDefined})
                              : Cell(fmt::format("{}", fmt::join(others, ", ")))});
  }
  return table;
}

Table acceptability(const Comparison& comparison) {
  const auto& found = comparison.economics.acceptability;
  Table table{
      "acceptability",
      "economics",
      "How often an arm is the best buy",
      fmt::format(
          "By what one more is worth. {} Expected loss: what is lost on average against the "
          "arm that would be best if all were known; that of the arm that is best on average "
          "is what perfect information would be worth.",
          what_varies(comparison.study)),
      {key("arm"),
       key("worth", krw(comparison)),
       {"share_best", "share"},
       {"best_on_average"},
       {"expected_loss", krw(comparison)}},
      {.across = "arm", .columns = {"share_best"}}};
  for (const auto& curve : found.curves) {
    for (std::size_t i = 0; i < curve.probabilities.size(); ++i) {
      table.add({curve.arm, found.thresholds[i], curve.probabilities[i],
                 found.best_on_average[i] == curve.arm, curve.expected_losses[i]});
    }
  }
  return table;
}

Table overrun(const Comparison& comparison) {
  const auto& economics = comparison.economics;
  Table table{
      "overrun",
      "economics",
      "Years above the budget",
      fmt::format("Share of replicates in which the additional programme cost of a year is "
                  "above the budget asked for, by year and in any year. {}",
                  comparison.study.draws == 0 ? what_varies(comparison.study)
                                              : "Counted over all replicates of all draws."),
      {key("arm"), key("year"), {"share_above", "share"}, {"budget", krw(comparison)}},
      {.across = "arm", .columns = {"share_above"}}};
  for (const auto& row : economics.overrun) {
    for (std::size_t i = 0; i < row.years.size(); ++i) {
      table.add({row.arm, fmt::format("{}", row.years[i]), row.share_above[i],
                 *economics.budget_krw_per_year});
    }
    table.add({row.arm, std::string("any"), row.any_year, *economics.budget_krw_per_year});
  }
  return table;
}

Table budget_caps(const Comparison& comparison) {
  Table table{
      "budget_caps",
      "economics",
      "Budgets for the year",
      fmt::format(
          "Nominal money of the whole country, mean over replicates, and the share of "
          "replicates that spent at least {:.0f} % of the cap. 0 % does not mean that the "
          "cap turned nobody away: money is set aside for the full possible cost of every "
          "place, so a year can be fully promised and spend much less. Places of before the "
          "cap began can cost more than it.",
          100 * kAtCap),
      {key("arm"),
       key("instrument"),
       key("year", "year"),
       {"label"},
       {"cap", "KRW"},
       estimates("spent", "KRW"),
       {"share_of_replicates_at_cap", "share"}},
      {.blocks = "arm"}};
  for (const auto& use : comparison.budget_caps) {
    for (const auto& year : use.years) {
      table.add({use.arm, use.instrument, static_cast<double>(year.year), use.label, year.cap_krw,
                 estimate_cell(year.spent), year.share_of_replicates_at_cap});
    }
  }
  return table;
}

}  // namespace

std::vector<Table> tell_economics(const Comparison& comparison) {
  return {total_cost(comparison),    cost_per_unit(comparison), frontier(comparison),
          acceptability(comparison), cost_by_year(comparison),  cost_by_line(comparison),
          overrun(comparison),       budget_caps(comparison)};
}

}  // namespace resettle
