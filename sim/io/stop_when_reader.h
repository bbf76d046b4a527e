#pragma once

#include <string>
#include <vector>

#include "core/errors.h"
#include "io/study_plan.h"
#include "io/yaml.h"

namespace resettle {

/// Reads the block `stop_when` of a study into the plan, whose number of replicates is read
/// already. `arms` are those that are compared with the reference. Adds a problem for each mistake.
void read_stop_when(const YamlNode& root, const StudyVocabulary& vocabulary,
                    const std::vector<std::string>& arms, StudyPlan& plan, ProblemList& problems);

}  // namespace resettle
