#pragma once

#include <span>
#include <string>
#include <vector>

// How often each arm is the best buy when an additional unit of effect is worth so much. The
// chance is that between simulated worlds (replicates); parameters are fixed.

namespace resettle {

/// Cost and effect of an arm, one value of each per replicate; more effect is better.
struct CostsAndEffects {
  std::string arm;
  std::vector<double> costs;
  std::vector<double> effects;
};

struct AcceptabilityCurve {
  std::string arm;
  /// By threshold: share of replicates in which it has the highest net benefit, threshold x effect
  /// - cost; ties are shared equally.
  std::vector<double> probabilities;
  /// By threshold: what is lost on average against the arm that is best in each replicate (draw),
  /// KRW. That of the arm that is best on average is the expected value of perfect information.
  std::vector<double> expected_losses{};
};

struct Acceptability {
  std::vector<double> thresholds;  ///< KRW per unit of effect, from 0 on
  std::vector<AcceptabilityCurve> curves;
  std::vector<std::string> best_on_average;  ///< by threshold: highest mean net benefit
};

/// Thresholds from 0 to at least twice the highest price of an additional unit along the frontier
/// of means (of all arms against the first, if only one arm is on it): evenly spaced, or, if the
/// prices differ by more than a factor of ten, 1, 1.5, 2, 3, 5 and 7 times powers of ten from a
/// fifth of the lowest price on. 0 alone if no arm has a price.
std::vector<double> threshold_grid(std::span<const CostsAndEffects> arms);

/// Replicates in which an arm has no value (NaN) are left out.
/// Source: Fenwick, E., Claxton, K. and Sculpher, M. (2001), Representing uncertainty: the role of
/// cost-effectiveness acceptability curves, Health Economics 10(8), 779-787.
Acceptability acceptability(std::span<const CostsAndEffects> arms,
                            std::span<const double> thresholds);

/// Adds 1 to the best of the values, shared equally if several are the same; more is better.
void share_best(std::span<const double> values, std::span<double> shares);

/// Replicates in which all arms have both values.
std::vector<std::size_t> complete_replicates(std::span<const CostsAndEffects> arms);

}  // namespace resettle
