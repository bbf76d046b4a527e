#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "outputs/survey_newcomers.h"
#include "outputs/survey_regression.h"

namespace {

using namespace resettle;

TEST_CASE("regression: the closed form of one and of two predictors") {
  const std::vector<double> x{1, 2, 3, 4, 5};
  const std::vector<double> noise{1, -1, 0, -1, 1};  // not correlated with x
  std::vector<double> y;
  for (std::size_t i = 0; i < x.size(); ++i) y.push_back(7 - 2 * x[i] + 3 * noise[i]);
  const auto one = fit_linear({x}, y);
  CHECK(one.coefficient[0] == Approx(-2));
  CHECK(one.effect_of_sd(0) == Approx(-2 * std::sqrt(2.0)));
  // Variances 8 (of -2x) and 36 x 0.8 / 4 = 7.2 (of 3 noise).
  CHECK(one.standardised(0) == Approx(-std::sqrt(8 / 15.2)));
  const auto two = fit_linear({x, noise}, y);
  CHECK(two.coefficient[0] == Approx(-2));
  CHECK(two.coefficient[1] == Approx(3));
  CHECK(two.standardised(1) == Approx(std::sqrt(7.2 / 15.2)));

  const std::vector<double> mixed{2, 1, 3, 3, 6};  // x + noise: correlated predictors
  CHECK(fit_linear({x, mixed}, y).coefficient[0] == Approx(-5));
  CHECK(fit_linear({x, mixed}, y).coefficient[1] == Approx(3));
}

TEST_CASE("regression: data that cannot tell give no number") {
  const std::vector<double> x{1, 2, 3, 4};
  CHECK(std::isnan(fit_linear({{1, 1, 1, 1}}, x).coefficient[0]));
  CHECK(std::isnan(fit_linear({x}, {2, 2, 2, 2}).standardised(0)));
  CHECK(std::isnan(fit_linear({x, {2, 4, 6, 8}}, {1, 0, 2, 5}).coefficient[0]));
  CHECK(std::isnan(fit_linear({{1, 2}}, {1, 2}).coefficient[0]));
  CHECK_THROWS_AS(fit_linear({x}, {1, 2}), std::logic_error);
  CHECK(within_groups({1, 3, 10, 20}, {5, 5, 7, 7}) == std::vector<double>{-1, 1, -5, 5});
}

TEST_CASE("network: effects are recovered within years - years themselves do not count") {
  std::vector<NetworkCase> cases;
  for (int k = 0; k < 4000; ++k) {
    const int year = 2005 + k % 2;
    const double arrivals = 100 * (k % 2) + (k / 2) % 10;
    const double settled = (k / 20) % 10;
    // Employment falls from 0.9 to 0 over the arrivals and rises as much over the settled; a year
    // later everybody is better off.
    const int of_hundred = 40 + 10 * (k % 2) + 3 * static_cast<int>(settled) - 3 * ((k / 2) % 10);
    cases.push_back(
        {year, arrivals, settled, 30.0 + k % 7, k % 3 == 0, (k / 200) * 37 % 100 < of_hundred});
  }
  const double sd = std::sqrt(8.25);
  CHECK(network_effect(cases, Network::newcomers) == Approx(-0.03 * sd).margin(0.03));
  CHECK(network_effect(cases, Network::settled) == Approx(0.03 * sd).margin(0.03));
  CHECK(std::isnan(network_effect({}, Network::settled)));
}

}  // namespace
