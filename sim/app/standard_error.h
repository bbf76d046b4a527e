#pragma once

#include <cstdio>
#include <string_view>

namespace resettle {

/// Writes to standard error. Never throws: a terminal that has gone must not end a long run.
inline void tell(std::string_view text) noexcept {
  [[maybe_unused]] const auto written = std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace resettle
