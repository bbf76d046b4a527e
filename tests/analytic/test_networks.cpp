#include "processes/host_attitudes.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("V5 co-ethnic ties settle at a / mu") {
  constexpr double kGain = 0.04;
  constexpr double kLoss = 0.06;
  Lab lab;
  switch_off(lab);
  lab.set({{"ties.coethnic_formation", kGain}, {"ties.coethnic_dissolution", kLoss}});
  begin_cohort(lab, 6000);
  lab.step();
  for (auto& disposition : lab.world().persons.disposition) {
    disposition = Disposition::learning;  // the community disposition forms more ties
  }
  lab.advance(month_of(2009, 12));  // before the regional centres
  const auto n = static_cast<double>(lab.world().persons.size());
  double ends = 0;
  double none = 0;
  for (std::size_t i = 0; i < lab.world().persons.size(); ++i) {
    ends += lab.world().ties.coethnic_ties(i);
    none += lab.world().ties.coethnic_ties(i) == 0;
  }
  const double mean = kGain / kLoss;
  // Ties are Poisson in number, and each has two ends.
  CHECK(agrees(ends / n, mean, std::sqrt(2 * mean / n)));
  CHECK_FALSE(agrees(ends / n, 2 * mean, std::sqrt(4 * mean / n)));  // both ends at the full rate
  const double lonely = std::exp(-mean);
  CHECK(agrees(none / n, lonely, share_error(lonely, n)));
}

TEST_CASE("V5 cohort ties have the mean of the parameter and decay as (1-mu)^t") {
  constexpr double kLoss = 0.05;
  constexpr double kCohortTies = 4;
  Lab lab;
  switch_off(lab);
  lab.set({{"facility.cohort_ties", kCohortTies}, {"ties.coethnic_dissolution", kLoss}});
  begin_cohort(lab, 6000);
  const auto ties = [&] {
    double ends = 0;
    for (std::size_t i = 0; i < lab.world().ties.persons(); ++i) {
      ends += lab.world().ties.coethnic_ties(i);
    }
    return ends / 2;
  };
  double formed = 0;
  lab.step([](const Process&) {},
           [&](const Process& process) {
             if (process.description().name == "facility") formed = ties();
           });
  CHECK(agrees(2 * formed / 6000, kCohortTies, std::sqrt(2 * kCohortTies / 6000)));
  CHECK_FALSE(agrees(2 * formed / 6000, 2 * kCohortTies, std::sqrt(4 * kCohortTies / 6000)));
  CHECK(agrees(ties() / formed, 1 - kLoss, share_error(kLoss, formed)));
  lab.advance(kCohortMonth + 11);
  const double left = std::pow(1 - kLoss, 12);
  CHECK(agrees(ties() / formed, left, share_error(left, formed)));
  CHECK_FALSE(agrees(ties() / formed, left * (1 - kLoss), share_error(left, formed)));
}

/// Hosts who all stand at `anchor` and are moved by nothing.
void still_hosts(Lab& lab, double anchor) {
  lab.set({{"host_attitudes.anchor", anchor},
           {"host_attitudes.offset_sd", 0},
           {"host_attitudes.youth_offset", 0},
           {"host_attitudes.noise_sd", 0},
           {"host_attitudes.peer_weight", 0},
           {"host_attitudes.contact_gain", 0}});
}

TEST_CASE("V7 the yearly prevalence of discrimination is 1 - (1-p)^12") {
  Lab lab;
  switch_off(lab);
  still_hosts(lab, 0.5);
  lab.set({{"contact.discrimination_rate", 0.12},
           {"contact.exposure_base", 0.6},
           {"contact.exposure_work", 0},
           {"contact.exposure_school", 0},
           {"contact.exposure_tie", 0},
           {"contact.dialect_shield", 0}});
  begin_cohort(lab, 6000);
  const double monthly = 1 - std::exp(-0.12 * 0.6 * 0.5);
  const auto share = [&] {
    double hit = 0;
    const Persons& people = lab.world().persons;
    for (std::size_t i = 0; i < people.size(); ++i) hit += people.discriminated_12m(i);
    return hit / static_cast<double>(people.size());
  };
  lab.advance(kCohortMonth + 1);
  CHECK(agrees(share(), monthly, share_error(monthly, 6000)));
  lab.advance(kCohortMonth + 30);
  const double yearly = 1 - std::pow(1 - monthly, 12);
  CHECK(agrees(share(), yearly, share_error(yearly, 6000)));
  const double wrong = 1 - std::pow(1 - monthly, 16);  // the flags of 16 months
  CHECK_FALSE(agrees(share(), wrong, share_error(wrong, 6000)));
}

