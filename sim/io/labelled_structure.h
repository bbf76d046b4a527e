#pragma once

#include <cstdint>
#include <filesystem>

// A file is read only if it holds nothing but what this layer writes: groups with coordinates,
// variables and texts, one level deep, all of it inside the file. HDF5 knows more, which makes a
// file show what is not in it: links into other files, values kept in other files or put together
// from them, code that unpacks values; and it lets a small file declare more than fits any memory.
//
// analysis/resettle/structure.py holds the same rule for Python.

namespace resettle {

/// The most bytes that deflate makes of one.
inline constexpr std::uint64_t kMostUnpacked = 1032;

/// Looks at every link, object and attribute of a file that was opened, and at no value. Errors:
/// InputError with object and remedy.
void check_structure(std::int64_t file, const std::filesystem::path& path);

}  // namespace resettle
