#include "processes/facility.h"

#include <array>
#include <cmath>
#include <set>

#include "support/town.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr int kMonths = 6;  // in the facility: whoever a town begins with leaves now

/// Nothing but what a test sets.
Instrument facility_with(Settings own) {
  own.merge(Settings{{"months", kMonths},
                     {"job_placement_share", 0},
                     {"cohort_ties", 0},
                     {"dialect_gain", 0},
                     {"waiting_loss", 0},
                     {"join_kin", 0},
                     {"placement_spread", 0},
                     {"degree_cap", 12}});
  return {facility::process(), own};
}

/// Everybody is in the facility and alone; localities get 0.3 and 0.7.
struct Inside : Town {
  explicit Inside(std::size_t persons) : Town(persons) {
    world.households.append(persons);
    for (std::size_t i = 0; i < persons; ++i) {
      people.labour_state[i] = LabourState::facility;
      people.active[i] = 0;
      people.age[i] = 30;
      people.household[i] = static_cast<PersonIndex>(i);
      world.households.head[i] = static_cast<PersonIndex>(i);
    }
    inputs.localities[0].placement_share = 0.3;
    inputs.localities[1].placement_share = 0.7;
  }
  void arrived(std::size_t i, int months_ago) {
    people.arrival_month[i] = static_cast<std::int16_t>(kStart.index - months_ago);
  }
};

TEST_CASE("facility: every month teaches speech - every month but the first costs confidence") {
  Inside town(4);
  for (std::size_t i = 0; i < 4; ++i) {
    town.people.dialect_fluency[i] = 0.2F;
    town.people.self_confidence[i] = i == 2 ? 0.05F : 0.5F;
  }
  town.arrived(1, 1);
  town.arrived(2, 1);
  town.arrived(3, 0);
  facility_with({{"dialect_gain", 0.1}, {"waiting_loss", 0.08}}).step(town);
  const Persons& people = town.people;
  CHECK(people.dialect_fluency[0] == 0.2F);  // leaves
  CHECK(people.dialect_fluency[1] == Approx(0.28));
  CHECK(people.dialect_fluency[3] == Approx(0.28));
  CHECK(people.self_confidence[0] == 0.5F);
  CHECK(people.self_confidence[1] == Approx(0.42));
  CHECK(people.self_confidence[2] == 0);
  CHECK(people.self_confidence[3] == 0.5F);
  CHECK_FALSE(people.in_facility(0));
  CHECK(people.exit_month[0] == kStart.index);
  for (const std::size_t i : {1, 2, 3}) CHECK(people.in_facility(i));
}

TEST_CASE("facility: adults from 18 to 54 are placed in regular jobs - by the share") {
  Inside few(4);
  few.people.age = {17, 18, 54, 55};
  facility_with({{"job_placement_share", 1}}).step(few);
  CHECK(few.people.labour_state ==
        std::vector<LabourState>{LabourState::not_employed, LabourState::regular,
                                 LabourState::regular, LabourState::not_employed});
  CHECK(few.people.insured == std::vector<std::uint8_t>{0, 1, 1, 0});

  constexpr std::size_t kMany = 4000;
  Inside many(kMany);
  facility_with({{"job_placement_share", 0.4}}).step(many);
  CHECK(agrees(many.count(&Persons::insured) / double{kMany}, 0.4, share_error(0.4, kMany)));
}

TEST_CASE("facility: localities get their shares") {
  constexpr std::size_t kMany = 4000;
  Inside town(kMany);
  facility_with({}).step(town);
  CHECK(agrees(town.count(&Persons::locality) / double{kMany}, 0.7, share_error(0.7, kMany)));
}

TEST_CASE("facility: a unit goes where its first ticket is sent") {
  Inside town(3000);
  for (std::size_t i = 0; i < 3000; ++i) {
    town.people.household[i] = static_cast<PersonIndex>(i / 3 * 3);
    town.world.households.head[i] = static_cast<PersonIndex>(i / 3 * 3);
  }
  facility_with({}).step(town);
  int in_second = 0;
  for (std::size_t i = 0; i < 3000; i += 3) {
    REQUIRE(town.people.locality[i] == town.people.locality[i + 1]);
    REQUIRE(town.people.locality[i] == town.people.locality[i + 2]);
    in_second += town.people.locality[i];
  }
  CHECK(agrees(in_second / 1000.0, 0.7, share_error(0.7, 1000)));
}

TEST_CASE("facility: who arrives aged 15 or more has as many cohort ties as the parameter says") {
  constexpr std::size_t kMany = 4000;
  Inside town(kMany + 100);
  for (std::size_t i = 0; i < town.people.size(); ++i) {
    town.arrived(i, 0);
    town.people.age[i] = i < kMany ? 15 : 14;
  }
  facility_with({{"cohort_ties", 2}}).step(town);
  double ties = 0;
  for (std::size_t i = 0; i < kMany; ++i) ties += town.world.ties.coethnic_ties(i);
  for (std::size_t i = kMany; i < kMany + 100; ++i) CHECK(town.world.ties.degree(i) == 0);
  // Each of a Poisson number of ties, as many as persons, counts at two of them.
  CHECK(agrees(ties / kMany, 2, 2 / std::sqrt(double{kMany})));
  CHECK_FALSE(agrees(ties / kMany, 2.3, 2 / std::sqrt(double{kMany})));
}

