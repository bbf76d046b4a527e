#include "results/cost_per_gain.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace resettle {

namespace {

PriceFinding finding_of(const Verdict& gain, const Verdict& cost) {
  using enum PriceFinding;
  if (gain.finding == Finding::too_few_persons || gain.finding == Finding::too_few_replicates) {
    return too_few;
  }
  if (gain.is(Finding::less, Sureness::likely)) return loses;
  if (gain.finding == Finding::negligible || gain.finding == Finding::nothing) return no_gain;
  if (!gain.is(Finding::more, Sureness::likely)) return gain_not_sure;
  if (cost.finding == Finding::nothing) return no_cost;
  if (cost.finding == Finding::too_few_replicates) return too_few;
  if (cost.is(Finding::less, Sureness::likely)) return saves_money;
  return cost.is(Finding::more, Sureness::likely) ? price : cost_not_sure;
}

}  // namespace

CostPerGain cost_per_gain(const Sampling& sampling, std::span<const double> all_costs,
                          std::span<const double> all_gains, const Verdict& gain) {
  std::vector<double> costs;
  std::vector<double> gains;
  for (std::size_t i = 0; i < all_gains.size(); ++i) {
    const bool both = !std::isnan(all_gains[i]) && !std::isnan(all_costs[i]);
    // The place of a value says which draw it belongs to.
    if (!both && !sampling.has_draws()) continue;
    costs.push_back(both ? all_costs[i] : kAbsent);
    gains.push_back(both ? all_gains[i] : kAbsent);
  }
  CostPerGain result{finding_of(gain, judge({sampling.mean(costs)})), {}};
  const bool priced =
      result.finding == PriceFinding::price || result.finding == PriceFinding::cost_not_sure;
  if (!priced) return result;
  result.ratio = sampling.ratio(costs, gains);
  if (std::isnan(result.ratio.value)) result.finding = PriceFinding::gain_not_sure;
  return result;
}

const char* name_of(PriceFinding finding) {
  switch (finding) {
    case PriceFinding::too_few:
      return "too_few";
    case PriceFinding::no_gain:
      return "no_gain";
    case PriceFinding::gain_not_sure:
      return "gain_not_sure";
    case PriceFinding::loses:
      return "loses";
    case PriceFinding::saves_money:
      return "saves_money";
    case PriceFinding::no_cost:
      return "no_cost";
    case PriceFinding::cost_not_sure:
      return "cost_not_sure";
    case PriceFinding::price:
      return "price";
  }
  return "";
}

}  // namespace resettle
