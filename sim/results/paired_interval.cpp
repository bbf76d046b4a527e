#include "results/paired_interval.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include "core/errors.h"

namespace resettle {

namespace {

constexpr double kUpperTail = 0.975;  // of a two-sided 95 % interval
constexpr double kEqual = 1e-3;       // of the largest: as many digits as are shown

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Sample covariance (divisor n - 1); of a list with itself: its variance.
double covariance(std::span<const double> a, std::span<const double> b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size() - 1);
}

/// From arm / reference to the difference in percent of the size of the reference.
RatioEstimate percent_of(const RatioEstimate& ratio, double reference) {
  const auto percent = [](double value) { return 100 * (value - 1); };
  if (reference > 0) return {percent(ratio.value), percent(ratio.low), percent(ratio.high)};
  return {-percent(ratio.value), -percent(ratio.high), -percent(ratio.low)};
}

bool are_equal(std::span<const double> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low <= kEqual * std::max(std::abs(*low), std::abs(*high));
}

}  // namespace

bool tell_of_chance(std::span<const double> values) {
  if (values.size() < kFewestForInterval) return false;
  const bool zero = std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
  return zero || values.size() >= kFewestEqual || !are_equal(values);
}

double student_t_quantile(double probability, int degrees) {
  require(degrees >= 1 && probability > 0 && probability < 1, "no such quantile");
  return boost::math::quantile(boost::math::students_t_distribution<double>(degrees), probability);
}

Estimate estimate_mean(std::span<const double> values) {
  std::vector<double> present;
  std::copy_if(values.begin(), values.end(), std::back_inserter(present),
               [](double value) { return !std::isnan(value); });
  Estimate estimate;
  estimate.replicates = static_cast<int>(present.size());
  if (present.empty()) return estimate;
  estimate.mean = mean_of(present);
  if (present.size() < 2) return estimate;
  estimate.standard_error =
      std::sqrt(covariance(present, present) / static_cast<double>(present.size()));
  if (!tell_of_chance(present)) return estimate;
  const double reach =
      student_t_quantile(kUpperTail, estimate.replicates - 1) * estimate.standard_error;
  estimate.low = estimate.mean - reach;
  estimate.high = estimate.mean + reach;
  return estimate;
}

PairedDifference paired_difference(std::span<const double> reference, std::span<const double> arm) {
  require(reference.size() == arm.size(), "pairs need both arms in every replicate");
  std::vector<double> before;
  std::vector<double> after;
  std::vector<double> differences;
  for (std::size_t i = 0; i < arm.size(); ++i) {
    if (std::isnan(reference[i]) || std::isnan(arm[i])) continue;
    before.push_back(reference[i]);
    after.push_back(arm[i]);
    differences.push_back(arm[i] - reference[i]);
  }
  PairedDifference result;
  result.difference = estimate_mean(differences);
  if (before.empty()) return result;
  result.reference = mean_of(before);
  if (before.size() < kFewestForInterval) return result;
  const double var_before = covariance(before, before);
  const double var_after = covariance(after, after);
  if (var_before > 0 && var_after > 0) {
    result.correlation = covariance(before, after) / std::sqrt(var_before * var_after);
  }
  // 0 / 0 is NaN: nothing varies; x / 0 is infinite: pairing removed all of it.
  result.unpaired_factor = (var_before + var_after) / covariance(differences, differences);
  if (!result.difference.has_interval()) return result;
  result.ratio = fieller_ratio(after, before);
  result.percent = percent_of(result.ratio, result.reference);
  return result;
}

bool has_natural_zero(std::string_view unit) {
  return !unit.starts_with("SD") && !unit.starts_with("log");
}

PairedDifference in_its_unit(PairedDifference result, std::string_view unit) {
  if (has_natural_zero(unit)) return result;
  result.ratio = {};
  result.percent = {};
  return result;
}

RatioEstimate fieller_ratio(std::span<const double> numerator,
                            std::span<const double> denominator) {
  require(numerator.size() == denominator.size(), "a ratio needs both in every replicate");
  RatioEstimate ratio;
  if (!tell_of_chance(numerator) && !tell_of_chance(denominator)) return ratio;
  const double n = static_cast<double>(numerator.size());
  const double t = student_t_quantile(kUpperTail, static_cast<int>(numerator.size()) - 1);
  const double x = mean_of(numerator);
  const double y = mean_of(denominator);
  const double scaled = t * t / n;
  // (x - r y)^2 <= t^2 Var(x - r y) / n, a quadratic inequality in r: a r^2 - 2 b r + c <= 0.
  const double a = y * y - scaled * covariance(denominator, denominator);
  if (!(a > 0)) return ratio;
  const double b = x * y - scaled * covariance(numerator, denominator);
  const double c = x * x - scaled * covariance(numerator, numerator);
  const double root = std::sqrt(std::max(0.0, b * b - a * c));
  ratio.value = x / y;
  ratio.low = (b - root) / a;
  ratio.high = (b + root) / a;
  return ratio;
}

}  // namespace resettle
