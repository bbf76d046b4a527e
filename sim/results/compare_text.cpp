#include "results/compare_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kArmWidth = 20;
constexpr double kMillion = 1e6;
constexpr double kShownInMillions = 1e7;  // KRW: smaller amounts are easier to read in full

/// How the numbers of one block are shown.
struct Scale {
  double factor = 1;
  std::string unit;
};

Scale scale_for(QuantityKind kind, const std::string& unit, double largest) {
  if (kind == QuantityKind::share) return {100, "%; differences in percentage points"};
  if (kind == QuantityKind::money && largest >= kShownInMillions) {
    return {1 / kMillion, "million " + unit};
  }
  return {1, unit == "1" ? "" : unit};
}

/// One result, one line per arm.
struct Block {
  std::string title;
  QuantityKind kind = QuantityKind::number;
  std::string unit;
  std::vector<std::pair<std::string, PairedDifference>> lines;  ///< arm and result
};

std::string word_for(const Estimate& difference) {
  if (std::isnan(difference.mean)) return "too few persons";
  if (!difference.has_interval()) return "no interval";
  if (difference.low == 0 && difference.high == 0) return "no difference";
  return difference.is_clear() ? "clear" : "not distinguishable";
}

std::string interval_text(double low, double high, int decimals, bool plus) {
  if (std::isnan(low)) return "-";
  return number_text(low, decimals, plus) + " to " + number_text(high, decimals, plus);
}

std::string table_line(std::string_view arm, std::string_view reference,
                       std::string_view difference, std::string_view interval,
                       std::string_view word) {
  auto line = std::string("  ") + left_aligned(arm, kArmWidth) + right_aligned(reference, 14) +
              right_aligned(difference, 14) + "  " + right_aligned(interval, 26) + "  ";
  line += word;
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string render(const Block& block) {
  double largest = 0;
  for (const auto& [arm, result] : block.lines) {
    for (const double value : {result.reference, result.difference.mean}) {
      if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    }
  }
  const auto scale = scale_for(block.kind, block.unit, largest);
  auto text = std::string("\n") +
              wrapped(scale.unit.empty() ? block.title : block.title + ", " + scale.unit, "", 0,
                      kTextWidth);
  text += table_line("", "reference", "difference", "95 % interval", "");
  for (const auto& [arm, result] : block.lines) {
    const double reference = result.reference * scale.factor;
    const double mean = result.difference.mean * scale.factor;
    const double low = result.difference.low * scale.factor;
    const double high = result.difference.high * scale.factor;
    const int decimals = decimals_for(std::array{mean, low, high});
    text += table_line(arm, number_text(reference, decimals_for({&reference, 1})),
                       number_text(mean, decimals, true), interval_text(low, high, decimals, true),
                       word_for(result.difference));
  }
  return text;
}

std::string render_question(const Comparison& study) {
  const auto item = [](std::string_view name, std::string_view content) {
    return wrapped(content, left_aligned(name, 12), 12, kTextWidth);
  };
  const auto named = [](const std::string& name, const std::string& label) {
    return name == label || label.empty() ? name : fmt::format("{} ({})", name, label);
  };
  std::string arms;
  for (const auto& arm : study.arms) {
    arms += (arms.empty() ? "" : "; ") + named(arm.name, arm.label);
  }
  auto text = item("Study", study.title);
  if (!study.intent.empty()) text += item("Question", study.intent);
  text += item("Reference", named(study.reference, study.reference_label));
  text += item(study.arms.size() == 1 ? "Arm" : "Arms", arms);
  text += item("Period", fmt::format("{} to {}; policies differ from {} on", to_string(study.start),
                                     to_string(study.end), to_string(study.policy_start)));
  text += item("Replicates", fmt::format("{} per arm, each arm paired with the reference by the "
                                         "same random numbers",
                                         study.replicates));
  if (!study.changes.empty()) {
    text += wrapped(fmt::format("{}", fmt::join(study.changes, "; ")),
                    "Changed on the command line: ", 12, kTextWidth);
  }
  if (study.scale < 1) {
    text += item("Population", fmt::format("{:.3g} % of arrivals simulated; numbers of persons and "
                                           "money stand for all",
                                           100 * study.scale));
  }
  return text;
}

std::string render_outcomes(const Comparison& study) {
  auto text = heading("At the end of the study, " + to_string(study.end));
  for (std::size_t i = 0; i < study.arms.front().outcomes.size(); ++i) {
    const auto& first = study.arms.front().outcomes[i];
    Block block{first.label, first.kind, first.unit, {}};
    for (const auto& arm : study.arms) block.lines.emplace_back(arm.name, arm.outcomes[i].result);
    text += render(block);
  }
  return text;
}

std::string cost_line(const std::string& arm, const CostPerGain& cost) {
  const auto sentence = [&] {
    switch (cost.verdict) {
      case CostVerdict::no_interval:
        return "no interval, so no ratio";
      case CostVerdict::no_effect:
        return "not distinguishable from no effect, so no ratio";
      case CostVerdict::loses:
        return "clearly fewer integrated person-months, so no ratio";
      case CostVerdict::saves_money:
        return "saves money: clearly gains and clearly costs less";
      case CostVerdict::no_cost:
        return "gains at no programme cost";
      case CostVerdict::cost_not_clear:
        return "cost unclear";
      case CostVerdict::ratio:
        return "";
    }
    return "";
  }();
  if (std::isnan(cost.ratio.value)) {
    return std::string("  ") + left_aligned(arm, kArmWidth) + "  " + sentence + "\n";
  }
  return table_line(arm, "", number_text(cost.ratio.value, 0),
                    interval_text(cost.ratio.low, cost.ratio.high, 0, false), sentence);
}

std::string render_horizon(const Comparison& study) {
  auto text =
      heading(fmt::format("From {} to {}", to_string(study.policy_start), to_string(study.end)));
  const auto krw = fmt::format("KRW of {}", study.price_year);
  const auto discounting = fmt::format("discounted to {} at {:.3g} % a year",
                                       to_string(study.policy_start), 100 * study.discount_rate);
  Block gain{"Integrated person-months", QuantityKind::number, "", {}};
  Block employed{"Employed person-months", QuantityKind::number, "", {}};
  Block net{fmt::format("Employed person-months, net of {:.3g} % that others would have had",
                        100 * study.displacement_share),
            QuantityKind::number,
            "",
            {}};
  Block cost{"Programme cost", QuantityKind::money, krw, {}};
  Block budget{"Public budget: programmes and livelihood benefit less deductions from pay",
               QuantityKind::money,
               krw,
               {}};
  Block discounted{"Programme cost, " + discounting, QuantityKind::money, krw, {}};
  std::string ratios;
  std::string discounted_ratios;
  for (const auto& arm : study.arms) {
    gain.lines.emplace_back(arm.name, arm.horizon.person_months);
    employed.lines.emplace_back(arm.name, arm.horizon.employed_months);
    net.lines.emplace_back(arm.name, arm.horizon.employed_months_net);
    cost.lines.emplace_back(arm.name, arm.horizon.cost);
    budget.lines.emplace_back(arm.name, arm.horizon.budget);
    discounted.lines.emplace_back(arm.name, arm.horizon.cost_discounted);
    ratios += cost_line(arm.name, arm.horizon.cost_per_gain);
    discounted_ratios += cost_line(arm.name, arm.horizon.cost_per_gain_discounted);
  }
  const auto head = table_line("", "", "ratio", "95 % interval", "");
  text += render(gain) + render(employed) + render(net);
  text += render(cost) + render(discounted) + render(budget);
  text += fmt::format("\nCost per additional integrated person-month, {}\n{}{}", krw, head, ratios);
  text +=
      std::string("\n") +
      wrapped(fmt::format("The same, cost and person-months {}", discounting), "", 0, kTextWidth);
  return text + head + discounted_ratios;
}

/// Suppressed counts are known only to be small: fewer than 20 *simulated* persons.
std::string count_text(const PersonCount& count, double scale) {
  if (count.suppressed) return "<" + number_text(kSmallestCell / scale, 0);
  return number_text(count.persons.mean, 0);
}

std::string render_changes(const ArmComparison& arm, double scale) {
  const auto line = [scale](std::string_view name, const PersonCount& count) {
    const auto& persons = count.persons;
    auto text = std::string("    ") + left_aligned(name, 40) +
                right_aligned(count_text(count, scale), 12) + "  " +
                right_aligned(interval_text(persons.low, persons.high, 0, false), 26);
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
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
    for (const auto& cell : changes.table[row]) text += right_aligned(count_text(cell, scale), 15);
    text += "\n";
  }
  return text;
}

std::string range_text(const std::vector<double>& values, int decimals) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return "-";
  return number_text(low, decimals) + " to " + number_text(high, decimals);
}

