#include "processes/self_employment.h"

#include <algorithm>
#include <limits>

#include "core/numerics.h"
#include "engine/screened.h"

namespace resettle::self_employment {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"self_employment.entry_rate", "per month", "starts a business, with the capital needed", 0,
      0.5},
     effect(&P::entry_rate)},
    {{"self_employment.exit_rate", "per month", "a business ends, before its age counts", 0, 0.5},
     effect(&P::exit_rate)},
    {{"self_employment.exit_first_year", "factor", "of that in the first year", 0, 10},
     effect(&P::exit_first_year, 1)},
    {{"self_employment.exit_next_years", "factor", "in the second and third", 0, 10},
     effect(&P::exit_next_years, 1)},
    {{"self_employment.exit_fourth_year", "factor", "in the fourth and fifth", 0, 10},
     effect(&P::exit_fourth_year, 1)},
    {{"self_employment.exit_later", "factor", "in later years", 0, 10}, effect(&P::exit_later, 1)},
    {{"self_employment.exit_capital_slope", "log", "fewer with capital end, per log of capital", -5,
      5},
     effect(&P::exit_capital_slope)},
    {{"self_employment.exit_old_age", "per month", "more end with an owner of 68 or more", 0, 0.5},
     effect(&P::exit_old_age)},
    {{"self_employment.capital_slope", "dimensionless", "steepness in the logarithm of capital",
      -20, 20},
     effect(&P::capital_slope)},
    {{"self_employment.capital_need", "KRW", "capital of a usual small business", 1e6, 1e9},
     level(&P::capital_need_krw)},
    {{"self_employment.minimum_capital", "KRW", "with less nobody starts a business", 0, 1e9},
     effect(&P::minimum_capital_krw)},
    {{"self_employment.capital_elasticity", "log", "income per log of capital", -2, 2},
     effect(&P::capital_elasticity)},
    {{"self_employment.capital_lost", "share", "of the capital when a business ends", 0, 1},
     effect(&P::capital_lost)},
    {{"self_employment.coach_effect", "log", "fewer businesses end with coaching", -5, 5},
     effect(&P::coach_effect).of("self_employment_support")},
    {{"self_employment.income_shift", "log", "income against a temporary wage", -3, 3},
     level(&P::income_shift)},
    {{"self_employment.income_sd", "log", "spread of business incomes", 0, 3},
     effect(&P::income_sd)},
    borrowed<P>("wages.intercept", &P::wage_intercept),
    borrowed<P>("wages.skill_slope", &P::wage_skill_slope),
    borrowed<P>("policies.self_employment_support.default_share", &P::default_share),
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr auto kStarts = Decision::screened(6, "business", 0, "starts a business");
constexpr Decision kEnds{"business", 1, "the business ends"};
constexpr Decision kDefaults{"business", 2, "the rest of its loan is not paid back"};
constexpr Decision kLuck{"business", 3, "income of the business this year"};
constexpr float kScreened = screen_limit(kStarts);

constexpr int kFromAge = 25;  // MODEL 8.5
constexpr int kToAge = 62;
constexpr int kEntryMonths = 24;         // after leaving the facility, MODEL 8.5
constexpr int kOldAge = 68;              // MODEL 8.5
constexpr int kLastWorkingAge = 75;      // MODEL 8.8: every business ends at 75
constexpr float kLeastCapital = 100000;  // KRW, MODEL 8.5
constexpr float kSmallest = 1e6F;        // KRW: below it a business counts as one of that (E2.8)

bool may_start(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return (people.active[i] != 0) & (people.age[i] >= kFromAge) & (people.age[i] <= kToAge) &
         (people.months_since_exit(i, world.month) >= kEntryMonths);
}

/// Own money and the loan that is offered, KRW.
float capital_krw(const Persons& people, std::size_t i) {
  return static_cast<float>(people.assets_krw[i] + people.offered_loan_krw[i]);
}

Business business_of(const Persons& people, std::size_t i) {
  return {
      .tenure_months = people.job_tenure_months[i],
      .capital_krw = static_cast<float>(people.business_capital_krw[i]),
      .coached = people.business_coached[i] != 0,
      .age = people.age[i],
      .south_skill = people.south_skill[i],
  };
}

/// Logarithm of the capital against that of a usual business.
float capital_log(const P& p, float capital_krw) {
  return logarithm(std::max(capital_krw, kSmallest) / p.capital_need_krw);
}

void draw_income(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const float luck = world.random.normal(kLuck, people.ticket[i], world.month);
  people.monthly_wage_krw[i] = static_cast<std::int32_t>(
      monthly_income_krw(p, world.economy.host_wage_krw, business_of(people, i), luck));
}

