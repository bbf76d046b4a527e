#include <utility>

#include <fmt/format.h>

#include "results/result_table.h"
#include "results/sections_text.h"
#include "results/text_layout.h"

// Differences at the end and over the period, and persons whose type differs.

namespace resettle {

std::string outcomes_text(const Comparison& study) {
  auto text = heading("At the end of the study, " + to_string(study.end));
  for (std::size_t i = 0; i < study.arms.front().outcomes.size(); ++i) {
    const auto& first = study.arms.front().outcomes[i];
    Block block{first.label, first.kind, first.unit, {}};
    for (const auto& arm : study.arms) block.lines.emplace_back(arm.name, arm.outcomes[i].result);
    text += block_text(block);
  }
  return text;
}

namespace {

using Result = PairedDifference HorizonComparison::*;

std::string block_of(const Comparison& study, const std::string& title, QuantityKind kind,
                     const std::string& unit, Result result) {
  Block block{title, kind, unit, {}};
  for (const auto& arm : study.arms) block.lines.emplace_back(arm.name, arm.horizon.*result);
  return block_text(block);
}

std::string prices_of(const Comparison& study, CostPerGain HorizonComparison::*price) {
  std::vector<std::pair<std::string, CostPerGain>> prices;
  for (const auto& arm : study.arms) prices.emplace_back(arm.name, arm.horizon.*price);
  return price_block(prices, fmt::format("KRW of {}", study.price_year));
}

}  // namespace

std::string horizon_text(const Comparison& study) {
  using Horizon = HorizonComparison;
  auto text =
      heading(fmt::format("From {} to {}", to_string(study.policy_start), to_string(study.end)));
  const auto krw = fmt::format("KRW of {}", study.price_year);
  const auto discounting = fmt::format("discounted to {} at {:.3g} % a year",
                                       to_string(study.policy_start), 100 * study.discount_rate);
  const auto number = [&](const std::string& title, Result result) {
    text += block_of(study, title, QuantityKind::number, "", result);
  };
  const auto months = [&](const std::string& title, Result result) {
    text += block_of(study, title, QuantityKind::count, "", result);
  };
  const auto money = [&](const std::string& title, Result result) {
    text += block_of(study, title, QuantityKind::money, krw, result);
  };
  months("Integrated person-months", &Horizon::person_months);
  months("Employed person-months", &Horizon::employed_months);
  months(fmt::format("Employed person-months, net of {:.3g} % that others would have had",
                     100 * study.displacement_share),
         &Horizon::employed_months_net);
  months("Person-months out of marginality", &Horizon::out_of_marginality);
  number("Distress-years (mean distress, 0 = South Korean mean, x persons; less is better)",
         &Horizon::distress_years);
  money("Programme cost", &Horizon::cost);
  money("Programme cost, " + discounting, &Horizon::cost_discounted);
  money("Public budget: programmes and livelihood benefit less deductions from pay",
        &Horizon::budget);
  text += "\nCost per additional integrated person-month\n";
  text += prices_of(study, &Horizon::cost_per_gain);
  text +=
      std::string("\n") +
      wrapped(fmt::format("The same, cost and person-months {}", discounting), "", 0, kTextWidth);
  return text + prices_of(study, &Horizon::cost_per_gain_discounted);
}

namespace {

/// Suppressed counts are known only to be small: fewer than 20 *simulated* persons.
std::string count_text(const PersonCount& count, double scale) {
  if (count.suppressed) return "<" + number_text(kSmallestCell / scale, 0);
  return number_text(count.persons.mean, 0);
}

std::string changes_text(const ArmComparison& arm, double scale) {
  const auto line = [scale](std::string_view name, const PersonCount& count) {
    const auto& persons = count.persons;
    auto text = std::string("    ") + left_aligned(name, 40) +
                number_cell(count_text(count, scale), 12) + "  " +
                number_cell(interval_text(persons.low, persons.high, 0, false), 26);
    return text_line(std::move(text));
  };
  const auto& changes = arm.changes;
  auto text = std::string("\n  ") + cut_to(arm.name, kTextWidth - 2) + "\n";
  text += std::string("    ") + left_aligned("", 40) + right_aligned("persons", 12) + "  " +
          right_aligned("95 % interval", 26) + "\n";
  text += line("changed type", changes.changed);
  text += line("moved to integration", changes.to_integration);
  text += line("moved out of integration", changes.out_of_integration);
  text += line("better on at least one axis", changes.gained);
  text += line("worse on at least one axis", changes.lost);
  text += line("in both lists (better on one, worse)", changes.exchanged);
  text += std::string("\n    ") + left_aligned("in the reference \\ in this arm", 32);
  for (const auto* name : kTypeNames) text += right_aligned(name, 15);
  text += "\n";
  for (std::size_t row = 0; row < kTypeNames.size(); ++row) {
    text += std::string("    ") + left_aligned(kTypeNames[row], 32);
    for (const auto& cell : changes.table[row]) text += number_cell(count_text(cell, scale), 15);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string types_text(const Comparison& study) {
  auto text =
      heading("Persons whose type at " + to_string(study.end) + " differs because of the policy");
  text += wrapped("The same persons in both arms, those counted in both; mean over replicates.", "",
                  0, kTextWidth);
  for (const auto& arm : study.arms) text += changes_text(arm, study.scale);
  return text;
}

}  // namespace resettle
