#include <algorithm>
#include <limits>
#include <numeric>

#include "policies/budget_split.h"
#include "policies/credential_recognition.h"
#include "policies/employment_incentive.h"
#include "policies/facility_cost.h"
#include "policies/housing.h"
#include "policies/matched_savings.h"
#include "policies/self_employment_support.h"
#include "policies/settlement_grant.h"
#include "policies/training_allowance.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr double kUnlimited = std::numeric_limits<double>::infinity();
constexpr Month kArrival = month_of(2010, 1);
constexpr Month kExit = month_of(2010, 5);
constexpr std::int32_t kM = 1'000'000;

std::int16_t index_of(Month month) { return static_cast<std::int16_t>(month.index); }

std::int64_t total(const std::vector<std::int32_t>& column) {
  return std::accumulate(column.begin(), column.end(), std::int64_t{0});
}

Inputs bench_inputs() {
  Inputs inputs;
  inputs.localities = {{"Seoul", true, 0.5}, {"Busan", false, 0.5}};
  inputs.consumer_prices = Series(100);
  return inputs;
}

/// Persons a test makes by hand, and one process at a time under the values the test sets: all are
/// 30 years old, arrived in January 2010, left the facility in May 2010 and have no job.
struct Bench {
  explicit Bench(std::size_t persons)
      : inputs(std::make_unique<Inputs>(bench_inputs())),
        world(*inputs, Random(1, 0), 1.0F, false) {
    Persons& people = world.persons;
    people.append(persons);
    world.households.append(persons);
    for (std::size_t i = 0; i < persons; ++i) {
      people.ticket[i] = ticket_of(kArrival, static_cast<std::uint32_t>(i));
      people.arrival_month[i] = index_of(kArrival);
      people.exit_month[i] = people.idle_since[i] = index_of(kExit);
      people.labour_state[i] = LabourState::not_employed;
      people.active[i] = 1;
      people.age[i] = 30;
      people.household[i] = world.households.head[i] = static_cast<PersonIndex>(i);
      people.training_since[i] = people.training_completed_month[i] = index_of(kNever);
      people.certificate_month[i] = people.account_opened[i] = index_of(kNever);
    }
  }

  std::unique_ptr<Inputs> inputs;  // stays where it is when a bench is handed over
  World world;
  ParameterValues values;

  void set(const std::string& policy, std::initializer_list<std::pair<const char*, double>> rows) {
    for (const auto& [name, value] : rows) {
      values.set("policies." + policy + "." + name, Series(value));
    }
  }
  /// Everybody, always, without limit.
  void offer(const std::string& policy,
             std::initializer_list<std::pair<const char*, double>> rows) {
    set(policy, {{"on_from", -400},
                 {"on_to", kNoEnd},
                 {"coverage", 1},
                 {"capacity", kUnlimited},
                 {"pilot_only", 0},
                 {"eligible", 0},
                 {"capacity_per_year", kUnlimited},
                 {"priority", 0},
                 {"first_come", 0},
                 {"while_eligible", 0}});
    set(policy, rows);
  }
  void run(const std::unique_ptr<Process>& process, Month month) {
    world.month = month;
    world.ledger.open_month(world.month);
    process->update(values, month);
    process->step(world);
  }
  [[nodiscard]] std::int64_t paid(LedgerLine line) const { return world.ledger.amount(line); }
};

// --- training allowance ------------------------------------------------------------------------

