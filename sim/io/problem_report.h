#pragma once

#include <string>
#include <string_view>

#include "core/errors.h"

namespace resettle {

/// An InputError for a terminal: how many problems in how many files, then each with its place, the
/// line of the file with a mark below the column, what is wrong and what to do.
/// Lines that cannot be read again are left out. `consequence` says what became of the command.
std::string problem_report(const InputError& error,
                           std::string_view consequence = "nothing was run");

}  // namespace resettle
