#include "core/version.h"

#include "resettle_version.h"

namespace resettle {

const BuildInfo& build_info() {
  static constexpr BuildInfo kInfo{kVersion, kGitCommit, kCompiler, kBuildType};
  return kInfo;
}

}  // namespace resettle
