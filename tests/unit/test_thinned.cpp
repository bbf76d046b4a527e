#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/queue.h"
#include "networks/unseen_friends.h"
#include "policies/case_officers.h"
#include "support/institutions.h"
#include "support/town.h"

// In a thinned world a person stands for 1/scale persons. What the others take up is as scarce as
// in the whole world: the time of officers, the places of mentors, the patience of hosts.

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("thinned: one stands for 1/scale persons in the mean") {
  for (const float scale : {0.3F, 0.1F, 0.03F}) {
    Lab lab;
    lab.begin(month_of(1990, 1), scale);
    lab.advance(month_of(2006, 12));
    const auto& fellows = lab.world().persons.unseen_fellows;
    const double mean = 1 / static_cast<double>(scale);
    const double part = mean - std::floor(mean);
    double sum = 0;
    for (const std::uint16_t others : fellows) {
      REQUIRE(std::fabs(1 + others - mean) < 1);
      sum += 1 + others;
    }
    const auto n = static_cast<double>(fellows.size());
    CHECK(agrees(sum / n, mean, std::sqrt(part * (1 - part) / n) + 1e-6));
  }
  Lab whole;
  whole.begin(month_of(1990, 1));
  whole.advance(month_of(2000, 12));
  CHECK(std::ranges::count(whole.world().persons.unseen_fellows, 0) ==
        static_cast<std::ptrdiff_t>(whole.world().persons.size()));
}

/// Everybody stands for so many others.
void stand_for(Persons& people, std::uint16_t others) {
  std::ranges::fill(people.unseen_fellows, others);
}

TEST_CASE("thinned: officers have cases of the unseen - as long as who stands for them is a case") {
  Country country(2, case_officers::process(), kOfficerSettings, 0.1F);
  country.add(7, 0, kExit);
  country.add(2, 1, kExit);
  stand_for(country.people(), 9);
  country.run(kExit);
  const Officers& officers = country.world().officers;
  // 70 cases for three officers, 20 for one, as in a country of ten times as many people.
  CHECK(officers.cases == std::vector<std::uint16_t>{30, 30, 10, 20});
  CHECK(officers.unseen.size() == 81);
  for (std::size_t i = 0; i < 9; ++i) {
    const int cases = officers.cases[country.people().officer[i]];
    CHECK(country.people().service_intensity[i] == 10.0F / static_cast<float>(cases));
  }
  country.people().presence[8] = Presence::departed;
  country.run(kExit + 1);
  CHECK(officers.cases[3] == 10);
  CHECK(country.people().service_intensity[7] == 1);
  country.run(kExit + 24);
  CHECK(officers.unseen.empty());
  CHECK(std::ranges::count(officers.cases, 0) == 4);
}

/// Of ten hosts in each of two localities six have good will, and twelve places together.
void six_willing_hosts(Town& town) {
  for (HostIndex h = 0; h < 100; ++h) town.world.hosts.attitude[h] = h % 50 < 6 ? 0.2F : 0.6F;
}

TEST_CASE("thinned: mentors have no more places than in the whole world - and get them back") {
  constexpr float kScale = 0.25F;
  Town town(200);
  town.world.scale = kScale;
  stand_for(town.people, 3);
  six_willing_hosts(town);
  Instrument instrument = mentors();
  instrument.step(town);
  auto& hosts = town.world.hosts;
  CHECK(town.count(&Persons::mentor_months_left) == 6);  // three times four places in each locality
  CHECK(hosts.unseen_pairs.size() == 18);
  for (const HostIndex h : {0U, 5U, 50U, 55U}) CHECK(hosts.mentees[h] == 2);
  CHECK(std::ranges::count(hosts.mentees, 0) == 88);
  for (int month = 1; month < 12; ++month) instrument.step(town);
  CHECK(hosts.unseen_pairs.size() == 18);
  instrument.set("coverage", 0).step(town);
  CHECK(hosts.unseen_pairs.empty());
  CHECK(std::ranges::count(hosts.mentees, 0) == 100);
}

