#pragma once

#include <span>

#include "results/sampling.h"
#include "results/verdict.h"

// Cost and gain together: a price only where there is a gain to pay for.

namespace resettle {

/// What can be said about cost and gain together, by the words of the gain and of the cost.
enum class PriceFinding {
  too_few,        ///< persons or replicates in gain or cost: no price
  no_gain,        ///< the gain is negligible, or nothing: no price
  gain_not_sure,  ///< whether it gains is as likely as not: no price
  loses,          ///< likely worse than the reference: no price
  saves_money,    ///< likely gains and likely costs less: no price
  no_cost,        ///< likely gains, and the cost does not differ: no price
  cost_not_sure,  ///< likely gains; whether it costs more is as likely as not: price given
  price,          ///< likely gains and likely costs more: price given
};

/// KRW per additional unit of an outcome.
struct CostPerGain {
  PriceFinding finding = PriceFinding::too_few;
  RatioEstimate ratio;  ///< NaN where the finding gives none
};

/// Additional cost and gain (positive = better), one value of each per replicate; replicates
/// without a gain (NaN, too few persons) are left out of both. `gain`: what is said of the gain, of
/// which more is better. Where zero is within its 95 % interval there is no price. With draws of
/// the parameters the interval of the price is that of the prices of the draws.
CostPerGain cost_per_gain(const Sampling& sampling, std::span<const double> costs,
                          std::span<const double> gains, const Verdict& gain);

/// The word for a finding in JSON and CSV, for example "saves_money".
const char* name_of(PriceFinding finding);

}  // namespace resettle
