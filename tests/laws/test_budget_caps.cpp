#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "core/parallel.h"
#include "engine/budgets.h"
#include "support/worlds.h"

// Instruments with a budget for the year, in whole worlds.

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kBegin = month_of(2008, 1);
constexpr int kYears = 6;

std::string path_of(const CappedInstrumentInfo& info, const char* key) {
  return "policies." + std::string(info.name) + key;
}

/// Every instrument that can be capped is on, and wanted by many.
void switch_on(Lab& lab) {
  for (const auto& info : kCapped) lab.values.set(path_of(info, ".coverage"), Series(1.0));
  lab.set({{"policies.training_allowance.stipend_krw", 300000},
           {"policies.matched_savings.first_arrival", -400},
           {"policies.matched_savings.on_from", kBegin.index},
           {"policies.matched_savings.min_months", 6},
           {"policies.matched_savings.max_months", 18},
           {"policies.matched_savings.other_closure_rate", 0.02},
           {"policies.counselling.on_from", kBegin.index},
           {"policies.media_campaign.on_from", kBegin.index},
           {"policies.media_campaign.reach", 0.5},
           {"policies.media_campaign.months", 600},
           {"policies.media_campaign.cost_per_reached_krw", 1000},
           {"policies.family_reunification.rate", 0.01},
           {"policies.family_reunification.cost_krw", 5e6},
           {"exits.departure_rate", 0.005}});
}

/// Spending of each instrument by year, simulated KRW.
using Spending = std::array<std::array<std::int64_t, kYears>, kCappedInstruments>;

void add_month(Spending& spent, const World& world) {
  for (std::size_t k = 0; k < kCappedInstruments; ++k) {
    for (const auto& line : kLedger) {
      if (!kCapped[k].spends(line.line)) continue;
      spent[k][static_cast<std::size_t>(world.month.year() - 2008)] +=
          world.ledger.amount(line.line);
    }
  }
}

Spending run(Lab& lab, float scale = 1, std::uint32_t seed = 1, bool parallel = false) {
  lab.begin(kBegin, scale, seed, parallel);
  Spending spent{};
  while (lab.next_month() < kBegin + 12 * kYears) {
    lab.step();
    add_month(spent, lab.world());
  }
  return spent;
}

/// Caps every instrument at a share of its mean yearly spending; `uncapped` is simulated KRW.
std::array<double, kCappedInstruments> cap_at(Lab& lab, const Spending& uncapped, double share,
                                              double scale, bool by_twelfths) {
  std::array<double, kCappedInstruments> caps{};
  for (std::size_t k = 0; k < kCappedInstruments; ++k) {
    for (const auto amount : uncapped[k]) {
      caps[k] += share * static_cast<double>(amount) / scale / kYears;
    }
    lab.values.set(path_of(kCapped[k], ".budget_krw_per_year"), Series(caps[k]));
    lab.values.set(path_of(kCapped[k], ".budget_by_twelfths"), Series(by_twelfths ? 1.0 : 0.0));
  }
  return caps;
}

TEST_CASE("no instrument ever spends more in a year than its cap") {
  const bool whole_nation_small = GENERATE(true, false);
  const bool by_twelfths = GENERATE(false, true);
  const auto seed = GENERATE(1U, 2U, 3U);
  const float scale = whole_nation_small ? 1.0F : 0.1F;
  INFO("scale " << scale << ", twelfths " << by_twelfths << ", seed " << seed);
  Lab lab;
  if (whole_nation_small) make_small(lab);
  switch_on(lab);
  const Spending uncapped = run(lab, scale, seed);
  const auto caps = cap_at(lab, uncapped, 0.5, static_cast<double>(scale), by_twelfths);
  const Spending spent = run(lab, scale, seed);
  for (std::size_t k = 0; k < kCappedInstruments; ++k) {
    INFO(kCapped[k].name);
    const double cap = caps[k] * static_cast<double>(scale);
    std::int64_t most = 0;
    std::int64_t sum = 0;
    for (std::size_t year = 0; year < kYears; ++year) {
      INFO("year " << 2008 + year);
      CHECK(static_cast<double>(spent[k][year]) <= cap);
      most = std::max(most, uncapped[k][year]);
      sum += spent[k][year];
    }
    CHECK(static_cast<double>(most) > cap);  // able to fail: without the cap it is exceeded
    CHECK(sum > 0);                          // and something is still granted
  }
}

