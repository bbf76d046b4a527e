#pragma once

#include <string>
#include <vector>

#include "results/outlook.h"
#include "study/needs.h"

namespace resettle {

/// What a study of that many runs of every arm takes on this machine.
struct WholeStudy {
  int runs = 0;  ///< replicates, of all draws together
  double seconds = 0;
  Needs needs;
};

/// What `resettle plan` has found out.
struct StudyOutlook {
  std::string study;
  std::string from;          ///< the study file that the spreads come from; empty: a pilot
  int pilot_draws = 0;       ///< of the parameters; 0: the pilot was run at the central values
  int pilot_replicates = 0;  ///< of all draws together
  double pilot_scale = 1;    ///< share of arrivals simulated, also of the numbers given
  double study_scale = 1;
  double power = 0.8;
  /// Of arms that are the same as another one: a sentence for each (results/same_arms.h).
  std::vector<std::string> same;
  std::vector<OutcomeOutlook> outcomes;
  std::vector<WholeStudy> whole;
};

/// Tables and plain sentences for a terminal, at most 100 columns wide.
std::string outlook_text(const StudyOutlook& outlook);

/// The same content as JSON, ending in a newline; what is absent or infinite is null.
std::string outlook_json(const StudyOutlook& outlook);

}  // namespace resettle