TEST_CASE("facility: two make a cohort - and nobody has more ties than the cap") {
  Inside two(2);
  for (const std::size_t i : {0, 1}) two.arrived(i, 0);
  facility_with({{"cohort_ties", 40}}).step(two);
  CHECK(two.world.ties.has(0, TieKind::coethnic, 1));

  Inside many(200);
  for (std::size_t i = 0; i < 200; ++i) many.arrived(i, 0);
  facility_with({{"cohort_ties", 12}, {"degree_cap", 3}}).step(many);
  int most = 0;
  for (std::size_t i = 0; i < 200; ++i) most = std::max(most, many.world.ties.degree(i));
  CHECK(most == 3);
}

TEST_CASE("facility: places vary by quarter of arrival - about their means") {
  static constexpr Decision kVacant{"vacant flats", 0,
                                    "flats of a locality that are vacant in a quarter"};
  constexpr std::size_t kOfQuarter = 2000;
  constexpr std::size_t kQuarters = 4;
  Inside town(kQuarters * kOfQuarter);
  for (std::size_t i = 0; i < town.people.size(); ++i) {
    town.arrived(i, kMonths + 3 * static_cast<int>(i % kQuarters));
  }
  facility_with({{"placement_spread", 0.8}}).step(town);
  std::array<double, kQuarters> in_second{};
  for (std::size_t i = 0; i < town.people.size(); ++i) {
    in_second[i % kQuarters] += town.people.locality[i] / static_cast<double>(kOfQuarter);
  }
  std::set<double> shares;
  for (std::size_t q = 0; q < kQuarters; ++q) {
    const Month arrival = kStart - (kMonths + 3 * static_cast<int>(q));
    const Month quarter = month_of(arrival.year(), 3 * ((arrival.month_of_year() - 1) / 3) + 1);
    const auto weight = [&](std::uint32_t locality, double share) {
      const float vacant = town.world.random.normal(kVacant, locality, quarter);
      return share * std::exp(0.8 * static_cast<double>(vacant));
    };
    const double expected = weight(1, 0.7) / (weight(0, 0.3) + weight(1, 0.7));
    CHECK(agrees(in_second[q], expected, share_error(expected, kOfQuarter)));
    shares.insert(std::round(10 * expected));
  }
  CHECK(shares.size() > 1);  // they vary
}

/// Persons 0 to 5 have lived in the first locality or, the fourth, in the second; 6 and 7 are a
/// unit with kin, 8 is alone and has none.
struct WithKin : Inside {
  WithKin() : Inside(9) {
    inputs.localities[0].placement_share = 1;
    inputs.localities[1].placement_share = 0;
    const int months_ago[] = {50, 20, 20, 20, 10, 6, 6, 6, 6};
    for (std::size_t i = 0; i < 9; ++i) {
      arrived(i, months_ago[i]);
      people.locality[i] = i == 4 ? 1 : 0;
      if (i > 5) continue;
      people.active[i] = 1;
      people.labour_state[i] = LabourState::regular;
    }
    people.household[2] = 0;  // the kin live with the first
    world.residents.renew(people, false);
    people.presence[1] = Presence::dead;  // since the list was made
    people.household[7] = 6;
    world.households.head[7] = 6;
    world.households.has_kin[6] = 1;
  }
};

TEST_CASE("facility: kin are those who came last before - the first of them - and living") {
  WithKin town;
  facility_with({}).step(town);
  const TieBook& ties = town.world.ties;
  REQUIRE(ties.has(6, TieKind::coethnic, 2));
  CHECK(ties.of(6)[0].strong);
  for (std::size_t i = 0; i < 9; ++i) CHECK(ties.degree(i) == (i == 2 || i == 6 ? 1 : 0));
  CHECK(town.people.household[6] == 6);
}

TEST_CASE("facility: a unit that joins its kin lives where they live") {
  WithKin town;
  facility_with({{"join_kin", 1}}).step(town);
  CHECK(town.people.household[6] == 0);
  CHECK(town.people.household[7] == 0);
  CHECK(town.people.household[8] == 8);
}

TEST_CASE("facility: kin who know as many as they can are not met") {
  WithKin town;
  town.world.ties.connect(0, 2, kStart - 10, false, 12);
  facility_with({{"degree_cap", 1}}).step(town);
  CHECK(town.world.ties.degree(6) == 0);
}

TEST_CASE("facility: units with kin join them by the share") {
  constexpr std::size_t kMany = 2000;
  Inside town(kMany + 1);
  town.inputs.localities[0].placement_share = 1;
  town.arrived(0, 20);
  town.people.labour_state[0] = LabourState::regular;
  town.people.active[0] = 1;
  town.people.locality[0] = 0;
  town.world.residents.renew(town.people, false);
  for (std::size_t i = 1; i <= kMany; ++i) town.world.households.has_kin[i] = 1;
  facility_with({{"join_kin", 0.4}}).step(town);
  const auto& household = town.people.household;
  const auto joined = std::count(household.begin() + 1, household.end(), 0U);
  CHECK(agrees(static_cast<double>(joined) / kMany, 0.4, share_error(0.4, kMany)));
}

}  // namespace
