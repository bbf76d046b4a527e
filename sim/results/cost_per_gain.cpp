#include "results/cost_per_gain.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace resettle {

CostPerGain cost_per_gain(std::span<const double> all_costs, std::span<const double> all_gains) {
  std::vector<double> costs;
  std::vector<double> gains;
  for (std::size_t i = 0; i < all_gains.size(); ++i) {
    if (std::isnan(all_gains[i]) || std::isnan(all_costs[i])) continue;
    costs.push_back(all_costs[i]);
    gains.push_back(all_gains[i]);
  }
  const auto cost_estimate = estimate_mean(costs);
  const auto gain_estimate = estimate_mean(gains);
  CostPerGain result;
  using enum CostVerdict;
  if (!gain_estimate.has_interval()) return result;
  if (!gain_estimate.is_clear()) {
    result.verdict = no_effect;
  } else if (gain_estimate.high < 0) {
    result.verdict = loses;
  } else if (std::all_of(costs.begin(), costs.end(), [](double c) { return c == 0; })) {
    result.verdict = no_cost;
  } else if (!cost_estimate.has_interval()) {
    result.verdict = no_interval;
  } else if (cost_estimate.high < 0) {
    result.verdict = saves_money;
  } else {
    result.verdict = cost_estimate.low > 0 ? ratio : cost_not_clear;
    result.ratio = fieller_ratio(costs, gains);
  }
  return result;
}

const char* verdict_name(CostVerdict verdict) {
  switch (verdict) {
    case CostVerdict::no_interval:
      return "no_interval";
    case CostVerdict::no_effect:
      return "not_distinguishable_from_no_effect";
    case CostVerdict::loses:
      return "clear_loss";
    case CostVerdict::saves_money:
      return "saves_money";
    case CostVerdict::no_cost:
      return "no_cost_difference";
    case CostVerdict::cost_not_clear:
      return "cost_not_clear";
    case CostVerdict::ratio:
      return "ratio";
  }
  return "";
}

}  // namespace resettle
