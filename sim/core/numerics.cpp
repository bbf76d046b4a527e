#include "core/numerics.h"

namespace resettle {

int poisson_quantile(float mean, float u) {
  if (u <= 1.0F - mean) return 0;  // e^-mean >= 1 - mean: most of the rare events end here
  float term = exponential(-mean);
  float cumulative = term;
  int count = 0;
  while (u > cumulative && count < 200) {
    ++count;
    term *= mean / static_cast<float>(count);
    cumulative += term;
  }
  return count;
}

}  // namespace resettle
