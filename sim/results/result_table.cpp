#include "results/result_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kArmWidth = 20;
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

std::string table_line(std::string_view arm, std::string_view reference,
                       std::string_view difference, std::string_view percent,
                       std::string_view interval, std::string_view word) {
  return text_line("  " + left_aligned(arm, kArmWidth) + number_cell(reference, 11) +
                   number_cell(difference, 11) + number_cell(percent, 9) + "  " +
                   number_cell(interval, 24) + "  " + std::string(word));
}

std::string percent_text(const RatioEstimate& percent) {
  if (!std::isfinite(percent.value)) return "";
  return number_text(percent.value, std::abs(percent.value) < 10 ? 1 : 0, true) + " %";
}

std::string price_text(double krw) {
  if (std::abs(krw) < kShownInMillions) return number_text(krw, 0);
  const double shown = krw / kMillion;
  return number_text(shown, decimals_for({&shown, 1})) + " million";
}

std::string sentence_for(CostVerdict verdict) {
  switch (verdict) {
    case CostVerdict::no_interval:
      return "too few replicates, so no ratio";
    case CostVerdict::no_effect:
      return "not distinguishable from no effect, so no ratio";
    case CostVerdict::loses:
      return "clearly worse than the reference, so no ratio";
    case CostVerdict::saves_money:
      return "saves money: clearly gains and clearly costs less";
    case CostVerdict::no_cost:
      return "gains at no cost";
    case CostVerdict::cost_not_clear:
      return "cost unclear";
    case CostVerdict::ratio:
      return "";
  }
  return "";
}

}  // namespace

std::string number_cell(std::string_view text, std::size_t width) {
  return display_width(text) >= width ? " " + std::string(text) : right_aligned(text, width);
}

int decimals_of(QuantityKind kind, std::span<const double> values) {
  return kind == QuantityKind::count ? 0 : decimals_for(values);
}

QuantityKind kind_of(const HorizonOutcomeInfo& outcome) {
  const bool months = std::string_view(outcome.unit) == "person-months";
  return months ? QuantityKind::count : QuantityKind::number;
}

std::string word_for(const Estimate& difference) {
  if (std::isnan(difference.mean)) return "too few persons";
  if (difference.is_always_zero()) return "no difference";
  if (!difference.has_interval()) return "too few replicates";
  return difference.is_clear() ? "clear" : "not distinguishable";
}

std::string interval_text(double low, double high, int decimals, bool plus) {
  if (std::isnan(low)) return "-";
  return number_text(low, decimals, plus) + " to " + number_text(high, decimals, plus);
}

std::string block_text(const Block& block) {
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
  text += table_line("", "reference", "difference", "", "95 % interval", "");
  for (const auto& [arm, result] : block.lines) {
    const double reference = result.reference * scale.factor;
    const double mean = result.difference.mean * scale.factor;
    const double low = result.difference.low * scale.factor;
    const double high = result.difference.high * scale.factor;
    const int decimals = decimals_of(block.kind, std::array{mean, low, high});
    text += table_line(arm, number_text(reference, decimals_of(block.kind, {&reference, 1})),
                       number_text(mean, decimals, true), percent_text(result.percent),
                       interval_text(low, high, decimals, true), word_for(result.difference));
  }
  return text;
}

std::string price_interval(const RatioEstimate& ratio) {
  if (!std::isfinite(ratio.value)) return "";
  const double largest = std::max(std::abs(ratio.low), std::abs(ratio.high));
  if (largest < kShownInMillions) return interval_text(ratio.low, ratio.high, 0, false);
  const std::array shown{ratio.low / kMillion, ratio.high / kMillion};
  return interval_text(shown[0], shown[1], decimals_for(shown), false) + " million";
}

std::string short_price(const CostPerGain& cost) {
  const double value = cost.ratio.value;
  if (cost.verdict == CostVerdict::cost_not_clear) return "cost unclear";
  if (std::isfinite(value)) return price_text(value);
  switch (cost.verdict) {
    case CostVerdict::no_interval:
      return "too few replicates";
    case CostVerdict::loses:
      return "clear loss";
    case CostVerdict::saves_money:
      return "saves money";
    case CostVerdict::no_cost:
      return "at no cost";
    default:
      return "no clear gain";
  }
}

std::string price_block(const std::vector<std::pair<std::string, CostPerGain>>& prices,
                        const std::string& unit) {
  const auto line = [](std::string_view arm, std::string_view price, std::string_view interval,
                       std::string_view word) {
    return text_line("  " + left_aligned(arm, kArmWidth) + number_cell(price, 16) + "  " +
                     number_cell(interval, 34) + "  " + std::string(word));
  };
  auto text = line("", unit, "95 % interval", "");
  for (const auto& [arm, price] : prices) {
    if (std::isfinite(price.ratio.value)) {
      text += line(arm, price_text(price.ratio.value), price_interval(price.ratio),
                   sentence_for(price.verdict));
    } else {
      text += "  " + left_aligned(arm, kArmWidth) + "  " + sentence_for(price.verdict) + "\n";
    }
  }
  return text;
}

std::string grid_text(const ArmGrid& grid) {
  constexpr std::size_t kLabel = 28;
  constexpr std::size_t kColumn = 14;
  constexpr std::size_t kBeside = 5;
  std::string text;
  for (std::size_t first = 0; first < grid.arms.size(); first += kBeside) {
    const auto last = std::min(first + kBeside, grid.arms.size());
    std::string head = "  " + left_aligned(grid.corner, kLabel - 2);
    for (auto a = first; a < last; ++a) {
      head += " " + right_aligned(grid.arms[a], kColumn - 1);
    }
    text += (first == 0 ? "" : "\n") + head + "\n";
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
      std::string line = "  " + left_aligned(grid.rows[r], kLabel - 2);
      for (auto a = first; a < last; ++a) line += number_cell(grid.cell(r, a), kColumn);
      text += text_line(line);
    }
  }
  return text;
}

std::vector<std::string> names_of(const Comparison& study, bool with_reference) {
  std::vector<std::string> names;
  if (with_reference) names.push_back(study.reference);
  for (const auto& arm : study.arms) names.push_back(arm.name);
  return names;
}

std::string starred(const Estimate& difference, double factor, int decimals) {
  const bool clear = difference.has_interval() && difference.is_clear();
  return number_text(difference.mean * factor, decimals, true) + (clear ? "*" : " ");
}

}  // namespace resettle
