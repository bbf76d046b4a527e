#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "support/town.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Nobody among the hosts is of good will; every `step`-th person has a community role.
void only_settled_mentors(Town& town, std::size_t step) {
  std::ranges::fill(town.world.hosts.attitude, 0.6F);
  for (std::size_t i = 0; i < town.people.size(); i += step) {
    town.people.resocialization_stage[i] = kLastStage;
    town.people.disposition[i] = Disposition::community;
    town.people.mentored_before[i] = 1;
  }
}

TEST_CASE("mentors are hosts of good will nearby - up to two pairs each") {
  Town town(1000);
  std::ranges::fill(town.world.hosts.attitude, 0.3F);                         // not below the limit
  for (HostIndex h = 90; h < 100; ++h) town.world.hosts.attitude[h] = 0.29F;  // second locality
  mentors().step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 20);
  const auto& mentees = town.world.hosts.mentees;
  CHECK(std::count(mentees.begin() + 90, mentees.end(), 2) == 10);
  CHECK(std::count(mentees.begin(), mentees.begin() + 90, 0) == 90);
  for (std::size_t i = 0; i < 1000; ++i) {
    if (!town.people.has_mentor(i)) continue;
    CHECK(i % 2 == 1);
    CHECK(town.people.mentor_person[i] == kNobody);
    CHECK(town.world.ties.degree(i) == 0);  // contact is no tie yet
  }
}

TEST_CASE("without such hosts settled defectors with a community role mentor") {
  Town town(1000);
  only_settled_mentors(town, 101);  // ten persons, five in each locality
  town.people.disposition[101] = Disposition::learning;
  Instrument instrument = mentors();
  instrument.step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 18);
  CHECK(town.count(&Persons::mentees) == 9);
  for (std::size_t i = 0; i < 1000; ++i) {
    CHECK(town.people.mentees[i] == (i % 101 == 0 && i != 101 ? 2 : 0));
    if (!town.people.has_mentor(i)) continue;
    const PersonIndex mentor = town.people.mentor_person[i];
    CHECK(mentor != i);
    CHECK(town.people.locality[mentor] == town.people.locality[i]);
    CHECK(town.people.mentor_host[i] == kNoHost);
    CHECK(town.world.ties.degree(i) == 0);
  }
  town.people.active[202] = 0;  // a mentor dies: both pairs end, and do not begin again
  instrument.set("coverage", 0).step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 16);
  CHECK(town.people.mentees[202] == 0);
  for (int month = 0; month < 11; ++month) instrument.step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 0);
  CHECK(town.count(&Persons::mentees) == 0);
  CHECK(std::ranges::count(town.people.mentor_person, kNobody) == 1000);
}

TEST_CASE("mentoring: whose mentorship is over has no mentor any more") {
  Town town(10);
  Instrument instrument = mentors().set("months", 1);
  instrument.step(town);
  CHECK(std::ranges::count(town.people.mentor_host, kNoHost) == 0);
  instrument.step(town);
  CHECK(std::ranges::count(town.people.mentor_host, kNoHost) == 10);
  CHECK(std::ranges::count(town.world.hosts.mentees, 0) == 100);
}

TEST_CASE("mentoring: after some months a part of the pairs becomes a tie that lasts") {
  for (const double share : {0.0, 0.5, 1.0}) {
    for (const int months : {3, 12}) {
      INFO(share << " of pairs of " << months << " months");
      Town town(1000);
      Instrument instrument =
          mentors().set("months", months).set("lasting_share", share).set("pairs_per_mentor", 20);
      instrument.step(town);
      for (int month = 1; month < std::min(months, 6); ++month) instrument.step(town);
      for (std::size_t i = 0; i < 1000; ++i) REQUIRE(town.world.ties.degree(i) == 0);
      instrument.step(town);  // six months later, or at the end
      double lasting = 0;
      for (std::size_t i = 0; i < 1000; ++i) lasting += town.world.ties.host_ties(i);
      CHECK(agrees(lasting / 1000, share, share_error(share, 1000) + 1e-9));
      for (int month = 0; month < 12; ++month) instrument.step(town);
      CHECK(town.count(&Persons::mentor_months_left) == 0);
      double later = 0;
      for (std::size_t i = 0; i < 1000; ++i) later += town.world.ties.host_ties(i);
      CHECK(later == lasting);
    }
  }
}

TEST_CASE("mentoring: pairs part early by one rate before the bond and by another after it") {
  Town town(1000);
  Instrument instrument = mentors().set("pairs_per_mentor", 20).set("lasting_share", 1);
  instrument.set("early_dropout", 0.2).set("late_dropout", 0.05).step(town);
  const auto pairs = [&] { return static_cast<double>(town.count(&Persons::mentor_months_left)); };
  REQUIRE(pairs() == 1000);
  instrument.set("coverage", 0);
  for (int month = 1; month <= 6; ++month) instrument.step(town);
  const double early = std::pow(0.8, 6);
  CHECK(agrees(pairs() / 1000, early, share_error(early, 1000)));
  // Who parted has no tie.
  double ties = 0;
  for (std::size_t i = 0; i < 1000; ++i) ties += town.world.ties.host_ties(i);
  CHECK(ties == pairs());
  const double before = pairs();
  for (int month = 1; month <= 5; ++month) instrument.step(town);
  const double late = std::pow(0.95, 5);
  CHECK(agrees(pairs() / before, late, share_error(late, before)));
}

