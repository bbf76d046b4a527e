#include "core/numerics.h"

#include <cmath>

namespace resettle {

float normal_quantile(float p) {
  const float q = p - 0.5F;
  if (q >= -0.425F && q <= 0.425F) {
    const float r = 0.180625F - q * q;
    return q * (((59.109374720F * r + 159.29113202F) * r + 50.434271938F) * r + 3.3871327179F) /
           (((67.187563600F * r + 78.757757664F) * r + 17.895169469F) * r + 1.0F);
  }
  const float tail = q < 0.0F ? p : 1.0F - p;
  float r = std::sqrt(-logarithm(tail));  // square roots are exact by IEEE 754
  float z = 0.0F;
  if (r <= 5.0F) {
    r -= 1.6F;
    z = (((0.17023821103F * r + 1.3067284816F) * r + 2.7568153900F) * r + 1.4234372777F) /
        ((0.12021132975F * r + 0.73700164250F) * r + 1.0F);
  } else {
    r -= 5.0F;
    z = (((0.017337203997F * r + 0.42868294337F) * r + 3.0812263860F) * r + 6.6579051150F) /
        ((0.012258202635F * r + 0.24197894225F) * r + 1.0F);
  }
  return q < 0.0F ? -z : z;
}

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
