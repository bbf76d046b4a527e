#include <cmath>

#include "processes/arrivals.h"
#include "support/worlds.h"

// Who comes, with whom, and with what: tickets, arrival units, families and backgrounds, each put
// together by hand.

namespace {

using namespace resettle;
using namespace resettle::testing;

using arrivals::Newcomer;
using arrivals::Ticket;

constexpr Month kJune = month_of(2000, 6);
constexpr auto kNeverIndex = static_cast<std::int16_t>(kNever.index);

TEST_CASE("tickets: women are those with the smallest numbers - to the last bit") {
  constexpr std::size_t kAll = 24'000;
  const Random random(1, 0);
  std::vector<std::pair<std::uint32_t, std::size_t>> numbers;  // of 23 bits, with the place
  for (int month = 1; month <= 12; ++month) {
    for (std::uint32_t rank = 0; rank < kAll / 12; ++rank) {
      const Month m = month_of(2000, month);
      const float u = random.uniform(arrivals::kTicketWoman, ticket_of(m, rank), m);
      numbers.emplace_back(static_cast<std::uint32_t>(u * 0x1p23F), numbers.size());
    }
  }
  auto sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  // The boundary lies between two that differ in the last bit only, the larger of them first.
  std::size_t women = 0;
  for (std::size_t n = 1; n < kAll && women == 0; ++n) {
    const auto& [one, place] = sorted[n - 1];
    const auto& [next, next_place] = sorted[n];
    if (one != next && one / 2 == next / 2 && place > next_place) women = n;
  }
  REQUIRE(women > 0);
  for (const std::size_t count : {women, std::size_t{1}, std::size_t{9000}, kAll}) {
    Inputs inputs;
    inputs.arrivals = {{2000, static_cast<int>(kAll - count), static_cast<int>(count)}};
    std::size_t place = 0;
    for (int month = 1; month <= 12; ++month) {
      for (const Ticket& ticket : arrivals::tickets_of(inputs, random, month_of(2000, month))) {
        const bool among_smallest = count == kAll || numbers[place] < std::pair(sorted[count]);
        REQUIRE(ticket.woman == among_smallest);
        ++place;
      }
    }
    CHECK(place == kAll);
  }
}

TEST_CASE("tickets: a month with more arrivals than tickets can be told apart is refused") {
  Inputs inputs;
  inputs.arrivals = {{2000, 12 * (1 << 20), 0}};
  CHECK_THROWS(arrivals::tickets_of(inputs, Random(1, 0), month_of(2000, 1)));
}

/// Men are 30 and women 10, so that a test can say who is of age; from other ages `of_men`.
Inputs men_are_adults(std::vector<AgeBand> of_men = {{30, 31, 1, 0}}) {
  Inputs inputs;
  inputs.ages = std::move(of_men);
  inputs.ages.push_back({10, 11, 0, 1});
  std::sort(inputs.ages.begin(), inputs.ages.end(),
            [](const AgeBand& a, const AgeBand& b) { return a.from_age < b.from_age; });
  inputs.ages_1990s = inputs.ages;
  return inputs;
}

std::vector<Newcomer> units_of(const Inputs& inputs, const std::vector<Ticket>& tickets,
                               double join) {
  const World world(inputs, Random(1, 0), 1, false);
  arrivals::Parameters p{};
  p.join_previous = Series(join);
  return arrivals::form_units(world, p, tickets, 0, tickets.size());
}

std::vector<Ticket> tickets(std::size_t count, Month arrival, bool woman) {
  std::vector<Ticket> all;
  for (std::uint32_t rank = 0; rank < count; ++rank) all.push_back({arrival, rank, woman});
  return all;
}

/// The units of a row of tickets: "a" is of age, "c" a child.
std::vector<std::size_t> units(const Inputs& inputs, const std::string& row, double join) {
  std::vector<Ticket> all = tickets(row.size(), kJune, false);
  for (std::size_t k = 0; k < row.size(); ++k) all[k].woman = row[k] == 'c';
  std::vector<std::size_t> found;
  for (const Newcomer& one : units_of(inputs, all, join)) found.push_back(one.unit);
  return found;
}

using Units = std::vector<std::size_t>;

TEST_CASE("arrivals: a child belongs to the adult before - or to the first adult after") {
  const Inputs inputs = men_are_adults();
  CHECK(units(inputs, "aacaa", 0) == Units{0, 1, 1, 3, 4});
  CHECK(units(inputs, "aaaaa", 1) == Units{0, 0, 0, 0, 0});
  CHECK(units(inputs, "ccacac", 0) == Units{0, 0, 0, 0, 4, 4});
  CHECK(units(inputs, "ccaa", 1) == Units{0, 0, 0, 0});
  CHECK(units(inputs, "ccc", 1) == Units{0, 1, 2});  // nobody is there to come with
  CHECK(units(inputs, "c", 0) == Units{0});
}

TEST_CASE("arrivals: who is 18 is of age - who is 17 is not") {
  CHECK(units(men_are_adults({{18, 19, 1, 0}}), "aca", 0) == Units{0, 0, 2});
  CHECK(units(men_are_adults({{17, 18, 1, 0}}), "aca", 0) == Units{0, 1, 2});
}

TEST_CASE("arrivals: adults join the ticket before by the share") {
  constexpr double kMany = 5000;
  const auto all = units_of(men_are_adults(), tickets(kMany, kJune, false), 0.3);
  double joined = 0;
  for (std::size_t k = 0; k < all.size(); ++k) joined += all[k].unit != k;
  CHECK(agrees(joined / (kMany - 1), 0.3, share_error(0.3, kMany)));
}

std::vector<double> ages(const Inputs& inputs, Month arrival, bool woman) {
  std::vector<double> found;
  for (const Newcomer& one : units_of(inputs, tickets(4000, arrival, woman), 0)) {
    found.push_back(static_cast<double>(one.age));
  }
  return found;
}

/// Share of those below the age.
double below(const std::vector<double>& ages, double age) {
  const auto younger = std::count_if(ages.begin(), ages.end(), [&](double a) { return a < age; });
  return static_cast<double>(younger) / static_cast<double>(ages.size());
}

TEST_CASE("arrivals: ages are those of the table of the time and the sex - uniform in a band") {
  Inputs inputs;
  inputs.ages = {{10, 20, 0, 0}, {20, 30, 0.4, 0}, {30, 60, 0.6, 0}, {60, 80, 0, 1}};
  inputs.ages_1990s = {{50, 51, 1, 1}};
  const auto in_bounds = [](const std::vector<double>& found, double from, double to) {
    return std::all_of(found.begin(), found.end(), [&](double a) { return a >= from && a < to; });
  };
  const double error = share_error(0.4, 4000);
  const auto men = ages(inputs, kJune, false);
  CHECK(in_bounds(men, 20, 60));
  CHECK(agrees(below(men, 30), 0.4, error));
  CHECK(agrees(below(men, 25), 0.2, error));
  CHECK(agrees(below(men, 45), 0.7, error));
  const auto women = ages(inputs, kJune, true);
  CHECK(in_bounds(women, 60, 80));
  CHECK(agrees(below(women, 70), 0.5, share_error(0.5, 4000)));
  CHECK(in_bounds(ages(inputs, month_of(1998, 12), true), 50, 51));
  CHECK(in_bounds(ages(inputs, month_of(1990, 1), false), 50, 51));
  CHECK(in_bounds(ages(inputs, month_of(1999, 1), true), 60, 80));
  // Who came before 1990 was 18 to 44, men and women alike: of the second band half the years,
  // 0.3 to 0.4 of the first.
  for (const bool woman : {false, true}) {
    const auto stock = ages(inputs, month_of(1989, 12), woman);
    CHECK(in_bounds(stock, 20, 45));
    CHECK(agrees(below(stock, 30), 4.0 / 7, error));
  }
}

/// A member of a unit.
struct Member {
  bool woman;
  int age;
  int months = 0;  ///< over that age
};

/// The members of one unit, made a family.
Persons family(const std::vector<Member>& members) {
  const Inputs inputs;
  World world(inputs, Random(1, 0), 1, false);
  Persons& people = world.persons;
  people.append(members.size());
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto& [woman, age, months] = members[i];
    people.woman[i] = woman;
    people.age[i] = static_cast<std::uint8_t>(age);
    people.birth_month[i] = static_cast<std::int16_t>(kJune.index - 12 * age - months);
    people.partner[i] = kNobody;
    people.youngest_child_birth[i] = kNeverIndex;
    rows.push_back(i);
  }
  arrivals::make_family(world, rows);
  return people;
}

