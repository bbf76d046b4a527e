#include <array>
#include <map>
#include <set>

#include "processes/adjustment.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

using Counts = std::array<int, 4>;  ///< by Presence

Counts count(const Persons& people) {
  Counts counts{};
  for (const Presence presence : people.presence) ++counts[static_cast<std::size_t>(presence)];
  return counts;
}

/// Names of columns that hold a value outside the dictionary's range, or one that is not a number.
std::set<std::string> out_of_range(const Persons& people) {
  std::set<std::string> found;
  for (const auto& column : person_dictionary()) {
    const auto check = [&](double value) {
      if (!(value >= column.minimum && value <= column.maximum)) found.emplace(column.name);
    };
    std::visit(
        [&](auto member) {
          using Value = typename std::remove_cvref_t<decltype(people.*member)>::value_type;
          for (const Value& value : people.*member) {
            if constexpr (std::is_same_v<Value, ChildBirths> ||
                          std::is_same_v<Value, YearOfFigures>) {
              for (const auto entry : value) check(static_cast<double>(entry));
            } else {
              check(static_cast<double>(value));
            }
          }
        },
        column.member);
  }
  return found;
}

TEST_CASE("V16 persons are conserved and columns keep their range - 1980 to 2025") {
  const auto plan = small_study("quick_look", month_of(2012, 1), month_of(2025, 12));
  Lab lab(plan);
  lab.begin(arrivals::kSpinUpStart, 0.05F, 7);
  std::set<std::uint32_t> tickets;
  Counts before{};
  while (lab.next_month() <= month_of(2025, 12)) {
    const Month now = lab.next_month();
    INFO(to_string(now));
    const std::vector<Presence> presence = lab.world().persons.presence;
    lab.step();
    const World& world = lab.world();
    const Persons& people = world.persons;
    for (const auto& ticket : arrivals::tickets_of(lab.inputs, world.random, now)) {
      tickets.insert(ticket_of(ticket.arrival, ticket.rank));
    }
    REQUIRE(world.households.count() == people.size());
    REQUIRE(world.ties.persons() == people.size());
    const Counts after = count(people);
    int dead_on_entry = 0;
    int returns = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (i >= presence.size()) {
        REQUIRE(tickets.erase(people.ticket[i]) == 1);  // every ticket at most once
        // Who came before 1980 may have died before the spin-up.
        if (people.presence[i] == Presence::dead && now == arrivals::kSpinUpStart) ++dead_on_entry;
      } else if (presence[i] == Presence::abroad && people.presence[i] == Presence::resident) {
        ++returns;
      }
    }
    const auto newcomers = static_cast<int>(people.size() - presence.size());
    REQUIRE(after[0] == before[0] + newcomers - dead_on_entry + returns - world.exits.deaths -
                            world.exits.departures);
    REQUIRE(after[1] + after[2] == before[1] + before[2] + world.exits.departures - returns);
    REQUIRE(after[3] == before[3] + world.exits.deaths + dead_on_entry);
    REQUIRE(after[0] + after[1] + after[2] + after[3] == static_cast<int>(people.size()));
    REQUIRE(out_of_range(people) == std::set<std::string>{});
    before = after;
  }
  CHECK(before[1] + before[2] > 0);  // somebody went abroad at all
  CHECK(lab.world().persons.size() > 1000);
  Persons wrong = lab.world().persons;  // able to fail
  wrong.belonging[0] = std::nanf("");
  wrong.age[0] = 121;
  CHECK(out_of_range(wrong) == std::set<std::string>{"age", "belonging"});
}