TEST_CASE("mentoring: an offer comes to a match for a part of people - always the same") {
  Town town(1000);
  Instrument instrument = mentors().set("pairs_per_mentor", 20).set("match_share", 0.4);
  instrument.step(town);
  const int matched = town.count(&Persons::mentor_months_left);
  CHECK(agrees(matched / 1000.0, 0.4, share_error(0.4, 1000)));
  instrument.step(town);  // asked once more, nobody else comes to a match
  CHECK(town.count(&Persons::mentor_months_left) == matched);
}

TEST_CASE("mentoring: the tie to the mentor takes one of the places for ties") {
  Town town(10);
  for (PersonIndex i = 0; i < 10; ++i) {
    for (HostIndex host = 0; host < 3; ++host) {
      town.world.ties.connect_host(i, host, kStart, false, 3);
    }
  }
  Instrument instrument = mentors().set("degree_cap", 3).set("lasting_share", 1).set("months", 1);
  instrument.step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 10);
  instrument.step(town);
  for (PersonIndex i = 0; i < 10; ++i) CHECK(town.world.ties.host_ties(i) == 3);
}

TEST_CASE("mentoring cost: coordinators are paid by pairs at the prices of the month") {
  Town town(90);
  std::fill_n(town.people.mentor_months_left.begin(), 30, std::uint8_t{3});
  Instrument cost{mentoring::cost(), lasting_pairs()};
  cost.set("coordinator_salary_krw", 24e6).set("overhead", 0.5).set("recruitment_krw", 1e5);
  std::fill_n(town.people.mentored_months.begin(), 28, std::uint8_t{1});
  cost.step(town);
  // Half a post, 36 M a year with what comes on top, a twelfth of it, and two new pairs, at prices
  // of 0.8.
  CHECK(town.world.ledger.amount(LedgerLine::mentoring_coordination) == 1'200'000 + 160'000);
}

TEST_CASE("media_campaign: no more hosts are reached than there are places") {
  Town town(1);
  media(1).set("capacity", 30).step(town);
  CHECK(std::ranges::count(town.world.hosts.media, 0.0F) == 70);
  CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == 24'000);
}

TEST_CASE("pilot: the tie given to the group takes one of the places for ties") {
  Town town(10);
  for (PersonIndex i = 0; i < 10; ++i) {
    for (HostIndex host = 0; host < 3; ++host) {
      town.world.ties.connect_host(i, 50 * (i % 2) + host, kStart, false, 3);
    }
  }
  trial(1).set("host_tie", 1).set("degree_cap", 3).step(town);
  CHECK(town.count(&Persons::pilot_group) == 10);
  for (PersonIndex i = 0; i < 10; ++i) CHECK(town.world.ties.host_ties(i) == 3);
}

TEST_CASE("nobody is mentored where nobody can mentor") {
  Town town(200);
  only_settled_mentors(town, 400);
  town.people.resocialization_stage[0] = kLastStage - 1;
  mentors().step(town);
  CHECK(town.count(&Persons::mentor_months_left) == 0);
  CHECK(town.count(&Persons::mentored_before) == 1);  // the one that the test set
  Town alone(2);                                      // one person in each locality
  only_settled_mentors(alone, 1);
  std::ranges::fill(alone.people.mentored_before, std::uint8_t{0});
  mentors().step(alone);
  CHECK(alone.count(&Persons::mentor_months_left) == 0);
}

TEST_CASE("mentoring is offered as far as organisations carry it") {
  Town town(1000);
  town.world.organisations[0].effect = 0;
  town.world.organisations[1].effect = 0.15F;
  mentors().set("pairs_per_mentor", 20).step(town);
  double paired = 0;
  for (std::size_t i = 1; i < 1000; i += 2) paired += town.people.has_mentor(i);
  CHECK(agrees(paired / 500, 0.5, share_error(0.5, 500)));
  CHECK(town.count(&Persons::mentor_months_left) == paired);
}

TEST_CASE("a campaign sets a level - and the level fades") {
  Town town(1);
  Instrument instrument = media(1);
  for (int month = 1; month <= 3; ++month) {
    instrument.step(town);
    for (const float m : town.world.hosts.media) CHECK(m == Approx(0.016F));
    CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == 80'000);
  }
  for (int month = 1; month <= 10; ++month) {
    instrument.step(town);
    CHECK(town.world.hosts.media[7] == Approx(0.016 * std::pow(0.95, month)));
    CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == 0);
  }
  CHECK(town.world.hosts.stranger_attitude(7) < 0.2F);
}

