#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace resettle {

/// Adds --json FILE.json.
void add_json_option(CLI::App& command, std::optional<std::filesystem::path>& file,
                     const std::string& meaning);

/// The file that --json names, judged before anything is run; none if none was asked for. Errors:
/// InputError.
std::optional<std::filesystem::path> json_output(const std::optional<std::filesystem::path>& asked,
                                                 const std::vector<std::filesystem::path>& inputs);

/// Writes it, the same having been printed. Errors: InputError.
void write_json(const std::filesystem::path& file, const std::string& text);

}  // namespace resettle