TEST_CASE("arrivals by year and sex equal the table") {
  Lab lab;
  const Random random(3, 0);
  using BySex = std::array<int, 2>;
  std::map<int, BySex> came;
  for (Month m = arrivals::kSpinUpStart; m <= month_of(2025, 12); ++m) {
    std::uint32_t rank = 0;
    for (const auto& ticket : arrivals::tickets_of(lab.inputs, random, m)) {
      if (m != arrivals::kSpinUpStart) {
        REQUIRE(ticket.arrival == m);
        REQUIRE(ticket.rank == rank++);
      }
      ++came[m < Month{0} ? 1989 : m.year()][ticket.woman ? 1 : 0];
    }
  }
  CHECK(came[1989] == BySex{lab.inputs.stock_1990_men, lab.inputs.stock_1990_women});
  for (const auto& year : lab.inputs.arrivals) {
    if (year.year > 2025) continue;
    INFO(year.year);
    CHECK(came[year.year] == BySex{year.men, year.women});
  }
  // And of the persons of a full world.
  lab.begin(month_of(1990, 1));
  lab.advance(month_of(2001, 12));
  came.clear();
  const Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    ++came[Month{people.arrival_month[i]}.year()][people.woman[i]];
  }
  for (const auto& year : lab.inputs.arrivals) {
    if (year.year > 2001) continue;
    INFO(year.year);
    CHECK(came[year.year] == BySex{year.men, year.women});
  }
}

TEST_CASE("tickets are never used twice - and a thinned world is a part of the whole") {
  struct Traits {
    std::int16_t birth_month;
    float wage_trait;
    std::uint32_t head;  ///< ticket
    bool operator==(const Traits&) const = default;
  };
  const auto run = [](float scale) {
    Lab lab;
    lab.begin(month_of(1999, 1), scale);
    lab.advance(month_of(2001, 12));
    std::map<std::uint32_t, Traits> by_ticket;
    const Persons& people = lab.world().persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const std::uint32_t head = people.ticket[lab.world().households.head[i]];
      REQUIRE(by_ticket
                  .try_emplace(people.ticket[i],
                               Traits{people.birth_month[i], people.wage_trait[i], head})
                  .second);
    }
    return by_ticket;
  };
  const auto whole = run(1.0F);
  const auto part = run(0.3F);
  double units = 0;
  double units_in = 0;
  for (const auto& [ticket, traits] : whole) {
    // Whole units are kept or dropped.
    CHECK(part.contains(ticket) == part.contains(traits.head));
    if (part.contains(ticket)) CHECK(part.at(ticket) == traits);
    if (traits.head != ticket) continue;
    ++units;
    units_in += part.contains(ticket);
  }
  CHECK(agrees(units_in / units, 0.3, share_error(0.3, units)));
  CHECK_FALSE(agrees(units_in / units, 0.4, share_error(0.4, units)));
}

/// Mean scores of the last months there are, at most `window`.
adjustment::Scores mean_of_last(const std::vector<adjustment::Scores>& history, int window) {
  const std::size_t count = std::min(history.size(), static_cast<std::size_t>(window));
  adjustment::Scores mean{0, 0, 0};
  for (std::size_t n = history.size() - count; n < history.size(); ++n) {
    mean.material += history[n].material;
    mean.belonging += history[n].belonging;
    mean.wellbeing += history[n].wellbeing;
  }
  const auto months = static_cast<float>(count);
  return {mean.material / months, mean.belonging / months, mean.wellbeing / months};
}

