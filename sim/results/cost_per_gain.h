#pragma once

#include <span>

#include "results/paired_interval.h"

// Cost and gain together: a price only where there is a gain to pay for.

namespace resettle {

/// What can be said about cost and gain together.
enum class CostVerdict {
  no_interval,     ///< the replicates do not tell_of_chance in gain or cost: no ratio
  no_effect,       ///< the gain is not distinguishable from zero: no ratio
  loses,           ///< clearly worse than the reference: no ratio
  saves_money,     ///< clearly gains and clearly costs less: no ratio
  no_cost,         ///< clearly gains, and the cost does not differ: no ratio
  cost_not_clear,  ///< clearly gains; the cost is not distinguishable from zero: ratio given
  ratio,           ///< clearly gains and clearly costs: ratio given
};

/// KRW per additional unit of an outcome.
struct CostPerGain {
  CostVerdict verdict = CostVerdict::no_interval;
  RatioEstimate ratio;  ///< NaN where the verdict gives none
};

/// Additional cost and gain (positive = better), one value of each per replicate; replicates
/// without a gain (NaN, too few persons) are left out of both.
CostPerGain cost_per_gain(std::span<const double> costs, std::span<const double> gains);

/// The word for a verdict in JSON and CSV, for example "saves_money".
const char* verdict_name(CostVerdict verdict);

}  // namespace resettle
