#pragma once

#include <string>

#include "io/input_files.h"
#include "io/study_plan.h"

namespace resettle::fuzz {

/// The files among which a fuzz input stands, and the names that they may use.
struct World {
  std::string folder;  ///< of the baseline, with a slash at its end
  InputFiles files;
  ParameterCatalogue catalogue;
  StudyVocabulary vocabulary;
};

/// A few parameters and short tables, with everything that is checked: a thousand readings a
/// second.
World small_files();

/// The program's parameters and the shipped files: twenty readings a second.
World shipped_files();

}  // namespace resettle::fuzz