using Partners = std::vector<PersonIndex>;

TEST_CASE("arrivals: the first two adults of different sex and near age are a couple") {
  const auto couple = family({{false, 30}, {false, 31}, {true, 30}, {true, 31}});
  CHECK(couple.partner == Partners{2, kNobody, 0, kNobody});
  CHECK(couple.partner_origin[0] == PartnerOrigin::northern);
  CHECK(couple.partner_origin[2] == PartnerOrigin::northern);
  CHECK(couple.partner_origin[1] == PartnerOrigin::none);
  const Partners nobody{kNobody, kNobody};
  CHECK(family({{true, 18}, {false, 18}}).partner == Partners{1, 0});
  CHECK(family({{true, 17}, {false, 18}}).partner == nobody);
  CHECK(family({{true, 18}, {false, 17}}).partner == nobody);
  CHECK(family({{true, 30}, {true, 30}}).partner == nobody);
  CHECK(family({{true, 45, 0}, {false, 30, 1}}).partner == Partners{1, 0});  // 179 months
  CHECK(family({{true, 45, 0}, {false, 30, 0}}).partner == nobody);          // 15 years
  CHECK(family({{true, 30, 0}, {false, 45, 0}}).partner == nobody);
}

/// Months since the birth of the youngest child of each member; none: -1.
std::vector<int> youngest(const std::vector<Member>& members) {
  const Persons people = family(members);
  std::vector<int> months;
  for (const std::int16_t birth : people.youngest_child_birth) {
    months.push_back(birth == kNeverIndex ? -1 : kJune.index - birth);
  }
  return months;
}

