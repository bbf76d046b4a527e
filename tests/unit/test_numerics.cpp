#include "core/numerics.h"
#include "core/random.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <initializer_list>

namespace {

using namespace resettle;

double relative(double value, double exact) { return std::fabs(value - exact) / std::fabs(exact); }

TEST_CASE("the exponential agrees with the C library") {
  double worst = 0;
  for (double x = -87; x <= 88; x += 0.00713) {
    const auto single = static_cast<float>(x);
    worst = std::max(worst, relative(exponential(single), std::exp(static_cast<double>(single))));
  }
  CHECK(worst < 3e-7);
  CHECK(worst > 1e-9);  // single precision is all there is
  CHECK(exponential(0) == 1.0F);
  CHECK(exponential(-1000) == exponential(-87));
  CHECK(exponential(1000) == exponential(88));
  CHECK(std::isfinite(exponential(88)));
}

TEST_CASE("the logarithm agrees with the C library") {
  double worst = 0;
  for (double x = 1e-37; x < 1e37; x *= 1.0037) {
    const auto single = static_cast<float>(x);
    const double exact = std::log(static_cast<double>(single));
    // Near 1 the logarithm vanishes: there the absolute error counts.
    worst = std::max(worst, std::fabs(logarithm(single) - exact) / std::max(1.0, std::fabs(exact)));
  }
  for (float x = 0.5F; x < 2.0F; x += 0.0001F) {
    const double exact = std::log(static_cast<double>(x));
    worst = std::max(worst, std::fabs(static_cast<double>(logarithm(x)) - exact));
  }
  CHECK(worst < 3e-7);
  CHECK(logarithm(1) == 0.0F);
}

TEST_CASE("functions built on them agree with the C library") {
  double logistic_error = 0;
  double tangent_error = 0;
  for (double x = -30; x <= 30; x += 0.0113) {
    const auto single = static_cast<float>(x);
    const auto exact = static_cast<double>(single);
    logistic_error =
        std::max(logistic_error, relative(logistic(single), 1 / (1 + std::exp(-exact))));
    tangent_error =
        std::max(tangent_error, std::fabs(hyperbolic_tangent(single) - std::tanh(exact)));
  }
  CHECK(logistic_error < 5e-7);
  CHECK(tangent_error < 5e-7);
  for (const float base : {0.2F, 0.94F, 1.0F, 3.0F}) {
    for (const float exponent : {-3.0F, 0.0F, 0.5F, 5.0F}) {
      CHECK(
          power(base, exponent) ==
          Approx(std::pow(static_cast<double>(base), static_cast<double>(exponent))).epsilon(2e-6));
    }
  }
}

TEST_CASE("the normal quantile inverts the normal distribution") {
  double worst = 0;
  for (int step = 1; step < 200'000; ++step) {
    const float p = static_cast<float>(step) / 200'000.0F;
    const double z = normal_quantile(p);
    // One Newton step in double precision from z is the error of z.
    const double cdf = 0.5 * std::erfc(-z / std::sqrt(2.0));
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
    worst = std::max(
        worst, std::fabs(cdf - static_cast<double>(p)) / density / std::max(1.0, std::fabs(z)));
  }
  CHECK(worst < 2e-6);
  CHECK(normal_quantile(0.5F) == 0.0F);
  CHECK(normal_quantile(0.975F) == Approx(1.959964).epsilon(1e-6));
  CHECK(normal_quantile(0.001F) == Approx(-3.090232).epsilon(1e-6));
  // The extremes of the generator.
  CHECK(normal_quantile(0x1p-24F) == Approx(-5.294704).epsilon(1e-5));
  CHECK(std::isfinite(normal_quantile(1.0F - 0x1p-24F)));
}

TEST_CASE("the Poisson quantile inverts the Poisson distribution") {
  for (const double mean : {0.001, 0.0135, 0.3, 1.0, 2.0, 4.0, 12.0, 30.0}) {
    double term = std::exp(-mean);
    double below = 0;
    for (int k = 0; k < 60; ++k) {
      const double above = below + term;
      if (term > 1e-4) {
        INFO("mean " << mean << ", k " << k);
        const auto m = static_cast<float>(mean);
        CHECK(poisson_quantile(m, static_cast<float>(below + 0.1 * term)) == k);
        CHECK(poisson_quantile(m, static_cast<float>(below + 0.9 * term)) == k);
      }
      below = above;
      term *= mean / (k + 1);
    }
  }
  CHECK(poisson_quantile(0, 0.999999F) == 0);
}

TEST_CASE("small helpers") {
  CHECK(when(true, 2.5F) == 2.5F);
  CHECK(when(false, 2.5F) == 0.0F);
  CHECK(positive_part(-1) == 0.0F);
  CHECK(positive_part(3) == 3.0F);
  CHECK(clamp(-1, 0, 1) == 0.0F);
  CHECK(clamp(0.4F, 0, 1) == 0.4F);
  CHECK(clamp(7, 0, 1) == 1.0F);
}

}  // namespace
