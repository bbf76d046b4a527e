#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "processes/social_ties.h"
#include "processes/tie_endings.h"
#include "support/institutions.h"
#include "support/worlds.h"

// Which ties end, tie by tie.

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The number of two parties in a month, which decides whether their tie ends.
constexpr auto kTieEnds =
    Decision::screened_pair(4, "tie ends", 0, "an ordinary tie ends this month");

struct Rates {
  double coethnic;
  double host;
  double mentored_factor;
};

using Ties = std::set<std::tuple<std::size_t, bool, std::uint32_t>>;  // person, host or not, other

Ties ties_of(const World& world) {
  Ties all;
  for (std::size_t i = 0; i < world.ties.persons(); ++i) {
    for (const Tie& tie : world.ties.of(i)) all.emplace(i, tie.kind == TieKind::host, tie.other);
  }
  return all;
}

std::map<std::string, double> settings_of(const Rates& rates) {
  return {{"ties.coethnic_dissolution", rates.coethnic},
          {"ties.host_dissolution", rates.host},
          {"ties.mentored_factor", rates.mentored_factor},
          {"ties.coethnic_late", 0},
          {"ties.host_young_factor", 1},
          {"ties.host_old_factor", 1}};
}

/// A thousand persons with a tie to a fellow and three to hosts; every second one has a mentor.
void add_persons_with_ties(Country& country) {
  country.add(1000, 0, kExit);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    country.people().mentor_months_left[i] = i % 4 < 2 ? 1 : 0;
    if (i % 2 == 0) country.world().ties.connect(i, i + 1, kExit, false, 9);
    for (std::uint32_t k = 0; k < 3; ++k) {
      country.world().ties.connect_host(i, (i + 5 * k) % 20, kExit, false, 9);
    }
  }
}

/// What is left of the ties when each ends whose number is below its rate.
Ties left_of(const World& world, const Ties& before, const Rates& rates, Month month) {
  Ties left;
  for (const auto& [i, to_host, other] : before) {
    std::uint32_t one = world.persons.ticket[i];
    std::uint32_t two = to_host ? other : world.persons.ticket[other];
    if (!to_host && two < one) std::swap(one, two);
    const double factor = world.persons.has_mentor(i) ? rates.mentored_factor : 1;
    const double rate = to_host ? rates.host * factor : rates.coethnic;
    const auto u = static_cast<double>(world.random.uniform(kTieEnds, one, month, two));
    if (u >= rate) left.emplace(i, to_host, other);
  }
  return left;
}

TEST_CASE("ties end: just those whose number is below their rate - rare and frequent ends alike") {
  // Below what the leading bits of the numbers tell, and above it by one of the rates alone.
  const std::vector<Rates> all{{0.02, 0.01, 0.5}, {0.3, 0, 0}, {0, 0.3, 0}, {0, 0.03, 2}};
  for (const Rates& rates : all) {
    INFO("rates " << rates.coethnic << ", " << rates.host << ", " << rates.mentored_factor);
    Country country(1, tie_endings::process(), settings_of(rates));
    add_persons_with_ties(country);
    Ties before = ties_of(country.world());
    REQUIRE(before.size() == 4000);
    for (int m = 0; m < 40; ++m) {  // more than two windows of leading bits
      country.run(kExit + m);
      const Ties after = ties_of(country.world());
      INFO("month " << m);
      REQUIRE(after == left_of(country.world(), before, rates, kExit + m));
      before = after;
    }
    CHECK(before.size() < 3500);
    CHECK(before.size() > 500);
  }
}

TEST_CASE("ties end: by the age of ties to hosts and by the stay of fellows - on both sides") {
  const tie_endings::Parameters p{.coethnic_dissolution = 0.02F,
                                  .host_dissolution = 0.03F,
                                  .mentored_factor = 1,
                                  .coethnic_late = 0.01F,
                                  .host_young_factor = 2,
                                  .host_old_factor = 0.5F};
  CHECK(tie_endings::host_rate(p, 0) == Approx(0.06));
  CHECK(tie_endings::host_rate(p, 11) == Approx(0.06));
  CHECK(tie_endings::host_rate(p, 12) == Approx(0.03));
  CHECK(tie_endings::host_rate(p, 36) == Approx(0.03));
  CHECK(tie_endings::host_rate(p, 37) == Approx(0.015));
  CHECK(tie_endings::coethnic_rate(p, 120) == Approx(0.02));
  CHECK(tie_endings::coethnic_rate(p, 121) == Approx(0.03));

  // All ties of a year end in their first month; those of fellows when the first of the two has
  // been there for ten years.
  auto settings = settings_of({0, 0.5, 1});
  settings["ties.host_young_factor"] = 2;
  settings["ties.host_old_factor"] = 0;
  settings["ties.coethnic_late"] = 1;
  Country country(1, tie_endings::process(), settings);
  country.add(2, 0, kExit - 120);
  country.add(2, 0, kExit);
  World& world = country.world();
  world.ties.connect(0, 2, kExit, false, 9);
  world.ties.connect(2, 3, kExit, false, 9);
  world.ties.connect_host(3, 5, kExit - 37, false, 9);
  world.ties.connect_host(3, 6, kExit - 11, false, 9);
  country.run(kExit);
  CHECK_FALSE(world.ties.has(0, TieKind::coethnic, 2));
  CHECK_FALSE(world.ties.has(2, TieKind::coethnic, 0));
  CHECK(world.ties.has(2, TieKind::coethnic, 3));
  CHECK(world.ties.has(3, TieKind::host, 5));
  CHECK_FALSE(world.ties.has(3, TieKind::host, 6));
}

