#include "processes/household_money.h"

#include "support/town.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("household pooling: members are pooled wherever they stand - if they live there") {
  constexpr std::size_t kFar = kBlockSize + 5;  // in the second block of rows
  Town town(kBlockSize + 10);
  Persons& people = town.people;
  Households& households = town.world.households;
  households.append(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    people.household[i] = static_cast<PersonIndex>(i);
    people.partner[i] = kNobody;
    people.youngest_child_birth[i] = static_cast<std::int16_t>(kNever.index);
    people.labour_state[i] = LabourState::temporary;
    people.monthly_wage_krw[i] = 100;
    people.assets_krw[i] = 10;
    people.stipend_krw[i] = 1;
    people.age[i] = i % 2 == 0 ? 30 : 70;
  }
  people.household[0] = kFar;      // with somebody who came much later
  people.household[2] = 1;         // with somebody near
  people.household[kFar + 1] = 1;  // with somebody who came much earlier
  for (const std::size_t i : {3, 4}) people.household[i] = 1;
  people.labour_state[3] = LabourState::facility;
  people.presence[4] = people.presence[6] = Presence::dead;
  people.exit_month[2] = static_cast<std::int16_t>(kStart.index - 1);
  people.youngest_child_birth[2] = static_cast<std::int16_t>(kStart.index - 18 * 12 + 1);
  people.youngest_child_birth[0] = static_cast<std::int16_t>(kStart.index - 18 * 12);  // grown up
  people.age[3] = 16;  // in the facility
  people.age[5] = 17;
  Instrument{household_money::pooling(), Settings{{"run_on_months", 0}}}.step(town);
  CHECK(households.members[0] == 0);
  CHECK(households.size[0] == 0);
  CHECK(households.earnings_krw[0] == 0);
  CHECK(households.last_exit[0] == kNever.index);
  CHECK(households.members[1] == 3);
  CHECK(households.size[1] == 3);
  CHECK(households.able_members[1] == 2);
  CHECK(households.earnings_krw[1] == 300);
  CHECK(households.countable_krw[1] == 300);
  CHECK(households.assets_krw[1] == 30);
  CHECK(households.stipends_krw[1] == 3);
  CHECK(households.last_exit[1] == kStart.index - 1);
  CHECK(households.with_child[1] == 1);
  CHECK(households.with_child[kFar] == 0);
  CHECK(households.with_child[3] == 0);
  CHECK(households.with_child[5] == 1);
  CHECK(households.members[kFar] == 2);
  CHECK(households.able_members[kFar] == 1);
  CHECK(households.earnings_krw[kFar] == 200);
  CHECK(households.members[5] == 1);
  CHECK(households.members[kFar + 2] == 1);
  for (const std::size_t i : {2, 3, 4, 6}) CHECK(households.members[i] == 0);
}

}  // namespace
