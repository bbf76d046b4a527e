#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace resettle {

/// The words of a command (those after "./resettle") as the command line takes them, each for what
/// it was meant: -o=x.h5 is -o x.h5, and a value or a file behind "--" that begins with a hyphen is
/// no option. Errors: CLI::ParseError for an empty word, and for an option where a value is due.
std::vector<std::string> typed_words(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace resettle
