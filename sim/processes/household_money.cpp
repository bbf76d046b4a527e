#include "processes/household_money.h"

#include <algorithm>
#include <cmath>

#include "population/pay.h"

namespace resettle::household_money {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.saving_share", "share", "net pay that is saved", 0, 1}, effect(&P::saving_share)},
    {{"household.borrow_share", "share",
      "of what is lacking when savings are gone that is borrowed", 0, 1},
     effect(&P::borrow_share)},
    {{"household.debt_limit", "months", "of a potential wage from which on nobody lends", 0, 120},
     level(&P::debt_limit)},
    {{"household.repayment_share", "share", "of net pay that goes to debts", 0, 1},
     effect(&P::repayment_share)},
    {{"household.broker_share", "share",
      "most of the first settlement payment of the law that goes to the broker", 0, 1},
     effect(&P::broker_share)},
    {{"household.law_basic_krw", "KRW",
      "basic settlement grant of one person by the law of the arrival month", 0, 1e8},
     level(&P::law_basic_krw)},
    {{"household.law_initial_share", "share", "of it that the law pays on leaving the facility", 0,
      1},
     level(&P::law_initial_share)},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    {{"remittance.annual_share", "per year", "sends money to the North in a year", 0, 1},
     effect(&P::remittance_annual_share)},
    {{"remittance.closure_factor", "factor", "fewer remittances while the border is closed", 0, 1},
     effect(&P::remittance_closure_factor, 1)},
    {{"remittance.family_factor", "factor", "who has family in the North sends more often", 0, 5},
     effect(&P::remittance_family_factor, 1)},
    {{"remittance.others_factor", "factor", "who has none sends less often", 0, 5},
     effect(&P::remittance_others_factor, 1)},
    {{"remittance.savings_share", "share", "most of the savings that is sent", 0, 1},
     effect(&P::remittance_savings_share)},
    {{"remittance.amount", "KRW", "amount sent in a year", 0, 1e8}, level(&P::remittance_amount)},
};

constexpr Decision kRemits{"money", 0, "sends money to the North this December"};

constexpr int kRemittancePrices = 2020;  // year in whose prices the amount is given
constexpr int kClosureFrom = 2020;       // border closure, MODEL 12.4
constexpr int kClosureTo = 2025;

/// Payments of the persons of some rows, KRW.
struct Payments {
  std::int64_t loans = 0;
  std::int64_t brokers = 0;
  std::int64_t remittances = 0;
};

/// A debt to a lender is paid back from pay once the broker has his.
std::int32_t repay_loan(Persons& people, const P& p, std::size_t i, float net_pay) {
  const auto wanted = static_cast<std::int32_t>(p.repayment_share * net_pay);
  const std::int32_t paid = std::min({wanted, people.loan_debt_krw[i], people.assets_krw[i]});
  people.loan_debt_krw[i] -= paid;
  people.assets_krw[i] -= paid;
  return paid;
}

/// Persons of the unit that left the facility together, who stand next to one another.
std::size_t unit_size(const World& world, std::size_t i) {
  const PersonIndex head = world.households.head[i];
  std::size_t size = 0;
  for (std::size_t k = head; k < world.persons.size() && world.households.head[k] == head; ++k) {
    size += world.persons.in_south(k) ? 1 : 0;
  }
  return size;
}

/// What a broker can count on from the first payment: he knows the law, not what an arm pays
/// (MODEL2 15). The rest stays with the person, where others can get at it.
float due_at_exit(const World& world, const P& p, std::size_t i) {
  const Month arrival{world.persons.arrival_month[i]};
  const auto& multiple = world.inputs->grant_multiple;
  const std::size_t size = std::clamp<std::size_t>(unit_size(world, i), 1, multiple.size());
  const double by_law =
      p.law_basic_krw.at(arrival) * multiple[size - 1] * p.law_initial_share.at(arrival);
  const auto payment = static_cast<double>(world.persons.settlement_payment_krw[i]);
  return p.broker_share * static_cast<float>(std::min(payment, by_law));
}