TEST_CASE("a campaign reaches its share of hosts - anew every month") {
  Town town(1);
  town.world.hosts.per_locality = 5000;
  town.world.hosts.media.assign(10000, 0.0F);
  town.world.hosts.attitude.assign(10000, 0.2F);
  Instrument instrument = media(0.6).set("coverage", 0.5);
  instrument.step(town);
  const auto warm = [&] {
    return static_cast<double>(
        std::ranges::count_if(town.world.hosts.media, [](float m) { return m > 0; }));
  };
  CHECK(agrees(warm() / 1e4, 0.3, share_error(0.3, 1e4)));
  CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == std::llround(warm() * 800));
  instrument.step(town);
  CHECK(agrees(warm() / 1e4, 0.51, share_error(0.51, 1e4)));
  CHECK_THROWS_AS(instrument.set("cost_per_reached_krw", kNone).step(town), std::logic_error);
  CHECK_NOTHROW(instrument.set("reach", 0).step(town));
}

TEST_CASE("families are brought together at the rate - and paid") {
  Town town(10000);
  for (std::size_t i = 0; i < 8000; ++i) town.people.family_left_behind[i] = 1;
  for (std::size_t i = 0; i < 2000; ++i) town.people.active[i] = 0;
  Instrument instrument = reunite(0.05).set("coverage", 0.4);
  instrument.step(town);
  const int together = 8000 - town.count(&Persons::family_left_behind);
  CHECK(agrees(together / 6000.0, 0.02, share_error(0.02, 6000)));
  CHECK(town.world.ledger.amount(LedgerLine::family_reunification) == together * 4'000'000LL);
  instrument.set("capacity", 7).set("rate", 1).step(town);
  CHECK(town.count(&Persons::family_left_behind) == 8000 - together - 7);
  instrument.set("capacity", kNone).step(town);  // once in a life it is offered, or never
  CHECK(agrees((8000 - town.count(&Persons::family_left_behind)) / 6000.0, 0.4,
               share_error(0.4, 6000)));
  CHECK_THROWS_AS(instrument.set("cost_krw", kNone).step(town), std::logic_error);
}

TEST_CASE("the group of a pilot is its share of the arrivals - and alone has the offer") {
  Town town(10000);
  distress_all(town);
  for (std::size_t i = 0; i < 5000; ++i) {
    // Half of them came too early, half too late.
    town.people.arrival_month[i] = static_cast<std::int16_t>(kStart.index + (i < 2500 ? -7 : 1));
  }
  trial(0.3).step(town);
  const int members = town.count(&Persons::pilot_group);
  CHECK(agrees(members / 5000.0, 0.3, share_error(0.3, 5000)));
  CHECK(std::count(town.people.pilot_group.begin(), town.people.pilot_group.begin() + 5000, 1) ==
        0);
  const auto group = town.people.pilot_group;
  trial(0.5).step(town);  // a larger share keeps the members
  for (std::size_t i = 0; i < 10000; ++i) {
    if (group[i] != 0) CHECK(town.people.pilot_group[i] == 1);
  }
  trial(0.3).step(town);
  CHECK(town.people.pilot_group == group);
  for (Instrument instrument : {counsel(1), workshops(), mentors().set("pairs_per_mentor", 200)}) {
    instrument.set("pilot_only", 1).step(town);
  }
  for (const auto column : {&Persons::counselling_months_left, &Persons::workshop_months_left}) {
    CHECK(town.count(column) == members);
    for (std::size_t i = 0; i < 10000; ++i) CHECK_FALSE(((town.people.*column)[i] > group[i] * 99));
  }
  CHECK(town.count(&Persons::mentor_months_left) == members);
  trial(0).step(town);
  CHECK(town.count(&Persons::pilot_group) == 0);
}

TEST_CASE("every member of a pilot may get one lasting tie to a host") {
  Town town(2000);
  town.people.active[1] = 0;
  Instrument instrument = trial(1).set("host_tie", 1);
  instrument.step(town);
  CHECK(town.world.ties.degree(1) == 0);
  CHECK(town.world.ties.degree(0) == 1);
  const Tie tie = town.world.ties.of(0)[0];
  town.world.ties.of(0)[0].strong = 0;  // had it been an ordinary tie, it would become lasting
  instrument.step(town);
  std::array<double, 2> to_first_half{};
  for (std::size_t i = 0; i < 2000; ++i) {
    if (i == 1) continue;
    REQUIRE(town.world.ties.degree(i) == 1);
    const Tie given = town.world.ties.of(i)[0];
    CHECK(given.kind == TieKind::host);
    CHECK(given.strong == 1);
    CHECK(given.other / 50 == i % 2);
    to_first_half[i % 2] += given.other % 50 < 25;
  }
  CHECK(town.world.ties.of(0)[0].other == tie.other);
  for (const double half : to_first_half) CHECK(agrees(half / 1000, 0.5, share_error(0.5, 1000)));
}

}  // namespace
