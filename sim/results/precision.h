#pragma once

#include <string>

#include "results/paired_interval.h"

// How narrow the intervals of a comparison are.

namespace resettle {

struct PrecisionRow {
  std::string arm;
  std::string outcome;
  std::string unit;
  double half_width = kAbsent;  ///< of the 95 % interval of the difference
  int replicates = 0;
  /// Replicates that arms with independent random numbers would have needed for the same standard
  /// error; infinite if the difference never varies, NaN if nothing does.
  double unpaired_replicates = kAbsent;
  double correlation = kAbsent;  ///< between arm and reference over replicates
};

PrecisionRow precision_of(const std::string& arm, const std::string& outcome,
                          const std::string& unit, const PairedDifference& result);

}  // namespace resettle
