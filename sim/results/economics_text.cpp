#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/result_table.h"
#include "results/sections_text.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr const char* kOnlyChance =
    "The chance is that between simulated worlds: in how many of the replicates. Parameters are "
    "fixed, so it says nothing about their uncertainty.";

std::string perspective_text(Perspective perspective) {
  switch (perspective) {
    case Perspective::programme:
      return "programme cost";
    case Perspective::public_budget:
      return "public budget";
    case Perspective::societal:
      return "public budget + mentors";
  }
  return "";
}

std::string rate_text(double rate) {
  return rate == 0 ? "not discounted" : fmt::format("at {:.3g} % a year", 100 * rate);
}

std::string millions(const Estimate& difference) {
  const double shown = difference.mean / kMillion;
  return starred(difference, 1 / kMillion, std::abs(shown) < 100 ? decimals_for({&shown, 1}) : 0);
}

/// Rows of one arm; the other arms have the same rows in the same order.
template <class Row>
std::vector<const Row*> rows_of(const std::vector<Row>& all, const std::string& arm) {
  std::vector<const Row*> rows;
  for (const auto& row : all) {
    if (row.arm == arm) rows.push_back(&row);
  }
  return rows;
}

/// Additional cost, one row as `label` names it, one column per arm.
template <class Row, class Label>
std::string cost_grid(const Comparison& study, const std::vector<Row>& all, Label label) {
  std::vector<std::vector<const Row*>> columns;
  for (const auto& arm : study.arms) columns.push_back(rows_of(all, arm.name));
  ArmGrid grid{"", names_of(study, false), {}, {}};
  for (const auto* row : columns.front()) grid.rows.push_back(label(*row));
  grid.cell = [&columns](std::size_t row, std::size_t arm) {
    return millions(columns[arm][row]->difference);
  };
  return grid_text(grid);
}

std::string years_grid(const Comparison& study, Perspective perspective) {
  std::vector<CostOfYear> years;
  for (const auto& row : study.economics.by_year) {
    if (row.perspective == perspective) years.push_back(row);
  }
  return fmt::format("\nAdditional {} by year, million KRW of {}\n", perspective_text(perspective),
                     study.price_year) +
         cost_grid(study, years, [](const CostOfYear& row) { return fmt::format("{}", row.year); });
}

/// Prices of an outcome: one row per perspective and rate.
std::string price_grid(const Comparison& study, HorizonOutcome outcome) {
  std::vector<CostPerOutcome> prices;
  for (const auto& row : study.economics.per_outcome) {
    if (row.outcome == outcome) prices.push_back(row);
  }
  std::vector<std::vector<const CostPerOutcome*>> columns;
  for (const auto& arm : study.arms) columns.push_back(rows_of(prices, arm.name));
  ArmGrid grid{"", names_of(study, false), {}, {}};
  for (const auto* row : columns.front()) {
    grid.rows.push_back(
        perspective_text(row->perspective) + ", " +
        (row->discount_rate == 0 ? "0" : fmt::format("{:.3g}", 100 * row->discount_rate)) + " %");
  }
  grid.cell = [&columns](std::size_t row, std::size_t arm) {
    return short_price(columns[arm][row]->cost);
  };
  return grid_text(grid);
}

std::string prices_text(const Comparison& study) {
  std::string text;
  for (const auto& info : kHorizonOutcomes) {
    const bool less = !info.higher_is_better;
    text +=
        "\n" + wrapped(fmt::format("KRW of {} for {}: {} (by perspective and discount rate)",
                                   study.price_year, less ? "one less" : "one more", info.label),
                       "", 0, kTextWidth);
    text += price_grid(study, info.outcome);
  }
  return text;
}

}  // namespace

std::string economics_text(const Comparison& study) {
  const auto& economics = study.economics;
  auto text = heading("Costs and prices");
  text += wrapped(
      fmt::format(
          "Programme: payments of the instruments. Public budget: all that government pays "
          "less what it receives. Mentors: their unpaid time ({} hours a month each). Money "
          "that persons receive counts as a cost in all three, so none is the full cost to "
          "society. From {} to {}, constant KRW of {}. {}.",
          kMentorHoursPerMonth, to_string(study.policy_start), to_string(study.end),
          study.price_year, kStarMeans),
      "", 0, kTextWidth);
  text += fmt::format("\nAdditional cost, million KRW of {}\n", study.price_year);
  text += cost_grid(study, economics.totals, [](const TotalCost& row) {
    return perspective_text(row.perspective) + ", " +
           (row.discount_rate == 0 ? "0" : fmt::format("{:.3g}", 100 * row.discount_rate)) + " %";
  });
  text += fmt::format("\nAdditional payments by line, not discounted, million KRW of {}\n",
                      study.price_year);
  text += cost_grid(study, economics.by_line, [](const CostOfLine& row) { return row.line.name; });
  for (const auto perspective : economics.perspectives) text += years_grid(study, perspective);
  return text + prices_text(study);
}

