#include "engine/queue.h"

#include "support/town.h"
#include "support/worlds.h"

// Who is served where there are fewer places than candidates.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Decision kQueue{"rationing", 3, "a queue"};

/// A town in which every third person is a woman and everybody left the facility in another month.
struct Waiting {
  Waiting() : town(60) {
    for (std::size_t i = 0; i < town.people.size(); ++i) {
      town.people.woman[i] = i % 3 == 0 ? 1 : 0;
      town.people.exit_month[i] = static_cast<std::int16_t>(kStart.index - 1 - (7 * i) % 60);
      everybody.push_back(static_cast<PersonIndex>(i));
    }
  }
  [[nodiscard]] std::vector<PersonIndex> order(const Offer& rule) const {
    return in_order_of_queue(town.world, rule, kQueue, everybody);
  }
  Town town;
  std::vector<PersonIndex> everybody;
};

TEST_CASE("a queue is in the order of a draw - of the months of exit - the priority before all") {
  const Waiting waiting;
  const Persons& people = waiting.town.people;
  const auto left_earlier = [&](PersonIndex one, PersonIndex other) {
    return people.exit_month[one] < people.exit_month[other];
  };
  const auto drawn = waiting.order(Offer{});
  CHECK(std::is_permutation(drawn.begin(), drawn.end(), waiting.everybody.begin()));
  CHECK(drawn != waiting.everybody);
  CHECK_FALSE(std::is_sorted(drawn.begin(), drawn.end(), left_earlier));

  Offer first_come;
  first_come.first_come = true;
  const auto come = waiting.order(first_come);
  CHECK(std::is_sorted(come.begin(), come.end(), left_earlier));

  Offer women_first;
  women_first.priority = &condition_numbered(number_of(women()));
  const auto served = waiting.order(women_first);
  const auto is_woman = [&](PersonIndex i) { return people.woman[i] != 0; };
  CHECK(std::is_partitioned(served.begin(), served.end(), is_woman));
  CHECK(is_woman(served.front()));
  // Within a group the order is that without a priority.
  const auto only = [](std::vector<PersonIndex> list, const auto& wanted) {
    std::erase_if(list, [&](PersonIndex i) { return !wanted(i); });
    return list;
  };
  CHECK(only(served, is_woman) == only(drawn, is_woman));
}

TEST_CASE("of two who left in one month the draw decides") {
  Waiting waiting;
  std::fill(waiting.town.people.exit_month.begin(), waiting.town.people.exit_month.end(),
            static_cast<std::int16_t>(kStart.index - 5));
  Offer first_come;
  first_come.first_come = true;
  CHECK(waiting.order(first_come) == waiting.order(Offer{}));
}

TEST_CASE("places of a year are used up in it and there again in January") {
  Town town(100);
  Instrument workshop = workshops();
  workshop.set("capacity_per_year", 7).set("months", 1);
  int before = 0;
  std::map<int, int> begun;
  for (int month = 0; month < 30; ++month) {
    const int year = town.world.month.year();
    town.world.places.open_month(town.world.month);
    workshop.step(town);
    const int now = town.count(&Persons::workshop_before);
    begun[year] += now - before;
    before = now;
    CHECK(town.world.places.begun(Place::dialect_workshop) == begun[year]);
  }
  CHECK(begun.size() >= 3);
  for (const auto& [year, count] : begun) {
    INFO(year);
    CHECK(count == 7);
  }
}

TEST_CASE("places at one time and places of a year bind together") {
  Town town(100);
  Instrument workshop = workshops();
  workshop.set("capacity", 5).set("capacity_per_year", 8).set("months", 60);
  town.world.places.open_month(month_of(town.world.month.year(), 1));
  workshop.step(town);
  CHECK(town.count(&Persons::workshop_months_left) == 5);
  workshop.set("capacity", 50).step(town);
  CHECK(town.count(&Persons::workshop_months_left) == 8);
}

TEST_CASE("thinned: a year has as many places in the mean as its share of all") {
  constexpr int kYears = 4000;
  Town town(1);
  town.world.scale = 0.1F;
  double sum = 0;
  for (int year = 0; year < kYears; ++year) {
    sum += simulated_places(town.world, 27, kQueue, month_of(1990 + year, 1));
  }
  CHECK(agrees(sum / kYears, 2.7, std::sqrt(0.7 * 0.3 / kYears)));
}

}  // namespace
