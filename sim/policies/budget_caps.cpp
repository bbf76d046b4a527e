#include "policies/budget_caps.h"

#include <cmath>
#include <limits>
#include <string>

namespace resettle::budget_caps {

namespace {

using P = Parameters;

/// Tuition is paid for every trainee, also where nobody is offered the allowance.
constexpr ActsWhen when_acts(CappedInstrument instrument) {
  return instrument == CappedInstrument::training_allowance ? ActsWhen::always : ActsWhen::offered;
}

/// The two rows of an instrument.
template <std::size_t instrument>
void add_rows(ParameterTable<P>& table) {
  const std::string path = "policies." + std::string(kCapped[instrument].name) + ".";
  constexpr ActsWhen kActs = when_acts(kCapped[instrument].instrument);
  table.push_back({{path + "budget_krw_per_year", "KRW/year",
                    "most that it spends in a calendar year; none = no cap", 0, 1e15,
                    ParameterKind::capacity, kActs},
                   effect(static_cast<Series P::*>(&Cap<instrument>::krw_per_year), kNoLimit)});
  table.push_back(
      {{path + "budget_by_twelfths", "switch",
        "capped money is released month by month; false = whoever comes first in the year", 0, 1,
        ParameterKind::flag, kActs},
       level(static_cast<bool P::*>(&Cap<instrument>::by_twelfths))});
}

template <std::size_t... instrument>
ParameterTable<P> rows_of(std::index_sequence<instrument...>) {
  ParameterTable<P> table;
  (add_rows<instrument>(table), ...);
  return table;
}

const ParameterTable<P> kTable = rows_of(std::make_index_sequence<kCappedInstruments>());

/// Opens the budget of the month. Unspent money lapses with the year: nothing is carried over.
void open(World& world, const Series& cap, bool by_twelfths, const CappedInstrumentInfo& info) {
  Budget& budget = world.budgets.of(info.instrument);
  if (std::isinf(cap.at(world.month))) {
    budget = Budget{};
    return;
  }
  const Month january = month_of(world.month.year(), 1);
  if (!budget.in_force || world.month == january) {
    budget.spent_before_krw = 0;  // this month has paid nothing yet
    for (const LedgerLine line : info.lines) {
      budget.spent_before_krw += world.ledger.this_year(line);
    }
    budget.promised_krw.reset();
  }
  budget.in_force = true;
  budget.by_twelfths = by_twelfths;
  // A thinned world stands for its share of the nation.
  const auto scale = static_cast<double>(world.scale);
  budget.released_krw = scale * allowed_krw(cap, january, world.month);
  for (std::size_t y = 0; y < kBudgetYears; ++y) {
    const Month begin = january + 12 * static_cast<int>(y);
    budget.years_krw[y] = scale * allowed_krw(cap, begin, begin + 11);
  }
}

template <std::size_t... instrument>
void open_all(World& world, const P& p, std::index_sequence<instrument...>) {
  (open(world, p.Cap<instrument>::krw_per_year, p.Cap<instrument>::by_twelfths,
        kCapped[instrument]),
   ...);
}

void step(World& world, const P& p) {
  open_all(world, p, std::make_index_sequence<kCappedInstruments>());
}

}  // namespace

double allowed_krw(const Series& krw_per_year, Month january, Month last) {
  double yearly_sums = 0;
  int months = 0;
  for (Month month = january; month <= last; ++month) {
    const double value = krw_per_year.at(month);
    if (std::isinf(value)) continue;
    yearly_sums += value;
    ++months;
  }
  return months == 0 ? std::numeric_limits<double>::infinity() : yearly_sums / 12.0;
}

std::unique_ptr<Process> process() {
  return make_process<P>({"budget caps",
                          "Instruments with a cap get their money for the year; what they left of "
                          "the last one lapses.",
                          "MODEL 16.2; annual appropriations lapse (assumption)",
                          {},
                          {"budgets"},
                          {}},
                         kTable, step);
}

}  // namespace resettle::budget_caps
