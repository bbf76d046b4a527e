#pragma once

#include <optional>
#include <string>

#include "results/compare.h"

namespace resettle {

/// One number of the comparison. What does not apply is left empty.
struct ComparisonRow {
  std::string table{};  ///< part of the comparison, for example "at_end"
  std::string arm{};
  std::string outcome{};
  std::optional<int> year{};
  std::string perspective{};
  std::optional<double> discount_rate{};
  std::optional<double> threshold_krw{};
  std::string unit{};
  std::string statistic{};  ///< "difference", "percent", "ratio", "share_best" ...
  double value = kAbsent;
  double standard_error = kAbsent;
  double low = kAbsent;
  double high = kAbsent;
  double reference = kAbsent;  ///< level in the reference
  std::optional<int> replicates{};
};

/// The names of the fields, ending in a newline.
std::string csv_head();
/// One line; not finite numbers are empty.
std::string csv_line(const ComparisonRow& row);
/// A row with the value and interval of an estimate or a ratio.
ComparisonRow with(ComparisonRow row, const Estimate& estimate);
ComparisonRow with(ComparisonRow row, const RatioEstimate& ratio);
/// A line with one number that has no interval.
std::string csv_line(ComparisonRow row, std::string unit, std::string statistic, double value);
/// Difference, percent, ratio and correlation of a paired result, four lines.
std::string csv_lines(ComparisonRow row, const PairedDifference& result);

/// The lines of economics, and of years, definitions, ranking, precision and multiplicity.
std::string economics_csv(const Comparison& comparison);
std::string statistics_csv(const Comparison& comparison);
/// The lines of equity and deadweight.
std::string equity_csv(const Comparison& comparison);

}  // namespace resettle
