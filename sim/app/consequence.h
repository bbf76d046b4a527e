#pragma once

#include <string>

namespace resettle {

/// What became of the command, if a problem ends it from now on: the report of the problem says it.
/// At first nothing was run.
void say_if_it_fails(std::string consequence);

/// Of what was simulated, where nothing is written before all of it is there.
inline constexpr const char* kNothingKept = "what was simulated is not kept";

/// What was said last.
const std::string& consequence();

}  // namespace resettle
