#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

#include "engine/free_money.h"
#include "io/labelled_file.h"
#include "policies/budget_caps.h"
#include "results/budget_caps.h"
#include "results/compare_text.h"
#include "support/town.h"

// Budgets for the year, by hand.

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

constexpr double kCourse = 8 * 80000 * kPrices;  // 512,000 KRW
constexpr double kRoundings = 36.5;  // 36 KRW of a year are set aside for rounding to the won
constexpr double kPairMonth = 26.5e6 * 1.3 / 12 / 60 * kPrices;

Instrument caps(double krw_per_year, bool by_twelfths) {
  return {budget_caps::process(),
          Settings{{"budget_krw_per_year", krw_per_year}, {"budget_by_twelfths", by_twelfths}}};
}

/// A month of an instrument under caps.
void step(Town& town, Instrument& budget, Instrument& instrument) {
  budget.step(town);
  --town.world.month.index;
  instrument.step(town);
}

/// Courses of counselling begun in each of `months` months, everybody applying who can.
std::vector<int> courses_begun(double krw_per_year, bool by_twelfths, int months,
                               const std::vector<int>& nobody_applies_in = {}) {
  Town town(3000);
  auto budget = caps(krw_per_year, by_twelfths);
  auto counselling = counsel(1);
  std::vector<int> begun;
  for (int m = 0; m < months; ++m) {
    const bool idle =
        std::find(nobody_applies_in.begin(), nobody_applies_in.end(), m) != nobody_applies_in.end();
    std::fill(town.people.distress.begin(), town.people.distress.end(), idle ? 0.0F : 2.0F);
    step(town, budget, counselling);
    const auto paid = static_cast<double>(town.world.ledger.amount(LedgerLine::counselling));
    begun.push_back(static_cast<int>(std::lround(paid / kCourse)));
  }
  return begun;
}

TEST_CASE("first come takes the year's money - twelfths spread it - and what is left lapses") {
  const double cap = 120 * kCourse + kRoundings;
  std::vector<int> first(24, 0);
  first[0] = first[12] = 120;
  CHECK(courses_begun(cap, false, 24) == first);
  CHECK(courses_begun(cap, true, 24) == std::vector<int>(24, 10));
  // Nobody applies in February and March: their twelfths are carried to April.
  std::vector<int> carried(24, 10);
  carried[1] = carried[2] = 0;
  carried[3] = 30;
  CHECK(courses_begun(cap, true, 24, {1, 2}) == carried);
  // Nobody applies in a whole year: its money is gone.
  std::vector<int> all_year(12);
  for (int m = 0; m < 12; ++m) all_year[static_cast<std::size_t>(m)] = m;
  std::vector<int> lapsed(24, 0);
  lapsed[12] = 120;
  CHECK(courses_begun(cap, false, 24, all_year) == lapsed);
  // A won less than 120 courses pay 119.
  CHECK(courses_begun(cap - 1, false, 1) == std::vector<int>{119});
  CHECK(courses_begun(0, false, 13) == std::vector<int>(13, 0));
  CHECK(courses_begun(0, true, 13) == std::vector<int>(13, 0));
}

TEST_CASE("a larger cap grants no fewer places in a month") {
  for (const bool by_twelfths : {false, true}) {
    int before = 0;
    for (const double courses : {0.0, 1.0, 7.5, 60.0, 1000.0, 1e6}) {
      const int now = courses_begun(courses * kCourse + kRoundings, by_twelfths, 1).front();
      CHECK(now >= before);
      before = now;
    }
    CHECK(before == 3000);
  }
}

TEST_CASE("an unlimited budget is none") {
  Town town(3000);
  auto budget = caps(kNone, true);
  auto counselling = counsel(1);
  distress_all(town);
  step(town, budget, counselling);
  CHECK(town.count(&Persons::counselling_months_left) == 3000);
  CHECK_FALSE(town.world.budgets.cap(CappedInstrument::counselling));
}

