#include "results/text_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace resettle {

namespace {

/// Length in bytes of the character that starts with this byte.
std::size_t bytes_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0xC0) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

std::size_t columns_of(std::string_view character) {
  if (character.size() == 1) return 1;
  std::uint32_t code = static_cast<unsigned char>(character[0]) & (0xFFU >> (character.size() + 1));
  for (const char byte : character.substr(1)) {
    code = (code << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 5> kWide{
      {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFF00, 0xFF60}}};
  const bool wide = std::any_of(kWide.begin(), kWide.end(), [&](const auto& range) {
    return code >= range.first && code <= range.second;
  });
  return wide ? 2 : 1;
}

/// Bytes of the longest beginning that takes at most `width` columns.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  std::size_t columns = 0;
  while (at < text.size()) {
    const auto character = text.substr(at, bytes_of(text[at]));
    columns += columns_of(character);
    if (columns > width) break;
    at += character.size();
  }
  return at;
}

/// "1234567" to "1,234,567".
std::string grouped(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  for (auto at = point; at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto character = text.substr(at, bytes_of(text[at]));
    columns += columns_of(character);
    at += character.size();
  }
  return columns;
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  constexpr std::string_view kMark = "..";
  if (width < kMark.size()) return std::string(width, '.');
  return std::string(text.substr(0, bytes_within(text, width - kMark.size()))) + "..";
}

std::string left_aligned(std::string_view text, std::size_t width) {
  auto cut = cut_to(text, width);
  return cut + std::string(width - display_width(cut), ' ');
}

std::string right_aligned(std::string_view text, std::size_t width) {
  auto cut = cut_to(text, width);
  return std::string(width - display_width(cut), ' ') + cut;
}

std::string text_line(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string wrapped(std::string_view text, std::string_view first, std::size_t indent,
                    std::size_t width) {
  std::string result;
  std::string line(first);
  bool empty = true;
  while (!text.empty()) {
    const auto blank = text.find_first_of(" \n\t");
    const auto word = text.substr(0, blank);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (word.empty()) continue;
    if (!empty && display_width(line) + 1 + display_width(word) > width) {
      result += line + "\n";
      line.assign(indent, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += cut_to(word, width - indent);
    empty = false;
  }
  return result + line + "\n";
}

int decimals_for(std::span<const double> values) {
  double largest = 0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  if (largest == 0) return 0;
  constexpr int kMost = 8;
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(largest))), 0, kMost);
}

std::string number_text(double value, int decimals, bool plus) {
  if (!std::isfinite(value)) return "-";
  double rounded = std::abs(value);
  if (rounded >= 1000) {
    const double unit = std::pow(10.0, std::floor(std::log10(rounded)) - 2);
    rounded = std::round(rounded / unit) * unit;
  }
  const auto digits = grouped(fmt::format("{:.{}f}", rounded, decimals));
  const bool zero = digits.find_first_not_of("0.,") == std::string::npos;
  const char* sign = zero ? "" : value < 0 ? "-" : plus ? "+" : "";
  return sign + digits;
}

std::string heading(std::string_view text) {
  return "\n" + std::string(text) + "\n" + std::string(display_width(text), '=') + "\n";
}

}  // namespace resettle
