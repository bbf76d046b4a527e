// Names of characters that pass for others or steer a terminal, as Unicode has them.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "io/characters.h"

namespace resettle {
namespace {

struct Named {
  char32_t code;
  std::string_view name;
};

constexpr std::array kSteering{
    Named{0x00, "NULL"},
    Named{0x07, "BELL"},
    Named{0x08, "BACKSPACE"},
    Named{0x0b, "LINE TABULATION"},
    Named{0x0c, "FORM FEED"},
    Named{0x0d, "CARRIAGE RETURN"},
    Named{0x0e, "SHIFT OUT"},
    Named{0x0f, "SHIFT IN"},
    Named{0x1a, "SUBSTITUTE"},
    Named{0x1b, "ESCAPE"},
    Named{0x7f, "DELETE"},
    Named{0x85, "NEXT LINE"},
    Named{0x90, "DEVICE CONTROL STRING"},
    Named{0x9b, "CONTROL SEQUENCE INTRODUCER"},
    Named{0x9d, "OPERATING SYSTEM COMMAND"},
    Named{0x061c, "ARABIC LETTER MARK"},
    Named{0x200e, "LEFT-TO-RIGHT MARK"},
    Named{0x200f, "RIGHT-TO-LEFT MARK"},
    Named{0x2028, "LINE SEPARATOR"},
    Named{0x2029, "PARAGRAPH SEPARATOR"},
    Named{0x202a, "LEFT-TO-RIGHT EMBEDDING"},
    Named{0x202b, "RIGHT-TO-LEFT EMBEDDING"},
    Named{0x202c, "POP DIRECTIONAL FORMATTING"},
    Named{0x202d, "LEFT-TO-RIGHT OVERRIDE"},
    Named{0x202e, "RIGHT-TO-LEFT OVERRIDE"},
    Named{0x2066, "LEFT-TO-RIGHT ISOLATE"},
    Named{0x2067, "RIGHT-TO-LEFT ISOLATE"},
    Named{0x2068, "FIRST STRONG ISOLATE"},
    Named{0x2069, "POP DIRECTIONAL ISOLATE"},
};

constexpr std::array kUnseen{
    Named{0x00a0, "NO-BREAK SPACE"},
    Named{0x00ad, "SOFT HYPHEN"},
    Named{0x034f, "COMBINING GRAPHEME JOINER"},
    Named{0x115f, "HANGUL CHOSEONG FILLER"},
    Named{0x1160, "HANGUL JUNGSEONG FILLER"},
    Named{0x1680, "OGHAM SPACE MARK"},
    Named{0x180e, "MONGOLIAN VOWEL SEPARATOR"},
    Named{0x2007, "FIGURE SPACE"},
    Named{0x2009, "THIN SPACE"},
    Named{0x200a, "HAIR SPACE"},
    Named{0x200b, "ZERO WIDTH SPACE"},
    Named{0x200c, "ZERO WIDTH NON-JOINER"},
    Named{0x200d, "ZERO WIDTH JOINER"},
    Named{0x202f, "NARROW NO-BREAK SPACE"},
    Named{0x205f, "MEDIUM MATHEMATICAL SPACE"},
    Named{0x2060, "WORD JOINER"},
    Named{0x3000, "IDEOGRAPHIC SPACE"},
    Named{0x3164, "HANGUL FILLER"},
    Named{0xfeff, "ZERO WIDTH NO-BREAK SPACE"},
    Named{0xffa0, "HALFWIDTH HANGUL FILLER"},
};

struct Alike {
  char32_t code;
  char ascii;
  std::string_view name;
};

constexpr std::array kAlike{
    Alike{0x0131, 'i', "LATIN SMALL LETTER DOTLESS I"},
    Alike{0x0251, 'a', "LATIN SMALL LETTER ALPHA"},
    Alike{0x0261, 'g', "LATIN SMALL LETTER SCRIPT G"},
    Alike{0x0391, 'A', "GREEK CAPITAL LETTER ALPHA"},
    Alike{0x0392, 'B', "GREEK CAPITAL LETTER BETA"},
    Alike{0x0395, 'E', "GREEK CAPITAL LETTER EPSILON"},
    Alike{0x0396, 'Z', "GREEK CAPITAL LETTER ZETA"},
    Alike{0x0397, 'H', "GREEK CAPITAL LETTER ETA"},
    Alike{0x0399, 'I', "GREEK CAPITAL LETTER IOTA"},
    Alike{0x039a, 'K', "GREEK CAPITAL LETTER KAPPA"},
    Alike{0x039c, 'M', "GREEK CAPITAL LETTER MU"},
    Alike{0x039d, 'N', "GREEK CAPITAL LETTER NU"},
    Alike{0x039f, 'O', "GREEK CAPITAL LETTER OMICRON"},
    Alike{0x03a1, 'P', "GREEK CAPITAL LETTER RHO"},
    Alike{0x03a4, 'T', "GREEK CAPITAL LETTER TAU"},
    Alike{0x03a5, 'Y', "GREEK CAPITAL LETTER UPSILON"},
    Alike{0x03a7, 'X', "GREEK CAPITAL LETTER CHI"},
    Alike{0x03b1, 'a', "GREEK SMALL LETTER ALPHA"},
    Alike{0x03b9, 'i', "GREEK SMALL LETTER IOTA"},
    Alike{0x03ba, 'k', "GREEK SMALL LETTER KAPPA"},
    Alike{0x03bd, 'v', "GREEK SMALL LETTER NU"},
    Alike{0x03bf, 'o', "GREEK SMALL LETTER OMICRON"},
    Alike{0x03c1, 'p', "GREEK SMALL LETTER RHO"},
    Alike{0x03c5, 'u', "GREEK SMALL LETTER UPSILON"},
    Alike{0x03c7, 'x', "GREEK SMALL LETTER CHI"},
    Alike{0x03f2, 'c', "GREEK LUNATE SIGMA SYMBOL"},
    Alike{0x0405, 'S', "CYRILLIC CAPITAL LETTER DZE"},
    Alike{0x0406, 'I', "CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I"},
    Alike{0x0408, 'J', "CYRILLIC CAPITAL LETTER JE"},
    Alike{0x0410, 'A', "CYRILLIC CAPITAL LETTER A"},
    Alike{0x0412, 'B', "CYRILLIC CAPITAL LETTER VE"},
    Alike{0x0415, 'E', "CYRILLIC CAPITAL LETTER IE"},
    Alike{0x041a, 'K', "CYRILLIC CAPITAL LETTER KA"},
    Alike{0x041c, 'M', "CYRILLIC CAPITAL LETTER EM"},
    Alike{0x041d, 'H', "CYRILLIC CAPITAL LETTER EN"},
    Alike{0x041e, 'O', "CYRILLIC CAPITAL LETTER O"},
    Alike{0x0420, 'P', "CYRILLIC CAPITAL LETTER ER"},
    Alike{0x0421, 'C', "CYRILLIC CAPITAL LETTER ES"},
    Alike{0x0422, 'T', "CYRILLIC CAPITAL LETTER TE"},
    Alike{0x0423, 'Y', "CYRILLIC CAPITAL LETTER U"},
    Alike{0x0425, 'X', "CYRILLIC CAPITAL LETTER HA"},
    Alike{0x0430, 'a', "CYRILLIC SMALL LETTER A"},
    Alike{0x0433, 'r', "CYRILLIC SMALL LETTER GHE"},
    Alike{0x0435, 'e', "CYRILLIC SMALL LETTER IE"},
    Alike{0x043a, 'k', "CYRILLIC SMALL LETTER KA"},
    Alike{0x043e, 'o', "CYRILLIC SMALL LETTER O"},
    Alike{0x0440, 'p', "CYRILLIC SMALL LETTER ER"},
    Alike{0x0441, 'c', "CYRILLIC SMALL LETTER ES"},
    Alike{0x0443, 'y', "CYRILLIC SMALL LETTER U"},
    Alike{0x0445, 'x', "CYRILLIC SMALL LETTER HA"},
    Alike{0x0455, 's', "CYRILLIC SMALL LETTER DZE"},
    Alike{0x0456, 'i', "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"},
    Alike{0x0458, 'j', "CYRILLIC SMALL LETTER JE"},
    Alike{0x04bb, 'h', "CYRILLIC SMALL LETTER SHHA"},
    Alike{0x04cf, 'l', "CYRILLIC SMALL LETTER PALOCHKA"},
    Alike{0x0501, 'd', "CYRILLIC SMALL LETTER KOMI DE"},
    Alike{0x051b, 'q', "CYRILLIC SMALL LETTER QA"},
    Alike{0x051d, 'w', "CYRILLIC SMALL LETTER WE"},
    Alike{0x0578, 'n', "ARMENIAN SMALL LETTER VO"},
    Alike{0x057d, 'u', "ARMENIAN SMALL LETTER SEH"},
    Alike{0x0585, 'o', "ARMENIAN SMALL LETTER OH"},
    Alike{0x2010, '-', "HYPHEN"},
    Alike{0x2011, '-', "NON-BREAKING HYPHEN"},
    Alike{0x2012, '-', "FIGURE DASH"},
    Alike{0x2013, '-', "EN DASH"},
    Alike{0x2014, '-', "EM DASH"},
    Alike{0x2212, '-', "MINUS SIGN"},
    Alike{0x2215, '/', "DIVISION SLASH"},
    Alike{0x2236, ':', "RATIO"},
    Alike{0xa789, ':', "MODIFIER LETTER COLON"},
};

/// Forms of ASCII as wide as Hangul; Korean and Japanese keyboards write them.
constexpr char32_t kFirstWide = 0xff01;
constexpr char32_t kLastWide = 0xff5e;

bool is_wide(char32_t code) { return code >= kFirstWide && code <= kLastWide; }

template <class Table>
auto entry(const Table& table, char32_t code) {
  const auto* found =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.code == code; });
  return found == table.end() ? nullptr : found;
}

