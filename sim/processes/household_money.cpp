#include "processes/household_money.h"

#include <algorithm>
#include <cmath>

#include "population/pay.h"

namespace resettle::household_money {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.saving_share", "share", "net pay that is saved", 0, 1}, effect(&P::saving_share)},
    {{"household.dissaving_share", "per month", "savings spent without a job", 0, 1},
     effect(&P::dissaving_share)},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    {{"remittance.annual_share", "per year", "sends money to the North in a year", 0, 1},
     effect(&P::remittance_annual_share)},
    {{"remittance.closure_factor", "factor", "fewer remittances while the border is closed", 0, 1},
     effect(&P::remittance_closure_factor, 1)},
    {{"remittance.amount", "KRW", "amount sent in a year", 0, 1e8}, level(&P::remittance_amount)},
};

struct NoParameters {};
const ParameterTable<NoParameters> kNoTable{};

constexpr Decision kRemits{"money", 0, "sends money to the North this December"};

constexpr float kSmallestIncome = 0.05F;     // of the host wage; MODEL 10
constexpr float kRepaymentShare = 0.10F;     // of net pay; MODEL 12.4
constexpr float kFirstPaymentShare = 0.50F;  // of the first settlement payment; MODEL 12.4
constexpr float kWithFamily = 1.25F;         // MODEL 12.4
constexpr float kWithoutFamily = 0.45F;      // MODEL 12.4
constexpr float kShareOfAssets = 0.30F;      // MODEL 12.4
constexpr int kRemittancePrices = 2020;      // year in whose prices the amount is given
constexpr int kClosureFrom = 2020;           // border closure, MODEL 12.4
constexpr int kClosureTo = 2025;

/// Income per equivalent adult of the households of some rows.
void set_household_incomes(World& world, Rows rows) {
  Households& households = world.households;
  const float least = kSmallestIncome * world.economy.host_wage_krw;
  RowValues<float> incomes;
  work_out(rows, incomes, [&](std::size_t h) {
    const auto income = static_cast<float>(households.earnings_krw[h] + households.benefit_krw[h] +
                                           households.stipends_krw[h]);
    const float equivalent = income / std::sqrt(static_cast<float>(households.size[h]));
    const float before = households.equivalent_income_krw[h];
    const float now = equivalent < least ? least : equivalent;
    return households.members[h] != 0 ? now : before;
  });
  store(rows, incomes, households.equivalent_income_krw);
}

void prepare_incomes(World& world, const NoParameters& /*p*/) {
  for_blocks(world.parallel, world.households.count(), [&](std::size_t begin, std::size_t end) {
    set_household_incomes(world, {begin, end});
  });
}

void step_incomes(World& world, const NoParameters /*p*/, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> incomes;
  look_up(rows, incomes, [&](std::size_t i) {
    const float now = world.households.equivalent_income_krw[people.household[i]];
    const float before = people.equivalent_income_krw[i];
    return people.active[i] != 0 ? now : before;
  });
  store(rows, incomes, people.equivalent_income_krw);
}

/// Payments of the persons of some rows, KRW.
struct Payments {
  std::int64_t loans = 0;
  std::int64_t brokers = 0;
  std::int64_t remittances = 0;
};

/// A failed business leaves a debt, paid back from pay once the broker has his.
std::int32_t repay_loan(Persons& people, std::size_t i, float net_pay) {
  const auto wanted = static_cast<std::int32_t>(kRepaymentShare * net_pay);
  const std::int32_t paid = std::min({wanted, people.loan_debt_krw[i], people.assets_krw[i]});
  people.loan_debt_krw[i] -= paid;
  people.assets_krw[i] -= paid;
  return paid;
}

/// Pays back the broker from the first settlement payment, later from pay.
std::int32_t repay_broker(Persons& people, std::size_t i, float net_pay, Month now) {
  const bool first_payment = people.exit_month[i] == now.index;
  const auto wanted = static_cast<std::int32_t>(
      first_payment ? kFirstPaymentShare * static_cast<float>(people.settlement_payment_krw[i])
                    : kRepaymentShare * net_pay);
  const std::int32_t paid = std::min({wanted, people.debt_krw[i], people.assets_krw[i]});
  people.debt_krw[i] -= paid;
  people.assets_krw[i] -= paid;
  return paid;
}

