#include "io/letters.h"

#include <algorithm>
#include <array>

namespace resettle {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <class Ranges>
bool is_in(char32_t code, const Ranges& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

// Vowels and tones that scripts of South and South-East Asia write around a letter are among these.
constexpr std::array kLetters{
    Range{'A', 'Z'},       Range{'a', 'z'},         Range{0xc0, 0xd6},       Range{0xd8, 0xf6},
    Range{0xf8, 0x2af},    Range{0x370, 0x373},     Range{0x376, 0x377},     Range{0x37b, 0x37d},
    Range{0x386, 0x386},   Range{0x388, 0x3ff},     Range{0x400, 0x481},     Range{0x48a, 0x52f},
    Range{0x531, 0x556},   Range{0x561, 0x587},     Range{0x5d0, 0x5ea},     Range{0x620, 0x64a},
    Range{0x66e, 0x66f},   Range{0x671, 0x6d3},     Range{0x900, 0x957},     Range{0x960, 0x963},
    Range{0x971, 0x9db},   Range{0x9e0, 0x9e3},     Range{0xa00, 0xa32},     Range{0xa39, 0xa51},
    Range{0xa80, 0xae3},   Range{0xb00, 0xb5b},     Range{0xb80, 0xbe5},     Range{0xc00, 0xc63},
    Range{0xc80, 0xce3},   Range{0xd00, 0xd63},     Range{0xd80, 0xddf},     Range{0xe01, 0xe3a},
    Range{0xe40, 0xe4e},   Range{0xe80, 0xece},     Range{0x1000, 0x103f},   Range{0x10a0, 0x10ff},
    Range{0x1200, 0x135a}, Range{0x1780, 0x17d3},   Range{0x1820, 0x18aa},   Range{0x1c90, 0x1cbf},
    Range{0x1e00, 0x1eff}, Range{0x3041, 0x3096},   Range{0x30a1, 0x30fa},   Range{0x30fc, 0x30fe},
    Range{0x3105, 0x312f}, Range{0x3131, 0x3163},   Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},
    Range{0xac00, 0xd7a3}, Range{0x20000, 0x2a6df}, Range{0x2a700, 0x2ebe0},
};

constexpr std::array kParts{
    Range{0x300, 0x36f},   Range{0x1100, 0x115e}, Range{0x1161, 0x11ff}, Range{0x1ab0, 0x1aff},
    Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20ff}, Range{0x3099, 0x309a}, Range{0xa960, 0xa97f},
    Range{0xd7b0, 0xd7ff}, Range{0xfe20, 0xfe2f},
};

}  // namespace

bool is_letter(char32_t code) { return is_in(code, kLetters); }

bool is_combining(char32_t code) { return is_in(code, kParts); }

char32_t small_letter(char32_t code) {
  const auto between = [&](char32_t low, char32_t high) { return code >= low && code <= high; };
  if (between('A', 'Z') || (between(0xc0, 0xde) && code != 0xd7)) return code + 32;
  if (between(0x391, 0x3a9) || between(0x410, 0x42f)) return code + 32;
  if (between(0x400, 0x40f)) return code + 80;
  const bool even_capital = between(0x100, 0x137) || between(0x14a, 0x177) ||
                            between(0x460, 0x481) || between(0x48a, 0x4bf) ||
                            between(0x4d0, 0x52f) || between(0x1e00, 0x1eff);
  return even_capital ? code | 1U : code;
}

}  // namespace resettle
