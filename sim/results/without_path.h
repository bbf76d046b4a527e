#pragma once

#include <string>
#include <vector>

#include "results/resolved_scenarios.h"
#include "results/study_results.h"

// Arms that cannot work in the model: no path leads from what they change to anybody's adjustment.

namespace resettle {

/// An arm of which at least one instrument changes what reaches nobody's adjustment type.
struct WithoutPath {
  std::string name;
  std::string label;
  bool whole = false;            ///< nothing of it does, so that its gain is 0 by construction
  std::vector<std::string> why;  ///< one text for each instrument
};

/// By the scenarios that the files keep and by what the entries of the month declare to read and
/// write. An arm is such as a whole only if its persons also had the types of the reference in
/// every replicate: a file of another version may have had a path.
std::vector<WithoutPath> arms_without_path(const StudyResults& results, const ComparedStudy& study,
                                           ResolvedScenarios& scenarios);

/// What is to be said of them: one sentence for each arm and instrument.
std::vector<std::string> without_path_sentences(const std::vector<WithoutPath>& arms);

}  // namespace resettle
