#include "results/outlook.h"

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

}  // namespace

std::vector<OutcomeOutlook> outlook_of(const Comparison& pilot, const std::vector<int>& replicates,
                                       double power) {
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
                             {}};
      if (std::isfinite(outlook.deviation)) {
        outlook.range = deviation_range(outlook.deviation, difference.replicates);
        for (const int n : replicates) {
          outlook.at.push_back({n,
                                half_width_at(outlook.deviation, n),
                                detectable_effect(outlook.deviation, n, power),
                                {detectable_effect(outlook.range.low, n, power),
                                 detectable_effect(outlook.range.high, n, power)},
                                std::ceil(n * found.unpaired_factor)});
        }
      }
      outlooks.push_back(std::move(outlook));
    }
  }
  return outlooks;
}

}  // namespace resettle
