#include <functional>
#include <numeric>

#include "processes/mind.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

double mean_of(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}
double covariance(const std::vector<double>& x, const std::vector<double>& y) {
  const double mx = mean_of(x);
  const double my = mean_of(y);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return sum / static_cast<double>(x.size() - 1);
}

/// Distress less the lasting part of it.
std::vector<double> distress_of(const Persons& people) {
  std::vector<double> x;
  for (std::size_t i = 0; i < people.size(); ++i) {
    x.push_back(static_cast<double>(people.distress[i]) -
                static_cast<double>(people.distress_trait[i]));
  }
  return x;
}

TEST_CASE("V4 distress without burden is an autoregression about base and trait") {
  constexpr double kSpeed = 0.2;
  constexpr double kNoise = 0.3;
  constexpr double kBase = -0.4;
  constexpr int kLag = 3;
  Lab lab;
  switch_off(lab);
  lab.set({{"distress.speed", kSpeed}, {"distress.noise_sd", kNoise}, {"distress.base", kBase}});
  begin_cohort(lab, 8000);
  lab.advance(kCohortMonth + 40);
  const auto now = distress_of(lab.world().persons);
  lab.advance(kCohortMonth + 40 + kLag);
  const auto later = distress_of(lab.world().persons);

  const double keep = 1 - kSpeed;
  const double variance = kNoise * kNoise / (1 - keep * keep);
  const auto n = static_cast<double>(now.size());
  CHECK(agrees(mean_of(now), kBase, std::sqrt(variance / n)));
  CHECK_FALSE(agrees(mean_of(now), kBase + 0.03, std::sqrt(variance / n)));
  CHECK(agrees(covariance(now, now), variance, variance * std::sqrt(2 / (n - 1))));
  CHECK_FALSE(agrees(covariance(now, now), kNoise * kNoise, variance * std::sqrt(2 / (n - 1))));
  const double correlation =
      covariance(now, later) / std::sqrt(covariance(now, now) * covariance(later, later));
  const double expected = std::pow(keep, kLag);
  CHECK(agrees(correlation, expected, (1 - expected * expected) / std::sqrt(n)));
  CHECK_FALSE(agrees(correlation, keep, (1 - expected * expected) / std::sqrt(n)));
}

double ptsd_share(const Persons& people) {
  double ill = 0;
  for (const auto ptsd : people.ptsd) ill += ptsd;
  return ill / static_cast<double>(people.size());
}

TEST_CASE("V6 PTSD falls as (1-recovery)^t - or to r / (r + recovery) with onset") {
  constexpr double kRecovery = 0.05;
  constexpr int kPersons = 6000;
  const auto share_after = [&](int months, double onset) {
    Lab lab;
    switch_off(lab);
    lab.set({{"arrivals.ptsd_share", 1},
             {"ptsd.support_odds", 1},  // so that support does not matter
             {"ptsd.recovery_rate", kRecovery},
             {"ptsd.onset_rate", onset}});
    begin_cohort(lab, kPersons);
    lab.advance(kCohortMonth + (months - 1));  // the month of arrival counts
    return ptsd_share(lab.world().persons);
  };
  const double left = std::pow(1 - kRecovery, 12);
  CHECK(agrees(share_after(12, 0), left, share_error(left, kPersons)));
  CHECK_FALSE(agrees(share_after(9, 0), left, share_error(left, kPersons)));
  const double stationary = 0.02 / (0.02 + kRecovery);
  CHECK(agrees(share_after(150, 0.02), stationary, share_error(stationary, kPersons)));
}

TEST_CASE("V6 at a support of two ties the rates hold as they are and odds fall per tie") {
  const mind::PtsdParameters p{
      .recovery_rate = 0.045F, .support_odds = 0.8F, .onset_rate = 0.0004F};
  CHECK(mind::recovery_probability(p, 2, false) == Approx(0.045).epsilon(1e-6));
  CHECK(mind::onset_probability(p, 2) == Approx(0.0004).epsilon(1e-6));
  const auto odds = [&](float support) {
    return mind::onset_probability(p, support) / mind::recovery_probability(p, support, false);
  };
  for (const float support : {0.0F, 1.0F, 3.5F, 5.0F}) {
    CHECK(odds(support + 1) / odds(support) == Approx(0.8).epsilon(1e-5));
  }
  CHECK(mind::recovery_probability(p, 6, false) == mind::recovery_probability(p, 9, false));
  CHECK(mind::recovery_probability({.recovery_rate = 0.6F, .support_odds = 1, .onset_rate = 0}, 2,
                                   false) == 0.5F);
}

}  // namespace