TEST_CASE("a cap of 0 lets nobody in") {
  Lab lab;
  make_small(lab);
  switch_on(lab);
  const bool by_twelfths = GENERATE(false, true);
  cap_at(lab, Spending{}, 0.0, 1.0, by_twelfths);
  const Spending spent = run(lab);
  for (std::size_t k = 0; k < kCappedInstruments; ++k) {
    INFO(kCapped[k].name);
    for (const auto amount : spent[k]) CHECK(amount == 0);
  }
  const Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    REQUIRE(people.subsidised_months_left[i] == 0);
    REQUIRE(people.mentor_months_left[i] + people.counselling_months_left[i] +
                people.therapy_months_left[i] + people.workshop_months_left[i] ==
            0);
    REQUIRE(people.credentials_recognised[i] == 0);
    REQUIRE(people.account_own_krw[i] == 0);
    REQUIRE_FALSE(people.in_training(i));
  }
}

/// All columns but the one that only a capped wage subsidy writes.
bool same_lives(const Persons& a, const Persons& b) {
  if (a.size() != b.size()) return false;
  for (const auto& column : person_dictionary()) {
    if (column.name == "unsubsidised_offer") continue;
    if (!same_column(a, b, column, a.size())) return false;
  }
  return true;
}

TEST_CASE("a cap that is never reached changes no life") {
  Lab lab;
  make_small(lab);
  switch_on(lab);
  // Who leaves keeps a subsidised place only without a cap.
  lab.set({{"exits.departure_rate", 0},
           {"exits.north_rate", 0},
           {"exits.mortality_level", 0},
           {"exits.suicide_annual", 0}});
  const Spending uncapped = run(lab);
  const Persons before = lab.world().persons;
  const bool by_twelfths = GENERATE(false, true);
  cap_at(lab, uncapped, 1000.0, 1.0, by_twelfths);
  CHECK(run(lab) == uncapped);
  CHECK(same_lives(lab.world().persons, before));
  cap_at(lab, uncapped, 0.5, 1.0, by_twelfths);  // able to fail
  CHECK_FALSE(run(lab) == uncapped);
  CHECK_FALSE(same_lives(lab.world().persons, before));
}

TEST_CASE("a larger budget is never used less") {
  Lab lab;
  make_small(lab);
  switch_on(lab);
  const Spending uncapped = run(lab);
  const bool by_twelfths = GENERATE(false, true);
  std::array<std::int64_t, kCappedInstruments> before{};
  for (const double share : {0.0, 0.25, 0.5, 1.0, 2.0}) {
    INFO("share " << share);
    cap_at(lab, uncapped, share, 1.0, by_twelfths);
    const Spending spent = run(lab);
    for (std::size_t k = 0; k < kCappedInstruments; ++k) {
      INFO(kCapped[k].name);
      std::int64_t sum = 0;
      for (const auto amount : spent[k]) sum += amount;
      // Lives go on differently, so where the cap no longer binds a few places more or less.
      CHECK(static_cast<double>(sum) >= 0.97 * static_cast<double>(before[k]));
      before[k] = sum;
    }
  }
}

TEST_CASE("capped budgets do not depend on the number of threads") {
  Lab lab;
  make_small(lab);
  switch_on(lab);
  const Spending uncapped = run(lab);
  cap_at(lab, uncapped, 0.5, 1.0, true);
  const Spending alone = run(lab);
  const Persons people = lab.world().persons;
  for (const int threads : {2, 5}) {
    INFO(threads << " threads");
    Spending spent{};
    with_threads(threads, [&] { spent = run(lab, 1, 1, true); });
    CHECK(spent == alone);
    CHECK(same_persons(lab.world().persons, people));
  }
  run(lab, 1, 2);  // able to fail: another seed is another world
  CHECK_FALSE(same_persons(lab.world().persons, people));
}