host_attitudes::Parameters attitude_parameters() {
  return {.anchor = 0.5F,
          .offset_sd = 0,
          .youth_offset = 0,
          .young_share = 0,
          .reversion = 0.02F,
          .contact_gain = 0.0016F,
          .negative_ratio = 2,
          .generalisation = 0.3F,
          .peer_weight = 0.02F,
          .confidence_bound = 0.3F,
          .noise_sd = 0,
          .rewiring = 0,
          .hosts_per_locality = 8};
}

TEST_CASE("V11 a lasting tie warms its host by gain / reversion - a share of it for strangers") {
  const auto p = attitude_parameters();
  const double resting = 0.55;  // anchor and offset
  const double full = static_cast<double>(p.contact_gain) / static_cast<double>(p.reversion);
  const double general = full * static_cast<double>(p.generalisation);
  float attitude = static_cast<float>(resting);
  float ease = 0;
  for (int t = 1; t <= 600; ++t) {
    attitude =
        host_attitudes::next_attitude(p, attitude, {static_cast<float>(resting), 1, 0, 0, 0});
    ease = host_attitudes::next_ease(p, ease);
    const double approach = std::pow(1 - static_cast<double>(p.reversion), t);
    REQUIRE(attitude == Approx(resting - general * (1 - approach)).margin(1e-5));
    REQUIRE(ease == Approx((full - general) * (1 - approach)).margin(1e-5));
  }
  CHECK(attitude - ease == Approx(resting - full).margin(1e-4));
  CHECK_FALSE(attitude - ease == Approx(resting - full - general).margin(1e-4));
}

TEST_CASE("V11 peers alone keep the mean - and a wave dies out at its eigenvalue") {
  constexpr double kWeight = 0.3;
  Lab lab;
  switch_off(lab);
  still_hosts(lab, 0.5);
  lab.set({{"host_attitudes.reversion", 0},
           {"host_attitudes.peer_weight", kWeight},
           {"host_attitudes.confidence_bound", 1},
           {"host_attitudes.rewiring", 0},
           {"host_attitudes.hosts_per_locality", 40}});
  begin_cohort(lab, 10);
  lab.step();
  Hosts& hosts = lab.world().hosts;
  const double step = 2 * M_PI / 40;
  const auto wave = [&](std::size_t h) { return std::cos(step * static_cast<double>(h % 40)); };
  for (std::size_t h = 0; h < hosts.size(); ++h) {
    hosts.attitude[h] = static_cast<float>(0.5 + 0.2 * wave(h));
  }
  double eigenvalue = 0;
  for (int distance = 1; distance <= 3; ++distance) eigenvalue += std::cos(step * distance) / 3;
  eigenvalue = 1 - kWeight * (1 - eigenvalue);
  constexpr int kMonths = 24;
  lab.advance(kCohortMonth + kMonths);
  double mean = 0;
  for (std::size_t h = 0; h < hosts.size(); ++h) {
    mean += static_cast<double>(hosts.attitude[h]) / static_cast<double>(hosts.size());
    const double expected = 0.5 + 0.2 * std::pow(eigenvalue, kMonths) * wave(h);
    REQUIRE(hosts.attitude[h] == Approx(expected).margin(1e-5));
  }
  CHECK(mean == Approx(0.5).margin(1e-6));
  CHECK(std::pow(eigenvalue, kMonths) < 0.9);  // the wave did move
}

TEST_CASE("V11 with a confidence bound of zero nobody listens") {
  Lab lab;
  switch_off(lab);
  still_hosts(lab, 0.5);
  lab.set({{"host_attitudes.reversion", 0},
           {"host_attitudes.peer_weight", 0.3},
           {"host_attitudes.confidence_bound", 0},
           {"host_attitudes.offset_sd", 0.2}});
  begin_cohort(lab, 10);
  lab.step();
  const auto before = lab.world().hosts.attitude;
  lab.advance(kCohortMonth + 12);
  CHECK(same_bits(before, lab.world().hosts.attitude));
}

}  // namespace
