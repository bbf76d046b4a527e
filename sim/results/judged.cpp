#include "results/judged.h"

#include <cmath>

namespace resettle {

double smallest_difference(double share, double reference, std::string_view unit, double scale) {
  if (!has_natural_zero(unit)) return share * scale;
  return std::isfinite(reference) ? share * std::fabs(reference) : 0;
}

double smallest_difference(const SmallestEffect& smallest, const std::string& outcome,
                           double reference, std::string_view unit, double scale) {
  const auto named = smallest.by_outcome.find(outcome);
  if (named != smallest.by_outcome.end()) return named->second;
  return smallest_difference(smallest.share, reference, unit, scale);
}

void judge_together(const std::vector<Judged*>& together) {
  std::vector<Claim> claims;
  for (const Judged* one : together) claims.push_back({one->difference, one->smallest});
  const auto verdicts = judge(claims);
  for (std::size_t i = 0; i < together.size(); ++i) together[i]->verdict = verdicts[i];
}

}  // namespace resettle