/// Pays back the broker from the first settlement payment, later from pay.
std::int32_t repay_broker(World& world, const P& p, std::size_t i, float net_pay) {
  Persons& people = world.persons;
  const bool first_payment = people.exit_month[i] == world.month.index;
  const auto wanted = static_cast<std::int32_t>(first_payment ? due_at_exit(world, p, i)
                                                              : p.repayment_share * net_pay);
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
      payments.brokers += repay_broker(world, p, i, net_pay);
    } else {
      payments.loans += repay_loan(people, p, i, net_pay);
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
                        (people.family_left_behind[i] != 0 ? p.remittance_family_factor
                                                           : p.remittance_others_factor);
    const float u = world.random.uniform(kRemits, people.ticket[i], world.month);
    return (people.active[i] != 0) & (u < share);
  });
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    if (people.active[i] != 0) people.remitted[i] = remitted[i - rows.begin];
  }
  for_each_flagged(rows, remitted, [&](std::size_t i) {
    const auto amount = static_cast<std::int32_t>(std::min(
        usual_amount, p.remittance_savings_share * static_cast<float>(people.assets_krw[i])));
    people.assets_krw[i] -= amount;
    payments.remittances += amount;
  });
}

/// Workers save from net pay where the household has enough. Returns what is deducted from pay,
/// KRW.
std::int64_t save(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowValues<std::int32_t> deductions;
  work_out(rows, deductions, [&](std::size_t i) {
    const std::int32_t gross = people.monthly_wage_krw[i];
    return pay_of(people.active[i] != 0 ? gross : 0, p.deduction_rate).deductions;
  });
  RowFlags has_enough;
  look_up(rows, has_enough, [&](std::size_t i) -> std::uint8_t {
    return world.households.shortfall_krw[people.household[i]] == 0 ? 1 : 0;
  });
  RowValues<std::int32_t> assets;
  work_out(rows, assets, [&](std::size_t i) {
    const bool saves =
        (people.active[i] != 0) & people.works(i) & (has_enough[i - rows.begin] != 0);
    const std::int32_t before = people.assets_krw[i];
    const std::int32_t gross = people.monthly_wage_krw[i];
    const float net_pay = pay_of(saves ? gross : 0, p.deduction_rate).net;
    return before + static_cast<std::int32_t>(p.saving_share * net_pay);
  });
  store(rows, assets, people.assets_krw);
  std::int64_t total = 0;
  for (std::size_t n = 0; n < rows.count(); ++n) total += deductions[n];
  return total;
}

/// Whose household lacks something lives on savings, each member in proportion to what it has; when
/// they are gone, a part of what is still lacking is borrowed (MODEL2 2). Returns what is borrowed,
/// KRW.
std::int64_t make_ends_meet(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  const Households& households = world.households;
  const auto limit = static_cast<std::int32_t>(p.debt_limit * world.economy.potential_wage_krw());
  RowFlags lacking;
  look_up(rows, lacking, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (households.shortfall_krw[people.household[i]] > 0);
  });
  std::int64_t borrowed = 0;
  for_each_flagged(rows, lacking, [&](std::size_t i) {
    const std::size_t h = people.household[i];
    const std::int64_t lacks = households.shortfall_krw[h];
    const std::int64_t pooled = households.assets_krw[h];
    if (lacks < pooled) {
      people.assets_krw[i] -= static_cast<std::int32_t>(lacks * people.assets_krw[i] / pooled);
      return;
    }
    people.assets_krw[i] = 0;
    const float part = p.borrow_share * static_cast<float>(lacks - pooled) /
                       static_cast<float>(households.members[h]);
    const std::int32_t lent =
        std::max(0, std::min(static_cast<std::int32_t>(part), limit - people.debt(i)));
    people.loan_debt_krw[i] += lent;
    borrowed += lent;
  });
  return borrowed;
}

void step_saving(World& world, const P p, Rows rows) {
  Payments payments;
  const std::int64_t borrowed = make_ends_meet(world, p, rows);
  const std::int64_t deductions = save(world, p, rows);
  repay(world, p, rows, payments);
  if (world.month.month_of_year() == 12) remit(world, p, rows, payments);
  world.ledger.add(LedgerLine::deductions_from_pay, deductions);
  world.ledger.add(LedgerLine::household_loans, borrowed);
  world.ledger.add(LedgerLine::loan_repayment, payments.loans);
  world.ledger.add(LedgerLine::broker_repayment, payments.brokers);
  world.ledger.add(LedgerLine::remittances, payments.remittances);
}

}  // namespace

std::unique_ptr<Process> saving() {
  return make_row_process<P>(
      {"saving",
       "Workers save; households that lack something live on savings and borrow; brokers and loans "
       "are paid, money is sent North.",
       "MODEL 12.4, MODEL2 2, 15; panels on remittances (S14)",
       {"active", "labour_state", "monthly_wage_krw", "settlement_payment_krw", "exit_month",
        "arrival_month", "presence", "family_left_behind", "household", "households"},
       {"assets_krw", "debt_krw", "loan_debt_krw", "remitted"},
       {kRemits}},
      kTable, step_saving);
}

}  // namespace resettle::household_money
