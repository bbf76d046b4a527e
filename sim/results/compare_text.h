#pragma once

#include <string>
#include <vector>

#include "results/compare.h"

// The comparison as text for people, as JSON and as CSV.

namespace resettle {

/// A long table of the text, shown on request.
struct Section {
  const char* name;  ///< as on the command line
  const char* what;  ///< in a few words
  std::string (*render)(const Comparison&);
};
const std::vector<Section>& sections();
/// Their names, in order.
std::vector<std::string> section_names();

/// Tables for a terminal, at most 100 columns wide, UTF-8: question, the comparison in short, the
/// sections asked for, notes. Errors: InputError for a name that is no section.
std::string render_text(const Comparison& comparison,
                        const std::vector<std::string>& chosen_sections = {});

/// The head of that text: gain, cost and price of every arm with intervals.
std::string render_short(const Comparison& comparison);

/// Everything as JSON, ending in a newline. Shares are 0-1, money is KRW; what is absent,
/// suppressed or infinite is null.
std::string render_json(const Comparison& comparison);

/// Everything as CSV, one line per number with its interval; the fields are those of csv_head().
/// Shares are 0-1, money is KRW; what is absent or suppressed is empty.
std::string render_csv(const Comparison& comparison);

/// What a reader must know to use the numbers, one sentence or two each.
std::vector<std::string> comparison_notes(const Comparison& comparison);

}  // namespace resettle
