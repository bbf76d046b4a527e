#include "io/csv_cell.h"

#include <array>

namespace resettle {

namespace {

using namespace std::string_view_literals;

/// What spreadsheets leave out at the start of a cell: blanks of any width, what marks the start of
/// a text or has no width, and quotes.
constexpr std::array kSkipped{" "sv,      "\""sv,     "'"sv,      "\u00A0"sv, "\u2002"sv,
                              "\u2003"sv, "\u2009"sv, "\u200B"sv, "\u2018"sv, "\u2019"sv,
                              "\u201C"sv, "\u201D"sv, "\u3000"sv, "\uFEFF"sv};
constexpr std::array kFormula{"="sv,      "+"sv,      "-"sv,      "@"sv,
                              "\uFF1D"sv, "\uFF0B"sv, "\uFF0D"sv, "\uFF20"sv};
constexpr std::string_view kControl = "\t\r\n\v\f";

template <class Starts>
std::size_t length_of_start(std::string_view text, const Starts& starts) {
  for (const auto start : starts) {
    if (text.starts_with(start)) return start.size();
  }
  return 0;
}

bool may_be_a_formula(std::string_view text) {
  while (const auto length = length_of_start(text, kSkipped)) text.remove_prefix(length);
  return !text.empty() && (kControl.find(text.front()) != std::string_view::npos ||
                           length_of_start(text, kFormula) > 0);
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = may_be_a_formula(text) ? "'" : "";
  cell += text;
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char character : cell) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + "\"";
}

}  // namespace resettle
