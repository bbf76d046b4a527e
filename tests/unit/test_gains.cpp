#include <string>
#include <vector>

#include "outputs/gains.h"
#include "outputs/hires.h"
#include "support/worlds.h"

// Who gains and whom a subsidy was not needed for, in worlds made by hand.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kStart = month_of(2012, 1);

/// A world of persons of whom nothing is known yet.
World& begin(Lab& lab, std::size_t persons) {
  lab.begin(kStart);
  World& world = lab.world();
  world.month = kStart;
  world.economy = economy_of(lab.inputs, kStart);
  world.persons.append(persons);
  world.households.append(persons);
  for (std::size_t i = 0; i < persons; ++i) {
    world.persons.household[i] = static_cast<std::uint32_t>(i);
    world.persons.equivalent_income_krw[i] = static_cast<float>(100'000 * (i + 1));
  }
  return world;
}

/// Records the types of persons given month by month ("0" not counted to "4" marginality).
void record_types(World& world, const std::vector<std::string>& months, TypeRecorder& types,
                  StandingRecorder* standing) {
  for (const auto& month : months) {
    for (std::size_t i = 0; i < month.size(); ++i) {
      world.persons.adjustment_type[i] = static_cast<AdjustmentType>(month[i] - '0');
    }
    types.record(world);
    if (standing != nullptr) standing->record(world);
    ++world.month;
  }
}

TEST_CASE("gains: persons are compared with themselves - losses are no negative gains") {
  Lab lab;
  World& world = begin(lab, 20);
  for (std::size_t i = 0; i < 20; ++i) world.persons.woman[i] = i < 10 ? 1 : 0;
  const World before = world;
  TypeRecorder reference;
  StandingRecorder standing({"sex"});
  // The first month is before the policy start, when gains do not count.
  record_types(world, {"22222222222222222222", "22222122222222222222", "22222122222222222220"},
               reference, &standing);
  World other = before;
  TypeRecorder arm;
  record_types(other, {"11111111111111111111", "12222220222222222221", "12222220222222222220"}, arm,
               nullptr);
  const auto groups = gain_groups(standing.subgroups().labels());
  REQUIRE(groups.size() == 13);
  CHECK(groups[2] == "sex=woman");
  CHECK(groups[3] == "position=1");
  CHECK(groups[12] == "position=10");
  const Gains gains = gains_of(standing, reference, arm, 1);
  CHECK(gains.persons[0] == 19);  // one is not counted in the arm
  CHECK(gains.gaining[0] == 2);
  CHECK(gains.losing[0] == 1);
  CHECK(gains.months_gained[0] == 3);
  CHECK(gains.months_lost[0] == 2);
  CHECK(gains.months_gained[2] == 2);
  CHECK(gains.months_gained[1] == 1);
  CHECK(gains.persons[3] == 2);
  CHECK(gains.months_gained[3] == 2);
  CHECK(gains.losing[5] == 1);  // the sixth of twenty
  CHECK(gains.persons[6] == 1);
  CHECK(gains.months_gained[12] == 1);
}

TEST_CASE("gains: the group is that of the first month in which a person is counted") {
  Lab lab;
  World& world = begin(lab, 2);
  world.persons.arrival_month.assign(2, static_cast<std::int16_t>(kStart.index - 35));
  StandingRecorder standing({"years_since_arrival"});
  TypeRecorder types;
  record_types(world, {"20", "22", "22"}, types, &standing);
  CHECK(standing.group(0, 0) == 0);  // under three years
  CHECK(standing.group(0, 1) == 1);  // a month later it is three
}

TEST_CASE("gains: nothing that becomes of a person in the reference moves the tenth of income") {
  Lab lab;
  World& world = begin(lab, 3);
  const float median = world.economy.median_income_krw;
  StandingRecorder standing({});
  TypeRecorder types;
  record_types(world, {"220"}, types, &standing);
  world.persons.equivalent_income_krw[0] = 9'000'000;  // a lucky one
  record_types(world, {"222"}, types, &standing);
  CHECK(standing.income(0) == 100'000 / median);
  CHECK(standing.income(1) == 200'000 / median);
  CHECK(standing.income(2) == 300'000 / median);  // first counted in the second month
  CHECK(positions_of(standing) == std::vector<std::uint8_t>{0, 3, 6});
}

/// A life by month, the first being the one before the records begin: '.' no work, 'w' work,
/// 's' hired with a subsidy this month.
HireRecorder play(Lab& lab, const std::vector<std::string>& lives, bool keep_work) {
  World& world = begin(lab, lives.size());
  Persons& people = world.persons;
  const auto live = [&](std::size_t month) {
    world.month = kStart + static_cast<int>(month) - 1;
    for (std::size_t i = 0; i < lives.size(); ++i) {
      const char now = lives[i][month];
      const bool ended = month > 0 && now == '.' && lives[i][month - 1] != '.';
      if (ended) people.idle_since[i] = static_cast<std::int16_t>(world.month.index);
      people.active[i] = 1;
      people.labour_state[i] = now == '.' ? LabourState::not_employed : LabourState::temporary;
      people.job_offer[i] = now == 's' ? JobOffer::formal : JobOffer::none;
      people.subsidised_months_left[i] = now == 's' ? 6 : 0;
    }
  };
  for (auto& month : people.idle_since) month = static_cast<std::int16_t>(kStart.index - 24);
  live(0);
  HireRecorder recorder(keep_work ? &world : nullptr);
  for (std::size_t month = 1; month < lives.front().size(); ++month) {
    live(month);
    recorder.record(world);
  }
  return recorder;
}

/// Whether the one subsidised hire of the arm's life is found in the reference's.
bool hired_anyway(const std::string& arm, const std::string& reference) {
  Lab lab;
  const HireRecorder before = play(lab, {reference}, true);
  const HireRecorder after = play(lab, {arm}, false);
  const HireCounts counts = compare_hires(before, after);
  int hires = 0;
  int anyway = 0;
  for (std::size_t m = 0; m < counts.subsidised.size(); ++m) {
    hires += counts.subsidised[m];
    anyway += counts.anyway[m];
  }
  REQUIRE(hires == 1);
  return anyway == 1;
}

TEST_CASE("deadweight: who is hired in the reference in the same month or earlier in the spell") {
  CHECK(hired_anyway("....sw", "....ww"));
  CHECK(hired_anyway("....sw", "...www"));
  CHECK(hired_anyway("....sw", "..w..."));        // has lost it again
  CHECK(hired_anyway("ww..sw", "wwwwww"));        // has never lost it
  CHECK_FALSE(hired_anyway("....sw", "......"));  // never hired
  CHECK_FALSE(hired_anyway("....sw", ".....w"));  // later
  CHECK_FALSE(hired_anyway("w...sw", "w....w"));  // before the spell
  CHECK_FALSE(hired_anyway("w...sw", "ww...w"));  // kept the old job longer, then lost it
  CHECK_FALSE(hired_anyway(".w..s", ".w..."));    // hired by both in an earlier spell
  CHECK(hired_anyway(".w.s.", ".w.s."));          // the same life
}

TEST_CASE("deadweight: hires are counted in their month") {
  Lab lab;
  const std::vector<std::string> lives{"..sww", "...sw", ".....", "www.s", "...ww"};
  const HireRecorder same = play(lab, lives, true);
  const HireCounts counts = compare_hires(same, same);
  CHECK(counts.subsidised == std::vector<std::int32_t>{0, 1, 1, 1});
  CHECK(counts.anyway == counts.subsidised);
}

}  // namespace
