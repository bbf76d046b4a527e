#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/verdict.h"

// Which of several exclusive policies are worth considering, by mean cost and mean effect.

namespace resettle {

/// Mean cost and effect of an arm; more effect is better.
struct CostAndEffect {
  std::string arm;
  double cost = 0;
  double effect = 0;
};

enum class FrontierStatus {
  on_frontier,
  dominated,            ///< another arm costs no more and achieves no less
  extendedly_dominated  ///< a mixture of two other arms does
};

struct FrontierRow {
  CostAndEffect values;
  FrontierStatus status = FrontierStatus::on_frontier;  ///< by the means
  /// How sure it is that one of `by` alone dominates it; of a mixture that is not judged.
  Sureness sureness = Sureness::open;
  std::vector<std::string> by{};  ///< all arms that dominate it, or the two of the mixture
  std::string against{};          ///< the arm before it on the frontier; empty for the first
  std::optional<double> icer{};   ///< cost of an additional unit of effect against that arm
};

/// All arms in order of effect (then of cost). The frontier starts with the cheapest arm; along it
/// the cost of an additional unit rises. Of arms equal in both, the first one given stands for
/// all. Arms without a cost or effect (NaN) must be left out by the caller.
/// Source: Johannesson, M. and Weinstein, M. C. (1993), On the decision rules of
/// cost-effectiveness analysis, Journal of Health Economics 12(4), 459-467.
std::vector<FrontierRow> frontier(std::span<const CostAndEffect> arms);

/// "on_frontier", "dominated" or "extendedly_dominated".
const char* name_of(FrontierStatus status);

}  // namespace resettle
