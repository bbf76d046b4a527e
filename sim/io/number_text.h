#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace resettle {

inline constexpr std::string_view kNumberRemedy =
    "write a plain decimal number such as 0.25, 1500000 or 1.5e6";

/// Whether the text is -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
bool is_decimal(std::string_view text);

/// How the writer of a text that is no plain number probably meant it; `unit` is that of what is
/// asked for, as "months", if it is known. Never suggests another quantity than the one written.
std::string number_remedy(std::string_view text, std::string_view unit = "");

/// "1 replicate", "3 replicates".
std::string counted(std::integral auto count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace resettle