/// What forms ties, with nothing that does.
std::map<std::string, double> nothing_forms() {
  return {{"ties.coethnic_formation", 0},
          {"ties.host_formation", 0},
          {"ties.centre_gain", 0},
          {"ties.density_power", 0},
          {"ties.school_ties", 0},
          {"ties.school_host_share", 0},
          {"ties.exposure_base", 0},
          {"ties.exposure_work", 0},
          {"ties.exposure_school", 0},
          {"ties.exposure_mentor", 0},
          {"ties.exposure_ngo", 0},
          {"ties.degree_cap", 16},
          {"resocialization.orientation_strength", 0}};
}

TEST_CASE("ties form: where more fellows live more ties form - by the power of the density") {
  auto settings = nothing_forms();
  settings["ties.coethnic_formation"] = 0.3;
  for (const double power : {0.0, 0.5, 1.0}) {
    INFO("power " << power);
    settings["ties.density_power"] = power;
    Country country(2, social_ties::process(), settings);
    constexpr std::array<int, 2> kPersons{6000, 2000};
    country.add(kPersons[0], 0, kExit);
    country.add(kPersons[1], 1, kExit);
    World& world = country.world();
    world.residents.renew(world.persons, false);
    country.run(kExit);
    // The average person lives among (6000 x 6000 + 2000 x 2000) / 8000 = 5000.
    std::size_t first = 0;
    for (const int persons : kPersons) {
      double ends = 0;
      for (int k = 0; k < persons; ++k) ends += world.ties.coethnic_ties(first++);
      const double mean = 0.3 * std::pow(persons / 5000.0, power);
      CHECK(agrees(ends / persons, mean, std::sqrt(2 * mean / persons)));
    }
  }
}

TEST_CASE(
    "ties form: who came as a child has friends from school at 15 - or on leaving the facility") {
  auto settings = nothing_forms();
  settings["ties.school_ties"] = 3;
  settings["ties.school_host_share"] = 0.25;
  Country country(1, social_ties::process(), settings);
  country.add(4000, 0, kExit);
  Persons& people = country.people();
  // A quarter each: 15 this month; 15 before leaving, this month; 15 next month; came at 20.
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::array<int, 4> birthday{kExit.index + 6, kExit.index + 5, kExit.index + 7, -300};
    people.birth_month[i] = static_cast<std::int16_t>(birthday[i % 4] - 180);
    if (i % 4 == 1) people.exit_month[i] = static_cast<std::int16_t>(kExit.index + 6);
    if (i % 4 == 1) people.arrival_month[i] = static_cast<std::int16_t>(kExit.index);
  }
  World& world = country.world();
  world.residents.renew(people, false);
  country.run(kExit + 6);
  std::array<double, 4> to_hosts{};
  std::array<double, 4> all{};
  for (std::size_t i = 0; i < people.size(); ++i) {
    to_hosts[i % 4] += world.ties.host_ties(i);
    all[i % 4] += world.ties.degree(i);
  }
  for (const std::size_t grown : {0U, 1U}) {
    // A host may be met twice in twenty: a little less than 0.75.
    CHECK(agrees(to_hosts[grown] / 1000, 0.745, std::sqrt(0.75 / 1000)));
  }
  CHECK(to_hosts[2] == 0);
  CHECK(to_hosts[3] == 0);
  // Ties to fellows have their other end anywhere: 2 x 2.25 x 1000 ends in all.
  const double fellows = all[0] + all[1] + all[2] + all[3] - to_hosts[0] - to_hosts[1];
  CHECK(agrees(fellows / 4000, 2 * 2.25 * 2000 / 4000.0, std::sqrt(4 * 2.25 * 2000) / 4000));
  CHECK(all[3] > 0);
}

TEST_CASE("ties form: fellows gain ties at the rate - more with centres and orientation") {
  Lab lab;
  switch_off(lab);
  lab.set({{"ties.coethnic_formation", 0}, {"ties.degree_cap", 16}});
  begin_cohort(lab, 4000);
  lab.advance(month_of(2009, 12));
  lab.set({{"ties.coethnic_formation", 0.4},
           {"ties.centre_gain", 0.5},
           {"resocialization.orientation_strength", 1}});
  lab.begin_again();
  for (auto& disposition : lab.world().persons.disposition) disposition = Disposition::community;
  lab.step();
  const auto n = static_cast<double>(lab.world().persons.size());
  double ends = 0;
  for (std::size_t i = 0; i < lab.world().persons.size(); ++i) {
    ends += lab.world().ties.coethnic_ties(i);
  }
  const double mean = 0.4 * 1.5 * (1 + 0.3);
  CHECK(agrees(ends / n, mean, std::sqrt(2 * mean / n)));
}

TEST_CASE("ties form: nobody gains a tie beyond the cap") {
  Lab lab;
  switch_off(lab);
  lab.set({{"ties.coethnic_formation", 1}, {"ties.centre_gain", 5}, {"ties.degree_cap", 2}});
  begin_cohort(lab, 500);
  lab.advance(kCohortMonth + 4);
  int most = 0;
  for (std::size_t i = 0; i < lab.world().persons.size(); ++i) {
    most = std::max(most, lab.world().ties.degree(i));
  }
  CHECK(most == 2);
}

}  // namespace
