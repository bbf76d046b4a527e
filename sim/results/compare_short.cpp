// The comparison in short: what every arm gains and costs, and how sure that is.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/called_as.h"
#include "io/number_text.h"
#include "results/compare_text.h"
#include "results/number_format.h"
#include "results/table.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kLabelWidth = 24;
constexpr std::array<std::size_t, 3> kWidths{29, 24, 21};
using Line = std::array<std::string, 3>;

std::string line_of(std::string_view label, const Line& cells) {
  auto line = "  " + left_aligned(label, kLabelWidth);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    line += display_width(cells[c]) >= kWidths[c] ? " " + cells[c]
                                                  : right_aligned(cells[c], kWidths[c]);
  }
  return text_line(std::move(line));
}

/// The mean and, in brackets, its interval.
std::pair<std::string, std::string> difference_text(const Judged& result, const std::string& unit,
                                                    double factor = 1) {
  const double mean = result.difference.mean * factor;
  const double low = result.difference.low * factor;
  const double high = result.difference.high * factor;
  const NumberFormat format(unit, std::array{mean, low, high});
  const auto interval = format.interval(low, high, true);
  return {format.text(mean, true), interval.empty() ? "" : "(" + interval + ")"};
}

std::string price_words(PriceFinding finding) {
  switch (finding) {
    case PriceFinding::too_few:
      return "-";
    case PriceFinding::no_gain:
      return "no gain to pay for";
    case PriceFinding::gain_not_sure:
      return "gain not sure";
    case PriceFinding::loses:
      return "a loss";
    case PriceFinding::saves_money:
      return "saves money";
    case PriceFinding::no_cost:
      return "no cost";
    case PriceFinding::cost_not_sure:
    case PriceFinding::price:
      return "";
  }
  return "";
}

const CostPerGain& price_of(const Comparison& comparison, const std::string& arm) {
  return std::find_if(comparison.economics.per_outcome.begin(),
                      comparison.economics.per_outcome.end(),
                      [&](const CostPerOutcome& row) {
                        return row.arm == arm && row.outcome == HorizonOutcome::integrated &&
                               row.perspective == Perspective::programme && row.discount_rate == 0;
                      })
      ->cost;
}

std::pair<std::string, std::string> price_text(const CostPerGain& price) {
  const auto& ratio = price.ratio;
  if (std::isnan(ratio.value)) return {price_words(price.finding), ""};
  const NumberFormat format("KRW", std::array{ratio.value, ratio.low, ratio.high});
  const bool millions = format.unit() != "KRW";
  return {format.text(ratio.value) + (millions ? " million" : ""),
          "(" + format.interval(ratio.low, ratio.high, false) + (millions ? " million)" : ")")};
}

std::string arm_lines(const Comparison& comparison, const ArmComparison& arm) {
  const auto& gain = arm.over_horizon("integrated_person_months");
  const auto& cost = arm.over_horizon("programme_cost");
  const auto [gained, gain_interval] = difference_text(gain, "person-months");
  const auto [paid, cost_interval] = difference_text(cost, "million KRW", 1 / kMillion);
  const auto [price, price_interval] = price_text(price_of(comparison, arm.name));
  const auto label = wrapped(arm.label, "", 0, kLabelWidth - 1);
  std::array<std::string, 3> label_lines;
  std::size_t at = 0;
  for (auto& line : label_lines) {
    const auto end = label.find('\n', at);
    if (end == std::string::npos) break;
    line = label.substr(at, end - at);
    at = end + 1;
  }
  auto text = line_of(label_lines[0], {words_of(gain.verdict), paid, price});
  text += line_of(label_lines[1], {gained, cost_interval, price_interval});
  if (!gain_interval.empty() || !label_lines[2].empty()) {
    text += line_of(label_lines[2], {gain_interval, "", ""});
  }
  return text;
}

std::string definition_words(const Comparison& comparison) {
  return comparison.definition == "a" ? ""
                                      : fmt::format(" by definition {}", comparison.definition);
}

/// Whether the result holds under all definitions, and which arms another one leaves no reason for.
std::string judged(const Comparison& comparison) {
  const auto line = [](const std::string& first, const std::vector<std::string>& names) {
    if (names.empty()) return std::string();
    return wrapped(fmt::format("{}", fmt::join(names, ", ")), first + " ", 4, kTextWidth);
  };
  std::vector<std::string> somewhere;
  for (const auto& table : comparison.definitions) {
    if (table.holds_under.empty() || table.holds_under.size() == table.rows.size()) continue;
    somewhere.push_back(fmt::format("{} ({})", table.arm, fmt::join(table.holds_under, ", ")));
  }
  auto text = line("Holds under some definitions of mental success only:", somewhere);
  std::vector<std::string> dominated;
  for (const auto& row : comparison.economics.frontier) {
    if (row.status != FrontierStatus::dominated || row.sureness == Sureness::open) continue;
    dominated.push_back(fmt::format("{} by {} ({})", row.values.arm, fmt::join(row.by, " and "),
                                    spelt(name_of(row.sureness))));
  }
  return text + line("Dominated (the other costs less and achieves no less):", dominated);
}

}  // namespace

std::string render_short(const Comparison& comparison) {
  const auto& study = comparison.study;
  auto text = heading("In short, " + to_string(study.policy_start) + " to " + to_string(study.end) +
                      ", against " + study.reference_label);
  const auto on_arms = sentences_on_arms(comparison);
  for (const auto& sentence : on_arms) text += wrapped(sentence, "", 2, kTextWidth);
  if (comparison.arms.empty()) return text + "There is nothing to compare.\n";
  if (!on_arms.empty()) text += "\n";
  text += line_of("", {"person-months", "programme cost,", "KRW per integrated"});
  text += line_of("", {"in integration" + definition_words(comparison),
                       fmt::format("million KRW of {}", study.price_year), "person-month gained"});
  for (const auto* arm : comparison.best_first()) text += arm_lines(comparison, *arm);
  text += "\n" + wrapped(words_note(comparison), "", 0, kTextWidth);
  text += judged(comparison);
  if (study.replicates_stored < study.replicates_of_study) {
    text += wrapped(fmt::format("This file is a PART of the study: {} of its {} replicates. Join "
                                "the parts with '{} merge' before you report anything.",
                                study.replicates_stored, study.replicates_of_study, called_as()),
                    "", 0, kTextWidth);
  }
  const bool few = study.draws == 0 && study.replicates < 10;
  if (study.scale < kSmallestReported || few) {
    text += wrapped(fmt::format("{} of {:.3g} % of the arrivals: a first look, not "
                                "for reporting.",
                                counted(study.replicates, "replicate"), 100 * study.scale),
                    "", 0, kTextWidth);
  }
  return text;
}

}  // namespace resettle
