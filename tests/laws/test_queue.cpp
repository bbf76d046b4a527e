#include "engine/queue.h"

#include "support/entries.h"

// Rules of a queue, for every instrument that has one: how many places begin in a year, and that a
// place ends with what makes eligible, where a scenario asks for it.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kStart = month_of(2011, 1);

std::set<std::string> instruments_with(const std::string& key) {
  std::set<std::string> found;
  for (const auto& spec : parameter_catalogue()) {
    if (spec.path.ends_with("." + key)) found.insert(instrument_of(spec.path));
  }
  return found;
}

void begin_in_queues(Lab& lab, double per_year) {
  begin_offered_nation(lab, kStart);
  for (const auto& [path, value] : std::map<std::string, Series>(lab.values.all())) {
    if (path.ends_with(".budget_krw_per_year")) lab.values.set(path, Series(kNoLimit));
    if (path.ends_with(".capacity_per_year")) lab.values.set(path, Series(per_year));
  }
  lab.set({{"policies.matched_savings.first_arrival", -400},
           {"policies.matched_savings.on_from", -400},
           {"policies.matched_savings.max_months", 48}});
  lab.begin_again();
}

/// How many places of each kind begin in two years, of which the first is the fuller.
std::array<std::int64_t, kPlaces> begun_in(double per_year) {
  Lab lab;
  begin_in_queues(lab, per_year);
  std::array<std::int64_t, kPlaces> most{};
  for (int month = 0; month < 24; ++month) {
    lab.step();
    for (const auto& info : kPlaceInfo) {
      auto& seen = most[static_cast<std::size_t>(info.place)];
      seen = std::max(seen, lab.world().places.begun(info.place));
    }
  }
  return most;
}

TEST_CASE("no more places begin in a year than there are, and as many if more are wanted") {
  const auto wanted = begun_in(kNoLimit);
  const auto none = begun_in(0);
  std::size_t filled = 0;
  for (const double per_year : {12.0, 90.0}) {
    const double simulated = per_year * 0.33;
    const auto begun = begun_in(per_year);
    for (const auto& info : kPlaceInfo) {
      const auto k = static_cast<std::size_t>(info.place);
      INFO(info.begun);
      const auto count = static_cast<double>(begun[k]);
      CHECK(wanted[k] > 0);  // able to fail
      // Who has completed a course and enters another next month keeps the allowance of the first.
      CHECK(none[k] <= (info.place == Place::training_allowance ? 1 : 0));
      CHECK(count <= std::floor(simulated) + 1);
      // Far more wanted: filled, but for a subsidy that is offered and leads to no job, a loan that
      // starts no business and an allowance without a course.
      const bool is_used_later = info.place == Place::wage_subsidy ||
                                 info.place == Place::business_loan ||
                                 info.place == Place::training_allowance;
      if (is_used_later || static_cast<double>(wanted[k]) < 4 * simulated) continue;
      CHECK(count >= std::floor(simulated));
      ++filled;
    }
  }
  CHECK(filled > 6);  // able to fail
}

/// The world after the instruments of a month, and nothing else of it, with these values.
World with_instruments_of(const World& before, Month now, const ParameterValues& values) {
  World world = before;
  world.month = now;
  world.economy = economy_of(*world.inputs, now);
  world.ledger.open_month(now);
  world.places.open_month(now);
  for (const auto& entry : the_month()) {
    entry.process->update(values, now);
    const auto& reads = entry.process->description().reads;
    if (std::find(reads.begin(), reads.end(), kEligibility) != reads.end()) {
      entry.process->step(world);
    }
  }
  return world;
}

/// Whether the person holds a place of the instrument.
bool holds_place(const World& world, const std::string& instrument, std::size_t i) {
  const Persons& people = world.persons;
  if (instrument == "wage_subsidy") return people.subsidised_months_left[i] > 0;
  if (instrument == "training_allowance") {
    return people.training_allowance_open[i] > 0 && people.in_training(i);
  }
  if (instrument == "self_employment_support") return people.business_coached[i] > 0;
  if (instrument == "matched_savings") return people.account_own_krw[i] > 0;
  if (instrument == "counselling") return people.counselling_months_left[i] > 0;
  if (instrument == "trauma_therapy") return people.therapy_months_left[i] > 0;
  if (instrument == "mentoring") return people.mentor_months_left[i] > 0;
  REQUIRE(instrument == "dialect_workshop");
  return people.workshop_months_left[i] > 0;
}

