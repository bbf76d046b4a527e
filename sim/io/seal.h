#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

// A sealed file ends with a line of text that gives the number of bytes before it and their
// SHA-256, so that any changed byte is found before the file is read. HDF5 itself says where its
// file ends and reads no further; so do all its readers. Format version 2 had the seal in front
// instead, in a block of 512 bytes (HDF5's user block).
//
// analysis/resettle/seal.py holds the same rule for Python.

namespace resettle {

/// Length of the seal at the end.
inline constexpr std::size_t kSealBytes = 166;

enum class Seal : std::uint8_t {
  intact,  ///< all bytes are as they were written
  broken,  ///< some are not: of the file or of the seal, which may be missing or cut off
  absent   ///< another kind of file: HDF5 finds none, and nothing is left of a seal
};

/// Appends the seal to a finished file. Errors: InputError.
void write_seal(const std::filesystem::path& file);

/// Reads the whole file: 1 to 2 GB a second. Errors: InputError if it cannot be read or is no
/// ordinary file.
Seal check_seal(const std::filesystem::path& file);

/// The same without reading the file between its ends: whether there is a seal, in exactly its
/// form, of as many bytes as there are, around a file that begins and ends where HDF5 says.
Seal check_seal_form(const std::filesystem::path& file);

/// Whether it is a study file or what is left of one, so that it is no file of other programs.
bool may_be_study(const std::filesystem::path& file);

/// What the seal of an intact file says: 64 hexadecimal digits that stand for all its content.
std::string seal_text(const std::filesystem::path& file);

/// What tells the file of this name from others: its seal, "no seal", or "" if there is no file.
std::string mark_of(const std::filesystem::path& file);

}  // namespace resettle
