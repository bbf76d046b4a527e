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

/// A study with draws of the parameters that takes a number of runs of every arm.
struct SplitAt {
  int runs = 0;
  Split split;
  double half_width = kAbsent;  ///< of the total 95 % interval, unit of the outcome
  /// 95 % interval of the half width that such a study finds.
  DeviationRange found;
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

  // After a pilot with draws of the parameters:
  double not_known = kAbsent;   ///< standard deviation between draws, freed of chance
  double chance = kAbsent;      ///< between replicates of a draw, at the study's scale
  std::vector<SplitAt> splits;  ///< none where the pilot found nothing but chance
};

/// The headlines of a comparison, outcome by outcome: person-months in integration and with work
/// over the whole period, shares in integration and with work at the end. What has no spread (too
/// few replicates for an interval, too few persons) has no entries in `at`. `power` from 0.5 to 1;
/// `runs` are of every arm, for studies with draws of the parameters; `scale` is that of the study:
/// chance is taken to fall with the root of the number of people, what is not known does not fall.
std::vector<OutcomeOutlook> outlook_of(const Comparison& pilot, const std::vector<int>& replicates,
                                       double power, const std::vector<int>& runs, double scale);

}  // namespace resettle