TEST_CASE("a place ends with what makes eligible, where that is asked for, and runs on elsewhere") {
  Lab lab;
  begin_offered_nation(lab, kStart);
  lab.set({{"policies.matched_savings.first_arrival", -400},
           {"policies.matched_savings.on_from", -400},
           {"policies.matched_savings.max_months", 48},
           {"policies.counselling.take_up", 1},
           {"policies.counselling.entry_distress", -5}});
  lab.begin_again();
  lab.advance(kStart + 6);
  // Of those who hold places some are women: from now on it is for men.
  const Condition men{{Clause{Clause::Kind::trait, find_trait("sex"), {{0, 0}}, {}, {}}}};
  const World before = lab.world();
  const Month now = lab.next_month();
  const auto instruments = instruments_with("while_eligible");
  CHECK(instruments.size() == 8);
  for (const auto& instrument : instruments) {
    INFO(instrument);
    const std::string section = "policies." + instrument;
    const auto next = [&](double ends) {
      ParameterValues values = lab.values;
      values.set(section + ".eligible", Series(number_of(men)));
      values.set(section + ".while_eligible", Series(ends));
      return with_instruments_of(before, now, values);
    };
    const World ends = next(1);
    const World runs_on = next(0);
    std::size_t women_before = 0;
    std::size_t women_on = 0;
    std::size_t women = 0;
    std::size_t men_differ = 0;
    for (std::size_t i = 0; i < before.persons.size(); ++i) {
      if (before.persons.active[i] == 0) continue;
      if (before.persons.woman[i] == 0) {
        // Who holds a place keeps it; that others may now get one is as it should be.
        men_differ += holds_place(before, instrument, i) &&
                      holds_place(ends, instrument, i) != holds_place(runs_on, instrument, i);
        continue;
      }
      women_before += holds_place(before, instrument, i);
      women_on += holds_place(runs_on, instrument, i);
      women += holds_place(ends, instrument, i);
    }
    CHECK(women_before > 0);  // able to fail
    CHECK(women_on > 0);
    CHECK(women == 0);
    CHECK(men_differ == 0);
  }
}

/// Who begins a place in a month, with so many places of the year.
std::vector<std::size_t> served(const World& before, Month now, ParameterValues values,
                                const std::string& instrument, double places) {
  values.set("policies." + instrument + ".capacity_per_year", Series(places));
  const World after = with_instruments_of(before, now, values);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < before.persons.size(); ++i) {
    if (holds_place(after, instrument, i) && !holds_place(before, instrument, i)) {
      found.push_back(i);
    }
  }
  return found;
}

/// Whether nobody of those who wanted a place and got none comes before one who got one.
template <class Before>
bool is_served_in_order(const std::vector<std::size_t>& wanted, const std::vector<std::size_t>& got,
                        const Before& comes_before) {
  return std::none_of(wanted.begin(), wanted.end(), [&](std::size_t one) {
    const bool is_served = std::find(got.begin(), got.end(), one) != got.end();
    return !is_served && std::any_of(got.begin(), got.end(),
                                     [&](std::size_t other) { return comes_before(one, other); });
  });
}

TEST_CASE("those of the priority are served first - and who left first if that counts") {
  // Of the others few begin in one month, or somebody else decides as well.
  const std::vector<std::string> kinds{"counselling", "trauma_therapy", "dialect_workshop"};
  Lab lab;
  make_small(lab);
  offer_everything(lab);
  lab.set({{"policies.counselling.budget_krw_per_year", kNoLimit},
           {"policies.counselling.take_up", 1},
           {"policies.counselling.entry_distress", -5},
           {"policies.trauma_therapy.coverage", 1},
           {"policies.trauma_therapy.take_up", 1}});
  for (const auto& kind : kinds) {
    lab.values.set("policies." + kind + ".capacity_per_year", Series(0));
  }
  lab.begin(arrivals::kSpinUpStart, 0.33F);
  lab.advance(kStart - 1);
  const World before = lab.world();
  const Persons& people = before.persons;
  const auto woman_before_man = [&](std::size_t one, std::size_t other) {
    return people.woman[one] > people.woman[other];
  };
  const auto left_before = [&](std::size_t one, std::size_t other) {
    return people.exit_month[one] < people.exit_month[other];
  };
  const Condition women{{Clause{Clause::Kind::trait, find_trait("sex"), {{1, 1}}, {}, {}}}};
  for (const auto& kind : kinds) {
    INFO(kind);
    const auto get = [&](const char* rule, double value, double places) {
      ParameterValues values = lab.values;
      values.set("policies." + kind + "." + rule, Series(value));
      return served(before, kStart, values, kind, places);
    };
    const auto wanted = get("first_come", 0, kNoLimit);
    REQUIRE(wanted.size() > 5);
    const double places = static_cast<double>(wanted.size()) / 2 / 0.33;
    const auto drawn = get("first_come", 0, places);
    CHECK(drawn.size() < wanted.size());
    CHECK_FALSE(is_served_in_order(wanted, drawn, woman_before_man));  // able to fail
    CHECK_FALSE(is_served_in_order(wanted, drawn, left_before));
    const auto women_first = get("priority", number_of(women), places);
    CHECK(women_first.size() >= drawn.size() - 1);
    CHECK(is_served_in_order(wanted, women_first, woman_before_man));
    CHECK(is_served_in_order(wanted, get("first_come", 1, places), left_before));
  }
}

}  // namespace
