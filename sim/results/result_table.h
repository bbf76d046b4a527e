#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/compare.h"

// Building blocks of the comparison's text.

namespace resettle {

/// One result, one line per arm.
struct Block {
  std::string title;
  QuantityKind kind = QuantityKind::number;
  std::string unit;
  std::vector<std::pair<std::string, PairedDifference>> lines;  ///< arm and result
};

/// Title, head, and reference, difference, percent, interval and a word for every arm.
std::string block_text(const Block& block);

/// Decimals that show values of this kind: none for what is counted, else decimals_for.
int decimals_of(QuantityKind kind, std::span<const double> values);
/// An outcome over the horizon counts months of persons or is a number.
QuantityKind kind_of(const HorizonOutcomeInfo& outcome);

/// "no difference", "clear", "not distinguishable" ...
std::string word_for(const Estimate& difference);

/// "1.2 to 3.4", or "-" where there is none.
std::string interval_text(double low, double high, int decimals, bool plus);

/// A number at the right edge of a column; one that is too long is never cut.
std::string number_cell(std::string_view text, std::size_t width);

/// One price per arm, with its interval or a sentence why there is none.
std::string price_block(const std::vector<std::pair<std::string, CostPerGain>>& prices,
                        const std::string& unit);

/// The price in a word or two: "4,920,000", "12.3 million", "no clear gain" ...
std::string short_price(const CostPerGain& cost);
/// "4,120,000 to 5,930,000" or "12.3 to 14.5 million"; empty where there is no price.
std::string price_interval(const RatioEstimate& ratio);

/// A table with a column for every arm, five arms side by side at most.
struct ArmGrid {
  std::string corner;  ///< head of the column of row labels
  std::vector<std::string> arms;
  std::vector<std::string> rows;
  /// Text of a cell by row and arm.
  std::function<std::string(std::size_t, std::size_t)> cell;
};
std::string grid_text(const ArmGrid& grid);

/// Names of the arms, the reference first or left out.
std::vector<std::string> names_of(const Comparison& study, bool with_reference);

/// "+1,230*": a difference with a star if it is clear.
std::string starred(const Estimate& difference, double factor, int decimals);
inline constexpr const char* kStarMeans = "* clear: not zero, which does not say that it is large";

}  // namespace resettle
