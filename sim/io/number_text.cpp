#include "io/number_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
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

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Without the words for money and for "about" that may stand before and after it.
std::string_view without_money(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kWords{
      "KRW", "krw", "won", "Won", "\u20a9", "\uc6d0", "\\", "~", "about", "ca.", "\uc57d"};
  for (std::size_t before = text.size() + 1; before != text.size();) {
    before = text.size();
    for (const auto& word : kWords) {
      text = trimmed(text);
      if (text.starts_with(word)) text.remove_prefix(word.size());
      if (text.ends_with(word)) text.remove_suffix(word.size());
    }
  }
  return trimmed(text);
}

/// What stands before the word at the end; "" if it does not end so.
std::string before_word(std::string_view text, std::string_view word) {
  if (!text.ends_with(word)) return "";
  auto number = std::string(trimmed(text.substr(0, text.size() - word.size())));
  if (const auto bare = without_separators(number); !bare.empty()) number = bare;
  return is_decimal(number) ? number : "";
}

/// 15000000 for 1500만 or "15 million"; "" for others.
std::string multiplied_out(std::string_view text) {
  // The longer word first, of two that end alike.
  static constexpr std::array<std::pair<std::string_view, double>, 13> kWords{
      {{"\ucc9c\ub9cc", 1e7},
       {"\ubc31\ub9cc", 1e6},
       {"\uc2ed\ub9cc", 1e5},
       {"\ub9cc", 1e4},
       {"\uc2ed\uc5b5", 1e9},
       {"\ubc31\uc5b5", 1e10},
       {"\uc5b5", 1e8},
       {"\ucc9c", 1e3},
       {"thousand", 1e3},
       {"k", 1e3},
       {"million", 1e6},
       {"billion", 1e9},
       {"trillion", 1e12}}};
  for (const auto& [word, factor] : kWords) {
    const auto number = before_word(text, word);
    if (number.empty()) continue;
    const double value = std::strtod(number.c_str(), nullptr) * factor;
    return std::abs(value) < 1e15 ? fmt::format("{:.15g}", value) : fmt::format("{}", value);
  }
  return "";
}

/// Whether a word is the unit, be it of one or of several.
bool is_unit(std::string_view word, std::string_view unit) {
  const auto bare = [](std::string_view one) {
    std::string text(one);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (text.size() > 1 && text.ends_with('s')) text.pop_back();
    return text;
  };
  return !word.empty() && bare(word) == bare(unit);
}

/// The number of a text that is a number and a word, and the word.
std::pair<std::string, std::string> number_and_word(std::string_view text) {
  const auto is_of_number = [](char c) { return is_digit(c) || c == '.' || c == '-'; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_of_number);
  const auto length = static_cast<std::size_t>(end - text.begin());
  const auto number = text.substr(0, length);
  const auto word = trimmed(text.substr(length));
  if (!is_decimal(number) || word.empty() || std::any_of(word.begin(), word.end(), is_digit)) {
    return {};
  }
  return {std::string(number), std::string(word)};
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
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

std::string number_remedy(std::string_view written, std::string_view unit) {
  const auto looks = plain_looks(written);  // as a keyboard writes it
  if (is_decimal(looks)) return fmt::format("write {}", looks);
  const auto text = std::string(without_money(looks));
  if (is_decimal(text)) return fmt::format("write the number alone, as {}", text);
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
  if (const auto zeros = replaced(replaced(text, "O", "0"), "o", "0"); is_decimal(zeros)) {
    return fmt::format("write {}, with the digit 0 in place of the letter", zeros);
  }
  if (const auto hash = text.find('#'); hash != std::string::npos && hash > 0) {
    return "leave a space before '#', where a comment begins";
  }
  // A word that is not the unit may change what the number means: years are no months.
  const auto [number, word] = number_and_word(text);
  if (is_unit(word, unit)) return fmt::format("write the number alone, as {}", number);
  if (is_one_of(word, {"times", "x", "fold", "-fold", "\ubc30"}) && !unit.empty()) {
    return fmt::format("for a multiple of the value below write {{times: {}}}", number);
  }
  if (!unit.empty() && !number.empty()) {
    return fmt::format("write a plain number in {}", unit);
  }
  return std::string(kNumberRemedy);
}

}  // namespace resettle
