#pragma once

#include <cstdio>
#include <string_view>

#include "io/characters.h"

namespace resettle {

/// Writes to standard error as it is: for what the program itself says to a terminal. Never throws:
/// a terminal that has gone must not end a long run.
inline void tell_terminal(std::string_view text) noexcept {
  [[maybe_unused]] const auto written = std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

/// Writes to standard error, what steers a terminal as an escape: names and texts come from files
/// of others. Does not throw for a terminal that has gone.
inline void tell(std::string_view text) { tell_terminal(visible(text)); }

}  // namespace resettle
