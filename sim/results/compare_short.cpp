// The comparison in short: one line an arm.
#include <cmath>

#include <fmt/format.h>

#include "results/compare_text.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr double kMillion = 1e6;

/// The price of a person-month, or in a word why there is none.
std::string short_price(const CostPerGain& cost) {
  if (std::isfinite(cost.ratio.value)) return number_text(cost.ratio.value, 0);
  switch (cost.verdict) {
    case CostVerdict::no_interval:
      return "no interval";
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

/// One line per arm: what it gains, what it costs more, at what price.
}  // namespace

std::string render_short(const Comparison& study) {
  auto text = heading("In short, " + to_string(study.policy_start) + " to " + to_string(study.end) +
                      ", against " + study.reference_label);
  const auto line = [](std::string_view arm, std::string_view gained, std::string_view cost,
                       std::string_view price) {
    return std::string("  ") + left_aligned(arm, 40) + right_aligned(gained, 16) +
           right_aligned(cost, 19) + right_aligned(price, 21) + "\n";
  };
  text += line("", "person-months", "programme cost,", "KRW per integrated");
  text += line("", "in integration", "million KRW", "person-month gained");
  for (const auto& arm : study.arms) {
    const auto& horizon = arm.horizon;
    text += line(arm.label, number_text(horizon.person_months.difference.mean, 0, true),
                 number_text(horizon.cost.difference.mean / kMillion, 0, true),
                 short_price(horizon.cost_per_gain));
  }
  if (study.scale < 1 || study.replicates < 10) {
    text +=
        wrapped(fmt::format("{} replicate{} of {:.3g} % of the arrivals: a first look, not "
                            "for reporting.",
                            study.replicates, study.replicates == 1 ? "" : "s", 100 * study.scale),
                "", 0, kTextWidth);
  }
  return text;
}

}  // namespace resettle
