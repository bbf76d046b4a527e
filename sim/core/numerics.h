#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace resettle {

// Elementary functions of our own, not the C library's: the same bits from every compiler, build
// type and machine, and no call in the hot loop. Single precision, relative error below 3e-7 over
// the stated range (tests/unit/test_numerics.cpp compares them with the C library).

/// e^x for x in [-87, 88]; clamped outside.
inline float exponential(float x) {
  x = x < -87.0F ? -87.0F : (x > 88.0F ? 88.0F : x);
  // x = n ln 2 + r, |r| <= ln(2)/2; adding and subtracting 1.5 * 2^23 rounds to the nearest
  // integer.
  const float shifted = x * 1.44269504F + 12582912.0F;
  const float n = shifted - 12582912.0F;
  float r = x - n * 0.693145752F;
  r -= n * 1.42860677e-6F;
  // Minimax polynomial (Cephes, Moshier), evaluated in pairs: half the waiting of one long chain.
  const float r2 = r * r;
  const float high = 1.9875691500e-4F * r + 1.3981999507e-3F;
  const float middle = 8.3334519073e-3F * r + 4.1665795894e-2F;
  const float low = 1.6666665459e-1F * r + 5.0000001201e-1F;
  const float p = ((high * r2 + middle) * r2 + low) * r2 + (r + 1.0F);
  const auto exponent = static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23;
  return p * std::bit_cast<float>(exponent);
}

/// Natural logarithm for normal x > 0.
inline float logarithm(float x) {
  auto bits = std::bit_cast<std::uint32_t>(x);
  // Mantissa in [sqrt(1/2), sqrt(2)): subtracting the bits of sqrt(1/2) puts the break there.
  bits -= 0x3f3504f3U;
  const float exponent = static_cast<float>(static_cast<std::int32_t>(bits) >> 23);
  const float m = std::bit_cast<float>((bits & 0x007fffffU) + 0x3f3504f3U) - 1.0F;
  // Minimax polynomial (Cephes, Moshier), evaluated in pairs as above.
  const float square = m * m;
  const float fourth = square * square;
  const float a = -2.4999993993e-1F * m + 3.3333331174e-1F;
  const float b = -1.6668057665e-1F * m + 2.0000714765e-1F;
  const float c = -1.2420140846e-1F * m + 1.4249322787e-1F;
  const float d = -1.1514610310e-1F * m + 1.1676998740e-1F;
  const float p = (a + b * square) + ((c + d * square) + 7.0376836292e-2F * fourth) * fourth;
  float y = p * m * square;
  y += exponent * -2.12194440e-4F;
  y -= 0.5F * square;
  return m + y + exponent * 0.693359375F;
}

/// 1 / (1 + e^-x).
inline float logistic(float x) { return 1.0F / (1.0F + exponential(-x)); }

/// base^exponent for base >= 0 (0 for base 0).
inline float power(float base, float exponent) {
  return base <= 0.0F ? 0.0F : exponential(exponent * logarithm(base));
}

/// Hyperbolic tangent.
inline float hyperbolic_tangent(float x) { return 2.0F * logistic(2.0F * x) - 1.0F; }

/// `value` if the condition holds, else 0: a choice of values, not a branch that people's lives
/// would make unpredictable to the processor.
inline float when(bool condition, float value) { return condition ? value : 0.0F; }

/// max(x, 0).
inline float positive_part(float x) { return x > 0.0F ? x : 0.0F; }

/// x limited to [low, high].
inline float clamp(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }

/// Standard normal quantile of u in [2^-24, 1 - 2^-24], the numbers that draws give; error below
/// 1e-6. Without branches, so that the compiler may work on several at once. Source: Wichura 1988
/// (AS 241, PPND7) without its far tail, which begins at 1e-11.
inline float normal_quantile(float u) {
  const float q = u - 0.5F;
  const float r = 0.180625F - q * q;
  const float middle =
      q * (((59.109374720F * r + 159.29113202F) * r + 50.434271938F) * r + 3.3871327179F) /
      (((67.187563600F * r + 78.757757664F) * r + 17.895169469F) * r + 1.0F);
  // Square roots are exact by IEEE 754.
  const float tail = q < 0.0F ? u : 1.0F - u;
  const float t = std::sqrt(-logarithm(tail)) - 1.6F;
  const float z = (((0.17023821103F * t + 1.3067284816F) * t + 2.7568153900F) * t + 1.4234372777F) /
                  ((0.12021132975F * t + 0.73700164250F) * t + 1.0F);
  const float outer = q < 0.0F ? -z : z;
  return (q >= -0.425F) & (q <= 0.425F) ? middle : outer;
}

/// Quantile of a Poisson variable with the given mean (0 to 30) at u in (0, 1).
int poisson_quantile(float mean, float u);

}  // namespace resettle
