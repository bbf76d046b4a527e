#include "processes/families.h"

#include "support/town.h"

// Couples in which both are persons of the simulation: when they part, who moves out, and what
// becomes of them when one is gone.

namespace {

using namespace resettle;
using namespace resettle::testing;

void give_households(Town& town) {
  Persons& people = town.people;
  town.world.households.append(people.size());
  ChildBirths nobody;
  nobody.fill(static_cast<std::int16_t>(kNever.index));
  for (std::size_t i = 0; i < people.size(); ++i) {
    people.household[i] = static_cast<PersonIndex>(i);
    town.world.households.head[i] = static_cast<PersonIndex>(i);
    people.partner[i] = kNobody;
    people.age[i] = 30;
    people.children[i] = nobody;
    people.youngest_child_birth[i] = static_cast<std::int16_t>(kNever.index);
  }
}

/// Two persons become a couple in the household of the first.
void marry(Town& town, PersonIndex one, PersonIndex other) {
  Persons& people = town.people;
  people.partner[one] = other;
  people.partner[other] = one;
  people.partner_origin[one] = people.partner_origin[other] = PartnerOrigin::northern;
  people.household[other] = one;
  town.world.households.head[other] = one;
}

/// Nothing but separations.
Instrument separations(double rate) {
  return {families::process(), Settings{{"partner_at_exit", 0},
                                        {"child_at_exit", 0},
                                        {"union_rate", 0},
                                        {"separation_rate", rate},
                                        {"birth_rate", 0}}};
}

Decision decision_of(const Process& process, std::string_view name) {
  for (const Decision& decision : process.description().decisions) {
    if (decision.name == name) return decision;
  }
  throw std::logic_error("no such decision");
}

TEST_CASE("families: a couple separates where the number of whoever came first is below the rate") {
  // 0.003 is below the limit up to which the leading bits of a number tell, the others above it.
  const double rate = GENERATE(0.003, 0.0045, 0.3);
  Town town(40'000);
  give_households(town);
  for (PersonIndex i = 0; i < town.people.size(); i += 2) {
    town.people.woman[i + (i / 2) % 2] = 1;
    marry(town, i, i + 1);
  }
  const World before = town.world;
  separations(rate).step(town);
  const Decision separates = decision_of(*families::process(), "a couple separates");
  int parted = 0;
  for (PersonIndex i = 0; i < town.people.size(); i += 2) {
    const float u = before.random.uniform(separates, town.people.ticket[i], before.month);
    const bool separated = u < static_cast<float>(rate);
    parted += separated;
    REQUIRE((town.people.partner[i] == kNobody) == separated);
    REQUIRE((town.people.partner[i + 1] == kNobody) == separated);
    REQUIRE(town.people.has_partner(i) != separated);
    REQUIRE(town.people.has_partner(i + 1) != separated);
  }
  CHECK(parted > 30);
}

TEST_CASE(
    "families: he moves out - or she with those under 18 where the household began with him") {
  Town town(12);
  give_households(town);
  Persons& people = town.people;
  auto& households = town.world.households;
  households.has_kin[0] = households.has_kin[4] = 1;
  marry(town, 0, 1);  // she and he
  people.woman[0] = 1;
  people.household[2] = 0;
  people.age[2] = 17;
  marry(town, 4, 5);  // he and she
  people.woman[5] = 1;
  for (const std::size_t i : {6, 7, 8}) people.household[i] = 4;
  people.age[6] = 17;
  people.age[7] = 18;
  people.age[8] = 5;
  people.age[9] = 5;  // of another household
  marry(town, 10, 11);
  people.woman[11] = 1;
  people.household[11] = 11;  // they live in two homes already
  separations(1).step(town);
  CHECK(people.household == std::vector<std::uint32_t>{0, 1, 0, 3, 4, 5, 5, 4, 5, 9, 10, 11});
  CHECK(households.head[1] == 1);
  CHECK(households.head[5] == 5);
  CHECK(households.has_kin[1] == 1);  // the kin are kin of both
  CHECK(households.has_kin[5] == 1);
  for (std::size_t i = 0; i < people.size(); ++i) CHECK(people.partner[i] == kNobody);
}

TEST_CASE("families: who is abroad is waited for - who is dead or gone for good is forgotten") {
  for (const bool first : {true, false}) {
    Town town(8);
    give_households(town);
    for (PersonIndex i = 0; i < 8; i += 2) marry(town, i, i + 1);
    const std::size_t gone = first ? 0 : 1;
    town.people.presence[0 + gone] = Presence::abroad;
    town.people.presence[2 + gone] = Presence::dead;
    town.people.presence[4 + gone] = Presence::departed;
    separations(0).step(town);
    const auto& partner = town.people.partner;
    CHECK(partner == std::vector<PersonIndex>{1, 0, kNobody, kNobody, kNobody, kNobody, 7, 6});
    CHECK(town.people.has_partner(0));
    CHECK_FALSE(town.people.has_partner(2));
    CHECK_FALSE(town.people.has_partner(3));
  }
}

TEST_CASE("families: nobody separates before both have lived outside the facility") {
  Town town(8);
  give_households(town);
  for (PersonIndex i = 0; i < 8; i += 2) marry(town, i, i + 1);
  town.people.active[0] = 0;
  town.people.active[3] = 0;
  for (const std::size_t i : {4, 5}) {
    town.people.exit_month[i] = static_cast<std::int16_t>(kStart.index);
  }
  separations(1).step(town);
  CHECK(town.people.partner == std::vector<PersonIndex>{1, 0, 3, 2, 5, 4, kNobody, kNobody});
}

TEST_CASE("families: a seventh child finds no place - six do") {
  Town town(2);
  give_households(town);
  for (std::size_t i = 0; i < 2; ++i) {
    town.people.woman[i] = 1;
    town.people.partner_origin[i] = PartnerOrigin::chinese;
  }
  Instrument births = separations(0);
  births.set("birth_rate", 1);
  for (int month = 0; month < 7; ++month) births.step(town);
  const auto& children = town.people.children[0];
  for (int k = 0; k < 6; ++k) CHECK(children[static_cast<std::size_t>(k)] == kStart.index + k);
  CHECK(town.people.youngest_child_birth[0] == kStart.index + 5);
}

}  // namespace
