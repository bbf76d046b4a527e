#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace resettle {

/// The comment that follows a bare scalar in its line, from its '#' on; "" if none does. `value` is
/// the scalar that begins at the byte `start` of the text.
std::string comment_after(std::string_view text, std::size_t start, std::string_view value);

/// Whether the comment is hardly meant as one: no blank follows its '#', as in "Option #1".
bool is_cut(std::string_view comment);

}  // namespace resettle
