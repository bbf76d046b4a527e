#include "results/ranking.h"

#include <algorithm>
#include <cmath>

#include "results/acceptability.h"

namespace resettle {

std::vector<RankedArm> rank_arms(std::span<const std::string> arms,
                                 std::span<const std::vector<double>> values,
                                 bool higher_is_better) {
  const double sign = higher_is_better ? 1 : -1;
  std::vector<double> wins(arms.size(), 0.0);
  std::vector<double> sums(arms.size(), 0.0);
  std::vector<double> regrets(arms.size(), 0.0);
  std::vector<double> merits(arms.size());
  double count = 0;
  for (std::size_t r = 0; r < values.front().size(); ++r) {
    for (std::size_t a = 0; a < arms.size(); ++a) merits[a] = sign * values[a][r];
    if (std::any_of(merits.begin(), merits.end(), [](double m) { return std::isnan(m); })) continue;
    ++count;
    share_best(merits, wins);
    const double best = *std::max_element(merits.begin(), merits.end());
    for (std::size_t a = 0; a < arms.size(); ++a) {
      sums[a] += values[a][r];
      regrets[a] += best - merits[a];
    }
  }
  std::vector<RankedArm> ranked;
  if (count == 0) return ranked;
  for (std::size_t a = 0; a < arms.size(); ++a) {
    ranked.push_back({arms[a], sums[a] / count, wins[a] / count, regrets[a] / count});
  }
  return ranked;
}

std::vector<Ranking> ranking_of(const StudySeries& series) {
  std::vector<const ArmSeries*> ranked;
  std::vector<std::string> names;
  for (const auto& arm : series.arms) {
    if (!arm.is_ranked) continue;
    ranked.push_back(&arm);
    names.push_back(arm.name);
  }
  std::vector<Ranking> rankings;
  for (const auto& info : kHorizonOutcomes) {
    std::vector<std::vector<double>> values;
    for (const auto* arm : ranked) {
      const auto& table = arm->outcomes[static_cast<std::size_t>(info.outcome)];
      const auto& before = series.reference().outcomes[static_cast<std::size_t>(info.outcome)];
      values.push_back(comparable_values(series, before, table, 0));
    }
    rankings.push_back({info.outcome, rank_arms(names, values, info.higher_is_better)});
  }
  return rankings;
}

}  // namespace resettle