TEST_CASE("who gets capped money does not depend on traits") {
  constexpr int kPersons = 20000;
  constexpr int kPlaces = 6000;
  Town town(kPersons);
  for (std::size_t i = 0; i < kPersons; ++i) town.people.woman[i] = i % 3 == 0;
  distress_all(town);
  auto budget = caps(kPlaces * kCourse + kRoundings, false);
  auto counselling = counsel(1);
  step(town, budget, counselling);
  REQUIRE(town.count(&Persons::counselling_months_left) == kPlaces);
  const auto served_of = [&](auto belongs) {
    double members = 0;
    double served = 0;
    for (std::size_t i = 0; i < kPersons; ++i) {
      if (!belongs(i)) continue;
      ++members;
      served += town.people.counselling_months_left[i] > 0;
    }
    return std::pair{served, members};
  };
  constexpr double kChance = static_cast<double>(kPlaces) / kPersons;
  const auto fair = [&](std::pair<double, double> group) {
    const auto [served, members] = group;
    // Of those served without replacement: hypergeometric.
    const double rest = 1 - members / kPersons;
    const double error = std::sqrt(kChance * (1 - kChance) / members * rest);
    return std::fabs(served / members - kChance) <= 4.5 * error;
  };
  CHECK(fair(served_of([&](std::size_t i) { return town.people.woman[i] != 0; })));
  CHECK(fair(served_of([](std::size_t i) { return i < kPersons / 2; })));
  CHECK(fair(served_of([](std::size_t i) { return i % 2 == 0; })));  // by locality
  // Able to fail: had the first in the list been served, the first half had twice its chance.
  CHECK_FALSE(fair({std::min(kPlaces, kPersons / 2), kPersons / 2.0}));
}

/// A month of mentoring under caps, with the coordinators paid.
void step_mentoring(Town& town, Instrument& budget, Instrument& mentoring) {
  step(town, budget, mentoring);
  const int pairs = town.count(&Persons::mentor_months_left);
  town.world.ledger.add(LedgerLine::mentoring_coordination, std::llround(pairs * kPairMonth));
}

TEST_CASE("promises bind the years in which they fall due - by hand") {
  Town town(400);
  town.world.month = month_of(2015, 7);
  // 60 pair-months a year. A pair of July needs 6 of 2015 and 6 of 2016: ten pairs.
  auto budget = caps(60 * kPairMonth + kRoundings, false);
  auto mentoring = mentors();
  step_mentoring(town, budget, mentoring);
  CHECK(town.count(&Persons::mentor_months_left) == 10);
  step_mentoring(town, budget, mentoring);
  CHECK(town.count(&Persons::mentor_months_left) == 10);
  // Two mentees leave before September: 4 pair-months of 2015 and 6 of 2016 each are free again. A
  // pair of September needs 4 of 2015 and 8 of 2016: one pair, not two.
  for (int gone = 0, i = 0; gone < 2; ++i) {
    if (town.people.mentor_months_left[static_cast<std::size_t>(i)] == 0) continue;
    town.people.active[static_cast<std::size_t>(i)] = 0;
    ++gone;
  }
  step_mentoring(town, budget, mentoring);
  CHECK(town.count(&Persons::mentor_months_left) == 9);
}

TEST_CASE("by twelfths a place is charged at its full cost") {
  Town town(400);
  auto budget = caps(12 * 12 * kPairMonth + kRoundings, true);  // one full pair a month
  auto mentoring = mentors();
  for (int month = 1; month <= 24; ++month) {
    step_mentoring(town, budget, mentoring);
    CHECK(town.count(&Persons::mentor_months_left) == std::min(month, 12));
  }
}

TEST_CASE("a cap that begins in July leaves half of the year's sum") {
  const Series cap({{kNever, kNone}, {month_of(2015, 7), 1.2e9}, {month_of(2017, 4), 2.4e9}});
  using budget_caps::allowed_krw;
  CHECK(std::isinf(allowed_krw(cap, month_of(2014, 1), month_of(2014, 12))));
  CHECK(std::isinf(allowed_krw(cap, month_of(2015, 1), month_of(2015, 6))));
  CHECK(allowed_krw(cap, month_of(2015, 1), month_of(2015, 12)) == Approx(6e8));
  CHECK(allowed_krw(cap, month_of(2016, 1), month_of(2016, 3)) == Approx(3e8));
  CHECK(allowed_krw(cap, month_of(2017, 1), month_of(2017, 12)) == Approx(3e8 + 1.8e9));
}

