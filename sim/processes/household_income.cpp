#include "processes/household_income.h"

#include <cmath>

#include "core/numerics.h"

namespace resettle::household_income {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.need_share", "share", "need of one person, of the median income of one person", 0,
      2},
     level(&P::need_share)},
    {{"housing.rent_gap_share", "share",
      "rent of a private flat above that of a public one, of the host wage", 0, 1},
     effect(&P::rent_gap_share)},
    {{"housing.base_rent_share", "share", "rent of a public flat, of income", 0, 1},
     level(&P::base_rent_share)},
    {{"housing.burden_share", "share", "of income from which on rent is a burden", 0, 1},
     level(&P::burden_share)},
    borrowed<P>("wages.deduction_rate", &P::deduction_rate),
};

constexpr float kSmallestIncome = 0.05F;  // of the host wage; MODEL 10
constexpr float kMonthsOfSavings = 6.0F;  // over which savings are spread; MODEL2 2

/// Income per equivalent adult of the households of some rows.
void set_equivalent_incomes(World& world, Rows rows) {
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

Means means_of(const World& world, const P& p, std::size_t h) {
  const Households& households = world.households;
  const auto pay = static_cast<float>(households.earnings_krw[h]);
  const auto rest = static_cast<float>(households.benefit_krw[h] + households.stipends_krw[h]);
  return {.net_income = (1.0F - p.deduction_rate) * pay + rest,
          .size = households.size[h],
          .housed = households.housed[h] != 0,
          .assets = static_cast<float>(households.assets_krw[h]),
          .host_wage = world.economy.host_wage_krw,
          .median_income = world.economy.median_income_krw};
}

/// What the households of some rows lack, and what they have left.
void set_living(World& world, const P& p, Rows rows) {
  Households& households = world.households;
  const float wage = world.economy.potential_wage_krw();
  for (std::size_t h = rows.begin; h < rows.end; ++h) {
    if (households.members[h] == 0) continue;
    const Living living = living_of(p, means_of(world, p, h));
    households.shortfall_krw[h] = static_cast<std::int32_t>(living.shortfall);
    households.hardship[h] = living.hardship;
    households.rent_burdened[h] = living.rent_burdened ? 1 : 0;
    const float month = wage * std::sqrt(static_cast<float>(households.size[h]));
    const std::int32_t left = households.assets_krw[h] - households.debt_krw[h];
    households.liquid_months[h] = positive_part(static_cast<float>(left)) / month;
    households.debt_months[h] = static_cast<float>(households.debt_krw[h]) / month;
  }
}

void prepare(World& world, const P& p) {
  for_blocks(world.parallel, world.households.count(), [&](std::size_t begin, std::size_t end) {
    set_equivalent_incomes(world, {begin, end});
    set_living(world, p, {begin, end});
  });
}

/// The household's figure for each active person of the rows.
template <class T>
void hand_on(const World& world, Rows rows, const std::vector<T>& of_household,
             std::vector<T>& column) {
  const Persons& people = world.persons;
  RowValues<T> values;
  look_up(rows, values, [&](std::size_t i) {
    const T now = of_household[people.household[i]];
    const T before = column[i];
    return people.active[i] != 0 ? now : before;
  });
  store(rows, values, column);
}

void step(World& world, const P /*p*/, Rows rows) {
  Persons& people = world.persons;
  const Households& households = world.households;
  hand_on(world, rows, households.equivalent_income_krw, people.equivalent_income_krw);
  hand_on(world, rows, households.hardship, people.hardship);
  hand_on(world, rows, households.liquid_months, people.liquid_months);
  hand_on(world, rows, households.debt_months, people.debt_months);
  hand_on(world, rows, households.rent_burdened, people.rent_burdened);
}

}  // namespace

Living living_of(const Parameters& p, const Means& m) {
  const float gap = m.housed ? 0.0F : p.rent_gap_share * m.host_wage;
  const float disposable = m.net_income - gap;
  const float need = p.need_share * m.median_income * std::sqrt(static_cast<float>(m.size));
  const float lacking = positive_part(need - disposable - m.assets / kMonthsOfSavings);
  const float rent = p.base_rent_share * m.net_income + gap;
  return {.shortfall = positive_part(need - disposable),
          .hardship = need > 0.0F ? clamp(lacking / need, 0.0F, 1.0F) : 0.0F,
          .rent_burdened = !m.housed && rent > p.burden_share * m.net_income};
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"household income",
       "Income per equivalent adult: pay, stipends and benefit over the root of size; what a "
       "household lacks after rent to meet its need, and for how long its savings last.",
       "MODEL 10, 12.2, MODEL2 2, 3; market and public rent (H01, H02)",
       {"household", "active", "households"},
       {"equivalent_income_krw", "hardship", "liquid_months", "debt_months", "rent_burdened",
        "households"},
       {}},
      kTable, prepare, step);
}

}  // namespace resettle::household_income
