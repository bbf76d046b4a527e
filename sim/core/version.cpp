#include "core/version.h"

#include "core/resettle_version.h"

namespace resettle {

const BuildInfo& build_info() {
  static constexpr BuildInfo kInfo{kVersion, kGitCommit, kCompiler, kBuildType};
  return kInfo;
}

bool may_differ(std::string_view git_commit) {
  return git_commit != kGitCommit || git_commit.ends_with("-dirty") || git_commit == "unknown";
}

bool is_built_with(std::string_view headers) { return headers == kHeaders; }

}  // namespace resettle
