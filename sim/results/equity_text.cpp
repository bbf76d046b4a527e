#include "results/equity_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/result_table.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr int kMonthDecimals = 2;  // of months a person

std::string interval(const Estimate& estimate, int decimals) {
  return interval_text(estimate.low, estimate.high, decimals, true);
}

std::string explained(std::string_view text) { return wrapped(text, "", 0, kTextWidth); }

std::string name_of_arm(const std::string& arm) {
  return std::string("\n  ") + cut_to(arm, kTextWidth - 2) + "\n";
}

/// A table that the file does not hold.
std::string missing(const Comparison& study, const std::string& table) {
  const auto& tables = study.equity.not_recorded;
  if (std::find(tables.begin(), tables.end(), table) == tables.end()) return "";
  return explained("Not recorded in this file; run the study again with this version.");
}

std::string gains_line(const std::string& group, const std::array<std::string, 5>& cells) {
  return text_line(std::string("    ") + left_aligned(group, 32) + right_aligned(cells[0], 9) +
                   right_aligned(cells[1], 9) + right_aligned(cells[2], 9) +
                   right_aligned(cells[3], 12) + "  " + right_aligned(cells[4], 20));
}

/// Suppressed numbers of persons are known only to be small.
std::string count_text(const Estimate& persons, double scale) {
  if (std::isnan(persons.mean)) return "<" + number_text(kSmallestCell / scale, 0);
  return number_text(persons.mean, 0);
}

std::string position_text(const std::string& group) {
  const std::string position = "position=";
  if (!group.starts_with(position)) return group;
  const auto tenth = group.substr(position.size());
  return "income tenth " + tenth +
         (tenth == "1"    ? " (poorest)"
          : tenth == "10" ? " (richest)"
                          : "");
}

std::string render_gains(const Comparison& study) {
  auto text = heading("Who gains and who loses months in integration, " +
                      to_string(study.policy_start) + " to " + to_string(study.end));
  const auto none = missing(study, "winners_losers");
  if (!none.empty()) return text + none;
  text += explained(
      "The same persons in the reference and in the arm: who has more, who has fewer months in "
      "integration there. Once two lives differ they also part by chance: the balance (months per "
      "person) is the effect, the numbers gaining and losing hold chance in both directions. "
      "Persons for the whole population, mean over replicates; groups and tenths of income are "
      "those at the policy start or, if later, when a person is first counted.");
  for (const auto& arm : study.equity.arms) {
    text += name_of_arm(arm.arm);
    text += gains_line("", {"persons", "gaining", "losing", "months per", "95 % interval"});
    text += gains_line("", {"", "", "", "person", ""});
    for (const auto& group : arm.groups) {
      const auto& months = group.months_per_person;
      text += gains_line(
          position_text(group.group),
          {count_text(group.persons, study.scale), count_text(group.gaining, study.scale),
           count_text(group.losing, study.scale), number_text(months.mean, kMonthDecimals, true),
           interval(months, kMonthDecimals)});
    }
  }
  return text;
}

std::string render_concentration(const Comparison& study) {
  if (!missing(study, "winners_losers").empty()) return "";
  auto text = heading("On whom gains and losses fall");
  text += explained(
      "Concentration index over the tenths of income: -0.9 all to the poorest tenth, 0 evenly, 0.9 "
      "all to the richest; negative = concentrated among the poor.");
  const auto line = [](std::string_view arm, const std::array<std::string, 4>& cells) {
    return text_line(std::string("  ") + left_aligned(arm, 20) + right_aligned(cells[0], 14) +
                     "  " + right_aligned(cells[1], 18) + right_aligned(cells[2], 14) + "  " +
                     right_aligned(cells[3], 18));
  };
  text += line("", {"months gained", "95 % interval", "months lost", "95 % interval"});
  for (const auto& arm : study.equity.arms) {
    const auto& gains = arm.concentration.gains;
    const auto& losses = arm.concentration.losses;
    text += line(arm.arm, {number_text(gains.mean, 3, true), interval(gains, 3),
                           number_text(losses.mean, 3, true), interval(losses, 3)});
  }
  return text;
}

std::string render_transitions(const Comparison& study) {
  auto text = heading("From month to month, of 1,000 persons of a type");
  const auto none = missing(study, "transitions");
  if (!none.empty()) return text + none;
  const auto line = [](std::string_view move, const std::array<std::string, 5>& cells) {
    return text_line(std::string("  ") + left_aligned(move, 30) + right_aligned(cells[0], 9) +
                     right_aligned(cells[1], 9) + right_aligned(cells[2], 9) + "  " +
                     right_aligned(cells[3], 18) + "  " + cells[4]);
  };
  for (const auto& arm : study.equity.arms) {
    text += name_of_arm(arm.arm);
    text += line("", {"reference", "here", "differs", "95 % interval", ""});
    for (const auto& move : arm.transitions) {
      const auto& difference = move.difference;
      const int decimals =
          decimals_for(std::array{difference.mean, difference.low, difference.high});
      text += line(move.from + " to " + move.to,
                   {number_text(move.reference_per_1000, 2), number_text(move.arm_per_1000, 2),
                    number_text(difference.mean, decimals, true), interval(difference, decimals),
                    word_for(difference)});
    }
  }
  return text;
}

