#include "processes/household_money.h"

#include <algorithm>
#include <cmath>

#include "population/pay.h"

namespace resettle::household_money {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.saving_share", "share", "net pay that is saved", 0, 1}, &P::saving_share},
    {{"household.dissaving_share", "per month", "savings spent without a job", 0, 1},
     &P::dissaving_share},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    {{"remittance.annual_share", "per year", "sends money to the North in a year", 0, 1},
     &P::remittance_annual_share},
    {{"remittance.closure_factor", "factor", "fewer remittances while the border is closed", 0, 1},
     &P::remittance_closure_factor},
    {{"remittance.amount", "KRW", "amount sent in a year", 0, 1e8}, &P::remittance_amount},
};

const ParameterTable<PoolingParameters> kPoolingTable{
    {{"policies.benefit_taper.run_on_months", "months",
      "months after starting to work in which the benefit is paid as if there were no earnings", 0,
      240, ParameterKind::integer},
     &PoolingParameters::run_on_months},
};

struct NoParameters {};
const ParameterTable<NoParameters> kNoTable{};

constexpr Decision kRemits{"money", 0, "sends money to the North this December"};

constexpr float kPartnerPay = 0.60F;          // of the host wage; MODEL 12.1, assumption
constexpr float kSouthernPartnerPay = 0.85F;  // MODEL 12.1, assumption
constexpr float kSmallestIncome = 0.05F;      // of the host wage; MODEL 10
constexpr float kRepaymentShare = 0.10F;      // of net pay; MODEL 12.4
constexpr float kFirstPaymentShare = 0.50F;   // of the first settlement payment; MODEL 12.4
constexpr float kWithFamily = 1.25F;          // MODEL 12.4
constexpr float kWithoutFamily = 0.45F;       // MODEL 12.4
constexpr float kShareOfAssets = 0.30F;       // MODEL 12.4
constexpr int kRemittancePrices = 2020;       // year in whose prices the amount is given
constexpr int kClosureFrom = 2020;            // border closure, MODEL 12.4
constexpr int kClosureTo = 2025;

std::int32_t partner_pay(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  if (people.partner_works[i] == 0 || people.partner[i] != kNobody) return 0;
  const bool southern = people.partner_origin[i] == PartnerOrigin::southern;
  return static_cast<std::int32_t>((southern ? kSouthernPartnerPay : kPartnerPay) *
                                   world.economy.host_wage_krw);
}

/// Earnings in the first months of a job that began with the benefit may not count against it.
bool earnings_count(const Persons& people, const PoolingParameters& p, std::size_t i) {
  return people.benefit_at_hire[i] == 0 || people.job_tenure_months[i] >= p.run_on_months;
}

void add_member(World& world, const PoolingParameters& p, std::size_t i) {
  const Persons& people = world.persons;
  Households& households = world.households;
  const std::size_t h = people.household[i];
  const bool partner_outside = people.has_partner(i) && people.partner[i] == kNobody;
  const int children =
      people.youngest_child_birth[i] == kNever.index ? 0 : people.young_children(i, world.month);
  ++households.members[h];
  households.size[h] =
      static_cast<std::uint8_t>(households.size[h] + 1 + (partner_outside ? 1 : 0) + children);
  if (people.able(i, world.month)) ++households.able_members[h];
  households.last_exit[h] = std::max(households.last_exit[h], people.exit_month[i]);
  const std::int32_t partner = partner_pay(world, i);
  households.earnings_krw[h] += people.monthly_wage_krw[i] + partner;
  households.countable_krw[h] +=
      partner + (earnings_count(people, p, i) ? people.monthly_wage_krw[i] : 0);
  households.stipends_krw[h] += people.stipend_krw[i];
  households.assets_krw[h] += people.assets_krw[i];
}

void pool(World& world, const PoolingParameters& p) {
  Households& households = world.households;
  std::fill(households.members.begin(), households.members.end(), std::uint8_t{0});
  std::fill(households.size.begin(), households.size.end(), std::uint8_t{0});
  std::fill(households.able_members.begin(), households.able_members.end(), std::uint8_t{0});
  std::fill(households.last_exit.begin(), households.last_exit.end(),
            static_cast<std::int16_t>(kNever.index));
  std::fill(households.earnings_krw.begin(), households.earnings_krw.end(), 0);
  std::fill(households.countable_krw.begin(), households.countable_krw.end(), 0);
  std::fill(households.stipends_krw.begin(), households.stipends_krw.end(), 0);
  std::fill(households.assets_krw.begin(), households.assets_krw.end(), 0);
  // One after another: several persons write the row of their household.
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (world.persons.in_south(i) && !world.persons.in_facility(i)) add_member(world, p, i);
  }
}