std::string overrun_text(const Comparison& study) {
  const auto& economics = study.economics;
  if (economics.overrun.empty()) return "";
  auto text = heading("Years above the budget");
  text += wrapped(fmt::format("Share of replicates in which the additional programme cost of a "
                              "year is above {} million KRW of {}. {}",
                              number_text(*economics.budget_krw_per_year / kMillion, 0),
                              study.price_year, kOnlyChance),
                  "", 0, kTextWidth);
  ArmGrid grid{"", names_of(study, false), {}, {}};
  const auto& years = economics.overrun.front().years;
  for (const int year : years) grid.rows.push_back(fmt::format("{}", year));
  grid.rows.emplace_back("in any year");
  grid.cell = [&](std::size_t row, std::size_t arm) {
    const auto& overrun = economics.overrun[arm];
    return fmt::format("{:.0f} %",
                       100 * (row < years.size() ? overrun.share_above[row] : overrun.any_year));
  };
  return text + "\n" + grid_text(grid);
}

namespace {

std::string frontier_line(std::string_view arm, std::string_view effect, std::string_view cost,
                          std::string_view price, std::string_view status) {
  auto line = "  " + left_aligned(arm, 24) + number_cell(effect, 14) + number_cell(cost, 15) +
              number_cell(price, 15) + "  ";
  return wrapped(status, line, 72, kTextWidth);
}

std::string status_text(const FrontierRow& row) {
  switch (row.status) {
    case FrontierStatus::dominated:
      return fmt::format("dominated by {}", fmt::join(row.by, ", "));
    case FrontierStatus::extendedly_dominated:
      return fmt::format("dominated by a mixture of {}", fmt::join(row.by, " and "));
    case FrontierStatus::on_frontier:
      return row.against.empty() ? "start of the frontier" : "against " + row.against;
  }
  return "";
}

std::string acceptability_text(const Comparison& study) {
  const auto& acceptability = study.economics.acceptability;
  const auto count = acceptability.thresholds.size();
  if (count < 2) return "";
  const auto names = names_of(study, true);
  ArmGrid grid{"worth, KRW", names, {}, {}};
  constexpr std::size_t kShown = 9;
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < kShown; ++i) shown.push_back(i * (count - 1) / (kShown - 1));
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  for (const auto i : shown) {
    grid.rows.push_back(number_text(acceptability.thresholds[i], 0));
  }
  grid.cell = [&](std::size_t row, std::size_t arm) {
    const auto at = shown[row];
    return fmt::format("{:.0f} %{}", 100 * acceptability.curves[arm].probabilities[at],
                       acceptability.best_on_average[at] == names[arm] ? "*" : " ");
  };
  return "\n" +
         wrapped(
             fmt::format("How often an arm is the best buy, by what one more is worth (* best on "
                         "average). {}",
                         kOnlyChance),
             "", 0, kTextWidth) +
         grid_text(grid);
}

}  // namespace

std::string frontier_text(const Comparison& study) {
  const auto& economics = study.economics;
  const auto& info = info_of(economics.question.outcome);
  auto text = heading("Which policies are worth considering");
  text += wrapped(
      fmt::format("Mean differences to the reference in {} (KRW of {}) and in {}, {}, as if only "
                  "one arm can be chosen. Dominated: another arm costs no more and achieves no "
                  "less. Differences may be chance: see the share of replicates below.",
                  perspective_text(economics.question.perspective), study.price_year, info.label,
                  rate_text(economics.question.discount_rate)),
      "", 0, kTextWidth);
  text += "\n" + frontier_line("", info.unit, "million KRW", "KRW per unit", "");
  CostAndEffect reference;
  for (const auto& row : economics.frontier) {
    if (row.values.arm == study.reference) reference = row.values;
  }
  for (const auto& row : economics.frontier) {
    const double effect = row.values.effect - reference.effect;
    const double cost = (row.values.cost - reference.cost) / kMillion;
    const int decimals = decimals_of(kind_of(info), {&effect, 1});
    text += frontier_line(row.values.arm, number_text(effect, decimals, true),
                          number_text(cost, decimals_for({&cost, 1}), true),
                          row.icer ? number_text(*row.icer, 0) : "", status_text(row));
  }
  return text + acceptability_text(study);
}

}  // namespace resettle
