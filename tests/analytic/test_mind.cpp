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

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  return covariance(x, y) / std::sqrt(covariance(x, x) * covariance(y, y));
}
/// Standard error of a correlation of n pairs.
double correlation_error(double expected, std::size_t n) {
  return (1 - expected * expected) / std::sqrt(static_cast<double>(n));
}

/// A column less the lasting part of distress.
std::vector<double> without_trait(const Persons& people, const std::vector<float>& column) {
  std::vector<double> x;
  for (std::size_t i = 0; i < people.size(); ++i) {
    x.push_back(static_cast<double>(column[i]) - static_cast<double>(people.distress_trait[i]));
  }
  return x;
}

TEST_CASE("V4 distress without burden drifts about base and trait") {
  constexpr double kDrift = 0.4;
  constexpr double kStability = 0.5;  // a year
  constexpr double kOccasion = 0.3;
  constexpr double kBase = -0.4;
  constexpr int kLag = 6;
  Lab lab;
  switch_off(lab);
  lab.set({{"distress.speed", 1},
           {"distress.drift_sd", kDrift},
           {"distress.drift_stability", kStability},
           {"distress.occasion_sd", kOccasion},
           {"distress.base", kBase}});
  begin_cohort(lab, 8000);
  const Persons& people = lab.world().persons;
  const auto variance_is = [](const std::vector<double>& x, double expected) {
    return agrees(covariance(x, x), expected,
                  expected * std::sqrt(2 / static_cast<double>(x.size() - 1)));
  };
  // The drift has its spread from the first month on, and keeps it.
  lab.advance(kCohortMonth);
  CHECK(variance_is(without_trait(people, people.distress), kDrift * kDrift));
  lab.advance(kCohortMonth + 40);
  const auto now = without_trait(people, people.distress);
  const auto found = without_trait(people, people.measured_distress);
  const double error = kDrift / std::sqrt(static_cast<double>(now.size()));
  CHECK(agrees(mean_of(now), kBase, error));
  CHECK_FALSE(agrees(mean_of(now), kBase + 0.04, error));
  CHECK(variance_is(now, kDrift * kDrift));
  CHECK_FALSE(variance_is(now, 1.2 * kDrift * kDrift));
  const double both = kDrift * kDrift + kOccasion * kOccasion;
  CHECK(variance_is(found, both));
  lab.advance(kCohortMonth + 40 + kLag);
  const double expected = std::pow(kStability, kLag / 12.0);
  const double after = correlation(now, without_trait(people, people.distress));
  CHECK(agrees(after, expected, correlation_error(expected, now.size())));
  CHECK_FALSE(agrees(after, kStability, correlation_error(expected, now.size())));
  // What questionnaires find agrees less: the occasion is another each month.
  const double less = expected * kDrift * kDrift / both;
  CHECK(agrees(correlation(found, without_trait(people, people.measured_distress)), less,
               correlation_error(less, now.size())));
}

TEST_CASE("V4 distress approaches its goal by the same share each month") {
  Lab lab;
  switch_off(lab);
  lab.set({{"distress.speed", 0.2}, {"distress.base", 0}});
  begin_cohort(lab, 5);
  lab.advance(kCohortMonth);
  lab.set({{"distress.base", 1}});
  lab.begin_again();
  const Persons& people = lab.world().persons;
  for (int month = 1; month <= 12; ++month) {
    lab.step();
    for (const double distress : without_trait(people, people.distress)) {
      CHECK(distress == Approx(1 - std::pow(0.8, month)).margin(1e-5));
    }
  }
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
