#pragma once

#include <string>
#include <string_view>

namespace resettle {

/// A text as a field of a CSV file (RFC 4180): between quotes where it needs them, and with an
/// apostrophe before what a spreadsheet would take for a formula: =, +, - or @, also of full width,
/// at the start or behind blanks and quotes, or a tab or the end of a line at the start. Only for
/// texts: a number below zero is no formula. analysis/resettle/csv_text.py and report.js do the
/// same.
std::string csv_cell(std::string_view text);

}  // namespace resettle
