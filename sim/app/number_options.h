#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include <CLI/CLI.hpp>

// Numbers of the command line, read as those of files are: nothing that is no plain number, and
// nothing before or after it.

namespace resettle {

/// For `transform` of an option that takes whole numbers: refuses what is none from `low` to
/// `high`.
CLI::Validator whole_number(long long low, long long high);

/// Adds an option that takes a number from `low` to `high`; what is read goes to `target`.
CLI::Option* add_number_option(CLI::App& command, const std::string& names, double& target,
                               double low, double high, const std::string& meaning);

inline constexpr long long kLargestSeed = std::numeric_limits<std::uint32_t>::max();

/// Adds --seed.
CLI::Option* add_seed_option(CLI::App& command, std::uint32_t& target, const std::string& meaning);

/// Adds --scale.
CLI::Option* add_scale_option(CLI::App& command, double& target, const std::string& meaning);

}  // namespace resettle
