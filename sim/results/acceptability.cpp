#include "results/acceptability.h"

#include <algorithm>
#include <cmath>

#include "results/frontier.h"

namespace resettle {

namespace {

constexpr double kThresholds = 40;  // steps at most

double mean_of(const std::vector<double>& values, std::span<const std::size_t> replicates) {
  double sum = 0;
  for (const auto r : replicates) sum += values[r];
  return sum / static_cast<double>(replicates.size());
}

/// A step of 1, 2, 2.5 or 5 times a power of ten, not below `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double step : {1.0, 2.0, 2.5, 5.0}) {
    if (step * power >= least) return step * power;
  }
  return 10 * power;
}

/// Prices of an additional unit that are positive: along the frontier of means, or against the
/// first arm if the frontier has no step.
std::vector<double> prices_of(std::span<const CostsAndEffects> arms) {
  const auto replicates = complete_replicates(arms);
  std::vector<double> prices;
  if (replicates.empty()) return prices;
  std::vector<CostAndEffect> means;
  for (const auto& arm : arms) {
    means.push_back({arm.arm, mean_of(arm.costs, replicates), mean_of(arm.effects, replicates)});
  }
  for (const auto& row : frontier(means)) {
    if (row.icer && *row.icer > 0) prices.push_back(*row.icer);
  }
  if (!prices.empty()) return prices;
  for (const auto& mean : means) {
    const double price = (mean.cost - means.front().cost) / (mean.effect - means.front().effect);
    if (std::isfinite(price) && price > 0) prices.push_back(price);
  }
  return prices;
}

}  // namespace

std::vector<std::size_t> complete_replicates(std::span<const CostsAndEffects> arms) {
  std::vector<std::size_t> complete;
  if (arms.empty()) return complete;
  for (std::size_t r = 0; r < arms.front().costs.size(); ++r) {
    const bool all = std::all_of(arms.begin(), arms.end(), [r](const auto& arm) {
      return !std::isnan(arm.costs[r]) && !std::isnan(arm.effects[r]);
    });
    if (all) complete.push_back(r);
  }
  return complete;
}

void share_best(std::span<const double> values, std::span<double> shares) {
  const double best = *std::max_element(values.begin(), values.end());
  const auto winners = std::count(values.begin(), values.end(), best);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == best) shares[i] += 1 / static_cast<double>(winners);
  }
}

std::vector<double> threshold_grid(std::span<const CostsAndEffects> arms) {
  const auto prices = prices_of(arms);
  std::vector<double> thresholds{0};
  if (prices.empty()) return thresholds;
  const auto [lowest, highest] = std::minmax_element(prices.begin(), prices.end());
  if (*highest <= 10 * *lowest) {
    const double step = round_step(2 * *highest / kThresholds);
    for (int i = 1; thresholds.back() < 2 * *highest; ++i) thresholds.push_back(i * step);
    return thresholds;
  }
  for (double power = std::pow(10.0, std::floor(std::log10(*lowest / 5)));; power *= 10) {
    for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
      if (step * power < *lowest / 5) continue;
      thresholds.push_back(step * power);
      if (step * power >= 2 * *highest) return thresholds;
    }
  }
}

Acceptability acceptability(std::span<const CostsAndEffects> arms,
                            std::span<const double> thresholds) {
  const auto replicates = complete_replicates(arms);
  Acceptability result;
  for (const auto& arm : arms) result.curves.push_back({arm.arm, {}, {}});
  if (replicates.empty()) return result;
  result.thresholds.assign(thresholds.begin(), thresholds.end());
  std::vector<double> benefits(arms.size());
  for (const double threshold : thresholds) {
    std::vector<double> wins(arms.size(), 0.0);
    std::vector<double> sums(arms.size(), 0.0);
    double sum_of_best = 0;
    for (const auto r : replicates) {
      for (std::size_t a = 0; a < arms.size(); ++a) {
        benefits[a] = threshold * arms[a].effects[r] - arms[a].costs[r];
        sums[a] += benefits[a];
      }
      share_best(benefits, wins);
      sum_of_best += *std::max_element(benefits.begin(), benefits.end());
    }
    for (std::size_t a = 0; a < arms.size(); ++a) {
      const auto all = static_cast<double>(replicates.size());
      result.curves[a].probabilities.push_back(wins[a] / all);
      result.curves[a].expected_losses.push_back((sum_of_best - sums[a]) / all);
    }
    const auto best = std::max_element(sums.begin(), sums.end()) - sums.begin();
    result.best_on_average.push_back(arms[static_cast<std::size_t>(best)].arm);
  }
  return result;
}

}  // namespace resettle
