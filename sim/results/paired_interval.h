#pragma once

#include <limits>
#include <span>
#include <string_view>

// Means and ratios over replicates with 95 % intervals. The replicates of two arms share their
// random numbers, so arms are compared replicate by replicate.

namespace resettle {

inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

/// A mean over replicates with its 95 % Student-t interval.
struct Estimate {
  double mean = kAbsent;
  double standard_error = kAbsent;
  double low = kAbsent;
  double high = kAbsent;
  int replicates = 0;  ///< those that have a value

  /// False with fewer than two replicates: one run says nothing about chance.
  [[nodiscard]] bool has_interval() const { return low == low; }
  /// Half the width of the interval.
  [[nodiscard]] double half_width() const { return (high - low) / 2; }
  /// Whether the interval excludes zero.
  [[nodiscard]] bool is_clear() const { return low > 0 || high < 0; }
};

/// A ratio of two means with its 95 % interval.
struct RatioEstimate {
  double value = kAbsent;
  double low = kAbsent;
  double high = kAbsent;
};

/// An arm against the reference.
struct PairedDifference {
  double reference = kAbsent;  ///< mean level in the reference
  Estimate difference;         ///< arm minus reference
  /// Between arm and reference over replicates; NaN if one of them does not vary.
  double correlation = kAbsent;
  /// How many times more replicates independent runs would need for the same standard error:
  /// (variance of arm + variance of reference) / variance of the differences. Infinite if the
  /// difference never varies, NaN if nothing does.
  double unpaired_factor = kAbsent;
  /// Arm / reference, and the difference in percent of the level in the reference (of its size,
  /// if that is negative), with Fieller's interval; NaN if the reference is not clearly different
  /// from zero.
  RatioEstimate ratio;
  RatioEstimate percent;
};

/// The `probability` quantile (0-1) of Student's t; `degrees` of freedom at least 1.
double student_t_quantile(double probability, int degrees);

/// Mean and interval; NaN values are left out.
Estimate estimate_mean(std::span<const double> values);

/// One value per replicate in the same order; pairs with a NaN are left out.
PairedDifference paired_difference(std::span<const double> reference, std::span<const double> arm);

/// Whether percentages of a quantity of that unit mean something: not where zero is only the mean
/// of some population or a logarithm.
bool has_natural_zero(std::string_view unit);

/// The same without ratio and percent, for quantities without a natural zero.
PairedDifference without_ratio(PairedDifference result);

/// Mean of numerators over mean of denominators, one pair per replicate, with Fieller's interval:
/// the ratios r for which numerator - r x denominator is not distinguishable from zero. All NaN if
/// the interval of the denominator includes zero or there are fewer than two replicates.
/// Source: Fieller, E. C. (1954), Some problems in interval estimation, Journal of the Royal
/// Statistical Society B 16(2), 175-185.
RatioEstimate fieller_ratio(std::span<const double> numerator, std::span<const double> denominator);

}  // namespace resettle
