#pragma once

#include <limits>
#include <span>
#include <string_view>
#include <vector>

// Means and ratios over replicates with 95 % intervals. The replicates of two arms share their
// random numbers, so arms are compared replicate by replicate.

namespace resettle {

inline constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

/// With fewer values there is no interval, and nothing is called clear: of two, a single difference
/// would have to tell how far chance reaches.
inline constexpr int kFewestForInterval = 3;
/// Fewer equal values do not show that nothing varies. That so many lie on the same side of zero by
/// chance alone has a probability of 2 x 2^-6 = 3 %; of five it is 6 %.
inline constexpr int kFewestEqual = 6;

/// Whether so many values say how far chance reaches: the one rule by which intervals are given.
/// Not fewer than kFewestForInterval, and not fewer than kFewestEqual that are equal to the three
/// digits that are shown. Values that are all zero say that nothing happens.
bool tell_of_chance(std::span<const double> values);

/// A mean with its 95 % interval: of replicates Student's t, chance alone; with draws of the
/// parameters the total interval, of what is not known and of chance (results/sampling.h).
struct Estimate {
  double mean = kAbsent;
  double standard_error = kAbsent;  ///< of the mean over replicates or draws
  double low = kAbsent;
  double high = kAbsent;
  int replicates = 0;  ///< those that have a value

  // With draws of the parameters:
  int draws = 0;                    ///< those that have a value
  double not_known = kAbsent;       ///< standard deviation between draws, freed of chance
  double chance = kAbsent;          ///< standard deviation between replicates of a draw
  double low_by_chance = kAbsent;   ///< 95 % interval of the mean if these draws were all there is
  double high_by_chance = kAbsent;  ///< NaN with one replicate a draw
  std::vector<double>
      points{};  ///< effects of the draws, freed of chance but for that of their mean

  /// False where the replicates do not tell_of_chance.
  [[nodiscard]] bool has_interval() const { return low == low; }
  /// Whether it was zero in every replicate, of which there are two or more.
  [[nodiscard]] bool is_always_zero() const { return mean == 0 && standard_error == 0; }
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
  /// Between arm and reference over replicates; NaN if one of them does not vary, or with fewer
  /// than kFewestForInterval.
  double correlation = kAbsent;
  /// How many times more replicates independent runs would need for the same standard error:
  /// (variance of arm + variance of reference) / variance of the differences. Infinite if the
  /// difference never varies, NaN if nothing does, or with fewer than kFewestForInterval.
  double unpaired_factor = kAbsent;
  /// Arm / reference, and the difference in percent of the level in the reference (of its size,
  /// if that is negative), with Fieller's interval; NaN if the reference is not clearly different
  /// from zero, or if the difference has no interval.
  RatioEstimate ratio;
  RatioEstimate percent;
};

/// The `probability` quantile (0-1) of Student's t; `degrees` of freedom at least 1.
double student_t_quantile(double probability, int degrees);

/// Mean, standard error (of two values or more) and interval; NaN values are left out.
Estimate estimate_mean(std::span<const double> values);

/// One value per replicate in the same order; pairs with a NaN are left out.
PairedDifference paired_difference(std::span<const double> reference, std::span<const double> arm);

/// Whether percentages of a quantity of that unit mean something: not where zero is only the mean
/// of some population or a logarithm.
bool has_natural_zero(std::string_view unit);

/// The same without ratio and percent where the unit has no natural zero.
PairedDifference in_its_unit(PairedDifference result, std::string_view unit);

/// Mean of numerators over mean of denominators, one pair per replicate, with Fieller's interval:
/// the ratios r for which numerator - r x denominator is not distinguishable from zero. All NaN if
/// the interval of the denominator includes zero or neither of the two tells of chance.
/// Source: Fieller, E. C. (1954), Some problems in interval estimation, Journal of the Royal
/// Statistical Society B 16(2), 175-185.
RatioEstimate fieller_ratio(std::span<const double> numerator, std::span<const double> denominator);

}  // namespace resettle
