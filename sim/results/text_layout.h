#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace resettle {

/// Columns of a text for a terminal.
inline constexpr std::size_t kTextWidth = 100;
/// Large amounts are shown in millions.
inline constexpr double kMillion = 1e6;

/// A heading, underlined, after an empty line.
std::string heading(std::string_view text);

/// Columns a UTF-8 text takes on a terminal; Korean, Chinese and Japanese characters take two.
std::size_t display_width(std::string_view text);

/// The text cut to `width` columns (the cut is shown by "..").
std::string cut_to(std::string_view text, std::size_t width);

/// The text cut or filled with blanks to exactly `width` columns, at the left or right edge.
std::string left_aligned(std::string_view text, std::size_t width);
std::string right_aligned(std::string_view text, std::size_t width);

/// The text as a line: without blanks at its end, which right-hand cells may leave.
std::string text_line(std::string text);

/// Words over lines of at most `width` columns; every line starts with `indent` blanks except the
/// first one, which starts with `first`.
std::string wrapped(std::string_view text, std::string_view first, std::size_t indent,
                    std::size_t width);

/// Decimals that give the largest of the values three significant digits (0 for large ones);
/// values that are not finite do not count.
int decimals_for(std::span<const double> values);

/// A number with thousands separators; from 1,000 on rounded to three significant digits. "+" shows
/// a sign also for positive numbers. Not finite: "-".
std::string number_text(double value, int decimals, bool plus = false);

}  // namespace resettle