TEST_CASE("types agree with scores and flags every month") {
  Lab lab;
  make_small(lab);
  lab.begin(arrivals::kSpinUpStart);
  lab.advance(month_of(1998, 12));
  std::array<int, 5> seen{};
  std::vector<AdjustmentType> type_before = lab.world().persons.adjustment_type;
  std::vector<std::uint8_t> material_before = lab.world().persons.material_success;
  const std::size_t at_start = type_before.size();
  std::map<std::size_t, std::vector<adjustment::Scores>> history;
  while (lab.next_month() <= month_of(2012, 12)) {
    lab.step();
    const adjustment::Parameters p{
        .income_weight = lab.value("scores.income_weight"),
        .job_weight = lab.value("scores.job_weight"),
        .skill_weight = lab.value("scores.skill_weight"),
        .threshold = lab.value("scores.threshold"),
        .hysteresis = lab.value("scores.hysteresis"),
        .satisfaction_threshold = lab.value("scores.satisfaction_threshold"),
        .window = static_cast<int>(lab.value("scores.window"))};
    const Persons& people = lab.world().persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      ++seen[static_cast<std::size_t>(people.adjustment_type[i])];
      if (people.active[i] == 0) {
        REQUIRE(people.adjustment_type[i] == AdjustmentType::not_counted);
        continue;
      }
      REQUIRE(people.age[i] >= 15);
      REQUIRE(people.presence[i] == Presence::resident);
      REQUIRE(people.labour_state[i] != LabourState::facility);
      REQUIRE(people.adjustment_type[i] ==
              adjustment::type_of(people.material_success[i] != 0, people.mental_success[i] != 0));
      const bool was = i < type_before.size() && type_before[i] != AdjustmentType::not_counted;
      const adjustment::Scores month{people.material_score[i], people.belonging_score[i],
                                     people.wellbeing_score[i]};
      if (!was) history[i].clear();
      history[i].push_back(month);
      // Of those who are there at the beginning the months before are not known.
      if (i < at_start && history[i].size() < static_cast<std::size_t>(p.window)) continue;
      const adjustment::Scores window = mean_of_last(history[i], p.window);
      REQUIRE(people.criteria[i] ==
              adjustment::criteria_of(p, window, month, people.measured_distress[i]));
      REQUIRE((people.material_success[i] != 0) ==
              adjustment::succeeds(p, window.material,
                                   i < material_before.size() && material_before[i] != 0, !was));
      REQUIRE(people.belonging_score[i] == 100.0F * people.belonging[i]);
    }
    type_before = people.adjustment_type;
    material_before = people.material_success;
  }
  for (const int persons : seen) CHECK(persons > 0);
}

TEST_CASE("members of households add up - and states of work fit together") {
  Lab lab;
  make_small(lab);
  lab.begin(month_of(1994, 1));
  const auto check = [&](const Process& process) {
    const World& world = lab.world();
    const Persons& people = world.persons;
    const Households& households = world.households;
    if (process.description().name != "household pooling") return;
    std::vector<int> members(people.size());
    std::vector<int> able(people.size());
    std::vector<int> children(people.size());
    std::vector<bool> with_child(people.size());
    std::vector<int> partners(people.size());
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (people.partner[i] != kNobody) {
        REQUIRE(people.partner[people.partner[i]] == i);
        REQUIRE(people.has_partner(i));
      }
      if (!people.in_south(i) || people.in_facility(i)) continue;
      const std::size_t h = people.household[i];
      ++members[h];
      able[h] += people.able(i, world.month);
      children[h] += people.young_children(i, world.month);
      const int since_birth = world.month.index - people.youngest_child_birth[i];
      if (people.age[i] < 18 || since_birth < 18 * 12) with_child[h] = true;
      partners[h] += people.has_partner(i) && people.partner[i] == kNobody;
    }
    for (std::size_t h = 0; h < people.size(); ++h) {
      REQUIRE(households.members[h] == members[h]);
      REQUIRE(households.able_members[h] == able[h]);
      REQUIRE((households.with_child[h] != 0) == with_child[h]);
      REQUIRE(households.size[h] == members[h] + children[h] + partners[h]);
    }
  };
  while (lab.next_month() <= month_of(2012, 12)) {
    lab.step([](const Process&) {}, check);
    const Persons& people = lab.world().persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (people.active[i] == 0) continue;
      REQUIRE((people.monthly_wage_krw[i] > 0) == people.works(i));
      if (people.searched[i] != 0 && people.not_employed(i)) {
        REQUIRE(people.age[i] >= 18);
        REQUIRE(people.age[i] <= 74);
      }
      if (!people.works(i)) REQUIRE(people.job_tenure_months[i] == 0);
      if (!people.has_wage_job(i)) {
        REQUIRE(people.subsidised_months_left[i] == 0);
        REQUIRE(people.insured[i] == 0);
      }
      if (people.labour_state[i] == LabourState::regular) REQUIRE(people.insured[i] == 1);
      REQUIRE(people.insured_months[i] <= people.job_tenure_months[i]);
      REQUIRE(people.job_tenure_months[i] <= people.months_worked_total[i]);
      REQUIRE(people.grant_left_krw[i] >= 0);
      REQUIRE((people.grant_left_krw[i] == 0 || people.grant_parts_left[i] > 0));
      if (people.age[i] < 18) REQUIRE(people.in_school(i));
    }
  }
}

}  // namespace
