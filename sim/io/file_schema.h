#pragma once

#include <string>
#include <vector>

#include "io/scenario.h"

namespace resettle {

/// A name that a study may use, and what it means.
struct NamedMeaning {
  std::string name;
  std::string meaning;
};

/// The names that a study may use.
struct StudyMeanings {
  std::vector<NamedMeaning> indicators;
  std::vector<NamedMeaning> horizon_outcomes;
  std::vector<NamedMeaning> subgroups;
  std::vector<NamedMeaning> person_columns;
};

/// The files a schema is for.
enum class SchemaFor { studies_and_scenarios, studies, scenarios };

/// A JSON Schema for editors, of studies, of scenarios, or of whichever a file turns out to be.
/// Made from the tables that the readers go by. It refuses nothing that they accept; mistakes
/// between keys or between files only they can find. Values of `baseline` are shown in words.
/// Draft 7: every version of the YAML language server understands it.
std::string file_schema(const ParameterCatalogue& catalogue, const Scenario& baseline,
                        const StudyMeanings& meanings, SchemaFor files);

}  // namespace resettle