using Months = std::vector<int>;

TEST_CASE("arrivals: those under 18 are children of the first woman - else of the first adult") {
  CHECK(youngest({{false, 40}, {true, 39}, {true, 38}, {true, 5}, {false, 10}}) ==
        Months{-1, 60, -1, -1, -1});
  CHECK(youngest({{false, 40}, {false, 39}, {true, 5}}) == Months{60, -1, -1});
  CHECK(youngest({{true, 5}, {true, 39}, {true, 38}}) == Months{-1, 60, -1});
  CHECK(youngest({{true, 18}, {false, 17}}) == Months{204, -1});
  CHECK(youngest({{false, 40}, {false, 18}}) == Months{-1, -1});  // a grown son
  CHECK(youngest({{true, 10}, {false, 9}}) == Months{-1, -1});
}

/// Parameters and tables of backgrounds.
struct Background {
  Background() {
    inputs.share_university = {0.3, 0.1};
    inputs.share_college = {0.2, 0.4};
    inputs.broker_debt = {{1e6, 0.3}, {2e6, 0.5}, {3e6, 0.2}};
    p.elite_share = Series(0.2);
    p.market_share = Series(0.3);
    p.media_share = Series(0.4);
    p.media_dialect_gain = Series(0.1);
    p.illness_base = Series(0.25);
    p.illness_age_slope = Series(0);
    p.ptsd_share = Series(0.15);
    p.family_left_share = Series(0.35);
    p.distress_base = 0.5F;
    p.distress_ptsd_effect = 1.5F;
  }

  Persons of(Month arrival, float age, std::size_t count = 5000, bool woman = false) const {
    World world(inputs, Random(1, 0), 1, false);
    std::vector<Newcomer> newcomers;
    for (const Ticket& ticket : tickets(count, arrival, woman)) {
      newcomers.push_back({ticket, ticket_of(arrival, ticket.rank), age, newcomers.size()});
    }
    world.persons.append(count);
    arrivals::set_background(world, p, newcomers, 0);
    return world.persons;
  }

  Inputs inputs;
  arrivals::Parameters p{};
};

/// Whether the share of the persons with this value in the column is the one expected.
template <class T>
bool is_share(double expected, const std::vector<T>& column, double value = 1) {
  const auto count = std::count_if(column.begin(), column.end(),
                                   [&](T one) { return static_cast<double>(one) == value; });
  const auto all = static_cast<double>(column.size());
  return agrees(static_cast<double>(count) / all, expected, share_error(expected, all));
}

TEST_CASE("arrivals: backgrounds have the shares of the parameters") {
  const Persons men = Background().of(kJune, 30.5F);
  CHECK(is_share(0.2, men.elite));
  CHECK(is_share(0.3, men.market_trader));
  CHECK(is_share(0.4, men.media_exposed));
  CHECK(is_share(0.25, men.chronic_illness));
  CHECK(is_share(0.15, men.ptsd));
  CHECK(is_share(0.35, men.family_left_behind));
  CHECK(is_share(0.3, men.northern_schooling, 2));
  CHECK(is_share(0.2, men.northern_schooling, 1));
  CHECK(is_share(0.5, men.northern_schooling, 0));
  for (int one = 0; one < 5; ++one) CHECK(is_share(0.2, men.disposition, one));
  CHECK(men.ptsd_at_entry == men.ptsd);
  CHECK(men.age[0] == 30);
  CHECK(men.birth_month[0] == kJune.index - 366);
  const Persons women = Background().of(kJune, 30.5F, 5000, true);
  CHECK(women.woman[0] == 1);
  CHECK(is_share(0.1, women.northern_schooling, 2));
  CHECK(is_share(0.4, women.northern_schooling, 1));
}

TEST_CASE("arrivals: only who came of age in the North has studied - traded or been of the elite") {
  const Persons young = Background().of(kJune, 17.9F);
  CHECK(is_share(0, young.elite));
  CHECK(is_share(0, young.market_trader));
  CHECK(is_share(1, young.northern_schooling, 0));
  CHECK(is_share(0.4, young.media_exposed));
  const Persons adults = Background().of(kJune, 18.0F);
  CHECK(is_share(0.2, adults.elite));
  CHECK(is_share(0.3, adults.market_trader));
  CHECK(is_share(0.3, adults.northern_schooling, 2));
}

