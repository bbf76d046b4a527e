#include "io/number_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "io/characters.h"

namespace resettle {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

std::string without(std::string_view text, char unwanted) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [unwanted](char c) { return c != unwanted; });
  return kept;
}

std::string without_leading_zeros(std::string_view text) {
  const std::size_t sign = !text.empty() && text[0] == '-' ? 1 : 0;
  std::size_t first = sign;
  while (first + 1 < text.size() && text[first] == '0' && is_digit(text[first + 1])) ++first;
  return std::string(text.substr(0, sign)) + std::string(text.substr(first));
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// Whether three digits follow every separator, as in 15.000.000.
bool is_grouped(std::string_view text, char separator) {
  auto at = text.find(separator);
  if (at == std::string_view::npos) return false;
  for (; at != std::string_view::npos; at = text.find(separator, at + 1)) {
    const auto end = skip_digits(text, at + 1);
    if (end != at + 4 || (end < text.size() && text[end] != separator)) return false;
  }
  return true;
}

/// 1.5 for 1,5 and 1500000 for 1,500,000, 1.500.000, 1 500 000 and 1_500_000; "" for others.
std::string without_separators(std::string_view text) {
  for (const char separator : {'_', ',', ' ', '.'}) {
    const auto bare = without(text, separator);
    const bool comma_or_point = separator == ',' || separator == '.';
    if (bare.size() == text.size() || (comma_or_point && !is_grouped(text, separator))) continue;
    if (is_decimal(bare)) return bare;
  }
  const auto pointed = replaced(std::string(text), ",", ".");
  return is_decimal(pointed) ? pointed : "";
}

/// 15000000 for 1500만 or "15 million"; "" for others.
std::string multiplied_out(std::string_view text) {
  const std::pair<std::string_view, double> words[] = {{"\xeb\xa7\x8c", 1e4},
                                                       {"\xec\x96\xb5", 1e8},
                                                       {"thousand", 1e3},
                                                       {"million", 1e6},
                                                       {"billion", 1e9}};
  for (const auto& [word, factor] : words) {
    if (!text.ends_with(word)) continue;
    auto number = text.substr(0, text.size() - word.size());
    if (number.ends_with(' ')) number.remove_suffix(1);
    if (is_decimal(number)) {
      return fmt::format("{}", std::strtod(std::string(number).c_str(), nullptr) * factor);
    }
  }
  return "";
}

/// 1500 for "1500 KRW" and "₩1500"; "" if the text does not begin or end with a number.
std::string without_unit(std::string_view text) {
  const auto is_of_number = [](char c) { return is_digit(c) || c == '.' || c == '-'; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_of_number);
  const std::string_view leading = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  const auto start = std::find_if_not(text.rbegin(), text.rend(), is_of_number);
  const std::string_view trailing =
      text.substr(text.size() - static_cast<std::size_t>(start - text.rbegin()));
  const bool first = is_decimal(leading);
  if (first == is_decimal(trailing)) return "";
  const auto number = first ? leading : trailing;
  const auto digits = [](std::string_view in) {
    return std::count_if(in.begin(), in.end(), is_digit);
  };
  return digits(number) == digits(text) ? std::string(number) : "";
}

}  // namespace

bool is_decimal(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = at;
  at = skip_digits(text, at);
  if (at == whole || (at - whole > 1 && text[whole] == '0')) return false;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = at + 1;
    at = skip_digits(text, fraction);
    if (at == fraction) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = at;
    at = skip_digits(text, exponent);
    if (at == exponent) return false;
  }
  return at == text.size();
}

std::string number_remedy(std::string_view written) {
  const auto text = plain_looks(written);  // as a keyboard writes it
  if (is_decimal(text)) return fmt::format("write {}", text);
  if (const auto bare = without_separators(text); !bare.empty()) {
    const bool comma = text.find(',') != std::string::npos;
    return fmt::format("write {}{}", bare, comma ? " (decimals take a point)" : "");
  }
  if (text.ends_with('%') && is_decimal(text.substr(0, text.size() - 1))) {
    return "write the number alone; a share is between 0 and 1, so 5% is 0.05";
  }
  if (is_decimal(without_leading_zeros(text))) {
    return fmt::format("write {}, without leading zeros", without_leading_zeros(text));
  }
  if (text.starts_with('+') && is_decimal(text.substr(1))) {
    return fmt::format("write {}", text.substr(1));
  }
  if (is_decimal(fmt::format("0{}", text))) return fmt::format("write 0{}", text);
  if (is_decimal(fmt::format("{}0", text))) return fmt::format("write {}0", text);
  if (const auto full = multiplied_out(text); !full.empty()) return fmt::format("write {}", full);
  if (const auto hash = text.find('#'); hash != std::string::npos && hash > 0) {
    return "leave a space before '#', where a comment begins";
  }
  if (const auto number = without_unit(text); !number.empty()) {
    return fmt::format("write the number alone, as {}", number);
  }
  return std::string(kNumberRemedy);
}

}  // namespace resettle
