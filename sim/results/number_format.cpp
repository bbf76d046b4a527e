#include "results/number_format.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr double kShownInMillions = 1e7;  // KRW: smaller amounts are easier to read in full

bool is_counted(const std::string& unit) {
  return unit == "persons" || unit == "person-months" || unit == "replicates";
}

}  // namespace

NumberFormat::NumberFormat(const std::string& unit, std::span<const double> numbers)
    : plain_(unit == "year"), unit_(unit == "1" || unit == "year" ? "" : unit) {
  double largest = 0;
  for (const double number : numbers) {
    if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  }
  if (unit == "share") {
    factor_ = 100;
    unit_ = "%";
  } else if (unit.starts_with("KRW") && largest >= kShownInMillions) {
    factor_ = 1 / kMillion;
    unit_ = "million " + unit;
  }
  const double shown = largest * factor_;
  decimals_ = is_counted(unit) ? 0 : decimals_for({&shown, 1});
}

std::string NumberFormat::text(double value, bool plus) const {
  if (plain_) return fmt::format("{:.0f}", value);
  return number_text(value * factor_, decimals_, plus);
}

std::string NumberFormat::interval(double low, double high, bool plus) const {
  if (std::isnan(low)) return "";
  return text(low, plus) + " to " + text(high, plus);
}

}  // namespace resettle
