#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/paired_interval.h"

// How sure the comparison is of its differences, and how many of them chance alone would make look
// clear.

namespace resettle {

struct PrecisionRow {
  std::string arm;
  std::string outcome;
  double half_width = kAbsent;  ///< of the 95 % interval of the difference, unit of the outcome
  int replicates = 0;
  /// Replicates that arms with independent random numbers would have needed for the same standard
  /// error; infinite if the difference never varies, NaN if nothing does.
  double unpaired_replicates = kAbsent;
};

PrecisionRow precision_of(const std::string& arm, const std::string& outcome,
                          const PairedDifference& result);

/// A difference that was tested, and how surprising it is if the policy changes nothing.
struct TestRow {
  std::string arm;
  std::string outcome;
  double p_value = kAbsent;  ///< of the two-sided paired t test
  double p_holm = kAbsent;   ///< adjusted for all comparisons
};

struct Multiplicity {
  std::vector<TestRow> rows;  ///< differences that have an interval
  int clear = 0;              ///< 95 % intervals without zero
  int clear_after_holm = 0;   ///< adjusted p value below 0.05
  /// How many would be clear if no policy changed anything.
  [[nodiscard]] double expected_by_chance() const {
    return 0.05 * static_cast<double>(rows.size());
  }
};

/// The probability of a difference at least as far from zero, if the true one is zero; 0 or 1 if
/// the difference never varies, NaN without an interval.
double two_sided_p_value(const Estimate& difference);

/// Adjusts p values so that the chance of any false one below 0.05 is 5 % at most.
/// Source: Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian
/// Journal of Statistics 6(2), 65-70.
std::vector<double> holm_adjusted(std::span<const double> p_values);

/// Rows without a p value are dropped, the others adjusted and counted.
Multiplicity multiplicity_of(std::vector<TestRow> rows);

}  // namespace resettle
