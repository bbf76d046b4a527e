#pragma once

#include <optional>
#include <string>

#include "engine/conditions.h"
#include "io/yaml.h"

namespace resettle {

/// Reads a condition on a person: `everybody`, or a map of what the person must be, as
/// {sex: woman, age: 40+}, with `all`, `any` and `not`. Adds a problem for all that is wrong and
/// returns nothing then. `instrument` is the NAME of policies.NAME whose condition it is, or "" for
/// a group of results.
std::optional<Condition> read_condition(const YamlNode& node, const std::string& instrument,
                                        ProblemList& problems);

/// "sex and age": the protected traits that a condition asks for, or "".
std::string protected_traits_in(const Condition& condition);

/// How the value of a trait is written: "40, 40+, 20-34 or to 24, in years".
std::string how_written(const Trait& trait);

/// How a condition is written, as a remedy.
std::string condition_remedy();

}  // namespace resettle
