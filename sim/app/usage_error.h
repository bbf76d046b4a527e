#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace resettle {

/// What is wrong with the words of a command (those after "resettle") that the command line does
/// not take, and how to mend it; several lines.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& words);

}  // namespace resettle
