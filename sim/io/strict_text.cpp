#include "io/strict_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/called_as.h"
#include "io/input_files.h"
#include "io/near_file.h"
#include "io/number_text.h"

namespace resettle {
Parsed<double> parse_number(std::string_view text) {
  if (text.empty()) return {std::nullopt, "a number is missing", std::string(kNumberRemedy)};
  if (!is_decimal(text)) {
    return {std::nullopt, fmt::format("'{}' is not a plain number", text), number_remedy(text)};
  }
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc{} || !std::isfinite(value)) {
    return {std::nullopt, fmt::format("'{}' is too large or too small for a number", text),
            std::string(kNumberRemedy)};
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
  // Longer than it need be, half of a UTF-16 pair, or beyond the last character.
  const unsigned second = byte(at + 1);
  const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return wrong ? 0 : length;
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

namespace {

using Refuse = std::function<void(std::string message, std::string remedy)>;

/// The bytes of a file, from the inputs that a study keeps or from the disk.
std::optional<std::string> bytes_of(const std::filesystem::path& file, const InputSource& source,
                                    const Refuse& refuse) {
  const auto no_file = fmt::format("there is no file '{}'", file.string());
  if (source.kept != nullptr) {
    const auto found = source.kept->find(input_name(file));
    if (found != source.kept->end()) return found->second;
    refuse(no_file, "it is not among the inputs that the study keeps");
    return std::nullopt;
  }
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    const bool table = file.extension() == ".csv";
    refuse(no_file, missing_file_remedy(file, table ? Endings{".csv"} : Endings{".yaml", ".yml"}));
    return std::nullopt;
  }
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, ignored) || !stream) {
    refuse(fmt::format("'{}' cannot be read", file.string()),
           "give a file, not a folder, that you may read");
    return std::nullopt;
  }
  return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

std::optional<std::string> read_text_file(const std::filesystem::path& file,
                                          const NamedAt& named_at, ProblemList& problems,
                                          const InputSource& source) {
  const SourceLocation where =
      named_at.where.file.empty() ? SourceLocation{file.string(), 0, 0} : named_at.where;
  const Refuse refuse = [&](std::string message, std::string remedy) {
    problems.add({where, named_at.key, std::move(message), std::move(remedy)});
  };
  auto text = bytes_of(file, source, refuse);
  if (!text) return std::nullopt;
  if (text->compare(0, 4, "\x89HDF") == 0) {
    refuse(
        "this is a study file (HDF5), which holds results, not text",
        fmt::format("the study was run already: look at it with '{}', or give the YAML file that "
                    "it was run from",
                    command_on("compare", file)));
    return std::nullopt;
  }
  if (text->compare(0, 3, "\xef\xbb\xbf") == 0) text->erase(0, 3);
  if (!check_utf8(*text, file.string(), problems)) return std::nullopt;
  if (source.noted != nullptr) (*source.noted)[input_name(file)] = *text;
  return text;
}

bool is_readable_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
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
  const auto contains = [&](const std::string& name) {
    return wanted.size() > 3 && name.find(wanted) != std::string::npos;
  };
  if (std::count_if(allowed.begin(), allowed.end(), contains) == 1) {
    return suggestion(*std::find_if(allowed.begin(), allowed.end(), contains));
  }
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
  return text + fmt::format("'{} explain model --block indicators' lists them all", called_as());
}

std::string join(const std::vector<std::string>& names, std::string_view separator) {
  return fmt::format("{}", fmt::join(names, separator));
}

void throw_if_any_once(const ProblemList& problems) {
  using Identity = std::tuple<std::string_view, int, int, std::string_view, std::string_view>;
  std::set<Identity> told;
  ProblemList once;
  for (const auto& problem : problems.items()) {
    const auto& where = problem.where;
    if (told.emplace(where.file, where.line, where.column, problem.key, problem.message).second) {
      once.add(problem);
    }
  }
  once.throw_if_any();
}

}  // namespace resettle
