#pragma once

#include "core/numerics.h"

namespace resettle {

/// Share of women among those who arrived (72 % of all by 2025), a definition: what differs between
/// women and men is centred on it, so that a change of the difference leaves the mean of both.
inline constexpr float kShareOfWomen = 0.72F;

/// 1 or 0 less its mean.
inline float beyond_mean_woman(bool woman) { return when(woman, 1.0F) - kShareOfWomen; }

}  // namespace resettle