Bench training_bench(std::size_t persons) {
  Bench bench(persons);
  bench.offer("training_allowance", {{"completion_krw", 1.2e6},
                                     {"certificate_krw", 2e6},
                                     {"stipend_krw", 0},
                                     {"tuition_krw", 730'000}});
  return bench;
}

TEST_CASE("training bonuses go by arrival - 2005 to November 2014") {
  training_allowance::Parameters p{};
  p.completion_krw =
      Series({{month_of(1990, 1), 0}, {month_of(2005, 1), 1.2e6}, {month_of(2014, 12), 0}});
  p.certificate_krw =
      Series({{month_of(1990, 1), 0}, {month_of(2005, 1), 2e6}, {month_of(2014, 12), 0}});
  CHECK(training_allowance::bonus_krw(p, month_of(2004, 12), true) == 0);
  CHECK(training_allowance::bonus_krw(p, month_of(2005, 1), false) == 1'200'000);
  CHECK(training_allowance::bonus_krw(p, month_of(2014, 11), true) == 3'200'000);
  CHECK(training_allowance::bonus_krw(p, month_of(2014, 12), true) == 0);
}

TEST_CASE("a training allowance is open to those without a job for five years after exit") {
  auto bench = training_bench(4);
  Persons& people = bench.world.persons;
  people.labour_state[1] = LabourState::school;
  people.exit_month[2] = index_of(kExit - 59);
  people.exit_month[3] = index_of(kExit - 60);
  const auto offers = training_allowance::offers();
  bench.run(offers, kExit);
  using Open = std::vector<std::uint8_t>;
  CHECK(people.training_allowance_open == Open{1, 0, 1, 0});
  // Trainees keep what was open on entry when the instrument ends; nobody else does.
  people.labour_state[0] = LabourState::training;
  bench.set("training_allowance", {{"on_to", kExit.index}});
  bench.run(offers, kExit + 1);
  CHECK(people.training_allowance_open == Open{1, 0, 0, 0});
  people.labour_state[0] = LabourState::not_employed;
  people.training_completed_month[0] = index_of(kExit + 1);
  bench.run(offers, kExit + 2);
  CHECK(people.training_allowance_open == Open{1, 0, 0, 0});  // until the bonus is paid
  bench.run(offers, kExit + 3);
  CHECK(people.training_allowance_open == Open{0, 0, 0, 0});
  // Where nothing would be paid, nothing is open; a stipend alone is enough.
  bench.offer("training_allowance", {{"completion_krw", 0}, {"certificate_krw", 0}});
  bench.run(offers, kExit + 4);
  CHECK(people.training_allowance_open == Open{0, 0, 0, 0});
  bench.set("training_allowance", {{"stipend_krw", 300'000}});
  bench.run(offers, kExit + 4);
  CHECK(people.training_allowance_open == Open{1, 0, 0, 0});
}

TEST_CASE("places of the training allowance are those of trainees and of candidates together") {
  auto bench = training_bench(100);
  Persons& people = bench.world.persons;
  bench.set("training_allowance", {{"capacity", 30}});
  for (std::size_t i = 0; i < 10; ++i) {
    people.labour_state[i] = LabourState::training;
    people.training_allowance_open[i] = 1;
  }
  bench.run(training_allowance::offers(), kExit + 1);
  const auto& open = people.training_allowance_open;
  CHECK(std::count(open.begin(), open.end(), 1) == 30);
  CHECK(std::count(open.begin(), open.begin() + 10, 1) == 10);
}

TEST_CASE(
    "offer: a billion places are without limit - workers may hold what takes nobody's place") {
  for (const double capacity : {kUnlimited, 1e9, 6e8}) {
    auto bench = training_bench(10);
    Persons& people = bench.world.persons;
    std::ranges::fill(people.labour_state, LabourState::regular);
    bench.set("training_allowance", {{"capacity", capacity}});
    bench.run(training_allowance::offers(), kExit + 1);
    const auto& open = people.training_allowance_open;
    CHECK(std::count(open.begin(), open.end(), 1) == (capacity < 1e9 ? 0 : 10));
  }
}

TEST_CASE("offer: what covers six in ten is offered to six in ten") {
  auto bench = training_bench(4000);
  bench.set("training_allowance", {{"coverage", 0.6}});
  bench.run(training_allowance::offers(), kExit + 1);
  const auto& open = bench.world.persons.training_allowance_open;
  const auto share = static_cast<double>(std::count(open.begin(), open.end(), 1)) / 4000;
  CHECK(agrees(share, 0.6, share_error(0.6, 4000)));
}

TEST_CASE("tuition - stipends and training bonuses are paid to the won") {
  auto bench = training_bench(5);
  Persons& people = bench.world.persons;
  const Month now = kExit + 6;
  bench.set("training_allowance", {{"stipend_krw", 300'000}});
  people.training_allowance_open = {1, 1, 1, 0, 1};
  people.training_since[0] = index_of(now - 1);  // began last month
  people.labour_state[0] = LabourState::training;
  people.training_completed_month[1] = index_of(now - 1);
  people.training_completed_month[2] = people.certificate_month[2] = index_of(now - 1);
  people.labour_state[3] = LabourState::training;  // the allowance is not open to this one
  people.training_since[3] = index_of(now - 1);
  people.training_completed_month[4] = index_of(now - 2);  // was paid last month
  people.stipend_krw[4] = 300'000;
  bench.run(training_allowance::payment(), now);
  CHECK(bench.paid(LedgerLine::training_tuition) == 2 * 730'000);
  CHECK(bench.paid(LedgerLine::training_stipend) == 300'000);
  CHECK(bench.paid(LedgerLine::training_allowance) == 1'200'000 + 3'200'000);
  CHECK(people.stipend_krw == std::vector<std::int32_t>{300'000, 0, 0, 0, 0});
  CHECK(people.assets_krw == std::vector<std::int32_t>{0, 1'200'000, 3'200'000, 0, 0});
  // A split budget has paid for tuition and stipends on entry; bonuses come from what is left.
  bench.world.purses.in_force = true;
  bench.world.purses.krw.fill(5e6);
  bench.run(training_allowance::payment(), now);
  CHECK(bench.world.purses.left(Purse::training) == 5e6 - 4.4e6);
  CHECK(bench.world.purses.left(Purse::incentives) == 5e6);
}

// --- self-employment support -------------------------------------------------------------------

Bench business_bench(std::size_t persons) {
  Bench bench(persons);
  bench.offer("self_employment_support",
              {{"loan_krw", 20e6}, {"coaching", 1}, {"default_share", 0.3}});
  bench.values.set("ledger.hour_krw", Series(10'030));
  return bench;
}

TEST_CASE("business loans are open from two years after exit - at 25 to 62 - without a business") {
  auto bench = business_bench(8);
  Persons& people = bench.world.persons;
  people.age = {30, 24, 25, 62, 63, 30, 30, 30};
  people.labour_state[5] = LabourState::temporary;
  people.labour_state[6] = LabourState::self_employed;
  people.labour_state[7] = LabourState::training;
  const auto offers = self_employment_support::offers();
  bench.run(offers, kExit + 23);
  CHECK(total(people.offered_loan_krw) == 0);
  bench.run(offers, kExit + 24);
  CHECK(people.offered_loan_krw ==
        std::vector<std::int32_t>{20 * kM, 0, 20 * kM, 20 * kM, 0, 20 * kM, 0, 0});
  CHECK(people.business_coached == std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 0});
  bench.set("self_employment_support", {{"on_to", (kExit + 24).index}});
  bench.run(offers, kExit + 25);
  CHECK(total(people.offered_loan_krw) == 0);
  CHECK(people.business_coached[6] == 1);  // a coach stays until the business ends
  people.labour_state[6] = LabourState::not_employed;
  bench.run(offers, kExit + 26);
  CHECK(people.business_coached[6] == 0);
}

TEST_CASE("business loans and coaches have a capacity each") {
  auto bench = business_bench(100);
  Persons& people = bench.world.persons;
  bench.set("self_employment_support", {{"capacity", 20}});
  for (std::size_t i = 0; i < 40; ++i) {
    people.labour_state[i] = LabourState::self_employed;
    people.business_loan_krw[i] = i < 8 ? 20 * kM : 0;
    people.business_coached[i] = i < 5 ? 1 : 0;
  }
  bench.run(self_employment_support::offers(), kExit + 30);
  CHECK(total(people.offered_loan_krw) == 12 * 20LL * kM);
  CHECK(std::count(people.business_coached.begin(), people.business_coached.end(), 1) == 20);
  CHECK(std::count(people.business_coached.begin(), people.business_coached.begin() + 5, 1) == 5);
}

TEST_CASE("a coach costs four hours a month at the prices of the day") {
  auto bench = business_bench(3);
  Persons& people = bench.world.persons;
  people.business_coached = {1, 1, 1};
  people.active[2] = 0;
  bench.run(self_employment_support::payment(), kExit + 30);
  CHECK(bench.paid(LedgerLine::business_coaching) == 2 * 4 * 10'030);
  bench.inputs->consumer_prices = Series(80);
  bench.run(self_employment_support::payment(), kExit + 30);
  CHECK(bench.paid(LedgerLine::business_coaching) == 64'192);
  CHECK(total(people.assets_krw) == 0);
}

// --- housing -----------------------------------------------------------------------------------

housing::Parameters housing_parameters() {
  housing::Parameters p{};
  p.subsidy_krw =
      Series({{month_of(1990, 1), 0}, {month_of(2007, 1), 13e6}, {month_of(2018, 1), 16e6}});
  p.multiple_2_to_4 = Series(1.25);
  p.multiple_5_plus = Series(1.44);
  return p;
}

TEST_CASE("housing money by arrival and size of the unit") {
  const auto p = housing_parameters();
  CHECK(housing::subsidy_of(p, month_of(1995, 1), 3) == 0);
  CHECK(housing::subsidy_of(p, month_of(2017, 12), 1) == 13 * kM);
  CHECK(housing::subsidy_of(p, month_of(2018, 1), 1) == 16 * kM);
  CHECK(housing::subsidy_of(p, month_of(2018, 1), 2) == 20 * kM);
  CHECK(housing::subsidy_of(p, month_of(2018, 1), 4) == 20 * kM);
  CHECK(housing::subsidy_of(p, month_of(2018, 1), 5) == 23'040'000);
}

Bench housing_bench(std::size_t persons, double rent_gap_krw) {
  Bench bench(persons);
  bench.offer("housing", {{"subsidy_krw", 13e6},
                          {"multiple_2_to_4", 1.25},
                          {"multiple_5_plus", 1.44},
                          {"rent_gap_krw", rent_gap_krw},
                          {"rent_gap_months", 24}});
  return bench;
}

TEST_CASE("a unit is housed once at exit - its rent gap counts once a month") {
  auto bench = housing_bench(6, 100'000);
  Persons& people = bench.world.persons;
  // A couple with a child, a single, a unit whose first ticket has died, one still inside.
  for (const std::size_t i : {1U, 2U}) people.household[i] = bench.world.households.head[i] = 0;
  people.active[2] = 0;  // the child
  people.presence[4] = Presence::dead;
  people.household[5] = bench.world.households.head[5] = 4;
  const auto process = housing::process();
  bench.run(process, kExit);
  CHECK(bench.paid(LedgerLine::housing_subsidy) == 16'250'000 + 13 * kM + 13 * kM);
  CHECK(bench.paid(LedgerLine::housing_rent_gap) == 3 * 100'000);
  CHECK(people.housing_supported == std::vector<std::uint8_t>{1, 1, 1, 1, 0, 1});
  CHECK(total(people.assets_krw) == 0);  // to the landlord
  // Those who were housed stay so when the instrument ends; nobody is housed twice.
  bench.set("housing", {{"on_to", kExit.index}});
  people.presence[3] = Presence::abroad;
  people.household[1] = 1;  // parted: two households now
  bench.run(process, kExit + 1);
  CHECK(bench.paid(LedgerLine::housing_subsidy) == 0);
  CHECK(bench.paid(LedgerLine::housing_rent_gap) == 3 * 100'000);
  bench.run(process, kExit + 24);  // the first two years only
  CHECK(bench.paid(LedgerLine::housing_rent_gap) == 0);
}

TEST_CASE("flats for as many households as there are places") {
  auto bench = housing_bench(100, 0);
  Persons& people = bench.world.persons;
  bench.set("housing", {{"capacity", 25}});
  for (std::size_t i = 0; i < 10; ++i) {  // ten live in five flats
    people.exit_month[i] = index_of(kExit - 12);
    people.household[i] = static_cast<PersonIndex>(i / 2 * 2);
    people.housing_supported[i] = 1;
  }
  bench.run(housing::process(), kExit);
  CHECK(bench.paid(LedgerLine::housing_subsidy) == 20 * 13LL * kM);
  CHECK(bench.paid(LedgerLine::housing_rent_gap) == 0);
  bench.run(housing::process(), kExit);  // no place is left
  CHECK(bench.paid(LedgerLine::housing_subsidy) == 0);
}

// --- settlement grant ----------------------------------------------------------------------------

Bench grant_bench(std::size_t persons) {
  Bench bench(persons);
  bench.inputs->grant_multiple = {1, 1.5, 2};
  bench.offer("settlement_grant", {{"basic_krw", 8e6},
                                   {"initial_share", 0.5},
                                   {"instalment_months", 12},
                                   {"elderly_krw", 0},
                                   {"lump_sum", 0}});
  return bench;
}

TEST_CASE("settlement grant: the first adult of a unit is paid - or its first member") {
  auto bench = grant_bench(14);
  Persons& people = bench.world.persons;
  people.age = {10, 40, 50, 17, 18, 30, 10, 11, 30, 20, 18, 30, 17, 16};
  bench.world.households.head = {0, 0, 0, 3, 3, 3, 6, 6, 8, 8, 10, 10, 12, 12};
  bench.run(settlement_grant::process(), kExit);
  std::vector<std::size_t> payees;
  for (std::size_t i = 0; i < 14; ++i) {
    if (people.settlement_payment_krw[i] > 0) payees.push_back(i);
  }
  CHECK(payees == std::vector<std::size_t>{1, 4, 6, 8, 10, 12});
  CHECK(people.assets_krw[1] == 8 * kM);  // half of twice the basic grant: three members
  CHECK(people.assets_krw[6] == 6 * kM);
}

TEST_CASE("settlement grant: places are held by those who still wait for a part of it") {
  auto bench = grant_bench(100);
  Persons& people = bench.world.persons;
  bench.set("settlement_grant", {{"capacity", 15}});
  for (std::size_t i = 0; i < 40; ++i) people.exit_month[i] = index_of(kExit - 1);
  for (std::size_t i = 0; i < 13; ++i) people.grant_parts_left[i] = 2;
  for (const std::size_t i : {0U, 1U, 2U}) {  // who is gone waits for nothing
    people.presence[i] = Presence::departed;
    people.active[i] = 0;
  }
  bench.run(settlement_grant::process(), kExit);
  CHECK(bench.paid(LedgerLine::settlement_grant) == 5 * 4LL * kM);
}

// --- employment incentive ------------------------------------------------------------------------

TEST_CASE("employment incentive: the capital region has amounts of its own") {
  Bench bench(4);
  bench.offer("employment_incentive", {{"half_year_capital_krw", 0},
                                       {"year_1_capital_krw", 2e6},
                                       {"year_2_capital_krw", 0},
                                       {"year_3_capital_krw", 0},
                                       {"half_year_other_krw", 0},
                                       {"year_1_other_krw", 3e6},
                                       {"year_2_other_krw", 0},
                                       {"year_3_other_krw", 0},
                                       {"window_months", 60}});
  Persons& people = bench.world.persons;
  people.locality = {0, 1, 1, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    people.labour_state[i] = LabourState::regular;
    people.insured_months[i] = 12;
  }
  bench.run(employment_incentive::process(), kExit + 12);
  CHECK(people.assets_krw == std::vector<std::int32_t>{2 * kM, 3 * kM, 3 * kM, 2 * kM});
}

// --- credential recognition --------------------------------------------------------------------

TEST_CASE("Northern schooling is recognised at exit - by level and never above 1") {
  Bench bench(5);
  Persons& people = bench.world.persons;
  bench.offer("credential_recognition",
              {{"skill_gain", 0.05}, {"mismatch_factor", 0.5}, {"fee_krw", 300'000}});
  people.northern_schooling = {0, 1, 2, 2, 2};
  people.south_skill = {0.2F, 0.2F, 0.2F, 0.95F, 0.2F};
  people.exit_month[4] = index_of(kExit - 1);
  bench.run(credential_recognition::process(), kExit);
  CHECK(people.credentials_recognised == std::vector<std::uint8_t>{0, 1, 1, 1, 0});
  CHECK(people.south_skill[0] == 0.2F);
  CHECK(people.south_skill[1] == Approx(0.25));
  CHECK(people.south_skill[2] == Approx(0.30));
  CHECK(people.south_skill[3] == 1.0F);
  CHECK(people.south_skill[4] == 0.2F);
  CHECK(bench.paid(LedgerLine::credential_recognition) == 3 * 300'000);
  bench.set("credential_recognition", {{"coverage", 0}});
  bench.run(credential_recognition::process(), kExit);
  CHECK(bench.paid(LedgerLine::credential_recognition) == 0);
  bench.set("credential_recognition", {{"coverage", 1}, {"capacity", 2}});
  bench.run(credential_recognition::process(), kExit);
  CHECK(bench.paid(LedgerLine::credential_recognition) == 2 * 300'000);
}

// --- matched savings ---------------------------------------------------------------------------

constexpr std::int32_t kPay = 2'000'000;                   // KRW/month
constexpr std::int32_t kPaySaving = 20 * kPay * 9 / 1000;  // a fifth of nine tenths

/// Workers with a year in the job and 100 M of savings; all may join in the first month.
Bench savings_bench(std::size_t persons) {
  Bench bench(persons);
  bench.offer("matched_savings", {{"first_arrival", kArrival.index},
                                  {"join_rate", 1},
                                  {"monthly_max_krw", 500'000},
                                  {"saving_share", 0.2},
                                  {"max_months", 48},
                                  {"min_months", 24},
                                  {"other_closure_rate", 0}});
  bench.values.set("wages.deduction_rate", Series(0.1));
  Persons& people = bench.world.persons;
  for (std::size_t i = 0; i < persons; ++i) {
    people.labour_state[i] = LabourState::regular;
    people.job_tenure_months[i] = 12;
    people.monthly_wage_krw[i] = kPay;
    people.assets_krw[i] = 100 * kM;
  }
  return bench;
}

/// Runs months 0 to `last` after exit; own savings and assets move against one another, and what
/// comes from outside is the match.
std::int64_t keep_saving(Bench& bench, int last) {
  const auto process = matched_savings::process();
  const Persons& people = bench.world.persons;
  const auto wealth = [&] { return total(people.assets_krw) + total(people.account_own_krw); };
  std::int64_t matches = 0;
  for (int month = 0; month <= last; ++month) {
    const std::int64_t before = wealth();
    bench.run(process, kExit + month);
    REQUIRE(wealth() == before + bench.paid(LedgerLine::matched_savings));
    REQUIRE(people.account_match_krw == people.account_own_krw);
    matches += bench.paid(LedgerLine::matched_savings);
  }
  return matches;
}

TEST_CASE("what goes into the matched account: a fifth of net pay up to a limit") {
  matched_savings::Parameters p{};
  p.monthly_max_krw = 500'000;
  p.saving_share = 0.2F;
  p.deduction_rate = 0.1F;
  CHECK(matched_savings::saving_krw(p, 2'000'000, 10 * kM) == 360'000);
  CHECK(matched_savings::saving_krw(p, 5'000'000, 10 * kM) == 500'000);
  CHECK(matched_savings::saving_krw(p, 2'000'000, 100'000) == 100'000);
  CHECK(matched_savings::saving_krw(p, 2'000'000, 0) == 0);
  CHECK(matched_savings::saving_krw(p, 0, 10 * kM) == 0);
}

TEST_CASE("an account kept for 48 months doubles its savings") {
  auto bench = savings_bench(1);
  CHECK(keep_saving(bench, 47) == 0);
  CHECK(bench.world.persons.account_own_krw[0] == 48 * kPaySaving);
  auto longer = savings_bench(1);
  CHECK(keep_saving(longer, 60) == 48 * kPaySaving);  // and no second account is opened
  CHECK(longer.world.persons.assets_krw[0] == 100 * kM + 48 * kPaySaving);
  CHECK(longer.world.persons.account_own_krw[0] == 0);
  auto short_term = savings_bench(1);
  short_term.set("matched_savings", {{"max_months", 24}});
  CHECK(keep_saving(short_term, 60) == 24 * kPaySaving);
  auto ended = savings_bench(1);  // accounts run on when no new ones are opened
  ended.set("matched_savings", {{"on_to", kExit.index}});
  CHECK(keep_saving(ended, 60) == 48 * kPaySaving);
}

TEST_CASE("three months without a job close the account - matched from 24 months on") {
  for (const int job_end : {10, 20, 21, 30}) {  // first month without a job
    auto bench = savings_bench(1);
    Persons& people = bench.world.persons;
    keep_saving(bench, job_end - 1);
    people.labour_state[0] = LabourState::not_employed;
    people.monthly_wage_krw[0] = 0;
    people.idle_since[0] = index_of(kExit + job_end);
    const auto process = matched_savings::process();
    std::int64_t match = 0;
    for (int month = job_end; month < job_end + 6; ++month) {
      bench.run(process, kExit + month);
      match += bench.paid(LedgerLine::matched_savings);
      CHECK((people.account_own_krw[0] > 0) == (month < job_end + 3));
    }
    INFO("job ends after " << job_end);
    CHECK(match == (job_end + 3 >= 24 ? job_end * std::int64_t{kPaySaving} : 0));
    CHECK(people.assets_krw[0] == 100 * kM + match);
  }
}

TEST_CASE("accounts close at the rate given - own savings only") {
  auto bench = savings_bench(4000);
  bench.set("matched_savings", {{"other_closure_rate", 0.02}});
  CHECK(keep_saving(bench, 10) == 0);
  double open = 0;
  for (const std::int32_t own : bench.world.persons.account_own_krw) open += own > 0;
  const double expected = std::pow(0.98, 10);
  CHECK(agrees(open / 4000, expected, share_error(expected, 4000)));
  CHECK_FALSE(agrees(open / 4000, std::pow(0.97, 10), share_error(expected, 4000)));
}

TEST_CASE("who may open a matched account") {
  auto bench = savings_bench(7);
  Persons& people = bench.world.persons;
  people.job_tenure_months[1] = 2;
  people.job_tenure_months[2] = 3;
  people.labour_state[3] = LabourState::self_employed;
  people.arrival_month[4] = index_of(kArrival - 1);
  people.assets_krw[5] = 0;
  people.account_opened[6] = index_of(kExit - 30);  // had one before
  bench.run(matched_savings::process(), kExit);
  std::vector<int> open;
  for (const std::int32_t own : people.account_own_krw) open.push_back(own > 0);
  CHECK(open == std::vector<int>{1, 0, 1, 0, 0, 0, 0});
  CHECK(people.account_opened[0] == kExit.index);
  people.labour_state[0] = LabourState::self_employed;  // goes on as long as there is work
  people.active[2] = 0;
  bench.run(matched_savings::process(), kExit + 1);
  CHECK(people.account_own_krw[0] == 2 * kPaySaving);
  CHECK(people.account_own_krw[2] == 0);  // left: own savings go with the assets
  CHECK(people.account_match_krw[2] == 0);
  CHECK(people.assets_krw[2] == 100 * kM);
  auto before = savings_bench(1);
  before.set("matched_savings", {{"on_from", (kExit + 1).index}});
  before.run(matched_savings::process(), kExit);
  CHECK(before.world.persons.account_own_krw[0] == 0);
}

TEST_CASE("matched accounts by join rate and capacity") {
  auto bench = savings_bench(4000);
  bench.set("matched_savings", {{"join_rate", 0.1}});
  bench.run(matched_savings::process(), kExit);
  const auto count_open = [&] {
    const auto& own = bench.world.persons.account_own_krw;
    return std::count_if(own.begin(), own.end(), [](std::int32_t krw) { return krw > 0; });
  };
  CHECK(agrees(static_cast<double>(count_open()) / 4000, 0.1, share_error(0.1, 4000)));
  bench.set("matched_savings", {{"join_rate", 1}, {"capacity", 1000}});
  bench.run(matched_savings::process(), kExit + 1);
  CHECK(count_open() == 1000);
}

// --- split budget and cost of the facility -----------------------------------------------------

budget_split::Parameters weights(float employment, float mental, float community) {
  budget_split::Parameters p{};
  p.employment_weight = employment;
  p.mental_weight = mental;
  p.community_weight = community;
  return p;
}

TEST_CASE("a budget split 72 to 3 - equal parts within a group") {
  using Parts = std::array<double, kPurses>;
  const auto split = budget_split::monthly_parts(weights(72, 3, 0), 9e9);
  CHECK(split == Parts{360e6, 360e6, 15e6, 15e6, 0, 0, 0});
  const auto even = budget_split::monthly_parts(weights(1, 1, 1), 9e9);
  CHECK(even[4] == Approx(9e9 / 12 / 9));
  CHECK(std::accumulate(even.begin(), even.end(), 0.0) == Approx(9e9 / 12));
  CHECK(budget_split::monthly_parts(weights(0, 0, 0), 9e9) == Parts{});
}

TEST_CASE("purses fill month by month - keep what is unspent - and end with the split") {
  Bench bench(0);
  bench.world.scale = 0.5F;
  bench.set("budget_split", {{"on_from", kExit.index},
                             {"on_to", (kExit + 11).index},
                             {"employment_weight", 72},
                             {"mental_weight", 3},
                             {"community_weight", 0},
                             {"total_krw", 9e9}});
  const auto process = budget_split::process();
  bench.run(process, kExit - 1);
  CHECK_FALSE(bench.world.purses.in_force);
  for (int month = 0; month < 12; ++month) bench.run(process, kExit + month);
  const Purses& purses = bench.world.purses;
  CHECK(purses.in_force);
  CHECK(std::accumulate(purses.krw.begin(), purses.krw.end(), 0.0) == 4.5e9);
  CHECK(purses.left(Purse::training) == 2160e6);  // half of 72 of 75 parts
  CHECK(purses.left(Purse::therapy) == 90e6);
  bench.run(process, kExit + 12);
  CHECK_FALSE(purses.in_force);
  CHECK(std::accumulate(purses.krw.begin(), purses.krw.end(), 0.0) == 0);
  bench.set("budget_split", {{"on_to", kNoEnd}, {"total_krw", 0}});
  bench.run(process, kExit);
  CHECK_FALSE(purses.in_force);
}

TEST_CASE("employment incentives are paid while their purse suffices") {
  Bench bench(20);
  bench.offer("employment_incentive", {{"half_year_capital_krw", 0},
                                       {"year_1_capital_krw", 5e6},
                                       {"year_2_capital_krw", 0},
                                       {"year_3_capital_krw", 0},
                                       {"half_year_other_krw", 0},
                                       {"year_1_other_krw", 5e6},
                                       {"year_2_other_krw", 0},
                                       {"year_3_other_krw", 0},
                                       {"window_months", 60}});
  Persons& people = bench.world.persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    people.labour_state[i] = LabourState::regular;
    people.insured_months[i] = 12;
  }
  bench.world.purses.in_force = true;
  const auto process = employment_incentive::process();
  std::int64_t paid = 0;
  for (int month = 0; month < 4; ++month) {
    bench.world.purses.krw[static_cast<std::size_t>(Purse::incentives)] += 32e6;
    bench.run(process, kExit + 13 + month);
    paid += bench.paid(LedgerLine::employment_incentive);
    CHECK(bench.world.purses.left(Purse::incentives) ==
          32e6 * (month + 1) - static_cast<double>(paid));
    CHECK(paid == std::min<std::int64_t>(20, 32 * (month + 1) / 5) * 5 * kM);
  }
  CHECK(people.assets_krw == std::vector<std::int32_t>(20, 5 * kM));  // all, one after another
}

TEST_CASE("the facility costs money for everybody in it - if the cost is known") {
  Bench bench(4);
  Persons& people = bench.world.persons;
  for (const std::size_t i : {0U, 1U, 2U}) people.labour_state[i] = LabourState::facility;
  people.presence[2] = Presence::dead;
  bench.set("facility_program", {{"per_month_krw", 3'500'000}});
  bench.run(facility_cost::process(), kArrival + 1);
  CHECK(bench.paid(LedgerLine::facility_programme) == 7 * kM);
  bench.set("facility_program", {{"per_month_krw", kUnlimited}});
  bench.run(facility_cost::process(), kArrival + 1);
  CHECK(bench.paid(LedgerLine::facility_programme) == 0);
}

// --- in the world ------------------------------------------------------------------------------

TEST_CASE("housing money of the shipped history") {
  const Lab lab;
  housing::Parameters p{};
  p.subsidy_krw = lab.values.at("policies.housing.subsidy_krw");
  p.multiple_2_to_4 = lab.values.at("policies.housing.multiple_2_to_4");
  p.multiple_5_plus = lab.values.at("policies.housing.multiple_5_plus");
  CHECK(housing::subsidy_of(p, month_of(1992, 6), 1) == 0);
  CHECK(housing::subsidy_of(p, month_of(2002, 6), 1) == 7'540'000);
  CHECK(housing::subsidy_of(p, month_of(2010, 6), 3) == 16'250'000);
  CHECK(housing::subsidy_of(p, month_of(2020, 6), 2) == 20 * kM);
}

TEST_CASE("matched accounts of a nation keep every won - one account in a life") {
  Lab lab;
  make_small(lab);
  lab.begin(month_of(2012, 1));
  std::int64_t wealth = 0;
  std::int64_t matches = 0;
  std::vector<std::int16_t> opened;
  const auto wealth_of = [](const Persons& people) {
    return total(people.assets_krw) + total(people.account_own_krw);
  };
  const auto before = [&](const Process& process) {
    if (process.description().name != "matched savings") return;
    wealth = wealth_of(lab.world().persons);
    opened = lab.world().persons.account_opened;
  };
  const auto after = [&](const Process& process) {
    if (process.description().name != "matched savings") return;
    const Persons& people = lab.world().persons;
    const std::int64_t match = lab.world().ledger.amount(LedgerLine::matched_savings);
    REQUIRE(wealth_of(people) == wealth + match);
    matches += match;
    int wrong = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const bool had = opened[i] != kNever.index;
      wrong += had && people.account_opened[i] != opened[i];
      wrong += people.account_own_krw[i] > 0 && people.account_opened[i] == kNever.index;
      wrong += people.account_opened[i] != kNever.index &&
               people.arrival_month[i] < month_of(2014, 12).index;
    }
    REQUIRE(wrong == 0);
  };
  while (lab.next_month() <= month_of(2024, 12)) lab.step(before, after);
  CHECK(matches > 0);
  CHECK(total(lab.world().persons.account_own_krw) > 0);
}

TEST_CASE("a budget split in the world: incentives and training live on their purses") {
  Lab lab;
  make_small(lab);
  lab.set(
      {{"policies.budget_split.total_krw", 240e6}, {"policies.training_allowance.coverage", 1}});
  lab.begin(month_of(2004, 1));
  double given = 0;
  double paid = 0;
  double training = 0;
  while (lab.next_month() <= month_of(2010, 12)) {
    lab.step();
    const World& world = lab.world();
    given += 240e6 / 12 * 36 / 75;
    paid += static_cast<double>(world.ledger.amount(LedgerLine::employment_incentive));
    for (const LedgerLine line : {LedgerLine::training_tuition, LedgerLine::training_stipend,
                                  LedgerLine::training_allowance}) {
      training += static_cast<double>(world.ledger.amount(line));
    }
    REQUIRE(paid <= given);
    REQUIRE(world.purses.left(Purse::incentives) == Approx(given - paid));
    REQUIRE(world.purses.left(Purse::training) <= given - training);  // courses just begun
  }
  CHECK(paid > 0.9 * given);  // the purse was what limited them
  CHECK(training > 0);
}

}  // namespace
