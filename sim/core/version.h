#pragma once

namespace resettle {

/// Which program this is: printed by --version and stored in the provenance of every study file.
struct BuildInfo {
  const char* version;     ///< "0.1.0"
  const char* git_commit;  ///< full hash, "-dirty" added if compiled files differ; or "unknown"
  const char* compiler;    ///< "GNU 12.2.0"
  const char* build_type;  ///< "Release"
};

const BuildInfo& build_info();

}  // namespace resettle
