#pragma once

#include <cstddef>
#include <vector>

namespace resettle {

/// Ordinary least squares with an intercept. All values NaN where the data cannot tell: fewer
/// observations than coefficients, a predictor or outcome that does not vary, or predictors that
/// are copies of one another.
struct LinearFit {
  std::vector<double> coefficient;   ///< of each predictor, outcome units per predictor unit
  std::vector<double> predictor_sd;  ///< standard deviation of each predictor
  double outcome_sd = 0;

  /// Change of the outcome, in its own unit, for one standard deviation more of predictor k.
  [[nodiscard]] double effect_of_sd(std::size_t k) const;
  /// Standardised coefficient (beta) of predictor k: both in standard deviations.
  [[nodiscard]] double standardised(std::size_t k) const;
};

/// Fits outcome = intercept + sum over k of coefficient[k] * predictors[k]. Every predictor is one
/// column with as many values as `outcome`; throws std::logic_error otherwise.
LinearFit fit_linear(const std::vector<std::vector<double>>& predictors,
                     const std::vector<double>& outcome);

/// The values less the mean of their group: what is left once differences between groups are taken
/// out. `group` has one entry per value.
std::vector<double> within_groups(const std::vector<double>& values, const std::vector<int>& group);

}  // namespace resettle
