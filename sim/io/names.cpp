#include "io/names.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/characters.h"
#include "io/letters.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

/// Programs for data read these as a missing value, whatever their case.
constexpr std::array<std::string_view, 9> kMissing{"null", "nan",  "na",   "n/a", "none",
                                                   "nil",  "<na>", "#n/a", "-nan"};
/// And these as a truth or a number.
constexpr std::array<std::string_view, 10> kOtherValues{"true", "false", "yes", "no",  "on",
                                                        "off",  "t",     "f",   "inf", "infinity"};

const std::string kRule = fmt::format(
    "a name has letters of any script, digits, '_', '-' and '.', begins with a letter or digit, "
    "and "
    "is at most {} characters long",
    kLongestName);

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string small(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return small(c); });
  return result;
}

template <class Words>
bool is_one_of(std::string_view text, const Words& words) {
  return std::find(words.begin(), words.end(), small(text)) != words.end();
}

bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }

bool may_stand_in_name(char32_t code) {
  return is_letter(code) || is_digit(code) || code == '_' || code == '-' || code == '.';
}

bool has_letter(std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    const auto [code, bytes] = character_at(name, at);
    if (is_letter(code)) return true;
    at += std::max<std::size_t>(bytes, 1);
  }
  return false;
}

/// 1e5 and 0x1f are numbers, too.
bool is_number(std::string_view name) {
  if (!has_letter(name)) return true;
  const auto text = small(name);
  if (text.starts_with("0x")) {
    return text.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
  }
  const auto exponent = text.find('e');
  const auto digits = [](std::string_view part, std::string_view others) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [&](char c) {
      return is_digit(static_cast<unsigned char>(c)) || others.find(c) != others.npos;
    });
  };
  return exponent != std::string::npos && digits(text.substr(0, exponent), ".") &&
         digits(text.substr(exponent + 1), "-");
}

std::string odd_in_name(char32_t code) {
  if (is_combining(code)) {
    return fmt::format(
        "{}, a part of a letter: letters must be whole (NFC), as keyboards write them",
        character_name(code));
  }
  if (code == ' ') return "a blank";
  if (code == '\n') return "the end of a line";
  if (code > ' ' && code < 0x7f) return fmt::format("'{}'", static_cast<char>(code));
  return character_name(code);
}

/// The character of the name that may not stand where it does, in words; "" if there is none.
std::string odd_character(std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    const auto [code, bytes] = character_at(name, at);
    if (bytes == 0) return fmt::format("the byte 0x{:02x}", static_cast<unsigned char>(name[at]));
    if (!may_stand_in_name(code)) return odd_in_name(code);
    at += bytes;
  }
  // A letter of another script among Latin ones is there by mistake, or to deceive.
  const bool latin = std::any_of(name.begin(), name.end(),
                                 [](char c) { return small(c) >= 'a' && small(c) <= 'z'; });
  const auto odd = first_deceptive(name);
  return latin && odd ? odd->name + " among Latin letters" : "";
}

}  // namespace

std::optional<NameProblem> problem_of_name(std::string_view name, std::string_view what) {
  if (name.empty()) return NameProblem{fmt::format("{} has no name", what), kRule};
  const auto shown = visible_line(name.substr(0, 200));
  if (const auto length = count_characters(name); length > kLongestName) {
    return NameProblem{fmt::format("the name of {} has {} characters", what, length), kRule};
  }
  if (const auto odd = odd_character(name); !odd.empty()) {
    return NameProblem{fmt::format("the name '{}' of {} holds {}", shown, what, odd), kRule};
  }
  if (std::string_view("_-.").find(name.front()) != std::string_view::npos) {
    return NameProblem{fmt::format("the name '{}' of {} begins with '{}'", shown, what, name[0]),
                       kRule};
  }
  if (is_number(name)) {
    return NameProblem{
        fmt::format("the name '{}' of {} is read as a number or a date by programs for data", shown,
                    what),
        "give it a name with letters, as option_1"};
  }
  if (is_one_of(name, kMissing) || is_one_of(name, kOtherValues)) {
    return NameProblem{
        fmt::format("the name '{}' of {} is read as {} by programs for data", shown, what,
                    is_one_of(name, kMissing) ? "a missing value" : "another value"),
        "give it another name, as no_policy"};
  }
  return std::nullopt;
}

