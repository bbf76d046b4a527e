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
#include "policies/matched_savings.h"
#include "policies/wage_subsidy.h"
#include "processes/training.h"
#include "results/budget_caps.h"
#include "results/compare_text.h"
#include "results/tell.h"
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

// --- what places may still cost, one instrument after the other ---------------------------------

/// Opens the budgets of the month under one cap for every instrument.
void open_budgets(Town& town, const Series& cap) {
  const auto process = budget_caps::process();
  ParameterValues values;
  for (const auto& [spec, is_borrowed] : process->parameters()) {
    values.set(spec.path, spec.path.ends_with("by_twelfths") ? Series(0.0) : cap);
  }
  process->update(values, town.world.month);
  town.world.ledger.open_month(town.world.month);
  process->step(town.world);
}

void step(Town& town, const Series& cap, Instrument& instrument) {
  open_budgets(town, cap);
  instrument.step(town);
}

/// So much in 2015, so much in every later year.
Series cap_of(double krw_2015, double krw_later) {
  return Series({{kNever, krw_2015}, {month_of(2016, 1), krw_later}});
}

TEST_CASE("budget_caps: each year ahead has the cap of its own months") {
  Town town(1);
  town.world.month = month_of(2015, 3);
  open_budgets(town, Series({{kNever, 120}, {month_of(2016, 1), 240}, {month_of(2017, 7), 480}}));
  const Budget& budget = town.world.budgets.of(CappedInstrument::counselling);
  CHECK(budget.years_krw[0] == Approx(120));
  CHECK(budget.years_krw[1] == Approx(240));
  CHECK(budget.years_krw[2] == Approx(120 + 240));  // half of 240, half of 480
  CHECK(budget.years_krw[3] == Approx(480));
  CHECK(budget.released_krw == Approx(30));  // January to March
}

