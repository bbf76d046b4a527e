#include "io/prior.h"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace resettle;
using Catch::Matchers::Contains;

ParameterSpec share() { return {"a.b", "share", "x", 0, 1}; }

std::optional<Prior> read(const std::string& yaml, const Series& value, ProblemList& problems,
                          const ParameterSpec& spec = share(), double low = 0.1,
                          double high = 0.5) {
  const auto node = parse_yaml_value(yaml, "x.yaml", "a.b.prior", problems);
  REQUIRE(node);
  return read_prior(&*node, {"x.yaml", 1}, spec, value, low, high, problems);
}

Prior prior(PriorShape shape, double low, double central, double high) {
  Prior made;
  made.shape = shape;
  made.low = low;
  made.central = central;
  made.high = high;
  return made;
}

/// Mean and share below the central value, by the middles of many equal steps of probability.
std::pair<double, double> moments(const Prior& prior) {
  constexpr int kSteps = 20000;
  double sum = 0;
  int below = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double value = prior.at((i + 0.5) / kSteps);
    sum += value;
    if (value < prior.central) ++below;
  }
  return {sum / kSteps, static_cast<double>(below) / kSteps};
}

TEST_CASE("priors have the means and quantiles of their distributions") {
  CHECK(prior(PriorShape::uniform, 2, 3, 6).at(0.25) == Approx(3));
  // Triangular: mean (a + m + b) / 3, P(below the mode) = (m - a) / (b - a).
  const auto [triangular, below_mode] = moments(prior(PriorShape::triangular, 0, 1, 4));
  CHECK(triangular == Approx(5.0 / 3).epsilon(1e-3));
  CHECK(below_mode == Approx(0.25).margin(1e-3));
  // PERT: mean (a + 4 m + b) / 6.
  const auto [pert, unused] = moments(prior(PriorShape::beta, 0, 1, 4));
  CHECK(pert == Approx(8.0 / 6).epsilon(1e-3));
  CHECK(unused < 0.5);
  // Lognormal: median sqrt(low high), the ends are the 2.5 and 97.5 % quantiles.
  const auto lognormal = prior(PriorShape::lognormal, 0.5, 1, 2);
  CHECK(lognormal.at(0.5) == Approx(1));
  CHECK(lognormal.at(0.025) == Approx(0.5).epsilon(1e-5));
  CHECK(lognormal.at(0.975) == Approx(2).epsilon(1e-5));
}

TEST_CASE("whole numbers are drawn whole - each as often") {
  auto dice = prior(PriorShape::uniform, 1, 3, 6);
  dice.whole = true;
  std::vector<int> seen(7, 0);
  for (int i = 0; i < 600; ++i) ++seen[static_cast<std::size_t>(dice.at((i + 0.5) / 600))];
  for (std::size_t face = 1; face <= 6; ++face) CHECK(seen[face] == 100);
}

TEST_CASE("dated values keep their order when they are scaled or shifted") {
  ProblemList problems;
  const Series dated({{month_of(1990, 1), 0.1}, {month_of(2000, 1), 0.4}});
  const auto scale = read("{scale: [0.5, 2]}", dated, problems);
  REQUIRE(scale);
  CHECK(scale->central == 1);
  CHECK(scale->applied(dated, 2).at(month_of(1995, 1)) == Approx(0.2));
  CHECK(scale->applied(dated, 2).at(month_of(2001, 1)) == Approx(0.8));
  CHECK(scale->applied(dated, 1) == dated);
  const auto shift = read("{shift: [-0.1, 0.1], shape: triangular}", dated, problems);
  REQUIRE(shift);
  CHECK(shift->applied(dated, -0.1).at(month_of(2001, 1)) == Approx(0.3));
  CHECK(prior_words(*scale) == "x 0.5 to 2");
  CHECK(prior_words(*shift) == "+ -0.1 to 0.1, triangular");
  CHECK(prior_text(*shift) == "{shape: triangular, shift: [-0.1, 0.1]}");
  CHECK(problems.empty());
}

TEST_CASE("a prior may hold from a month on and end where another file says more") {
  ProblemList problems;
  const Series constant(0.2);
  auto from = read("{from: 2010-01}", constant, problems);
  REQUIRE(from);
  from->until = month_of(2015, 1);
  const auto drawn = from->applied(constant, 0.5);
  CHECK(drawn.at(month_of(2009, 12)) == 0.2);
  CHECK(drawn.at(month_of(2010, 1)) == 0.5);
  CHECK(drawn.at(month_of(2014, 12)) == 0.5);
  CHECK(drawn.at(month_of(2015, 1)) == 0.2);
}

TEST_CASE("priors that do not fit their value are refused") {
  const Series dated({{month_of(1990, 1), 0.1}, {month_of(2000, 1), 0.6}});
  const auto message = [&](const std::string& yaml, const Series& value, double low = 0.1) {
    ProblemList problems;
    CHECK_FALSE(read(yaml, value, problems, share(), low));
    REQUIRE(problems.items().size() == 1);
    return problems.items()[0].message + " | " + problems.items()[0].remedy;
  };
  CHECK_THAT(message("triangular", dated), Contains("changes by month") && Contains("scale"));
  CHECK_THAT(message("normal", Series(0.2)), Contains("unknown prior 'normal'"));
  CHECK_THAT(message("{scale: [0.5, 2]}", dated), Contains("1.2, outside the valid range 0 to 1"));
  CHECK_THAT(message("{scale: [2, 3]}", dated), Contains("around 1"));
  CHECK_THAT(message("{shift: [0.1]}", dated), Contains("two numbers"));
  CHECK_THAT(message("{scale: [0.5, 1.5], shift: [-0.1, 0.1]}", dated), Contains("not both"));
  CHECK_THAT(message("lognormal", Series(0.2), 0), Contains("above 0"));
}

}  // namespace
