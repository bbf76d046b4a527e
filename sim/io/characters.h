#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace resettle {

/// A character of UTF-8 text.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  ///< 0: the bytes there are not UTF-8
};

/// The character that begins at a byte of the text.
Character character_at(std::string_view text, std::size_t at);

/// Whether it steers a terminal, or the direction in which the text around it is read, instead of
/// being seen. Tabs and ends of lines do not.
bool steers(char32_t code);

/// Whether it shows nothing and takes no room, or looks like a blank without being one.
bool is_unseen(char32_t code);

/// The ASCII character that it looks like, or 0.
char looks_like(char32_t code);

/// The text with the ASCII characters that its own look like, without what is not seen.
std::string plain_looks(std::string_view text);

/// "U+0430 CYRILLIC SMALL LETTER A"; the number alone where no name is known here.
std::string character_name(char32_t code);

/// A character that a text must not hold, or one that passes for another.
struct OddCharacter {
  std::size_t at = 0;   ///< byte
  std::string name;     ///< as of character_name, or "the byte 0xb0"
  bool is_text = true;  ///< false: no character at all
};

/// The first one that cannot be read as text: bytes that are no UTF-8, characters that steer, a CR
/// that ends no line.
std::optional<OddCharacter> first_unreadable(std::string_view text);

/// The first one that is not seen or looks like an ASCII character.
std::optional<OddCharacter> first_deceptive(std::string_view text);

/// The text for a terminal: what steers, and what is no text, as "\x1b" and "\u202e". The latter
/// form is right in JSON too. Ends of lines and tabs stay.
std::string visible(std::string_view text);

/// As visible, for what must stay within its line: ends of lines and tabs as "\n" and "\t".
std::string visible_line(std::string_view text);

}  // namespace resettle