TEST_CASE("dialect workshop: a place is charged all its months at the prices of the day") {
  Town town(100);
  Instrument instrument = workshops();
  const Series cap(10 * 6 * 200'000 * kPrices + kRoundings);
  step(town, cap, instrument);
  CHECK(town.count(&Persons::workshop_months_left) == 10);
  step(town, cap, instrument);  // all is promised
  CHECK(town.count(&Persons::workshop_months_left) == 10);
  step(town, Series(kNone), instrument);
  CHECK(town.count(&Persons::workshop_months_left) == 100);
}

TEST_CASE("family reunification: a family is charged its cost at the prices of the day") {
  Town town(100);
  std::ranges::fill(town.people.family_left_behind, std::uint8_t{1});
  Instrument instrument = reunite(1);
  step(town, Series(10 * 5e6 * kPrices + kRoundings), instrument);
  CHECK(town.count(&Persons::family_left_behind) == 90);
}

TEST_CASE("wage subsidy award: a job is charged its caps and administration - by hand") {
  Town town(100);
  town.world.month = month_of(2015, 7);
  std::ranges::fill(town.people.job_offer, JobOffer::formal);
  std::ranges::fill(town.people.subsidy_value, 1.0F);
  std::ranges::fill(town.people.unsubsidised_offer, JobOffer::through_host);
  const auto award = [] {
    return Instrument{wage_subsidy::award(), offered({{"share", 0.5},
                                                      {"cap_krw", 50'000},
                                                      {"first_year_cap_krw", 80'000},
                                                      {"months", 18},
                                                      {"window_months", 60},
                                                      {"last_arrival", kNoEnd},
                                                      {"employer_take_up", 1},
                                                      {"administration_share", 0.25},
                                                      {"applies_to_running", 0}})};
  };
  // Paid from August on: five months of 100,000 in 2015, seven of them and five of 62,500 in 2016.
  const double in_2016 = 7 * 100'000 + 5 * 62'500;
  Instrument instrument = award();
  step(town, cap_of(1e9, 10 * in_2016 + 1), instrument);
  const auto served = [&] {
    int jobs = 0;
    for (std::size_t i = 0; i < 100; ++i) {
      const bool subsidised = town.people.subsidy_value[i] > 0;
      jobs += subsidised ? 1 : 0;
      REQUIRE(town.people.job_offer[i] == (subsidised ? JobOffer::formal : JobOffer::through_host));
    }
    return jobs;
  };
  CHECK(served() == 10);
  // A job of 13 paid months that has five more: 62,500 each from August on.
  Town running(100);
  running.world.month = month_of(2015, 7);
  std::ranges::fill(running.people.job_offer, JobOffer::formal);
  std::ranges::fill(running.people.subsidy_value, 1.0F);
  running.people.job_offer[0] = JobOffer::none;
  running.people.subsidised_months[0] = 13;
  running.people.subsidised_months_left[0] = 5;
  running.people.subsidy_cap_krw[0] = 50'000;
  running.people.subsidy_first_year_cap_krw[0] = 80'000;
  step(running, cap_of(10 * 5 * 100'000 + 5 * 62'500 + kRoundings, 1e9), instrument);
  CHECK(std::ranges::count_if(running.people.subsidy_value, [](float v) { return v > 0; }) ==
        10 + 1);
}

Instrument savings(int min_months) {
  return {matched_savings::process(), offered({{"first_arrival", -400},
                                               {"join_rate", 1},
                                               {"monthly_max_krw", 100'000},
                                               {"saving_share", 0.2},
                                               {"max_months", 12},
                                               {"min_months", min_months},
                                               {"other_closure_rate", 0},
                                               {"deduction_rate", 0}})};
}

/// Workers in July 2015 who can save as much as is matched.
void make_savers(Town& town) {
  town.world.month = month_of(2015, 7);
  std::ranges::fill(town.people.labour_state, LabourState::regular);
  std::ranges::fill(town.people.job_tenure_months, std::int16_t{12});
  std::ranges::fill(town.people.monthly_wage_krw, 2'000'000);
  std::ranges::fill(town.people.assets_krw, 100'000'000);
  std::ranges::fill(town.people.account_opened, static_cast<std::int16_t>(kNever.index));
}

std::ptrdiff_t accounts(const Town& town) {
  return std::ranges::count_if(town.people.account_own_krw, [](auto krw) { return krw > 0; });
}

TEST_CASE("matched savings: an account is charged what it may hold when it can be closed") {
  // Kept from July 2015 for twelve months, matched from the sixth on, hence in 2016 alone: 1.2 M.
  Town town(100);
  make_savers(town);
  Instrument instrument = savings(6);
  const Series cap = cap_of(0, 13.1e6);
  step(town, cap, instrument);
  CHECK(accounts(town) == 10);
  // In August they may still be paid as much: the 1.1 M that are left are too little for another.
  step(town, cap, instrument);
  CHECK(accounts(town) == 10);
  // Matched from the fourth month on: in December 2015 an account may hold half a million.
  Town sooner(100);
  make_savers(sooner);
  Instrument early = savings(4);
  step(sooner, cap_of(5 * 500'000 + kRoundings, 1e9), early);
  CHECK(accounts(sooner) == 5);
}

Instrument courses() {
  return {training::process(), Settings{{"entry_rate", 1},
                                        {"months", 6},
                                        {"completion_share", 1},
                                        {"search_factor", 0},
                                        {"skill_gain", 0},
                                        {"certificate_share", 0},
                                        {"allowance_gain", 0},
                                        {"orientation_strength", 0},
                                        {"tuition_krw", 300'000},
                                        {"stipend_krw", 100'000},
                                        {"completion_krw", 200'000},
                                        {"certificate_krw", 50'000},
                                        {"on_from", kStart.index},
                                        {"on_to", kNoEnd},
                                        {"priority", 0},
                                        {"first_come", 0}}};
}

/// People in July 2015 who all want to enter a course, with an allowance.
void make_candidates(Town& town) {
  town.world.month = month_of(2015, 7);
  std::ranges::fill(town.people.labour_state, LabourState::not_employed);
  std::ranges::fill(town.people.age, std::uint8_t{30});
  std::ranges::fill(town.people.training_allowance_open, std::uint8_t{1});
  std::ranges::fill(town.people.training_completed_month, static_cast<std::int16_t>(kNever.index));
  std::ranges::fill(town.people.exit_month, static_cast<std::int16_t>(month_of(2015, 5).index));
}

int trainees(const Town& town) {
  int count = 0;
  for (std::size_t i = 0; i < town.people.size(); ++i) count += town.people.in_training(i);
  return count;
}

TEST_CASE("training: a course is charged tuition - stipends and bonuses in their years") {
  // Begun in July 2015: tuition and five stipends are paid in 2015, one stipend and the bonuses
  // for completion and certificate in 2016.
  const double in_2015 = 300'000 + 5 * 100'000;
  const double in_2016 = 100'000 + 200'000 + 50'000;
  Instrument instrument = courses();
  Town town(100);
  make_candidates(town);
  const Series cap(10 * in_2015 + kRoundings);
  step(town, cap, instrument);
  CHECK(trainees(town) == 10);
  // In August the ten may still cost four stipends each in 2015; tuition is no matter of theirs any
  // more. A course of August costs tuition and four stipends in 2015.
  step(town, cap, instrument);
  CHECK(trainees(town) == 10 + 5);
  Town next_year(100);
  make_candidates(next_year);
  step(next_year, cap_of(1e9, 10 * in_2016 + 1), instrument);
  CHECK(trainees(next_year) == 10);
  // To whom no allowance is open, tuition alone is paid.
  Town without(100);
  make_candidates(without);
  std::ranges::fill(without.people.training_allowance_open, std::uint8_t{0});
  step(without, cap_of(10 * 300'000 + kRoundings, 0), instrument);
  CHECK(trainees(without) == 10);
  // Where tuition is paid no more, or not yet, only the stipends and bonuses count.
  for (const char* date : {"on_from", "on_to"}) {
    Town unpaid(100);
    make_candidates(unpaid);
    Instrument other = courses();
    other.set(date, month_of(2015, date == std::string("on_from") ? 9 : 7).index);
    step(unpaid, cap_of(10 * 5 * 100'000 + kRoundings, 1e9), other);
    CHECK(trainees(unpaid) == 10);
  }
}

TEST_CASE("training: whoever has completed this month waits for the bonus of the next") {
  Town town(100);
  make_candidates(town);
  Instrument instrument = courses();
  for (std::size_t i = 0; i < 4; ++i) {
    town.people.labour_state[i] = LabourState::training;
    town.people.training_until[i] = static_cast<std::int16_t>(month_of(2015, 7).index);
    town.people.age[i] = 60;  // too old for another course
  }
  const double in_2015 = 300'000 + 5 * 100'000;
  step(town, cap_of(4 * 250'000 + 10 * in_2015 + kRoundings, 1e9), instrument);
  CHECK(trainees(town) == 10);
}

TEST_CASE("training: a split budget pays for whole courses - tuition and all stipends") {
  Town town(100);
  make_candidates(town);
  town.world.purses.in_force = true;
  auto& purse = town.world.purses.krw[static_cast<std::size_t>(Purse::training)];
  purse = 10 * (300'000 + 6 * 100'000) + 1;
  Instrument instrument = courses();
  instrument.step(town);
  CHECK(trainees(town) == 10);
  CHECK(town.world.purses.left(Purse::training) == 1);
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
  const auto tables = tell_economics(comparison);
  const auto told = std::find_if(tables.begin(), tables.end(),
                                 [](const Table& one) { return one.name == "budget_caps"; });
  REQUIRE(told != tables.end());
  const auto number = [&](std::size_t row, const char* column) {
    return std::get<double>(told->rows.at(row).at(told->position(column)));
  };
  CHECK(number(0, "share_of_replicates_at_cap") == Approx(0.5));
  CHECK(number(1, "cap") == Approx(1200));
  CHECK_THAT(render_tables(comparison, {"budget_caps"}), Contains("counselling"));
}

}  // namespace
