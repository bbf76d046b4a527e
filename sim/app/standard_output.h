#pragma once

#include <utility>

#include <fmt/format.h>

#include "io/characters.h"

namespace resettle {

/// Writes to standard output, as fmt::print does; the only way that leads there. What steers a
/// terminal is shown as an escape: names and texts come from files of others.
template <class... Values>
void print_text(fmt::format_string<Values...> text, Values&&... values) {
  fmt::print("{}", visible(fmt::format(text, std::forward<Values>(values)...)));
}

}  // namespace resettle
