#pragma once

#include <string>
#include <utility>
#include <vector>

#include "study_file/study_source.h"

namespace resettle {

/// What makes a study that study, name and value of each, in order of what one would look at first.
/// Not where its files lay: parts may have been run on different machines.
using Identity = std::vector<std::pair<std::string, std::string>>;

Identity identity_of(const StudySource& source, const StudyPlan& plan);

/// The names of what the other has otherwise: "seed", "scenario of arm mentoring" ...
std::vector<std::string> differences(const Identity& one, const Identity& other);

}  // namespace resettle