/// Own money first, then the loan, up to what a business needs.
void start_business(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto need = static_cast<std::int32_t>(p.capital_need_krw);
  const std::int32_t own = std::min(people.assets_krw[i], need);
  const std::int32_t loan = std::min(people.offered_loan_krw[i], need - own);
  people.assets_krw[i] -= own;
  people.business_capital_krw[i] = own + loan;
  people.business_loan_krw[i] = loan;
  if (loan > 0) world.places.begin(Place::business_loan);
  world.ledger.add(LedgerLine::business_loans, loan);
  world.ledger.add(LedgerLine::business_capital, own + loan);
  const bool from_job = people.has_wage_job(i);
  if (from_job) people.last_wage_krw[i] = people.monthly_wage_krw[i];
  const bool benefit = from_job ? people.benefit_at_hire[i] != 0
                                : world.households.benefit_krw[people.household[i]] > 0;
  people.clear_job(i);
  people.benefit_at_hire[i] = benefit ? 1 : 0;
  people.labour_state[i] = LabourState::self_employed;
  people.career_step_month[i] = static_cast<std::int16_t>(world.month.index);
  draw_income(world, p, i);
}

/// Capital in KRW below which nobody's monthly chance of a start reaches `chance`; it may be
/// somewhat too low.
float capital_of_chance(const P& p, float chance) {
  const float share = chance / (2.0F * p.entry_rate * (1.0F + p.orientation_strength));
  if (share >= 1.0F) return std::numeric_limits<float>::infinity();
  if (p.capital_slope <= 0.0F) return 0.0F;
  const float certain = std::min(share, 0.999F);
  const float logit = logarithm(certain / (1.0F - certain)) - 0.01F;  // safe from rounding
  const float capital = p.capital_need_krw * exponential(logit / p.capital_slope);
  return capital <= kLeastCapital ? 0.0F : capital;
}

/// Some of those who `may` start a business do.
void start_businesses(World& world, const P& p, Rows rows, const RowFlags& may) {
  const Persons& people = world.persons;
  const float likely_krw = capital_of_chance(p, kScreened);
  RowValues<float> bounds;
  work_out(rows, bounds,
           [&](std::size_t i) { return capital_krw(people, i) >= likely_krw ? 1.0F : kScreened; });
  for_each_at_risk(world, kStarts, rows, may, &bounds, [&](std::size_t i, float u) {
    const bool self_directed = people.disposition[i] == Disposition::self_directed;
    if (u < start_probability(p, capital_krw(people, i), self_directed)) {
      start_business(world, p, i);
    }
  });
}

void end_business(World& world, const P& p, std::size_t i, bool defaults) {
  Persons& people = world.persons;
  const Settlement end = settle(p, people.business_capital_krw[i], people.business_loan_krw[i]);
  people.assets_krw[i] += end.left - end.repaid;
  world.ledger.add(LedgerLine::business_capital_returned, end.left);
  world.ledger.add(LedgerLine::loan_repayment, end.repaid);
  if (defaults) {
    world.ledger.add(LedgerLine::business_loan_defaults, end.missing);
  } else {
    people.loan_debt_krw[i] += end.missing;
  }
  people.business_capital_krw[i] = 0;
  people.business_loan_krw[i] = 0;
  people.last_wage_krw[i] = people.monthly_wage_krw[i];
  people.monthly_wage_krw[i] = 0;
  people.clear_job(i);
  people.labour_state[i] = LabourState::not_employed;
  people.idle_since[i] = static_cast<std::int16_t>(world.month.index);
}

void go_on(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kEnds, people.ticket[i], world.month);
  const float end = end_probability(p, business_of(people, i));
  if (people.age[i] >= kLastWorkingAge || draws.uniform(kEnds) < end) {
    end_business(world, p, i, draws.uniform(kDefaults) < p.default_share);
    return;
  }
  ++people.job_tenure_months[i];
  if (world.month.month_of_year() == 1) draw_income(world, p, i);
}

/// Has died or left for good with a business that nobody has settled.
bool is_abandoned(const Persons& people, std::size_t i) {
  const bool gone =
      (people.presence[i] == Presence::dead) | (people.presence[i] == Presence::departed);
  return gone & (people.business_capital_krw[i] > 0);
}

