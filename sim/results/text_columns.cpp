#include "results/text_columns.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kWidestText = 34;
constexpr std::size_t kBetween = 2;  // blanks between columns

}  // namespace

std::string set_in_columns(const std::vector<TextColumn>& columns) {
  std::vector<std::size_t> widths;
  std::size_t keys = 0;
  std::size_t width_of_keys = 0;
  for (const auto& column : columns) {
    std::size_t width = 0;
    for (const auto& cell : column.cells) width = std::max(width, display_width(cell));
    widths.push_back(column.is_text ? std::min(width, kWidestText) : width);
  }
  while (keys < columns.size() && columns[keys].leads) {
    width_of_keys += widths[keys] + kBetween;
    ++keys;
  }
  std::string text;
  for (std::size_t first = keys; first < columns.size();) {
    std::size_t width = width_of_keys;
    std::size_t last = first;
    while (last < columns.size() && (last == first || width + widths[last] <= kTextWidth)) {
      width += widths[last] + kBetween;
      ++last;
    }
    text += text.empty() ? "" : "\n";
    for (std::size_t line = 0; line < columns.front().cells.size(); ++line) {
      std::string shown;
      for (std::size_t c = 0; c < last; ++c) {
        if (c >= keys && c < first) continue;
        const auto& cell = columns[c].cells[line];
        shown += std::string(kBetween, ' ') + (columns[c].is_text ? left_aligned(cell, widths[c])
                                                                  : right_aligned(cell, widths[c]));
      }
      text += text_line(std::move(shown));
    }
    first = last;
  }
  return text;
}

}  // namespace resettle
