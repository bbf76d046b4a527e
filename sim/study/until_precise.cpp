#include "study/until_precise.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/errors.h"
#include "results/compare.h"
#include "results/sample_size.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

/// The spread is known from a few replicates only, so that the exact number would be too small in
/// half of the cases, at the price of one more look; every look costs a little coverage.
constexpr double kReserveOfVariance = 1.1;
/// A further look is worth it only after some growth.
constexpr double kLeastGrowth = 1.1;

std::string unit_of(const Comparison& study, const std::string& outcome) {
  if (study.arms.empty()) return "";
  const Measured* found = study.arms.front().find(outcome);
  return found == nullptr ? "" : found->unit;
}

/// A half width with its unit; shares in percentage points.
std::string width_text(double width, const std::string& unit) {
  const bool share = unit == "share";
  const double shown = share ? 100 * width : width;
  const double values[] = {shown};
  return number_text(shown, decimals_for(values)) + (share ? " percentage points"
                                                     : unit.empty() || unit == "1" ? ""
                                                                                   : " " + unit);
}

std::string needed_text(const Look& look, const StopWhen& stop) {
  const int needed = look.needed(stop);
  return needed > 0 ? fmt::format("about {} replicates would be needed", number_text(needed, 0))
                    : fmt::format("more than {} replicates would be needed",
                                  number_text(kMostReplicates, 0));
}

}  // namespace

bool Look::is_precise(const StopWhen& stop) const {
  return std::all_of(arms.begin(), arms.end(),
                     [&](const ArmPrecision& arm) { return arm.half_width <= stop.half_width; });
}

const ArmPrecision& Look::widest() const {
  require(!arms.empty(), "a study compares at least one arm");
  return *std::max_element(
      arms.begin(), arms.end(), [](const ArmPrecision& one, const ArmPrecision& other) {
        if (std::isnan(one.half_width)) return false;
        return std::isnan(other.half_width) || one.half_width < other.half_width;
      });
}

int Look::needed(const StopWhen& stop) const {
  int needed = replicates;
  for (const auto& arm : arms) {
    if (arm.half_width <= stop.half_width) continue;
    if (std::isnan(arm.half_width)) return 0;
    const double deviation = arm.deviation * std::sqrt(kReserveOfVariance);
    const int enough = replicates_for(deviation, stop.half_width, kMostReplicates);
    if (enough == 0) return 0;
    // In some replicates too few persons may be counted.
    const double of_all = static_cast<double>(enough) * replicates / arm.replicates;
    needed =
        std::max(needed, static_cast<int>(std::ceil(std::min<double>(of_all, kMostReplicates))));
  }
  return needed;
}

int Look::next(const StopWhen& stop) const {
  if (is_precise(stop) || replicates >= stop.at_most || std::isnan(widest().half_width)) return 0;
  const int enough = needed(stop);
  const int least = static_cast<int>(std::ceil(kLeastGrowth * replicates));
  return std::min(stop.at_most, enough == 0 ? stop.at_most : std::max(enough, least));
}

Look look_at(const std::filesystem::path& study, const StopWhen& stop) {
  CompareChoices choices;
  if (horizon_outcome(stop.outcome) == nullptr) choices.more_outcomes = {stop.outcome};
  const Comparison comparison = compare(study, choices);
  Look look{comparison.study.replicates, unit_of(comparison, stop.outcome), {}};
  const auto asked = [&](const std::string& arm) {
    return stop.arms.empty() ||
           std::find(stop.arms.begin(), stop.arms.end(), arm) != stop.arms.end();
  };
  // Of an arm that is the reference the difference is known for certain.
  for (const auto& arm : comparison.same.as_reference) {
    if (asked(arm.name)) look.arms.push_back({arm.name, 0, 0, comparison.study.replicates});
  }
  for (const auto& arm : comparison.arms) {
    if (!asked(arm.name)) continue;
    const auto* found = arm.find(stop.outcome);
    require(found != nullptr, "an outcome of stop_when is compared");
    const Estimate& difference = found->result.difference;
    look.arms.push_back(
        {arm.name, difference.half_width(), deviation_of(difference), difference.replicates});
  }
  return look;
}

std::string describe(const Look& look, const StopWhen& stop, int looks, bool out_of_time) {
  const ArmPrecision& widest = look.widest();
  const std::string asked = width_text(stop.half_width, look.unit);
  std::string text = fmt::format("stop_when, {}: ", stop.outcome);
  if (look.is_precise(stop)) {
    text += fmt::format("precise enough: ±{} after {} replicates (asked: {})",
                        width_text(widest.half_width, look.unit), look.replicates, asked);
  } else if (std::isnan(widest.half_width)) {
    text += fmt::format(
        "stopped after {} replicates: too few persons are counted in the arm {}, so there is no "
        "interval (asked: {}). Simulate more of the arrivals (scale), or name another outcome",
        look.replicates, widest.arm, asked);
  } else {
    text += fmt::format("stopped at {}: ±{} in the arm {} after {} replicates (asked: {}); {}",
                        out_of_time ? fmt::format("minutes={}", stop.minutes)
                                    : fmt::format("at_most={}", stop.at_most),
                        width_text(widest.half_width, look.unit), widest.arm, look.replicates,
                        asked, needed_text(look, stop));
  }
  if (looks > 1) {
    text += fmt::format(
        ". The intervals were looked at {} times, so that they miss the true value a little more "
        "often than in one case of twenty",
        looks);
  }
  return text + ".";
}

}  // namespace resettle