TEST_CASE("arrivals: illness grows with every year over 40 - to 0.8") {
  Background background;
  background.p.illness_base = Series(0.1);
  background.p.illness_age_slope = Series(0.02);
  CHECK(is_share(0.1, background.of(kJune, 40).chronic_illness));
  CHECK(is_share(0.3, background.of(kJune, 50).chronic_illness));
  CHECK(is_share(0.8, background.of(kJune, 90).chronic_illness));
}

TEST_CASE("arrivals: brokers are owed by who came from 2000 on - in bands") {
  const auto debts = Background().of(month_of(2000, 1), 30).debt_krw;
  CHECK(is_share(0.3, debts, 1e6));
  CHECK(is_share(0.5, debts, 2e6));
  CHECK(is_share(0.2, debts, 3e6));
  CHECK(is_share(1, Background().of(month_of(1999, 12), 30).debt_krw, 0));
}

TEST_CASE("arrivals: what everybody has at arrival") {
  const Persons all = Background().of(kJune, 30, 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(all.presence[i] == Presence::resident);
    CHECK(all.labour_state[i] == LabourState::facility);
    CHECK(all.self_confidence[i] == 0.5F);
    CHECK(all.belonging[i] == 0.5F);
    CHECK(all.partner[i] == kNobody);
    CHECK(all.mentor_host[i] == kNoHost);
    CHECK(all.mentor_person[i] == kNobody);
    CHECK(all.officer[i] == kNoOfficer);
    CHECK(all.negative_contact_host[i] == kNoHost);
    CHECK(all.exit_month[i] == kNeverIndex);
    CHECK(all.youngest_child_birth[i] == kNeverIndex);
    CHECK(all.children[i].front() == kNeverIndex);
    CHECK(all.children[i].back() == kNeverIndex);
  }
}

TEST_CASE("arrivals: speech - skill and distress follow from the background") {
  const Persons all = Background().of(kJune, 30, 500);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double elite = all.elite[i];
    const double speech = 0.25 + 0.20 * elite + 0.1 * all.media_exposed[i];
    const double skill =
        0.08 + 0.06 * all.northern_schooling[i] + 0.25 * elite + 0.05 * all.market_trader[i];
    REQUIRE(all.dialect_fluency[i] == Approx(speech));
    REQUIRE(all.south_skill[i] == Approx(skill));
    REQUIRE(all.distress[i] == Approx(0.5 + 1.5 * all.ptsd[i]));  // no trait: its spread is 0
  }
}

TEST_CASE("arrivals: who came before 1980 has learned since - and may have died") {
  Background background;
  background.p.elite_share = background.p.market_share = background.p.media_share = Series(0);
  background.inputs.share_university = background.inputs.share_college = {0, 0};
  background.p.skill_growth = 0.01F;
  background.p.dialect_growth = 0.02F;
  background.p.mortality_level = 0.001F;
  background.p.mortality_age_slope = 0.1F;
  const Persons early = background.of(month_of(1970, 1), 40);
  CHECK(early.south_skill[0] == Approx(1 - 0.92 * std::pow(0.99, 120)).epsilon(1e-4));
  CHECK(early.dialect_fluency[0] == Approx(1 - 0.85 * std::pow(0.98, 120)).epsilon(1e-4));
  double survival = 1;
  for (int m = 0; m < 120; ++m) survival *= 1 - 0.001 * std::exp(0.1 * m / 12);
  CHECK(is_share(1 - survival, early.presence, static_cast<double>(Presence::dead)));
  const Persons later = background.of(arrivals::kSpinUpStart, 40);
  CHECK(later.south_skill[0] == Approx(0.08));
  CHECK(is_share(0, later.presence, static_cast<double>(Presence::dead)));
}

TEST_CASE("arrivals: units share a household - and have kin by the share") {
  Lab lab;
  lab.set({{"household.join_previous", 0.4}, {"arrivals.kin_share", 0.3}});
  begin_cohort(lab, 4000);
  lab.step();
  const Persons& people = lab.world().persons;
  const Households& households = lab.world().households;
  REQUIRE(people.size() == 4000);
  double units = 0;
  double with_kin = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    REQUIRE(households.head[i] == people.household[i]);
    if (people.household[i] != i) {
      REQUIRE(people.household[i] == people.household[i - 1]);
      continue;
    }
    ++units;
    with_kin += households.has_kin[i];
  }
  CHECK(agrees(units / 4000, 0.6, share_error(0.6, 4000)));
  CHECK(agrees(with_kin / units, 0.3, share_error(0.3, units)));
}

}  // namespace