void set_incomes(World& world, const NoParameters&) {
  Households& households = world.households;
  const float least = kSmallestIncome * world.economy.host_wage_krw;
  for_blocks(world.parallel, households.count(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t h = begin; h < end; ++h) {
      if (households.members[h] == 0) continue;
      const auto income = static_cast<float>(
          households.earnings_krw[h] + households.benefit_krw[h] + households.stipends_krw[h]);
      const float equivalent = income / std::sqrt(static_cast<float>(households.size[h]));
      households.equivalent_income_krw[h] = std::max(equivalent, least);
    }
  });
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    people.equivalent_income_krw[i] = households.equivalent_income_krw[people.household[i]];
  });
}

/// A failed business leaves a debt, paid back from pay once the broker has his.
void repay_loan(World& world, std::size_t i, float net_pay) {
  Persons& people = world.persons;
  const auto wanted = static_cast<std::int32_t>(kRepaymentShare * net_pay);
  const std::int32_t paid = std::min({wanted, people.loan_debt_krw[i], people.assets_krw[i]});
  people.loan_debt_krw[i] -= paid;
  people.assets_krw[i] -= paid;
  world.ledger.add(LedgerLine::business_loan_repayment, paid);
}

/// Pays back the broker from the first settlement payment, later from pay.
void repay(World& world, std::size_t i, float net_pay) {
  Persons& people = world.persons;
  if (people.debt_krw[i] == 0) {
    if (people.loan_debt_krw[i] > 0) repay_loan(world, i, net_pay);
    return;
  }
  const bool first_payment = people.exit_month[i] == world.month.index;
  const auto wanted = static_cast<std::int32_t>(
      first_payment ? kFirstPaymentShare * static_cast<float>(people.settlement_payment_krw[i])
                    : kRepaymentShare * net_pay);
  const std::int32_t paid = std::min({wanted, people.debt_krw[i], people.assets_krw[i]});
  people.debt_krw[i] -= paid;
  people.assets_krw[i] -= paid;
  world.ledger.add(LedgerLine::broker_repayment, paid);
}

/// The usual amount is given in KRW of 2020 and follows prices.
void remit(World& world, const P& p, std::size_t i, float usual_amount) {
  Persons& people = world.persons;
  if (world.month.month_of_year() != 12) return;
  const int year = world.month.year();
  const float closure =
      year >= kClosureFrom && year <= kClosureTo ? p.remittance_closure_factor : 1.0F;
  const float share = p.remittance_annual_share * closure *
                      (people.family_left_behind[i] != 0 ? kWithFamily : kWithoutFamily);
  people.remitted[i] = world.random.uniform(kRemits, people.ticket[i], world.month) < share;
  if (people.remitted[i] == 0) return;
  const auto amount = static_cast<std::int32_t>(
      std::min(usual_amount, kShareOfAssets * static_cast<float>(people.assets_krw[i])));
  people.assets_krw[i] -= amount;
  world.ledger.add(LedgerLine::remittances, amount);
}

void save(World& world, const P& p) {
  const Series& prices = world.inputs->consumer_prices;
  const float usual_amount =
      p.remittance_amount *
      static_cast<float>(prices.at(world.month) / prices.at(month_of(kRemittancePrices, 12)));
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    const auto [deductions, net_pay] = pay_of(people.monthly_wage_krw[i], p.deduction_rate);
    if (deductions > 0) world.ledger.add(LedgerLine::deductions_from_pay, deductions);
    if (people.works(i)) {
      people.assets_krw[i] += static_cast<std::int32_t>(p.saving_share * net_pay);
    } else {
      people.assets_krw[i] -=
          static_cast<std::int32_t>(p.dissaving_share * static_cast<float>(people.assets_krw[i]));
    }
    repay(world, i, net_pay);
    remit(world, p, i, usual_amount);
  });
}

}  // namespace

std::unique_ptr<Process> pooling() {
  return make_process<PoolingParameters>(
      {"household pooling",
       "Members pool pay and assets; size and ability to work are noted.",
       "MODEL 12.1, 12.2",
       {"household", "presence", "partner_origin", "partner_works", "children", "monthly_wage_krw",
        "assets_krw", "exit_month", "age", "chronic_illness", "partner", "youngest_child_birth",
        "stipend_krw", "benefit_at_hire", "job_tenure_months"},
       {},
       {}},
      kPoolingTable, pool);
}

std::unique_ptr<Process> income() {
  return make_process<NoParameters>(
      {"household income",
       "Income per equivalent adult: pay, stipends and benefit over the root of size.",
       "MODEL 10, 12.2",
       {"household"},
       {"equivalent_income_krw"},
       {}},
      kNoTable, set_incomes);
}

std::unique_ptr<Process> saving() {
  return make_process<P>(
      {"saving",
       "Workers save, others live on savings; brokers and loans are paid, money is sent North.",
       "MODEL 12.4; panels on remittances (S14)",
       {"active", "labour_state", "monthly_wage_krw", "settlement_payment_krw", "exit_month",
        "family_left_behind"},
       {"assets_krw", "debt_krw", "loan_debt_krw", "remitted"},
       {kRemits}},
      kTable, save);
}

}  // namespace resettle::household_money
