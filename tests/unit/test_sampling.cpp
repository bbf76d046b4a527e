#include "results/sampling.h"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "core/replicate_number.h"
#include "results/verdict.h"

// Two layers of uncertainty: worlds made up with known parts.

namespace {

using namespace resettle;

std::vector<std::int32_t> numbers(int draws, int replicates) {
  std::vector<std::int32_t> all;
  for (int d = 1; d <= draws; ++d) {
    for (int r = 0; r < replicates; ++r) all.push_back(replicate_number(d, r));
  }
  return all;
}

TEST_CASE("without draws every replicate stands for itself") {
  const std::vector<std::int32_t> plain{0, 1, 2, 3};
  const Sampling sampling(plain);
  const std::vector<double> values{1, 2, 4, 7};
  CHECK_FALSE(sampling.has_draws());
  CHECK(sampling.mean(values).low == estimate_mean(values).low);
  CHECK(sampling.points(values) == values);
}

TEST_CASE("the parts of the variance by hand") {
  // Two draws with means 1 and 5, within each +-1.
  const Sampling sampling(numbers(2, 2));
  const auto estimate = sampling.mean(std::vector<double>{0, 2, 4, 6});
  CHECK(estimate.mean == 3);
  CHECK(estimate.draws == 2);
  CHECK(estimate.replicates == 4);
  // Within: (1+1+1+1)/2 = 2; of the means 2/2 = 1; spread of the means 8: not known 8 - 1 = 7.
  CHECK(estimate.chance == Approx(std::sqrt(2)));
  CHECK(estimate.not_known == Approx(std::sqrt(7)));
  CHECK_FALSE(estimate.has_interval());  // two draws have no quantiles
  const auto points = sampling.points(std::vector<double>{0, 2, 4, 6});
  // Nor is the mean known: (7 + 1)/2 more, in all more than was found, so nothing is drawn
  // together.
  CHECK(points[0] == 1);
}

TEST_CASE("where chance alone makes the spread nothing is said not to be known") {
  const Sampling sampling(numbers(2, 2));
  const auto estimate = sampling.mean(std::vector<double>{0, 10, 1, 9});
  CHECK(estimate.not_known == 0);
  CHECK(sampling.points(std::vector<double>{0, 10, 1, 9}) == std::vector<double>{5, 5});
}

TEST_CASE("total intervals cover the effects - and the parts are found again") {
  constexpr double kNotKnown = 3;
  constexpr double kChance = 4;
  constexpr int kDraws = 256;
  constexpr int kReplicates = 2;
  constexpr int kStudies = 400;
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  const Sampling sampling(numbers(kDraws, kReplicates));
  double covered = 0;
  double not_known = 0;
  double chance = 0;
  for (int study = 0; study < kStudies; ++study) {
    std::vector<double> values;
    for (int d = 0; d < kDraws; ++d) {
      const double effect = 10 + kNotKnown * normal(random);
      for (int r = 0; r < kReplicates; ++r) values.push_back(effect + kChance * normal(random));
    }
    const auto estimate = sampling.mean(values);
    // The share of the true distribution of effects within the interval.
    const auto below = [&](double x) {
      return 0.5 * std::erfc(-(x - 10) / kNotKnown / std::sqrt(2.0));
    };
    covered += below(estimate.high) - below(estimate.low);
    not_known += estimate.not_known * estimate.not_known;
    chance += estimate.chance * estimate.chance;
  }
  // The mean content scatters by about 0.02 / sqrt(400).
  CHECK(covered / kStudies == Approx(0.945).margin(0.01));
  CHECK(not_known / kStudies == Approx(9).epsilon(0.04));
  CHECK(chance / kStudies == Approx(16).epsilon(0.02));
}

TEST_CASE("an effect that is nothing but chance is not told as known") {
  constexpr int kDraws = 64;
  constexpr int kStudies = 1000;
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  const Sampling sampling(numbers(kDraws, 2));
  double covered = 0;
  double sure = 0;  // at nine in ten, on either side
  for (int study = 0; study < kStudies; ++study) {
    std::vector<double> values;
    for (int n = 0; n < 2 * kDraws; ++n) values.push_back(normal(random));
    const auto estimate = sampling.mean(values);
    REQUIRE(estimate.low <= estimate.low_by_chance);
    REQUIRE(estimate.high >= estimate.high_by_chance);
    covered += estimate.low <= 0 && 0 <= estimate.high;
    const double probability = judge({estimate, 0}).probability;
    sure += probability > 0.9 || probability < 0.1;
  }
  CHECK(covered / kStudies > 0.93);
  CHECK(sure / kStudies < 0.25);  // a fifth, if nothing else were unknown
}

TEST_CASE("a probability is the share of the draws") {
  const Sampling sampling(numbers(100, 1));
  std::vector<double> values;
  for (int d = 0; d < 100; ++d) values.push_back(d - 19.5);  // 80 above 0, of them 70 above 10
  const auto estimate = sampling.mean(values);
  CHECK(judge({estimate, 0}).probability == Approx(0.8));
  CHECK(judge({estimate, 10}).probability == Approx(0.7));
  // Seen together with others it stays so: no draw becomes less likely by being looked at.
  const std::vector<Claim> many(50, {estimate, 0});
  CHECK(judge(many)[7].probability == Approx(0.8));
}

TEST_CASE("a ratio has the interval of the ratios of the draws") {
  const Sampling sampling(numbers(41, 1));
  std::vector<double> over;
  std::vector<double> under;
  for (int d = 0; d < 41; ++d) {
    over.push_back(100);
    under.push_back(10 + d);  // 10 to 50
  }
  const auto ratio = sampling.ratio(over, under);
  CHECK(ratio.value == Approx(100.0 / 30));
  CHECK(ratio.low == Approx(100.0 / 49).epsilon(0.01));
  CHECK(ratio.high == Approx(100.0 / 11).epsilon(0.01));
  for (std::size_t d = 0; d < 3; ++d) under[d] = -1;  // more than 5 % on the other side
  CHECK(std::isnan(sampling.ratio(over, under).value));
}

}  // namespace
