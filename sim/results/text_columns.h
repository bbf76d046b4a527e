#pragma once

#include <string>
#include <vector>

namespace resettle {

/// A column of a table of text.
struct TextColumn {
  std::vector<std::string> cells;  ///< the head first
  bool is_text = false;            ///< set at the left edge
  bool leads = false;              ///< says which row it is
};

/// Text at the left edge, numbers at the right edge of their column. A table wider than kTextWidth
/// is broken: the further columns stand below, behind those that lead again.
std::string set_in_columns(const std::vector<TextColumn>& columns);

}  // namespace resettle
