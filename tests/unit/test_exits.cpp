#include "processes/exits.h"

#include <cmath>

#include "support/town.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr std::size_t kMany = 20'000;

/// Nobody leaves but for what a test sets.
Instrument leaving(Settings own) {
  own.merge(Settings{{"mortality_level", 0},
                     {"mortality_age_slope", 0},
                     {"suicide_annual", 0},
                     {"suicide_slope", 0},
                     {"departure_rate", 0},
                     {"return_share", 0},
                     {"departure_distress", 0.3},
                     {"departure_belonging", 0.5},
                     {"departure_family", 0},
                     {"north_rate", 0},
                     {"north_distress", 0},
                     {"north_belonging", 0},
                     {"north_family", 0},
                     {"refoulement_rate", 0},
                     {"illness_onset", 0}});
  return {exits::process(), own};
}

/// The number by which each person is told, this month.
std::vector<float> numbers_of(const Town& town, std::string_view name) {
  std::vector<float> numbers;
  const auto process = exits::process();
  for (const Decision& decision : process->description().decisions) {
    if (decision.name != name) continue;
    for (const std::uint32_t ticket : town.people.ticket) {
      numbers.push_back(town.world.random.uniform(decision, ticket, town.world.month));
    }
  }
  REQUIRE(numbers.size() == town.people.size());
  return numbers;
}

/// Whether those are gone, and only those, whose number is below their chance. Numbers that differ
/// from the chance by rounding only are left out.
void check_gone(const Town& town, const std::vector<float>& numbers, Presence where,
                const std::vector<double>& chances) {
  int gone = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double u = static_cast<double>(numbers[i]);
    if (std::fabs(u - chances[i]) < 1e-6) continue;
    REQUIRE((town.people.presence[i] == where) == (u < chances[i]));
    gone += u < chances[i];
  }
  CHECK(gone > 0);
}

TEST_CASE("exits: one number tells who dies - whichever of the two risks is larger") {
  // Each risk alone may lie below the limit up to which the leading bits of the number tell.
  const auto [death, suicide] = GENERATE(table<double, double>(
      {{0.0093, 0.0077}, {0.0077, 0.0093}, {0.009, 0.009}, {0.0001, 0.0002}, {0.3, 0.1}}));
  Town town(kMany);
  const auto numbers = numbers_of(town, "dies this month");
  leaving({{"mortality_level", death}, {"suicide_annual", 12 * suicide}}).step(town);
  check_gone(town, numbers, Presence::dead, std::vector<double>(kMany, death + suicide));
  CHECK(town.world.exits.deaths ==
        std::count(town.people.presence.begin(), town.people.presence.end(), Presence::dead));
}

TEST_CASE("exits: the suicide rate is the mean - shares go by the exponential of distress") {
  Town town(kMany);
  for (std::size_t i = 0; i < kMany; i += 2) town.people.distress[i] = 1;
  const auto numbers = numbers_of(town, "dies this month");
  leaving({{"suicide_annual", 1.2}, {"suicide_slope", std::log(3.0)}}).step(town);
  std::vector<double> chances(kMany);  // weights 3 and 1, mean 2
  for (std::size_t i = 0; i < kMany; ++i) chances[i] = i % 2 == 0 ? 0.15 : 0.05;
  check_gone(town, numbers, Presence::dead, chances);
}

TEST_CASE("exits: one number tells who leaves - more so with distress and less with belonging") {
  const double rate = GENERATE(0.003, 0.0045, 0.2);
  Town town(kMany);
  const bool alike = GENERATE(true, false);
  std::vector<double> chances(kMany, rate);
  for (std::size_t i = 0; i < kMany && !alike; ++i) {
    town.people.distress[i] = i % 2 == 0 ? 1.0F : -1.0F;      // mean 0
    town.people.belonging[i] = i / 2 % 2 == 0 ? 0.1F : 0.9F;  // mean 0.5
    chances[i] = rate * std::exp(0.3 * static_cast<double>(town.people.distress[i]) -
                                 0.5 * (static_cast<double>(town.people.belonging[i]) - 0.5));
  }
  const auto numbers = numbers_of(town, "leaves for a third country");
  leaving({{"departure_rate", rate}}).step(town);
  check_gone(town, numbers, Presence::departed, chances);
}

TEST_CASE("exits: who comes back does so after 24 months on average - not in the same month") {
  Town town(kMany);
  leaving({{"departure_rate", 0.5}, {"return_share", 1}}).step(town);
  double months = 0;
  double away = 0;
  for (std::size_t i = 0; i < kMany; ++i) {
    if (town.people.presence[i] != Presence::abroad) continue;
    const int wait = town.people.return_month[i] - kStart.index;
    REQUIRE(wait >= 1);
    months += wait;
    ++away;
  }
  // One month, and the whole months of an exponential time of mean 24.
  const double expected = 1 + 1 / (std::exp(1.0 / 24) - 1);
  CHECK(agrees(months / away, expected, 24 / std::sqrt(away)));
  CHECK_FALSE(agrees(months / away, expected + 4, 24 / std::sqrt(away)));
}

}  // namespace
