#pragma once

#include <string>
#include <vector>

#include "results/compare.h"

// The comparison as text for people, as JSON and as CSV.

namespace resettle {

/// Text for a terminal, at most 100 columns wide, UTF-8: question, the comparison in short, notes.
std::string render_text(const Comparison& comparison);

/// The tables named, by their own name or that of a topic. Errors: InputError for any other name.
std::string render_tables(const Comparison& comparison, const std::vector<std::string>& chosen);

/// The head of the text: how sure which gain is, cost and price of every arm.
std::string render_short(const Comparison& comparison);

/// Everything as JSON, ending in a newline: what is compared, and the tables. Shares are 0-1, money
/// is KRW; what is absent, suppressed or infinite is null.
std::string render_json(const Comparison& comparison);

/// Everything as CSV, one line for each number. Shares are 0-1, money is KRW; what is absent or
/// suppressed is empty.
std::string render_csv(const Comparison& comparison);

/// What a reader must know to use the numbers, one sentence or two each.
std::vector<std::string> comparison_notes(const Comparison& comparison);

/// Of arms that are the same as another one, or cannot work in the model: a sentence for each.
std::vector<std::string> sentences_on_arms(const Comparison& comparison);

/// What the words mean and by which thresholds they are chosen, in one sentence.
std::string words_note(const Comparison& comparison);

}  // namespace resettle
