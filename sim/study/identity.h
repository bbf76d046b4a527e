#pragma once

#include <string>
#include <utility>
#include <vector>

#include "study_file/study_source.h"

namespace resettle {

/// What decides about the results of a study, in order of what one would look at first. Not where
/// its files lay: parts may have been run on different machines. Name and value of each.
std::vector<std::pair<std::string, std::string>> identity_of(const StudySource& source,
                                                             const StudyPlan& plan);

/// The names of those that are not the same: "seed", "scenario of arm mentoring" ...
std::vector<std::string> differing_inputs(const StudySource& one, const StudySource& other);

}  // namespace resettle
