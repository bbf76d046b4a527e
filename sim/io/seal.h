#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

// A sealed file begins with a block of text that gives the SHA-256 of everything after it, so that
// any changed byte is found before the file is read. HDF5 calls such a block a user block and skips
// it; so do all its readers.

namespace resettle {

/// Length of the block; the smallest that HDF5 allows.
inline constexpr std::uint64_t kSealBytes = 512;

enum class Seal : std::uint8_t {
  intact,  ///< all bytes are as they were written
  broken,  ///< some are not, or HDF5 finds a file behind a block that is no seal
  absent   ///< the file has no seal, or what is left of it cannot be recognised
};

/// Writes the seal into the first kSealBytes of a finished file. Errors: InputError.
void write_seal(const std::filesystem::path& file);

/// Whether the file begins as a sealed one does.
bool has_seal(const std::filesystem::path& file);

/// Reads the whole file: 1 to 2 GB a second. Errors: InputError if it cannot be read.
Seal check_seal(const std::filesystem::path& file);

/// What the seal of an intact file says: 64 hexadecimal digits that stand for all its content.
std::string seal_text(const std::filesystem::path& file);

/// What tells the file of this name from others: its seal, "no seal", or "" if there is no file.
std::string mark_of(const std::filesystem::path& file);

}  // namespace resettle
