#include "io/strict_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "io/input_files.h"

namespace resettle {
namespace {

constexpr const char* kNumberRemedy = "write a plain decimal number such as 0.25, 1500000 or 1.5e6";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
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

/// How the writer of a text that is no number probably meant it.
std::string number_remedy(std::string_view text) {
  for (const char separator : {'_', ',', ' '}) {
    const auto bare = without(text, separator);
    if (bare.size() != text.size() && is_decimal(bare)) {
      return separator == ',' ? fmt::format("write {} (decimals take a point)", bare)
                              : fmt::format("write {}", bare);
    }
  }
  if (text.size() > 1 && text.back() == '%' && is_decimal(text.substr(0, text.size() - 1))) {
    return "write the number alone; a share is between 0 and 1, so 5% is 0.05";
  }
  if (is_decimal(without_leading_zeros(text))) {
    return fmt::format("write {}, without leading zeros", without_leading_zeros(text));
  }
  if (!text.empty() && text[0] == '+' && is_decimal(text.substr(1))) {
    return fmt::format("write {}", text.substr(1));
  }
  if (is_decimal(fmt::format("0{}", text))) return fmt::format("write 0{}", text);
  if (is_decimal(fmt::format("{}0", text))) return fmt::format("write {}0", text);
  return kNumberRemedy;
}

}  // namespace

Parsed<double> parse_number(std::string_view text) {
  if (text.empty()) return {std::nullopt, "a number is missing", kNumberRemedy};
  if (!is_decimal(text)) {
    return {std::nullopt, fmt::format("'{}' is not a plain number", text), number_remedy(text)};
  }
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc{} || !std::isfinite(value)) {
    return {std::nullopt, fmt::format("'{}' is too large or too small for a number", text),
            kNumberRemedy};
  }
  return {value, "", ""};
}

Parsed<long long> parse_integer(std::string_view text) {
  const auto number = parse_number(text);
  if (!number.value) return {std::nullopt, number.message, number.remedy};
  constexpr double kLargest = 9007199254740992.0;  // beyond it doubles skip whole numbers
  if (*number.value != std::floor(*number.value)) {
    return {std::nullopt, fmt::format("'{}' has a fraction", text), "write a whole number"};
  }
  if (std::abs(*number.value) > kLargest) {
    return {std::nullopt, fmt::format("'{}' is too large", text), "write a smaller whole number"};
  }
  return {static_cast<long long>(*number.value), "", ""};
}

Parsed<bool> parse_flag(std::string_view text) {
  if (text == "true") return {true, "", ""};
  if (text == "false") return {false, "", ""};
  return {std::nullopt, fmt::format("'{}' is neither true nor false", text),
          "write true or false, in small letters"};
}

Parsed<Month> parse_month_strictly(std::string_view text) {
  if (const auto month = parse_month(text)) return {*month, "", ""};
  return {std::nullopt, fmt::format("'{}' is not a month", text),
          "write year and month as 2012-01 (1900-01 or later)"};
}

std::string number_text(double value) { return fmt::format("{}", value); }

namespace {

/// Length of the UTF-8 character at `at`, 0 if the bytes are not UTF-8 or a control character.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) {
    const bool printable = first >= 0x20 && first != 0x7f;
    return printable || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  }
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  return length;
}

bool check_utf8(std::string_view text, const std::string& file, ProblemList& problems) {
  int line = 1;
  int column = 1;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      problems.add({{file, line, column},
                    "",
                    fmt::format("the byte 0x{:02x} is not readable text",
                                static_cast<unsigned char>(text[at])),
                    "save the file as plain text in UTF-8"});
      return false;
    }
    column = text[at] == '\n' ? 1 : column + 1;
    if (text[at] == '\n') ++line;
    at += length;
  }
  return true;
}

}  // namespace

std::optional<std::string> read_text_file(const std::filesystem::path& file,
                                          const NamedAt& named_at, ProblemList& problems) {
  const SourceLocation where =
      named_at.where.file.empty() ? SourceLocation{file.string(), 0, 0} : named_at.where;
  const auto missing = [&](std::string remedy) {
    problems.add({where, named_at.key, fmt::format("there is no file '{}'", file.string()),
                  std::move(remedy)});
    return std::nullopt;
  };
  if (const InputFiles* kept = input_files::kept()) {
    const auto found = kept->find(input_name(file));
    if (found == kept->end()) return missing("it is not among the inputs that the study keeps");
    return found->second;
  }
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return missing("check the name and the folder");
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, ignored) || !stream) {
    problems.add({where, named_at.key, fmt::format("'{}' cannot be read", file.string()),
                  "give a file, not a folder, that you may read"});
    return std::nullopt;
  }
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (text.compare(0, 4, "\x89HDF") == 0) {
    problems.add({where, named_at.key, "this is a study file (HDF5), which holds results, not text",
                  "the study was run already: look at it with 'resettle compare', or give the YAML "
                  "file that it was run from"});
    return std::nullopt;
  }
  if (text.compare(0, 3, "\xef\xbb\xbf") == 0) text.erase(0, 3);
  if (!check_utf8(text, file.string(), problems)) return std::nullopt;
  input_files::note(file, text);
  return text;
}

int count_characters(std::string_view utf8) {
  return static_cast<int>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string suggestion(std::string_view name) { return fmt::format("did you mean '{}'?", name); }

std::string suggest(std::string_view wanted, const std::vector<std::string>& allowed) {
  const auto near = nearest(wanted, allowed);
  if (!near.empty()) return suggestion(near);
  constexpr std::size_t kShown = 12;  // a longer list helps nobody
  if (allowed.size() <= kShown) return "allowed here: " + join(allowed);
  return "allowed here: " +
         join({allowed.begin(), allowed.begin() + static_cast<std::ptrdiff_t>(kShown)}) +
         fmt::format(" and {} more", allowed.size() - kShown);
}

std::string suggest_indicator(std::string_view wanted, const std::vector<std::string>& indicators) {
  constexpr std::size_t kShown = 6;
  std::vector<std::string> near;
  const auto best = nearest(wanted, indicators);
  if (!best.empty()) near.push_back(best);
  for (const auto& name : indicators) {
    const bool alike = !wanted.empty() && (name.find(wanted) != std::string::npos ||
                                           wanted.find(name) != std::string_view::npos);
    if (alike && name != best && near.size() < kShown) near.push_back(name);
  }
  std::string text;
  for (const auto& name : near) text += fmt::format("{}'{}'", text.empty() ? "" : ", ", name);
  if (!text.empty()) text = fmt::format("did you mean {}? ", text);
  return text + "'resettle explain model --block indicators' lists them all";
}

std::string join(const std::vector<std::string>& names, std::string_view separator) {
  return fmt::format("{}", fmt::join(names, separator));
}

void throw_if_any_once(const ProblemList& problems) {
  const auto identity = [](const Problem& problem) {
    return std::tie(problem.where.file, problem.where.line, problem.where.column, problem.key,
                    problem.message);
  };
  ProblemList once;
  for (const auto& problem : problems.items()) {
    const auto& kept = once.items();
    if (std::none_of(kept.begin(), kept.end(),
                     [&](const Problem& other) { return identity(other) == identity(problem); })) {
      once.add(problem);
    }
  }
  once.throw_if_any();
}

}  // namespace resettle
