#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace resettle::testing {

/// Standard normal numbers, the same on every machine (Box-Muller on 53-bit uniforms).
class Normals {
 public:
  explicit Normals(std::uint64_t seed) : engine_(seed) {}
  double operator()() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  // Never 0: the logarithm is taken.
  double uniform() { return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1.0p-53; }
  std::mt19937_64 engine_;
};

}  // namespace resettle::testing
