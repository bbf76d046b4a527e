#include "results/outlook.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace resettle {

namespace {

struct Headline {
  const char* outcome;
  const char* label;
  const char* unit;
};
constexpr std::array<Headline, 4> kHeadlines{{
    {"integrated_person_months", "Integrated person-months, policy start to end", "person-months"},
    {"employed_person_months", "Employed person-months, policy start to end", "person-months"},
    {"share_integration", "Share in integration at the end", "share"},
    {"employment_rate", "Employment rate at the end", "share"},
}};

std::vector<OutlookAt> with_replicates(const OutcomeOutlook& outlook,
                                       const std::vector<int>& replicates, double power,
                                       double unpaired_factor) {
  std::vector<OutlookAt> at;
  for (const int n : replicates) {
    at.push_back({n,
                  half_width_at(outlook.deviation, n),
                  detectable_effect(outlook.deviation, n, power),
                  {detectable_effect(outlook.range.low, n, power),
                   detectable_effect(outlook.range.high, n, power)},
                  std::ceil(n * unpaired_factor)});
  }
  return at;
}

/// `chance` is that of the study, which may simulate more people than the pilot.
std::vector<SplitAt> with_draws(double not_known, double chance, const std::vector<int>& runs) {
  const double reach = student_t_quantile(0.975, 1000000);  // as of a normal distribution
  std::vector<SplitAt> splits;
  for (const int n : runs) {
    SplitAt at;
    at.runs = n;
    at.split = best_split(not_known, chance, n);
    at.half_width = reach * not_known;
    const double error = reach * not_known_error(not_known, chance, at.split);
    at.found = {std::max(0.0, at.half_width - reach * error), at.half_width + reach * error};
    splits.push_back(at);
  }
  return splits;
}

}  // namespace

std::vector<OutcomeOutlook> outlook_of(const Comparison& pilot, const std::vector<int>& replicates,
                                       double power, const std::vector<int>& runs, double scale) {
  std::vector<OutcomeOutlook> outlooks;
  for (const auto& headline : kHeadlines) {
    for (const auto& arm : pilot.arms) {
      const Measured* measured = arm.find(headline.outcome);
      if (measured == nullptr) continue;
      const PairedDifference& found = measured->result;
      const Estimate& difference = found.difference;
      OutcomeOutlook outlook{arm.name,
                             arm.label,
                             headline.outcome,
                             headline.label,
                             headline.unit,
                             difference.replicates,
                             deviation_of(difference),
                             {},
                             {},
                             kAbsent,
                             kAbsent,
                             {}};
      if (std::isfinite(outlook.deviation)) {
        outlook.range = deviation_range(outlook.deviation, difference.replicates);
        outlook.at = with_replicates(outlook, replicates, power, found.unpaired_factor);
        outlook.not_known = difference.not_known;
        outlook.chance = difference.chance * std::sqrt(pilot.study.scale / scale);
        if (difference.not_known > 0) {
          outlook.splits = with_draws(difference.not_known, outlook.chance, runs);
        }
      }
      outlooks.push_back(std::move(outlook));
    }
  }
  return outlooks;
}

}  // namespace resettle
