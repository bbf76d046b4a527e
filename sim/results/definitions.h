#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "results/judged.h"

// The five definitions of mental success, and the first by the scores of one month alone: does what
// is said about integration hold under all of them? Source: MODEL 14.

namespace resettle {

class StudyResults;

struct Definition {
  const char* name;       ///< as on the command line
  const char* indicator;  ///< share of persons 15+ in integration
  const char* label;      ///< what counts as mental success
};
inline constexpr std::array<Definition, 6> kDefinitions{{
    {"a", "share_integration", "belonging and wellbeing both"},
    {"b", "share_integration_b", "belonging"},
    {"c", "share_integration_c", "wellbeing"},
    {"d", "share_integration_d", "the mean of belonging and wellbeing"},
    {"e", "share_integration_e", "satisfied with life, as in surveys"},
    {"plain", "share_integration_plain", "as a, by one month alone and without hysteresis"},
}};

/// Errors: InputError naming those that are.
const Definition& definition_named(const std::string& name);

struct DefinitionResult {
  std::string definition;
  Judged person_months;  ///< integrated, from the policy start to the end
};

struct DefinitionTable {
  std::string arm;
  std::vector<DefinitionResult> rows;
  /// Definitions under which the same is at least likely as under the chosen one.
  std::vector<std::string> holds_under;
};

/// Throws InputError with a remedy if the file lacks the indicator of the chosen definition.
void check_definition(const StudyResults& results, const Definition& chosen);

/// Of those definitions that the file has; all of them in files of this version. `of_chosen` gives
/// what is said already of an arm (from 0 on, without the reference) under the chosen definition:
/// its row says the same.
std::vector<DefinitionTable> definitions_of(const StudyResults& results,
                                            const std::vector<std::string>& arms,
                                            const std::string& chosen,
                                            const SmallestEffect& smallest,
                                            const std::function<Verdict(std::size_t)>& of_chosen);

/// Names of the definitions that the file lacks.
std::vector<std::string> missing_definitions(const StudyResults& results);

}  // namespace resettle
