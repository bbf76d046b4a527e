#include <algorithm>
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
    Decision::screened_pair(5, "tie ends", 0, "an ordinary tie ends this month");

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
          {"ties.mentored_factor", rates.mentored_factor}};
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
