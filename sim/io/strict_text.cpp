#include "io/strict_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/called_as.h"
#include "io/characters.h"
#include "io/input_files.h"
#include "io/near_file.h"
#include "io/number_text.h"

namespace resettle {
namespace {

/// " (it holds U+00A0 NO-BREAK SPACE)", of a text in which something passes for what it is not.
std::string what_deceives(std::string_view text) {
  const auto odd = first_deceptive(text);
  return odd ? fmt::format(" (it holds {})", odd->name) : "";
}

}  // namespace

Parsed<double> parse_number(std::string_view text) {
  if (text.empty()) return {std::nullopt, "a number is missing", std::string(kNumberRemedy)};
  if (!is_decimal(text)) {
    return {std::nullopt, fmt::format("'{}' is not a plain number{}", text, what_deceives(text)),
            number_remedy(text)};
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
  return {std::nullopt, fmt::format("'{}' is neither true nor false{}", text, what_deceives(text)),
          "write true or false, in small letters"};
}

Parsed<Month> parse_month_strictly(std::string_view text) {
  if (const auto month = parse_month(text)) return {*month, "", ""};
  return {std::nullopt, fmt::format("'{}' is not a month{}", text, what_deceives(text)),
          "write year and month as 2012-01 (1900-01 or later)"};
}

std::string number_text(double value) { return fmt::format("{}", value); }

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

std::string suggest(std::string_view wanted, const std::vector<std::string>& allowed,
                    std::size_t shown) {
  const auto near = nearest(plain_looks(wanted), allowed);
  if (!near.empty()) return suggestion(near) + what_deceives(wanted);
  const auto contains = [&](const std::string& name) {
    return wanted.size() > 3 && name.find(wanted) != std::string::npos;
  };
  if (std::count_if(allowed.begin(), allowed.end(), contains) == 1) {
    return suggestion(*std::find_if(allowed.begin(), allowed.end(), contains));
  }
  // Or they begin alike: mentors, mentoring.
  constexpr std::size_t kAlike = 5;
  const auto begins = [&](const std::string& name) {
    return wanted.size() > kAlike && name.starts_with(wanted.substr(0, kAlike));
  };
  if (std::count_if(allowed.begin(), allowed.end(), begins) == 1) {
    return suggestion(*std::find_if(allowed.begin(), allowed.end(), begins));
  }
  if (allowed.size() <= shown) return "allowed here: " + join(allowed);
  return "allowed here: " +
         join({allowed.begin(), allowed.begin() + static_cast<std::ptrdiff_t>(shown)}) +
         fmt::format(" and {} more", allowed.size() - shown);
}

std::string suggest_indicator(std::string_view wanted, const std::vector<std::string>& indicators) {
  constexpr std::size_t kShown = 6;
  std::vector<std::string> near;
  const auto best = nearest(plain_looks(wanted), indicators);
  if (!best.empty()) near.push_back(best);
  for (const auto& name : indicators) {
    const bool alike = !wanted.empty() && (name.find(wanted) != std::string::npos ||
                                           wanted.find(name) != std::string_view::npos);
    if (alike && name != best && near.size() < kShown) near.push_back(name);
  }
  std::string text;
  for (const auto& name : near) text += fmt::format("{}'{}'", text.empty() ? "" : ", ", name);
  if (!text.empty()) text = fmt::format("did you mean {}?{} ", text, what_deceives(wanted));
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