/// The outcome as an arm has it: label, unit and kind.
const OutcomeComparison* outcome_named(const Comparison& study, const std::string& name) {
  for (const auto& outcome : study.arms.front().outcomes) {
    if (outcome.outcome == name) return &outcome;
  }
  return nullptr;
}

std::string subgroup_line(std::string_view group, const std::array<std::string, 4>& cells) {
  return text_line(std::string("  ") + left_aligned(group, 32) + right_aligned(cells[0], 10) +
                   right_aligned(cells[1], 11) + "  " + right_aligned(cells[2], 21) + "  " +
                   cells[3]);
}

/// One outcome of one arm in all subgroups.
std::string render_subgroups_of(const ArmEquity& arm, const OutcomeComparison& outcome) {
  const bool share = outcome.kind == QuantityKind::share;
  const double factor = share ? 100 : 1;
  auto text = std::string("\n") + explained(arm.arm + ": " + outcome.label +
                                            (share ? ", %; differences in percentage points"
                                             : outcome.unit == "1" ? ""
                                                                   : ", " + outcome.unit));
  text += subgroup_line("", {"reference", "difference", "95 % interval", ""});
  for (const auto& one : arm.subgroups) {
    if (one.outcome != outcome.outcome) continue;
    Estimate shown = one.difference;
    for (double* value : {&shown.mean, &shown.low, &shown.high}) *value *= factor;
    const double reference = one.reference * factor;
    const int decimals = decimals_of(outcome.kind, std::array{shown.mean, shown.low, shown.high});
    const int of_reference = decimals_of(outcome.kind, {&reference, 1});
    text += subgroup_line(one.subgroup, {number_text(reference, of_reference),
                                         number_text(shown.mean, decimals, true),
                                         interval(shown, decimals), word_for(shown)});
  }
  return text;
}

std::string render_subgroups(const Comparison& study) {
  auto text = heading("By subgroup at the end of the study, " + to_string(study.end));
  for (const auto& arm : study.equity.arms) {
    std::string last;
    for (const auto& one : arm.subgroups) {
      if (one.outcome == last) continue;
      last = one.outcome;
      const auto* outcome = outcome_named(study, last);
      if (outcome != nullptr) text += render_subgroups_of(arm, *outcome);
    }
  }
  return text;
}

std::string render_suppressed(const Comparison& study) {
  if (study.equity.suppressed.empty()) return "";
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const auto& one : study.equity.suppressed) {
    // "... in 3 of 20 replicates" differs from cell to cell.
    ++counts[{one.table, one.reason.substr(0, one.reason.find(" persons "))}];
  }
  auto text = heading("Left out");
  text += explained("Numbers not shown above (each is named, with its reason, in the JSON).");
  for (const auto& [what, count] : counts) {
    const auto& [table, reason] = what;
    const bool cut = reason.ends_with("simulated");
    text += fmt::format("  {:<22}{:>6}  {}{}\n", table, count, reason, cut ? " persons" : "");
  }
  return text;
}

}  // namespace

std::string deadweight_text(const Comparison& study) {
  auto text = heading("Subsidised hires that the reference has as well");
  const auto none = missing(study, "deadweight");
  if (!none.empty()) return text + none;
  text += explained(
      "Persons hired with a wage subsidy who are at work in the reference in the same month, or "
      "were "
      "hired there since their spell without work began. Where the reference subsidises too, the "
      "share counts its subsidised hires as well: for a share of hires that need no subsidy, "
      "compare with a reference that pays none.");
  const auto line = [](std::string_view arm, const std::array<std::string, 4>& cells) {
    return text_line(std::string("  ") + left_aligned(arm, 20) + right_aligned(cells[0], 18) +
                     right_aligned(cells[1], 16) + right_aligned(cells[2], 10) + "  " +
                     right_aligned(cells[3], 20));
  };
  text += line("", {"subsidised hires", "in both worlds", "share, %", "95 % interval"});
  for (const auto& arm : study.equity.arms) {
    if (!arm.deadweight) continue;
    const auto& share = arm.deadweight->share;
    const auto range = interval_text(100 * share.low, 100 * share.high, 1, false);
    text += line(arm.arm, {number_text(arm.deadweight->subsidised_hires.mean, 0),
                           number_text(arm.deadweight->hired_anyway.mean, 0),
                           number_text(100 * share.value, 1), range});
  }
  return text;
}

std::string equity_text(const Comparison& study) {
  return render_gains(study) + render_concentration(study) + render_transitions(study) +
         render_subgroups(study) + render_suppressed(study);
}

}  // namespace resettle