TEST_CASE("money for what falls due once but nobody knows when is set aside in every such year") {
  Promises promises(month_of(2015, 6));
  promises.add_once(month_of(2016, 7), month_of(2018, 3),
                    [](Month month) { return static_cast<double>(month - month_of(2015, 6)); });
  CHECK(promises.in_year(0) == 0);
  CHECK(promises.in_year(1) == 18);  // to December 2016
  CHECK(promises.in_year(2) == 30);
  CHECK(promises.in_year(3) == 33);  // to March 2018
  CHECK(promises.total_krw() == 33);
}

// --- what a study file says of them -----------------------------------------------------------

void add_arms(Group& group) {
  group.add_coordinate("arm", std::vector<std::string>{"base", "capped"})
      .set_attribute("reference", "base");
}

std::vector<Month> months_of_study() {
  std::vector<Month> months;
  for (int m = 0; m < 18; ++m) months.push_back(month_of(2019, 7) + m);
  return months;
}

/// Two replicates from July 2019 to December 2020 with a cap of 1,200 KRW a year from October on.
std::filesystem::path write_capped_study() {
  const auto path = std::filesystem::temp_directory_path() /
                    ("resettle_caps_" + std::to_string(getpid()) + ".h5");
  auto file = LabelledFile::create(path);
  auto aggregates = file.add_group("aggregates");
  add_arms(aggregates);
  auto ledger = file.add_group("ledger");
  add_arms(ledger);
  ledger.add_coordinate("replicate", std::vector<std::int32_t>{0, 1});
  std::vector<std::int32_t> days;
  for (const Month month : months_of_study()) days.push_back(days_since_1990(month));
  ledger.add_coordinate("month", days);
  ledger.add_coordinate("line", std::vector<std::string>{"counselling", "media_campaign"});
  std::vector<std::int64_t> amounts;
  for (int arm = 0; arm < 2; ++arm) {
    for (int replicate = 0; replicate < 2; ++replicate) {
      for (int m = 0; m < 18; ++m) {
        amounts.push_back(arm == 0 ? 1000 : 90 + 9 * replicate);
        amounts.push_back(5);
      }
    }
  }
  ledger.add_variable<std::int64_t>("amount", {"arm", "replicate", "month", "line"}, {}, 0)
      .write<std::int64_t>(amounts);
  auto provenance = file.add_group("provenance");
  provenance.add_coordinate("arm", std::vector<std::string>{"base", "capped"});
  const std::string head = "policies:\n  counselling:\n    budget_krw_per_year: {value: ";
  provenance.add_text(
      "resolved_scenario", "arm",
      std::vector<std::string>{head + "none, unit: KRW/year}\n", head + "1200, unit: KRW/year}\n"});
  provenance.set_attribute("policy_start", "2019-10");
  file.commit();
  return path;
}

TEST_CASE("what capped instruments spent against their cap - by hand") {
  const auto path = write_capped_study();
  const auto file = LabelledFile::open(path);
  ResolvedScenarios scenarios;
  const auto caps_of = [&](const char* arm, std::vector<std::int32_t> replicates) {
    return budget_caps_of({&file, arm, "base", std::move(replicates)}, arm,
                          months_of_study().front(), months_of_study().back(), scenarios);
  };
  CHECK(caps_of("base", {0, 1}).empty());
  const auto of_one = caps_of("capped", {1});  // the other replicate is not compared
  const auto caps = caps_of("capped", {0, 1});
  std::filesystem::remove(path);
  REQUIRE(of_one.size() == 1);
  CHECK(of_one[0].years[0].spent.mean == Approx(297));
  REQUIRE(caps.size() == 1);
  CHECK(caps[0].arm == "capped");
  CHECK(caps[0].instrument == "counselling");
  REQUIRE(caps[0].years.size() == 2);
  // Three capped months of 2019: a quarter of the sum. 98 % of 300 is reached by 297, not by 270.
  CHECK(caps[0].years[0].year == 2019);
  CHECK(caps[0].years[0].cap_krw == Approx(300));
  CHECK(caps[0].years[0].spent.mean == Approx((270 + 297) / 2.0));
  CHECK(caps[0].years[0].share_of_replicates_at_cap == Approx(0.5));
  CHECK(caps[0].years[1].cap_krw == Approx(1200));
  CHECK(caps[0].years[1].spent.mean == Approx((1080 + 1188) / 2.0));
  Comparison comparison;
  comparison.budget_caps = caps;
  const auto text = render_tables(comparison, {"budget_caps"});
  CHECK_THAT(text, Contains("counselling") && Contains("1,200") && Contains("50"));
}

}  // namespace