TEST_CASE("places of before a cap are kept and use its money up first") {
  Lab lab;
  make_small(lab);
  switch_on(lab);
  // From 2010 on a pair-month's money only: nothing new can be granted before the pairs have ended.
  const double infinity = std::numeric_limits<double>::infinity();
  lab.values.set("policies.mentoring.budget_krw_per_year",
                 Series({{kNever, infinity}, {month_of(2010, 1), 1e6}}));
  lab.set({{"policies.mentoring.early_dropout", 0}, {"policies.mentoring.late_dropout", 0}});
  lab.begin(kBegin);
  lab.advance(month_of(2009, 12));
  const auto pairs_of = [&] {
    std::vector<std::size_t> mentees;
    const auto& left = lab.world().persons.mentor_months_left;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] > 1) mentees.push_back(i);
    }
    return mentees;
  };
  const auto before = pairs_of();
  REQUIRE(before.size() > 20);
  const std::vector<PersonIndex> mentors = lab.world().persons.mentor_person;
  lab.step();
  const Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.mentor_months_left[i] == 0) continue;
    CHECK(std::find(before.begin(), before.end(), i) != before.end());
  }
  for (const std::size_t i : before) {
    const bool both_here =
        people.active[i] != 0 && (mentors[i] == kNobody || people.active[mentors[i]] != 0);
    if (both_here) CHECK(people.mentor_months_left[i] > 0);
  }
}

/// A cohort that leaves the facility in January 2001 and searches for work; a subsidised job costs
/// 10 x 100,000 KRW, the year's budget pays for four.
Lab& subsidised_cohort(Lab& lab, double slope) {
  switch_off(lab);
  set_labour(lab, 0.999999, 0.2, 1e-12);
  lab.set({{"policies.wage_subsidy.coverage", 1},
           {"policies.wage_subsidy.employer_take_up", 1},
           {"policies.wage_subsidy.share", 1},
           {"policies.wage_subsidy.cap_krw", 100000},
           {"policies.wage_subsidy.first_year_cap_krw", 100000},
           {"policies.wage_subsidy.months", 10},
           {"policies.wage_subsidy.administration_share", 0},
           {"policies.wage_subsidy.budget_krw_per_year", 4 * 10 * 100000 + 36},
           {"finding.subsidy_slope", slope}});
  return lab;
}

std::vector<std::size_t> those_with(const Persons& people, bool subsidised) {
  std::vector<std::size_t> persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool counts = subsidised ? people.subsidised_months_left[i] > 0 : people.works(i);
    if (counts) persons.push_back(i);
  }
  return persons;
}

TEST_CASE("a capped wage subsidy serves as many jobs as its money pays for - by hand") {
  Lab lab;
  begin_cohort(subsidised_cohort(lab, 0), 200);
  lab.advance(month_of(2001, 1));
  // The jobs of January begin to be paid in February: ten months of 2001 for four of them.
  CHECK(those_with(lab.world().persons, true).size() == 4);
  std::int64_t spent = 0;
  while (lab.next_month() <= month_of(2001, 12)) {
    lab.step();
    spent += lab.world().ledger.amount(LedgerLine::wage_subsidy);
    const std::size_t running = those_with(lab.world().persons, true).size();
    // Paid from February to November. In December the money of 2002 is granted, and no other:
    // none of 2001 is left, but a job of December is not paid before January.
    CHECK(running == (lab.world().month < month_of(2001, 11) ? 4 : 0));
    if (lab.world().month == month_of(2001, 11)) break;
  }
  CHECK(spent == 4 * 10 * 100000);
  const auto with_subsidy = those_with(lab.world().persons, false);

  // Without any effect of a subsidy on hiring, who works is the same without one.
  Lab without;
  subsidised_cohort(without, 0).set({{"policies.wage_subsidy.coverage", 0}});
  begin_cohort(without, 200);
  without.advance(month_of(2001, 11));
  CHECK(those_with(without.world().persons, false) == with_subsidy);
}

TEST_CASE("jobs that only the subsidy brings do not come about beyond its budget") {
  Lab lab;
  subsidised_cohort(lab, 1000).set({{"finding.intercept", -100}});
  begin_cohort(lab, 200);
  lab.advance(month_of(2001, 6));
  CHECK(those_with(lab.world().persons, true).size() == 4);
  CHECK(those_with(lab.world().persons, false).size() == 4);
  // Able to fail: without the cap everybody would be hired.
  subsidised_cohort(lab, 1000).set({{"finding.intercept", -100}});
  lab.values.set("policies.wage_subsidy.budget_krw_per_year",
                 Series(std::numeric_limits<double>::infinity()));
  begin_cohort(lab, 200);
  lab.advance(month_of(2001, 6));
  CHECK(those_with(lab.world().persons, false).size() > 150);
}

}  // namespace
