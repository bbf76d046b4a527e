#include "processes/contact.h"

#include "support/town.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Everybody is discriminated against; of the hosts of a locality only the first is hostile.
std::vector<std::uint8_t> bad_contacts(std::size_t persons, std::uint16_t unseen_each = 0) {
  Town town(persons);
  std::ranges::fill(town.people.unseen_fellows, unseen_each);
  Hosts& hosts = town.world.hosts;
  hosts.negative.resize(hosts.size());
  hosts.attitude.assign(hosts.size(), 0);
  for (std::size_t h = 0; h < hosts.size(); h += hosts.per_locality) hosts.attitude[h] = 1;
  Instrument contact{contact::process(), Settings{{"discrimination_rate", 1e5},
                                                  {"dialect_shield", 0},
                                                  {"exposure_base", 1},
                                                  {"exposure_work", 0},
                                                  {"exposure_school", 0},
                                                  {"exposure_tie", 0},
                                                  {"conflict_rate", 0}}};
  contact.step(town);
  return hosts.negative;
}

TEST_CASE("contact: every bad contact counts with the host it was with - up to 255") {
  for (const std::size_t persons : {20, 510, 512, 600}) {
    INFO(persons);
    const auto negative = bad_contacts(persons);
    const std::size_t each = std::min<std::size_t>(255, persons / 2);
    CHECK(negative[0] == each);
    CHECK(negative[50] == each);
    CHECK(std::count(negative.begin(), negative.end(), 0) == 98);
  }
}

TEST_CASE("contact: in a thinned world a person brings the bad contacts of those it stands for") {
  const auto negative = bad_contacts(20, 7);
  CHECK(negative[0] == 80);
  CHECK(negative[50] == 80);
  CHECK(std::count(negative.begin(), negative.end(), 0) == 98);
}

}  // namespace
