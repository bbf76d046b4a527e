#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace resettle {

/// What a file is that holds no text in UTF-8, and what to do instead.
struct NoText {
  std::string what;
  std::string remedy;
};

/// Told by the first bytes: a study file, a spreadsheet, an archive ...
std::optional<NoText> no_text(std::string_view bytes);

/// The encoding of text that is not UTF-8, where it can be told: that of Korean Windows, UTF-16.
std::optional<NoText> other_encoding(std::string_view bytes);

}  // namespace resettle
