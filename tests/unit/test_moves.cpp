#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "processes/moves.h"
#include "support/institutions.h"
#include "support/worlds.h"

// Who moves house, and what a move costs.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr std::uint32_t kPersons = 2000;
constexpr int kTiesToHosts = 4;

/// Pairs who live together and know their own neighbours; every second household lives in a public
/// flat. Nobody has been forced to move.
void settle(Country& country) {
  World& world = country.world();
  Persons& people = country.people();
  country.add(kPersons, 0, kExit);
  world.households.append(kPersons);
  for (std::uint32_t i = 0; i < kPersons; ++i) {
    people.household[i] = i - i % 2;
    people.forced_move_month[i] = static_cast<std::int16_t>(kNever.index);
    if (i % 2 == 0) {
      world.households.members[i] = 2;
      world.households.housed[i] = i % 4 == 0 ? 1 : 0;
    }
    for (std::uint32_t host = 0; host < kTiesToHosts; ++host) {
      world.ties.connect_host(i, (i + host) % 20, kExit, false, 16);
    }
  }
}

std::map<std::string, double> rates(double in_private, double in_public, double forced,
                                    double loss) {
  return {{"housing.move_rate", in_private},
          {"housing.move_rate_public", in_public},
          {"housing.forced_share", forced},
          {"housing.move_tie_loss", loss}};
}

bool moved(const World& world, std::size_t i) {
  return world.ties.host_ties(i) < kTiesToHosts;  // where every tie is lost
}

TEST_CASE("moves: households move by the rate of their flat - all members together") {
  Country country(1, moves::process(), rates(0.4, 0.1, 0.25, 1));
  settle(country);
  country.run(kExit + 1);
  const World& world = country.world();
  double in_private = 0;
  double in_public = 0;
  double forced = 0;
  for (std::size_t i = 0; i < kPersons; i += 2) {
    REQUIRE(moved(world, i) == moved(world, i + 1));
    REQUIRE(world.persons.forced_move_month[i] == world.persons.forced_move_month[i + 1]);
    const bool is_forced = world.persons.forced_move_month[i] == world.month.index;
    if (is_forced) REQUIRE(moved(world, i));
    (i % 4 == 0 ? in_public : in_private) += moved(world, i);
    forced += is_forced;
  }
  constexpr double kOfEach = kPersons / 4.0;
  CHECK(agrees(in_private / kOfEach, 0.4, share_error(0.4, kOfEach)));
  CHECK(agrees(in_public / kOfEach, 0.1, share_error(0.1, kOfEach)));
  const double moves = in_private + in_public;
  CHECK(agrees(forced / moves, 0.25, share_error(0.25, moves)));
}

TEST_CASE("moves: each ordinary tie of the place ends with a move by the same share") {
  Country country(2, moves::process(), rates(1, 1, 0, 0.3));
  settle(country);
  country.run(kExit + 1);
  double left = 0;
  for (std::size_t i = 0; i < kPersons; ++i) left += country.world().ties.host_ties(i);
  const double ties = kPersons * static_cast<double>(kTiesToHosts);
  CHECK(agrees(left / ties, 0.7, share_error(0.7, ties)));
}

TEST_CASE("moves: strong ties - far friends and those one moves with stay") {
  Country country(2, moves::process(), rates(1, 0, 0, 1));
  World& world = country.world();
  country.add(6, 0, kExit);
  country.people().locality[3] = 1;
  world.households.append(6);
  for (std::uint32_t i = 0; i < 6; ++i) {
    country.people().household[i] = i == 1 ? 0 : i;  // 0 and 1 live together
    world.households.members[i] = i == 1 ? 0 : 1;
    world.households.housed[i] = i == 0 ? 0 : 1;  // nobody else moves
  }
  world.ties.connect(0, 1, kExit, false, 16);  // moves along
  world.ties.connect(0, 2, kExit, true, 16);   // kin
  world.ties.connect(0, 3, kExit, false, 16);  // lives elsewhere
  world.ties.connect(0, 4, kExit, false, 16);
  world.ties.connect(4, 5, kExit, false, 16);  // of two who stay
  world.ties.connect_host(0, 7, kExit, true, 16);
  world.ties.connect_host(0, 8, kExit, false, 16);
  country.run(kExit + 1);
  for (const std::uint32_t other : {1U, 2U, 3U}) {
    CHECK(world.ties.has(0, TieKind::coethnic, other));
    CHECK(world.ties.has(other, TieKind::coethnic, 0));
  }
  CHECK_FALSE(world.ties.has(0, TieKind::coethnic, 4));
  CHECK_FALSE(world.ties.has(4, TieKind::coethnic, 0));
  CHECK(world.ties.has(4, TieKind::coethnic, 5));
  CHECK(world.ties.has(0, TieKind::host, 7));
  CHECK_FALSE(world.ties.has(0, TieKind::host, 8));
}

TEST_CASE("moves: nobody moves from where nobody lives - or at a rate of zero") {
  Country country(1, moves::process(), rates(0, 0, 1, 1));
  settle(country);
  country.run(kExit + 1);
  for (std::size_t i = 0; i < kPersons; ++i) REQUIRE_FALSE(moved(country.world(), i));
  country.set("housing.move_rate", 1);
  std::ranges::fill(country.world().households.members, std::uint8_t{0});
  country.run(kExit + 2);
  for (std::size_t i = 0; i < kPersons; ++i) REQUIRE_FALSE(moved(country.world(), i));
}

}  // namespace
