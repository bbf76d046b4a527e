#pragma once

#include <string>
#include <vector>

#include "results/compare.h"
#include "results/sample_size.h"

// What a few replicates tell about a study of many: how small an effect it would find.

namespace resettle {

/// A study with a number of replicates.
struct OutlookAt {
  int replicates = 0;
  double half_width = kAbsent;           ///< of the 95 % interval, unit of the outcome
  double detectable = kAbsent;           ///< smallest effect found with the power asked for
  DeviationRange detectable_range;       ///< the same at the ends of the range of the spread
  double unpaired_replicates = kAbsent;  ///< that independent runs would need; infinite, NaN: none
};

/// One arm and outcome.
struct OutcomeOutlook {
  std::string arm;
  std::string label;  ///< of the arm
  std::string outcome;
  std::string outcome_label;
  std::string unit;
  int pilot_replicates = 0;    ///< that have a value
  double deviation = kAbsent;  ///< of the differences, over replicates
  DeviationRange range;        ///< 95 % interval of it
  std::vector<OutlookAt> at;
};

/// The headlines of a comparison, outcome by outcome: person-months in integration and with work
/// over the whole period, shares in integration and with work at the end. What has no spread (too
/// few replicates for an interval, too few persons) has no entries in `at`. `power` from 0.5 to 1.
std::vector<OutcomeOutlook> outlook_of(const Comparison& pilot, const std::vector<int>& replicates,
                                       double power);

}  // namespace resettle
