#include "results/precision.h"

#include <cmath>

namespace resettle {

PrecisionRow precision_of(const std::string& arm, const std::string& outcome,
                          const std::string& unit, const PairedDifference& result) {
  const auto& difference = result.difference;
  PrecisionRow row{arm, outcome, unit, kAbsent, difference.replicates, kAbsent, kAbsent};
  row.half_width = difference.half_width();
  row.unpaired_replicates = std::ceil(difference.replicates * result.unpaired_factor);
  row.correlation = result.correlation;
  return row;
}

}  // namespace resettle