void repay(World& world, const P& p, Rows rows, Payments& payments) {
  Persons& people = world.persons;
  RowFlags in_debt;
  work_out(rows, in_debt, [&](std::size_t i) -> std::uint8_t {
    const bool owes = (people.debt_krw[i] != 0) | (people.loan_debt_krw[i] > 0);
    return (people.active[i] != 0) & owes;
  });
  for_each_flagged(rows, in_debt, [&](std::size_t i) {
    const float net_pay = pay_of(people.monthly_wage_krw[i], p.deduction_rate).net;
    if (people.debt_krw[i] != 0) {
      payments.brokers += repay_broker(people, i, net_pay, world.month);
    } else {
      payments.loans += repay_loan(people, i, net_pay);
    }
  });
}

/// In December. The usual amount is given in KRW of 2020 and follows prices.
void remit(World& world, const P& p, Rows rows, Payments& payments) {
  Persons& people = world.persons;
  const Series& prices = world.inputs->consumer_prices;
  const float usual_amount =
      p.remittance_amount *
      static_cast<float>(prices.at(world.month) / prices.at(month_of(kRemittancePrices, 12)));
  const int year = world.month.year();
  const float closure =
      year >= kClosureFrom && year <= kClosureTo ? p.remittance_closure_factor : 1.0F;
  RowFlags remitted;
  work_out(rows, remitted, [&](std::size_t i) -> std::uint8_t {
    const float share = p.remittance_annual_share * closure *
                        (people.family_left_behind[i] != 0 ? kWithFamily : kWithoutFamily);
    const float u = world.random.uniform(kRemits, people.ticket[i], world.month);
    return (people.active[i] != 0) & (u < share);
  });
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    if (people.active[i] != 0) people.remitted[i] = remitted[i - rows.begin];
  }
  for_each_flagged(rows, remitted, [&](std::size_t i) {
    const auto amount = static_cast<std::int32_t>(
        std::min(usual_amount, kShareOfAssets * static_cast<float>(people.assets_krw[i])));
    people.assets_krw[i] -= amount;
    payments.remittances += amount;
  });
}

/// Workers save from net pay, others live on savings. Returns what is deducted from pay, KRW.
std::int64_t save(Persons& people, const P& p, Rows rows) {
  RowValues<std::int32_t> deductions;
  work_out(rows, deductions, [&](std::size_t i) {
    const std::int32_t gross = people.monthly_wage_krw[i];
    return pay_of(people.active[i] != 0 ? gross : 0, p.deduction_rate).deductions;
  });
  RowValues<std::int32_t> assets;
  work_out(rows, assets, [&](std::size_t i) {
    const bool active = people.active[i] != 0;
    const std::int32_t before = people.assets_krw[i];
    const std::int32_t gross = people.monthly_wage_krw[i];
    const std::int32_t savings = active & !people.works(i) ? before : 0;
    const float net_pay = pay_of(active & people.works(i) ? gross : 0, p.deduction_rate).net;
    const auto saved = static_cast<std::int32_t>(p.saving_share * net_pay);
    const auto spent = static_cast<std::int32_t>(p.dissaving_share * static_cast<float>(savings));
    return before + saved - spent;
  });
  store(rows, assets, people.assets_krw);
  std::int64_t total = 0;
  for (std::size_t n = 0; n < rows.count(); ++n) total += deductions[n];
  return total;
}

void step_saving(World& world, const P p, Rows rows) {
  Payments payments;
  const std::int64_t deductions = save(world.persons, p, rows);
  repay(world, p, rows, payments);
  if (world.month.month_of_year() == 12) remit(world, p, rows, payments);
  world.ledger.add(LedgerLine::deductions_from_pay, deductions);
  world.ledger.add(LedgerLine::business_loan_repayment, payments.loans);
  world.ledger.add(LedgerLine::broker_repayment, payments.brokers);
  world.ledger.add(LedgerLine::remittances, payments.remittances);
}

}  // namespace

std::unique_ptr<Process> income() {
  return make_row_process<NoParameters>(
      {"household income",
       "Income per equivalent adult: pay, stipends and benefit over the root of size.",
       "MODEL 10, 12.2",
       {"household", "active", "households"},
       {"equivalent_income_krw", "households"},
       {}},
      kNoTable, prepare_incomes, step_incomes);
}

std::unique_ptr<Process> saving() {
  return make_row_process<P>(
      {"saving",
       "Workers save, others live on savings; brokers and loans are paid, money is sent North.",
       "MODEL 12.4; panels on remittances (S14)",
       {"active", "labour_state", "monthly_wage_krw", "settlement_payment_krw", "exit_month",
        "family_left_behind"},
       {"assets_krw", "debt_krw", "loan_debt_krw", "remitted"},
       {kRemits}},
      kTable, step_saving);
}

}  // namespace resettle::household_money
