#pragma once

#include "report.h"

namespace resettle::bench {

/// What one core of the machine can do at best, from which the share of the ceiling is computed.
struct Ceilings {
  double triad_bytes_per_s = 0;
  double random_words_per_s = 0;  ///< drawn over blocks, instructions every x86-64 has
  double logistic_per_s = 0;      ///< over an array, likewise
};

/// Measures the machine with one thread and with all; adds its table to the report. `quick` takes
/// fewer rounds and leaves out the largest gather.
Ceilings measure_ceilings(bool quick, Report& report);

}  // namespace resettle::bench
