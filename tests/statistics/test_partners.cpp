#include <catch2/catch.hpp>

#include <cmath>
#include <map>

#include "processes/social_ties.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The resident of all localities in whose locality most people live.
PersonIndex somebody_in_the_largest_locality(const World& world) {
  std::size_t largest = 0;
  for (std::size_t l = 1; l < world.localities(); ++l) {
    if (world.residents.of(l).size() > world.residents.of(largest).size()) largest = l;
  }
  const auto residents = world.residents.of(largest);
  return residents[residents.size() / 2];
}

TEST_CASE("partners are met with a probability proportional to the meeting weight") {
  Lab lab;
  make_small(lab);
  lab.begin(arrivals::kSpinUpStart);
  lab.advance(month_of(2008, 6));
  World& world = lab.world();
  const PersonIndex self = somebody_in_the_largest_locality(world);
  const auto residents = world.residents.of(world.persons.locality[self]);
  REQUIRE(residents.size() > 20);

  std::map<PersonIndex, double> weight;
  double total = 0;
  for (const PersonIndex other : residents) {
    if (other == self) continue;
    const int age_gap = world.persons.birth_month[other] - world.persons.birth_month[self];
    const int arrival_gap = world.persons.arrival_month[other] - world.persons.arrival_month[self];
    weight[other] = static_cast<double>(social_ties::meeting_weight(age_gap, arrival_gap));
    total += weight[other];
  }
  constexpr int kDraws = 60000;
  std::map<PersonIndex, int> met;
  for (int m = 0; m < kDraws / 4; ++m) {
    world.month = Month{m};  // another month is another draw; who lives where stays
    for (std::uint32_t proposal = 0; proposal < 4; ++proposal) {
      ++met[social_ties::draw_partner(world, self, proposal)];
    }
  }
  CHECK(met.count(self) == 0);
  CHECK(met.count(kNobody) == 0);

  // Chi-square over those expected ten times or more, the others taken together.
  const auto chi_square = [&](const auto& weight_of) {
    double chi = 0;
    double rest_expected = 0;
    double rest_met = 0;
    int cells = 0;
    for (const auto& [other, w] : weight) {
      const double expected = kDraws * weight_of(other, w);
      if (expected < 10) {
        rest_expected += expected;
        rest_met += met[other];
        continue;
      }
      chi += std::pow(met[other] - expected, 2) / expected;
      ++cells;
    }
    if (rest_expected >= 10) {
      chi += std::pow(rest_met - rest_expected, 2) / rest_expected;
      ++cells;
    }
    return std::pair(chi, cells - 1);
  };
  const auto [chi, freedom] = chi_square([&](PersonIndex, double w) { return w / total; });
  INFO("chi-square " << chi << " with " << freedom << " degrees of freedom");
  REQUIRE(freedom > 5);
  CHECK(chi < freedom + 4.5 * std::sqrt(2.0 * freedom));
  // Able to fail: everybody equally likely.
  const auto equally = static_cast<double>(weight.size());
  CHECK(chi_square([&](PersonIndex, double) { return 1.0 / equally; }).first >
        freedom + 4.5 * std::sqrt(2.0 * freedom));
}

}  // namespace
