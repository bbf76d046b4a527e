#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "io/file_keys.h"
#include "io/file_schema.h"

// Parts of the JSON Schema of studies and scenarios, as file_schema.cpp puts them together.

namespace resettle {

/// Keeps the order in which it is filled.
using Json = nlohmann::ordered_json;

/// Patterns for months as `parse_month` reads them, and for those that can be simulated.
inline constexpr const char* kMonthPattern = "(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])";
inline constexpr const char* kSimulatedMonthPattern = "(199[0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])";

/// A reference to a definition.
Json reference(const std::string& definition);

/// A text: numbers and switches are texts too where one is wanted, as in `source: 2001`.
Json text_schema();

/// A block of the keys of a table and of no others. Blocks inside it are left open: `properties`
/// of these is for the caller to fill.
Json block_schema(const FileKeys& keys, const StudyMeanings& meanings);

// Conditions on persons (condition_schema.cpp): the definition "condition" is condition_schema().

Json condition_schema();
/// A condition, or conditions by month.
Json dated_condition_schema();
/// What an overlay may write for a parameter that is a condition: the parameter with all its
/// fields, or the condition alone.
Json or_short_condition(Json parameter);

/// A scenario file, with what it refers to in `definitions`. Every parameter has its unit, its
/// range, and in words its meaning and its value in the baseline.
Json scenario_schema(const ParameterCatalogue& catalogue, const Scenario& baseline,
                     Json& definitions);

}  // namespace resettle
