#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "results/paired_interval.h"
#include "results/verdict.h"
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

TEST_CASE("'very likely more' is said of what is no more in a tenth of the studies at most") {
  // True differences that are just as large as what does not matter: the worst case.
  constexpr double kSmallest = 0.7;
  const auto said = [](int claims, std::uint32_t seed) {
    return share_of(seed, [claims](Normals& normal) {
      std::vector<resettle::Claim> together;
      for (int t = 0; t < claims; ++t) {
        std::vector<double> differences;
        for (int i = 0; i < kReplicates; ++i) differences.push_back(kSmallest + normal());
        together.push_back({resettle::estimate_mean(differences), kSmallest});
      }
      const auto verdicts = resettle::judge(together);
      return std::any_of(verdicts.begin(), verdicts.end(), [](const resettle::Verdict& verdict) {
        return verdict.is(resettle::Finding::more, resettle::Sureness::very_likely);
      });
    });
  };
  // Of ten independent claims, of which the surest has to pass 1 %, some pass in 1 - 0.99^10.
  const double tolerance = 4.5 * std::sqrt(0.1 * 0.9 / kStudies);
  CHECK(std::abs(said(1, 20250107) - 0.1) < tolerance);
  CHECK(std::abs(said(10, 20250108) - (1 - std::pow(0.99, 10))) < tolerance);
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
