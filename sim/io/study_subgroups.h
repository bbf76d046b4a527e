#pragma once

#include <string>
#include <vector>

#include "io/study_plan.h"
#include "io/yaml.h"

namespace resettle {

/// Groups that a crossing may have, and all splits of a study together: every group has all
/// indicators in every month, so that more of them fill the disk, and few have 20 persons.
inline constexpr std::size_t kMostCrossedGroups = 100;
inline constexpr std::size_t kMostGroups = 200;
inline constexpr std::size_t kMostCrossedAttributes = 3;

/// Reads `subgroups` of a study: attributes and crossings of them, each in one order and without
/// superfluous blanks, and conditions with their names, as {women_over_40: {sex: woman, age: 40+}}.
/// An absent list is empty.
std::vector<std::string> read_subgroups(const YamlNode& root, const StudyVocabulary& vocabulary,
                                        ProblemList& problems);

}  // namespace resettle
