#pragma once

#include <string_view>

namespace resettle {

/// Which program this is: printed by --version and stored in the provenance of every study file.
struct BuildInfo {
  const char* version;     ///< "0.1.0"
  const char* git_commit;  ///< full hash, "-dirty" added if compiled files differ; or "unknown"
  const char* compiler;    ///< "GNU 12.2.0"
  const char* build_type;  ///< "Release"
};

const BuildInfo& build_info();

/// Whether the program of a commit may give other results than this one: it is another commit, or
/// one that does not say what was compiled ("-dirty", "unknown").
bool may_differ(std::string_view git_commit);

/// Whether the caller was compiled with the same headers as the library of the model. They are
/// loaded together, and what they exchange is laid out by these headers; while a build is under way
/// one of them may be older.
bool is_built_with(std::string_view headers);

}  // namespace resettle
