#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace resettle {

inline constexpr int kLongestName = 64;    ///< characters
inline constexpr int kLongestLabel = 120;  ///< of an arm that is given one

/// What is wrong with a name or a label, and what it may be.
struct NameProblem {
  std::string message;
  std::string remedy;
};

/// Names of studies and arms become names of files and values of tables. They hold letters of any
/// script, digits, '_', '-' and '.', begin with a letter or digit, and are no word or number that
/// programs for data read as something else. `what` is "the study" or "the arm".
std::optional<NameProblem> problem_of_name(std::string_view name, std::string_view what);

/// Labels are one line of any text that is not read as a missing value.
std::optional<NameProblem> problem_of_label(std::string_view label);

/// What two names that are hardly different have in common: case, and letters that look alike.
std::string folded_name(std::string_view name);

/// A name for a scenario that is run alone, made of that of its file: '_' for what a name may not
/// hold.
std::string name_of_file(std::string_view stem);

/// What the JSON Schema can say of names and of labels, as regular expressions.
std::string name_pattern();
std::string label_pattern();

}  // namespace resettle
