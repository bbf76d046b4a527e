#include "io/characters.h"

#include <algorithm>

#include <fmt/format.h>

namespace resettle {

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {};
  char32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return {};
    code = code << 6U | (byte(at + i) & 0x3fU);
  }
  // Longer than it need be, half of a UTF-16 pair, or beyond the last character.
  const bool wrong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000) ||
                     (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
  return wrong ? Character{} : Character{code, length};
}

bool steers(char32_t code) {
  const auto between = [&](char32_t low, char32_t high) { return code >= low && code <= high; };
  if (code < 0x20) return code != '\n' && code != '\t' && code != '\r';
  return between(0x7f, 0x9f) || code == 0x61c || code == 0x200e || code == 0x200f ||
         between(0x2028, 0x202e) || between(0x2066, 0x206f);
}

std::string plain_looks(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    const auto length = std::max<std::size_t>(character.bytes, 1);
    const char alike = looks_like(character.code);
    if (character.bytes > 0 && alike != 0) {
      plain += alike;
    } else if (character.bytes == 0 || !is_unseen(character.code)) {
      plain += text.substr(at, length);
    }
    at += length;
  }
  const auto first = plain.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : plain.substr(first, plain.find_last_not_of(' ') - first + 1);
}

std::optional<OddCharacter> first_unreadable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = character_at(text, at);
    if (bytes == 0) {
      return OddCharacter{
          at, fmt::format("the byte 0x{:02x}", static_cast<unsigned char>(text[at])), false};
    }
    const bool lone_cr = code == '\r' && (at + 1 == text.size() || text[at + 1] != '\n');
    if (lone_cr || steers(code)) return OddCharacter{at, character_name(code), true};
    at += bytes;
  }
  return std::nullopt;
}

std::optional<OddCharacter> first_deceptive(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, bytes] = character_at(text, at);
    if (code >= 0x80 && (is_unseen(code) || looks_like(code) != 0)) {
      return OddCharacter{at, character_name(code), true};
    }
    at += std::max<std::size_t>(bytes, 1);
  }
  return std::nullopt;
}

namespace {

/// One character as it is shown; `escaped` has ends of lines and tabs as escapes too.
std::string shown(std::string_view bytes, const Character& character, bool escaped) {
  if (character.bytes == 0) return fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[0]));
  const auto code = static_cast<unsigned>(character.code);
  if (escaped && code == '\n') return "\\n";
  if (escaped && code == '\t') return "\\t";
  if (escaped && code == '\r') return "\\r";
  if (code < 0x20 && (code == '\r' || steers(code))) return fmt::format("\\x{:02x}", code);
  if (steers(code)) return fmt::format("\\u{:04x}", code);
  return std::string(bytes);
}

std::string shown_text(std::string_view text, bool escaped) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    const auto length = std::max<std::size_t>(character.bytes, 1);
    result += shown(text.substr(at, length), character, escaped);
    at += length;
  }
  return result;
}

}  // namespace

std::string visible(std::string_view text) { return shown_text(text, false); }

std::string visible_line(std::string_view text) { return shown_text(text, true); }

}  // namespace resettle
