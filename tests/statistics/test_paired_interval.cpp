#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "results/paired_interval.h"
#include "results/precision.h"
#include "support/normals.h"

// Does a 95 % interval hold the true value in 95 of 100 studies? A Gaussian toy with known answer.

namespace {

using resettle::testing::Normals;

constexpr int kStudies = 20000;
constexpr int kReplicates = 8;
constexpr double kTrueEffect = 0.3;
constexpr double kTrueRatio = 5.0;
constexpr double kCoverage = 0.95;
/// 4.5 standard errors of a share of 0.95 among kStudies studies.
double coverage_tolerance() { return 4.5 * std::sqrt(kCoverage * (1 - kCoverage) / kStudies); }

/// Pairs that share most of their chance, as arms of one replicate do.
resettle::PairedDifference toy_study(Normals& normal) {
  std::vector<double> reference;
  std::vector<double> arm;
  for (int i = 0; i < kReplicates; ++i) {
    const double shared = 10 + 2 * normal();
    reference.push_back(shared + 0.3 * normal());
    arm.push_back(shared + kTrueEffect + 0.3 * normal());
  }
  return resettle::paired_difference(reference, arm);
}

resettle::RatioEstimate toy_ratio(Normals& normal) {
  std::vector<double> cost;
  std::vector<double> gain;
  for (int i = 0; i < kReplicates; ++i) {
    const double shared = normal();
    gain.push_back(10 + shared + normal());
    cost.push_back(10 * kTrueRatio + 8 * shared + 5 * normal());
  }
  return resettle::fieller_ratio(cost, gain);
}

/// Share of studies of which `holds` is true.
double share_of(std::uint64_t seed, const std::function<bool(Normals&)>& holds) {
  Normals normal(seed);
  int count = 0;
  for (int i = 0; i < kStudies; ++i) count += holds(normal) ? 1 : 0;
  return static_cast<double>(count) / kStudies;
}

}  // namespace

TEST_CASE("the paired interval holds the true effect in 95 % of studies") {
  const auto covers = [](double value) {
    return share_of(20250101, [value](Normals& normal) {
      const auto difference = toy_study(normal).difference;
      return difference.low <= value && value <= difference.high;
    });
  };
  CHECK(std::abs(covers(kTrueEffect) - kCoverage) < coverage_tolerance());
  // The test can fail: an effect half too large (one standard error) is not covered as often.
  CHECK(std::abs(covers(1.5 * kTrueEffect) - kCoverage) > coverage_tolerance());
}

TEST_CASE("an interval with the normal quantile instead of Student's would be found out") {
  const double coverage = share_of(20250102, [](Normals& normal) {
    const auto difference = toy_study(normal).difference;
    return std::abs(difference.mean - kTrueEffect) <= 1.959964 * difference.standard_error;
  });
  CHECK(coverage < kCoverage - coverage_tolerance());
}

TEST_CASE("Fieller's interval holds the true ratio in 95 % of studies") {
  const auto covers = [](double value) {
    return share_of(20250103, [value](Normals& normal) {
      const auto ratio = toy_ratio(normal);
      return ratio.low <= value && value <= ratio.high;
    });
  };
  CHECK(std::abs(covers(kTrueRatio) - kCoverage) < coverage_tolerance());
  CHECK(std::abs(covers(1.1 * kTrueRatio) - kCoverage) > coverage_tolerance());
}

TEST_CASE("intervals of arms that are not paired are wider by the root of the factor") {
  // The same toy; independent arms would have the interval of two samples of kReplicates each.
  // Standard deviations: sqrt(2 x 4.09) without pairs, sqrt(0.18) with them: 6.74 times.
  Normals normal(20250105);
  double paired = 0;
  double unpaired = 0;
  for (int i = 0; i < kStudies; ++i) {
    const auto result = toy_study(normal);
    const auto& difference = result.difference;
    paired += difference.high - difference.low;
    unpaired += (difference.high - difference.low) * std::sqrt(result.unpaired_factor);
  }
  const double expected = std::sqrt(2 * 4.09 / 0.18);
  // Mean widths of kStudies studies of 7 degrees of freedom: each width has a relative standard
  // deviation of about 1 / sqrt(2 x 7); that of the sum of correlated arms is at most 1 / sqrt(7).
  const double tolerance = 4.5 * expected * std::sqrt((1 / 14.0 + 1 / 7.0) / kStudies) +
                           expected * 0.04;  // bias of the mean of a root, small samples
  CHECK(std::abs(unpaired / paired - expected) < tolerance);
  CHECK(std::abs(unpaired / paired - 1.2 * expected) > tolerance);
}

TEST_CASE("the interval of the difference in percent holds the true one in 95 % of studies") {
  const auto covers = [](double value) {
    return share_of(20250106, [value](Normals& normal) {
      const auto percent = toy_study(normal).percent;
      return percent.low <= value && value <= percent.high;
    });
  };
  const double true_percent = 100 * kTrueEffect / 10;  // the reference has mean 10
  CHECK(std::abs(covers(true_percent) - kCoverage) < coverage_tolerance());
  CHECK(std::abs(covers(1.5 * true_percent) - kCoverage) > coverage_tolerance());
}

TEST_CASE("of true null hypotheses the Holm-adjusted test rejects any in 5 % of studies at most") {
  constexpr int kTests = 10;
  const double any_false = share_of(20250107, [](Normals& normal) {
    std::vector<double> p_values;
    for (int t = 0; t < kTests; ++t) {
      std::vector<double> differences;
      for (int i = 0; i < kReplicates; ++i) differences.push_back(normal());
      p_values.push_back(resettle::two_sided_p_value(resettle::estimate_mean(differences)));
    }
    const auto adjusted = resettle::holm_adjusted(p_values);
    return *std::min_element(adjusted.begin(), adjusted.end()) < 0.05;
  });
  // Independent tests: exactly 1 - (1 - 0.05 / 10)^10; without adjustment it would be 0.40.
  const double expected = 1 - std::pow(1 - 0.05 / kTests, kTests);
  CHECK(std::abs(any_false - expected) < coverage_tolerance());
}

TEST_CASE("the gain by pairing is that of the construction") {
  // Variances: 4.09 in each arm, 0.18 of the difference: 45 times more replicates without pairs.
  Normals normal(20250104);
  std::vector<double> reference;
  std::vector<double> arm;
  constexpr int kMany = 100000;
  for (int i = 0; i < kMany; ++i) {
    const double shared = 2 * normal();
    reference.push_back(shared + 0.3 * normal());
    arm.push_back(shared + 0.3 * normal());
  }
  const auto result = resettle::paired_difference(reference, arm);
  const double expected = 2 * 4.09 / 0.18;
  // A variance of n normal numbers has relative standard error sqrt(2 / n); two enter, nearly
  // independent of each other: the arms are correlated, so the sum of theirs has that of one.
  const double tolerance = 4.5 * expected * std::sqrt(2.0 / kMany + 2.0 / kMany);
  CHECK(std::abs(result.unpaired_factor - expected) < tolerance);
  CHECK(std::abs(result.unpaired_factor - 1.1 * expected) > tolerance);
  CHECK(result.correlation == Approx(4.0 / 4.09).margin(0.001));
}
