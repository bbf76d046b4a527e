#include <cmath>

#include "processes/host_attitudes.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The nation's attitude at the end of 2015 in a small nation with this strength of contact.
float national_attitude_of(double contact_gain, double exposed_weight) {
  Lab lab;
  make_small(lab);
  lab.set({{"host_attitudes.contact_gain", contact_gain},
           {"host_attitudes.exposed_weight", exposed_weight}});
  lab.begin(month_of(1998, 1));
  lab.advance(month_of(2015, 12));
  return lab.world().hosts.national_attitude;
}

TEST_CASE("V12 contact moves national attitude by less than exposed weight x gain / reversion") {
  // 0.05 x 0.0016 / 0.02: what contact could do to those who meet defectors, weighted by how few
  // they are.
  constexpr double kBound = 0.05 * 0.0016 / 0.02;
  const double moved =
      std::fabs(national_attitude_of(0.0016, 0.05) - national_attitude_of(0, 0.05));
  CHECK(moved > 0);
  CHECK(moved <= kBound);
  // The bound is able to fail: if everybody met defectors, contact would move the nation more.
  const double everybody = std::fabs(national_attitude_of(0.0016, 1) - national_attitude_of(0, 1));
  CHECK(everybody > kBound);
}

TEST_CASE("V12 a campaign moves the nation by what it leaves - and no more") {
  const host_attitudes::Parameters p{.anchor = 0.5F, .exposed_weight = 0.05F};
  CHECK(host_attitudes::national_attitude(p, 0.5F, 0) == 0.5F);
  CHECK(host_attitudes::national_attitude(p, 0.3F, 0) == Approx(0.49));
  CHECK(host_attitudes::national_attitude(p, 0.5F, 0.016F) == Approx(0.484));
}

/// A nation of hosts who differ in nothing but whom they meet.
void make_homogeneous(Lab& lab, bool explicit_hosts) {
  make_small(lab);
  lab.set({{"host_attitudes.hosts_per_locality", 400},
           {"host_attitudes.offset_sd", 0},
           {"host_attitudes.youth_offset", 0},
           {"host_attitudes.noise_sd", 0},
           {"host_attitudes.peer_weight", 0},
           {"host_attitudes.anchor", 0.5},
           {"host_attitudes.explicit_hosts", explicit_hosts ? 1.0 : 0.0}});
  lab.begin(month_of(1998, 1));
  lab.advance(month_of(2010, 12));
}

TEST_CASE("V21 mean field and explicit hosts agree for homogeneous attitudes and many hosts") {
  Lab hosts;
  Lab mean_field;
  make_homogeneous(hosts, true);
  make_homogeneous(mean_field, false);
  const auto& people = hosts.world().persons;
  const auto share = [](const Persons& all, auto is) {
    double yes = 0;
    double n = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all.active[i] == 0) continue;
      ++n;
      yes += is(all, i) ? 1 : 0;
    }
    return std::pair{yes / n, n};
  };
  for (std::size_t l = 0; l < hosts.world().localities(); ++l) {
    const float one = hosts.world().hosts.prejudice_by_locality[l];
    const float other = mean_field.world().hosts.prejudice_by_locality[l];
    INFO("locality " << l);
    CHECK(one == Approx(other).margin(1e-3));
    CHECK(std::fabs(one - 0.5F) > 1e-5F);  // contact has moved both
  }
  const auto employed = [](const Persons& all, std::size_t i) { return all.works(i); };
  const auto [rate, n] = share(people, employed);
  const auto [rate_mean_field, unused] = share(mean_field.world().persons, employed);
  static_cast<void>(unused);
  CHECK(agrees(rate, rate_mean_field, std::sqrt(2.0) * share_error(rate, n)));
}

TEST_CASE("A5 without hosts of their own localities keep a constant attitude") {
  Lab lab;
  make_small(lab);
  lab.set({{"host_attitudes.explicit_hosts", 0},
           {"host_attitudes.anchor", 0.5},
           {"host_attitudes.reversion", 1},
           {"host_attitudes.contact_gain", 0},
           {"host_attitudes.noise_sd", 0},
           {"host_attitudes.peer_weight", 0},
           {"host_attitudes.work_slope", 0},
           {"host_attitudes.youth_offset", 0}});
  lab.begin(month_of(2000, 1));
  lab.advance(month_of(2004, 12));
  for (const float prejudice : lab.world().hosts.prejudice_by_locality) {
    CHECK(prejudice == Approx(0.5).margin(1e-6));
  }
}

}  // namespace