TEST_CASE(
    "thinned: a place that is a part of a person's is there for one as often as it is large") {
  // Twelve places for persons who stand for five: two or three of them.
  constexpr int kWorlds = 400;
  int matched = 0;
  for (std::uint32_t replicate = 0; replicate < kWorlds; ++replicate) {
    Town town(200);
    town.world.random = Random(1, replicate);
    town.world.scale = 0.2F;
    stand_for(town.people, 4);
    six_willing_hosts(town);
    Instrument instrument = mentors();
    instrument.step(town);
    const int first = town.count(&Persons::mentor_months_left);
    instrument.step(town);  // who was left out is not let in by asking again
    REQUIRE(town.count(&Persons::mentor_months_left) == first);
    REQUIRE((first >= 4 && first <= 6));
    matched += first;
  }
  const double error = std::sqrt(2 * 0.4 * 0.6 / kWorlds);
  CHECK(agrees(static_cast<double>(matched) / kWorlds, 2 * 2.4, error));
}

TEST_CASE("thinned: few places are there for as many persons in the mean - none for more") {
  const Decision queue{"rationing", 3, "a queue"};
  for (const double capacity : {3.0, 10.0, 27.0}) {
    constexpr int kWorlds = 2000;
    Town town(1);
    town.world.scale = 0.1F;
    Offer offer;
    offer.capacity = static_cast<float>(capacity);
    double sum = 0;
    for (std::uint32_t replicate = 0; replicate < kWorlds; ++replicate) {
      town.world.random = Random(1, replicate);
      const double places = simulated_places(town.world, offer.capacity, queue, Month{0});
      REQUIRE(std::fabs(places - capacity / 10) < 1);
      sum += places;
    }
    const double part = capacity / 10 - std::floor(capacity / 10);
    CHECK(agrees(sum / kWorlds, capacity / 10, std::sqrt(part * (1 - part) / kWorlds) + 1e-6));
    town.world.scale = 1;
    CHECK(simulated_places(town.world, offer.capacity, queue, Month{0}) == capacity);
  }
}

TEST_CASE("thinned: hosts know unseen persons as they know the simulated - Poisson, by warmth") {
  constexpr std::size_t kEach = 4000;
  Hosts hosts;
  hosts.per_locality = kEach;
  for (std::size_t h = 0; h < 2 * kEach; ++h) hosts.attitude.push_back(h % 2 == 0 ? 0.22F : 0.62F);
  hosts.media.resize(2 * kEach);
  TieBook ties;
  ties.append(200);
  ties.append_hosts(2 * kEach);
  // In the first locality, with warm hosts only: 2,000 ties, one for each of them in the mean.
  for (std::uint32_t person = 0; person < 200; ++person) {
    for (std::uint32_t n = 0; n < 10; ++n) {
      REQUIRE(ties.connect_host(person, 2 * (10 * person + n) % kEach, kStart, false, 12));
    }
  }
  const UnseenFriends unseen(hosts, ties, 0.4F, 3);  // 1.5 for each who is simulated
  const Random random(1, 0);
  std::array<int, 4> counts{};
  for (std::size_t h = 0; h < 2 * kEach; ++h) {
    const int friends = unseen.of(hosts, random, h);
    REQUIRE(friends == unseen.of(hosts, random, h));
    if (h >= kEach || h % 2 == 1) {
      REQUIRE(friends == 0);  // nobody there has ties, or no cold host has
    } else {
      ++counts.at(static_cast<std::size_t>(friends));
    }
  }
  // 0.5 ties for a host of the locality, twice as many for a warm one, 1.5 unseen for each.
  const double mean = 1.5;
  double chance = std::exp(-mean);
  double rest = 1;
  for (int n = 0; n < 3; ++n) {
    const double expected = chance;
    CHECK(agrees(counts.at(static_cast<std::size_t>(n)) / (kEach / 2.0), expected,
                 share_error(expected, kEach / 2.0)));
    rest -= chance;
    chance *= mean / (n + 1);
  }
  CHECK(agrees(counts[3] / (kEach / 2.0), rest, share_error(rest, kEach / 2.0)));
}

}  // namespace
