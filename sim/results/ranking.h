#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/study_series.h"

namespace resettle {

struct RankedArm {
  std::string arm;
  double mean = 0;
  double share_best = 0;  ///< share of replicates in which it is the best; ties are shared
  /// Mean over replicates of what is lost against the best arm of that replicate; unit of the
  /// outcome, 0 or more.
  double expected_regret = 0;
};

/// How the arms, the reference among them, rank in one outcome. The share is a chance between
/// simulated worlds; parameters are fixed.
struct Ranking {
  HorizonOutcome outcome = HorizonOutcome::integrated;
  std::vector<RankedArm> arms;
};

/// Values by arm and replicate. Replicates in which an arm has no value are left out; without any
/// other the list is empty.
std::vector<RankedArm> rank_arms(std::span<const std::string> arms,
                                 std::span<const std::vector<double>> values,
                                 bool higher_is_better);

/// All outcomes over the horizon, undiscounted.
std::vector<Ranking> ranking_of(const StudySeries& series);

}  // namespace resettle