/// Factors beyond this say no more than "very many".
constexpr double kLargestFactor = 10000;

double shown_factor(double factor) {
  return std::isfinite(factor) ? std::min(factor, kLargestFactor) : factor;
}

std::string render_pairing(const Comparison& study) {
  auto text = heading("How well pairing worked");
  text += wrapped(
      "Correlation between arm and reference over replicates, and how many times more replicates "
      "independent runs would need for the same intervals (10,000 = that or more): lowest to "
      "highest "
      "of the outcomes above; person-months apart.",
      "", 0, kTextWidth);
  const auto line = [](std::string_view arm, std::string_view correlation, std::string_view factor,
                       std::string_view correlation_months, std::string_view factor_months) {
    return std::string("  ") + left_aligned(arm, kArmWidth) + right_aligned(correlation, 16) +
           right_aligned(factor, 20) + right_aligned(correlation_months, 18) +
           right_aligned(factor_months, 18) + "\n";
  };
  text += line("", "correlation", "times more", "person-months", "times more");
  for (const auto& arm : study.arms) {
    std::vector<double> correlations;
    std::vector<double> factors;
    for (const auto& outcome : arm.outcomes) {
      correlations.push_back(outcome.result.correlation);
      factors.push_back(shown_factor(outcome.result.unpaired_factor));
    }
    const auto& months = arm.horizon.person_months;
    text += line(arm.name, range_text(correlations, 2), range_text(factors, 0),
                 number_text(months.correlation, 2),
                 number_text(shown_factor(months.unpaired_factor), 0));
  }
  return text;
}

}  // namespace

std::string render_text(const Comparison& comparison) {
  auto text = render_question(comparison);
  text += render_short(comparison);
  text += render_outcomes(comparison);
  text += render_horizon(comparison);
  text += heading("Persons whose type at " + to_string(comparison.end) +
                  " differs because of the policy");
  text += wrapped("The same persons in both arms, those counted in both; mean over replicates.", "",
                  0, kTextWidth);
  for (const auto& arm : comparison.arms) text += render_changes(arm, comparison.scale);
  text += render_pairing(comparison);
  text += heading("Notes");
  for (const auto& note : comparison_notes(comparison)) text += wrapped(note, "- ", 2, kTextWidth);
  return text;
}

}  // namespace resettle
