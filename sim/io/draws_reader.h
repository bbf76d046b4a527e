#pragma once

#include <filesystem>

#include "io/study_plan.h"
#include "io/yaml.h"

namespace resettle {

/// StudySettings::draws of a study at the central values alone, whatever its file says.
inline constexpr int kNoDraws = -1;

/// Reads `parameters` of a study, if it is there, and what the command line says in its place.
/// `arms` have been read. Errors: problems (an unknown parameter, a number outside its range, draws
/// out of order, too few rows).
void read_parameter_draws(const YamlNode& root, const std::filesystem::path& folder,
                          const StudySettings& settings, const ParameterCatalogue& catalogue,
                          const InputSource& source, StudyPlan& plan, ProblemList& problems);

}  // namespace resettle
