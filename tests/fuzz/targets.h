#pragma once

#include <cstdint>
#include <span>

/// What the fuzzer, and the test of its seeds, call: each reads one input of the user and may only
/// succeed or refuse it as the user's mistake. Anything else that is thrown is a finding.
namespace resettle::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// A study, or a scenario, beside the files of the small test world. With "--set path=" in front,
/// what follows is a value given on the command line.
int yaml(Bytes input);

/// One of the tables of the small test world, whose others are the shipped ones; the first
/// character says which, see kTables in tables.cpp.
int tables(Bytes input);

/// A study file: see study_file.cpp.
int study_file(Bytes input);

}  // namespace resettle::fuzz
