#pragma once

#include <string>

#include "io/strict_text.h"
#include "io/study_plan.h"
#include "io/yaml.h"

namespace resettle {

/// Reads `smallest_effect` of a study, if it is there:
/// smallest_effect: {share: 0.01, integrated_person_months: 2000}.
void read_smallest_effect(const YamlNode& root, const StudyVocabulary& vocabulary, StudyPlan& plan,
                          ProblemList& problems);

/// That of a study that was checked when it was run.
SmallestEffect smallest_effect_in(const YamlNode& root);

}  // namespace resettle
