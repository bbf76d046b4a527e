#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "results/paired_interval.h"

// Where the values of a result come from: replicates alone, or draws of the parameters with some
// replicates each. Then two layers are kept apart: what nobody knows (between draws) and chance
// (within a draw).

namespace resettle {

/// With fewer draws no total interval is given: its ends would rest on one or two draws.
inline constexpr int kFewestDraws = 20;

/// How the values of a study, one for each replicate, make one estimate. Without draws every
/// replicate stands for itself and the interval is Student's t of their mean: chance alone. With
/// draws the estimate is the mean over draws, and its interval the total one, in which the effect
/// lies with 95 %, given the priors: the quantiles of the means of the draws, which are first drawn
/// towards their mean by what chance contributes to their spread.
class Sampling {
 public:
  Sampling() = default;
  /// By the numbers of the replicates (core/replicate_number.h), in the order of the values.
  explicit Sampling(std::span<const std::int32_t> numbers);

  [[nodiscard]] bool has_draws() const { return draws_ > 0; }
  [[nodiscard]] int draws() const { return draws_; }

  /// Mean, interval and, with draws, its parts; NaN values are left out.
  [[nodiscard]] Estimate mean(std::span<const double> values) const;
  /// Pairs with a NaN are left out. With draws there is no unpaired factor.
  [[nodiscard]] PairedDifference difference(std::span<const double> reference,
                                            std::span<const double> arm) const;
  /// Mean of numerators over mean of denominators. With draws the interval holds the ratios of the
  /// draws; all NaN if the denominators are not all on one side of zero in 95 % of the draws.
  [[nodiscard]] RatioEstimate ratio(std::span<const double> numerator,
                                    std::span<const double> denominator) const;
  /// The values to be compared draw by draw: means of the draws, freed of the spread that chance
  /// gives them but for what it leaves open about the mean of all; without draws the values
  /// themselves. NaN where a draw has none.
  [[nodiscard]] std::vector<double> points(std::span<const double> values) const;

 private:
  /// Means of the draws and what is known of their spread.
  struct Layers {
    std::vector<double> means;  ///< by draw; NaN without a value
    double mean = kAbsent;      ///< of the means
    double between = kAbsent;   ///< variance of what is not known; 0 where it comes out negative
    double spread = 0;          ///< variance of the means, as found
    double within = kAbsent;  ///< variance of chance, of a replicate; NaN with one replicate a draw
    double of_means = kAbsent;  ///< chance's part of the variance of the means
    int present = 0;            ///< draws with a value
    int values = 0;
  };
  [[nodiscard]] Layers layers(std::span<const double> values) const;
  static std::vector<double> shrunk(const Layers& layers);

  std::vector<int> draw_;  ///< position of the draw of each value
  int draws_ = 0;
};

}  // namespace resettle