void step_moves(World& world, const P p, Rows rows) {
  const Persons& people = world.persons;
  RowFlags abandoned;
  work_out(rows, abandoned, [&](std::size_t i) -> std::uint8_t { return is_abandoned(people, i); });
  RowFlags in_business;
  work_out(rows, in_business, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & people.self_employed(i);
  });
  RowFlags may;
  work_out(rows, may, [&](std::size_t i) -> std::uint8_t {
    return may_start(world, i) & people.has_wage_job(i);
  });
  // What is missing of the loan of somebody who is gone is a default.
  for_each_flagged(rows, abandoned, [&](std::size_t i) { end_business(world, p, i, true); });
  for_each_flagged(rows, in_business, [&](std::size_t i) { go_on(world, p, i); });
  start_businesses(world, p, rows, may);
}

void prepare_entry(World& world, const P& /*p*/) {
  // The draws are those of the moves: who had no chance then may have one now.
  world.prepared.prepare(kStarts, world.random, world.persons.ticket, world.month, world.parallel);
}

void step_entry(World& world, const P p, Rows rows) {
  const Persons& people = world.persons;
  RowFlags may;
  work_out(rows, may, [&](std::size_t i) -> std::uint8_t {
    return may_start(world, i) & people.not_employed(i);
  });
  start_businesses(world, p, rows, may);
}

const std::vector<std::string> kReads{
    "presence",         "households",  "household",        "active",
    "labour_state",     "age",         "exit_month",       "assets_krw",
    "offered_loan_krw", "disposition", "south_skill",      "job_tenure_months",
    "business_coached", "ticket",      "monthly_wage_krw", "business_capital_krw"};
const std::vector<std::string> kWrites{"labour_state",
                                       "assets_krw",
                                       "business_capital_krw",
                                       "business_loan_krw",
                                       "loan_debt_krw",
                                       "monthly_wage_krw",
                                       "last_wage_krw",
                                       "career_step_month",
                                       "idle_since",
                                       "job_tenure_months",
                                       "insured",
                                       "insured_months",
                                       "via_host",
                                       "benefit_at_hire",
                                       "subsidised_months",
                                       "subsidised_months_left",
                                       "subsidy_ended",
                                       "business loans begun"};
constexpr auto kSource =
    "MODEL 8.5, MODEL2 8; surveys of defectors' firms 2017, 2020 (G15), Caliendo and Kunn 2011 "
    "(G14), business demography and trials with capital (G21, G22)";

}  // namespace

float start_probability(const Parameters& p, float capital_krw, bool self_directed) {
  if (capital_krw < p.minimum_capital_krw) return 0.0F;
  const float capital = std::max(capital_krw, kLeastCapital) / p.capital_need_krw;
  return p.entry_rate * (1.0F + when(self_directed, p.orientation_strength)) * 2.0F *
         logistic(p.capital_slope * logarithm(capital));
}

float end_probability(const Parameters& p, const Business& b) {
  const float by_age = b.tenure_months < 12   ? p.exit_first_year
                       : b.tenure_months < 36 ? p.exit_next_years
                       : b.tenure_months < 60 ? p.exit_fourth_year
                                              : p.exit_later;
  const float log_factor =
      -when(b.coached, p.coach_effect) - p.exit_capital_slope * capital_log(p, b.capital_krw);
  return p.exit_rate * by_age * exponential(log_factor) + when(b.age >= kOldAge, p.exit_old_age);
}

float monthly_income_krw(const Parameters& p, float host_wage_krw, const Business& b, float luck) {
  return host_wage_krw *
         exponential(p.wage_intercept + p.wage_skill_slope * b.south_skill + p.income_shift +
                     p.income_sd * luck + p.capital_elasticity * capital_log(p, b.capital_krw));
}

Settlement settle(const Parameters& p, std::int32_t capital_krw, std::int32_t loan_krw) {
  Settlement end;
  const double kept = 1.0 - static_cast<double>(p.capital_lost);
  end.left = static_cast<std::int32_t>(kept * capital_krw);
  end.repaid = std::min(end.left, loan_krw);
  end.missing = loan_krw - end.repaid;
  return end;
}

std::unique_ptr<Process> moves() {
  return make_row_process<P>({"self-employment",
                              "Businesses end or go on; some leave a wage job for their own.",
                              kSource,
                              kReads,
                              kWrites,
                              {kStarts, kEnds, kDefaults, kLuck}},
                             kTable, step_moves);
}

std::unique_ptr<Process> entry() {
  return make_row_process<P>({"business entry",
                              "People still without a job start a business, the more with capital.",
                              kSource,
                              kReads,
                              kWrites,
                              {}},
                             kTable, prepare_entry, step_entry);
}

}  // namespace resettle::self_employment