std::optional<NameProblem> problem_of_label(std::string_view label) {
  const std::string rule = fmt::format("write one line of at most {} characters", kLongestLabel);
  if (label.find_first_not_of(' ') == label.npos) return NameProblem{"the label is empty", rule};
  if (plain_looks(label).empty()) return NameProblem{"nothing can be read in the label", rule};
  if (label.find_first_of("\n\r\t") != label.npos) {
    return NameProblem{"the label holds the end of a line or a tab", rule};
  }
  if (const auto odd = first_unreadable(label)) {
    return NameProblem{fmt::format("the label holds {}", odd->name), rule};
  }
  if (const auto length = count_characters(label); length > kLongestLabel) {
    return NameProblem{fmt::format("the label has {} characters", length), rule};
  }
  if (is_one_of(label, kMissing)) {
    return NameProblem{
        fmt::format("the label '{}' is read as a missing value by programs for data", label),
        "write another, as \"No policy\""};
  }
  return std::nullopt;
}

namespace {

/// The small ASCII letter that a small letter looks like, or would as a capital; else itself.
char32_t small_look(char32_t small) {
  if (const char look = looks_like(small)) return small_letter(static_cast<unsigned char>(look));
  const bool has_capital = (small >= 0x3b1 && small <= 0x3c9) || (small >= 0x430 && small <= 0x44f);
  const char look = has_capital ? looks_like(small - 32) : '\0';
  return look != '\0' ? small_letter(static_cast<unsigned char>(look)) : small;
}

}  // namespace

std::string folded_name(std::string_view name) {
  std::string folded;
  for (std::size_t at = 0; at < name.size();) {
    const auto [code, bytes] = character_at(name, at);
    if (!is_unseen(code)) {
      folded += fmt::format("{:x} ", static_cast<unsigned>(small_look(small_letter(code))));
    }
    at += std::max<std::size_t>(bytes, 1);
  }
  return folded;
}

std::string name_of_file(std::string_view stem) {
  std::string name;
  int characters = 0;
  for (std::size_t at = 0; at < stem.size() && characters < kLongestName; ++characters) {
    const auto [code, bytes] = character_at(stem, at);
    const auto length = std::max<std::size_t>(bytes, 1);
    name += bytes > 0 && may_stand_in_name(code) ? std::string(stem.substr(at, length)) : "_";
    at += length;
  }
  const std::string_view what = "the scenario";
  if (!problem_of_name(name, what)) return name;
  const auto longer = "scenario_" + name;
  return problem_of_name(longer, what) ? "scenario" : longer;
}

namespace {

/// "[Nn][Aa]" of "na": editors know no pattern that takes both cases.
std::string any_case(std::string_view word) {
  std::string pattern;
  for (const char c : word) {
    const bool letter = c >= 'a' && c <= 'z';
    pattern += letter ? fmt::format("[{}{}]", static_cast<char>(c - 'a' + 'A'), c) : std::string{c};
  }
  return pattern;
}

template <class Words>
std::vector<std::string> any_case(const Words& words) {
  std::vector<std::string> patterns;
  for (const auto word : words) patterns.push_back(any_case(word));
  return patterns;
}

}  // namespace

std::string name_pattern() {
  const std::string barred = R"(\s!-,/:-@\[-^`{-~)";
  return fmt::format("^(?!({}|{}|[0-9._-]*)$)[^._{}-][^{}]{{0,{}}}$",
                     fmt::join(any_case(kMissing), "|"), fmt::join(any_case(kOtherValues), "|"),
                     barred, barred, kLongestName - 1);
}

std::string label_pattern() {
  return fmt::format(R"(^(?!({})$)[^\n\r\t]*[^\s][^\n\r\t]*$)", fmt::join(any_case(kMissing), "|"));
}

}  // namespace resettle
