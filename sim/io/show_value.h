#pragma once

#include <string>

#include "engine/parameter.h"

namespace resettle {

/// A value of that parameter as a scenario would write it, without unit.
std::string show_number(const ParameterSpec& spec, double value);
/// A constant, or the dated values: "24 (from 2005-01: 60)"; of a long series the first and the
/// last `shown`.
std::string show_value(const ParameterSpec& spec, const Series& value, std::size_t shown = 6);

}  // namespace resettle