std::string wide_name(char ascii) {
  if (ascii >= 'a' && ascii <= 'z') {
    return fmt::format("FULLWIDTH LATIN SMALL LETTER {}", static_cast<char>(ascii - 'a' + 'A'));
  }
  if (ascii >= 'A' && ascii <= 'Z') return fmt::format("FULLWIDTH LATIN CAPITAL LETTER {}", ascii);
  return fmt::format("FULLWIDTH FORM OF '{}'", ascii);
}

std::string name_of(char32_t code) {
  if (const auto* known = entry(kSteering, code)) return std::string(known->name);
  if (const auto* known = entry(kUnseen, code)) return std::string(known->name);
  if (const auto* known = entry(kAlike, code)) return std::string(known->name);
  if (is_wide(code)) return wide_name(looks_like(code));
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) ? "CONTROL CHARACTER" : "";
}

}  // namespace

bool is_unseen(char32_t code) {
  const bool space = code >= 0x2000 && code <= 0x200a;
  const bool sign = code >= 0x2061 && code <= 0x2064;
  const bool variant = (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0000 && code <= 0xe0fff);
  return space || sign || variant || entry(kUnseen, code) != nullptr;
}

char looks_like(char32_t code) {
  if (code == 0x00a0 || code == 0x202f || code == 0x3000) return ' ';
  if (is_wide(code)) return static_cast<char>(code - kFirstWide + '!');
  const auto* known = entry(kAlike, code);
  return known == nullptr ? '\0' : known->ascii;
}

std::string character_name(char32_t code) {
  const auto name = name_of(code);
  return fmt::format("U+{:04X}{}{}", static_cast<unsigned>(code), name.empty() ? "" : " ", name);
}

}  // namespace resettle
