#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "results/paired_interval.h"
#include "results/sample_size.h"
#include "study/until_precise.h"
#include "support/normals.h"

// stop_when looks at intervals several times and stops when they happen to be narrow. What that
// costs in coverage is measured on a Gaussian toy whose true difference is known.

namespace {

using namespace resettle;
using resettle::testing::Normals;

constexpr int kStudies = 20000;
constexpr double kTrueDifference = 0.2;
/// Asymptotic number of replicates for the width asked for. Small, so that the spread at the last
/// look is known badly: with larger ones the loss of coverage is less.
constexpr double kReplicatesNeeded = 15;
constexpr int kAtMost = 400;
/// What sim/FILE_FORMAT.md promises of intervals after stop_when.
constexpr double kPromisedCoverage = 0.93;
/// 4.5 standard errors of a share of 0.93 among kStudies studies.
double tolerance() {
  return 4.5 * std::sqrt(kPromisedCoverage * (1 - kPromisedCoverage) / kStudies);
}

StopWhen asked() {
  StopWhen stop;
  stop.half_width = 1.96 / std::sqrt(kReplicatesNeeded);
  stop.at_most = kAtMost;
  return stop;
}

struct Ended {
  Estimate difference;
  int looks = 0;
};

/// A study of normal differences with standard deviation 1 that goes on as stop_when does.
Ended run_until_precise(Normals& normal, int first, const StopWhen& stop) {
  std::vector<double> differences;
  Ended ended;
  for (int next = first; next > 0;) {
    while (static_cast<int>(differences.size()) < next) {
      differences.push_back(kTrueDifference + normal());
    }
    ended.difference = estimate_mean(differences);
    ++ended.looks;
    Look look{next, "", {}};
    look.arms.push_back({"arm", ended.difference.half_width(), deviation_of(ended.difference),
                         ended.difference.replicates});
    next = look.next(stop);
  }
  return ended;
}

double coverage(int first, const StopWhen& stop) {
  Normals normal(20260301);
  int held = 0;
  for (int study = 0; study < kStudies; ++study) {
    const auto ended = run_until_precise(normal, first, stop);
    held += ended.difference.low <= kTrueDifference && kTrueDifference <= ended.difference.high;
  }
  return static_cast<double>(held) / kStudies;
}

TEST_CASE("stop_when: intervals keep their coverage but for two percentage points") {
  const double measured = coverage(kFewestForLook, asked());
  CHECK(measured > kPromisedCoverage - tolerance());
  CHECK(measured < 0.95 + tolerance());
}

TEST_CASE("stop_when: with a first look after two replicates they would not") {
  CHECK(coverage(2, asked()) < kPromisedCoverage - tolerance());
}

TEST_CASE("stop_when: a study ends precise, or at its limit, after few looks") {
  Normals normal(20260302);
  StopWhen stop = asked();
  stop.at_most = 18;  // so that a good part of the studies meet it
  int limited = 0;
  for (int study = 0; study < 2000; ++study) {
    const auto ended = run_until_precise(normal, kFewestForLook, stop);
    const bool precise = ended.difference.half_width() <= stop.half_width;
    CHECK((precise || ended.difference.replicates == stop.at_most));
    CHECK(ended.difference.replicates <= stop.at_most);
    CHECK(ended.looks <= 7);  // from 10 to 18 in steps of a tenth
    limited += precise ? 0 : 1;
  }
  CHECK(limited > 100);
  CHECK(limited < 1900);
}

}  // namespace
