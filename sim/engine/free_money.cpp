#include "engine/free_money.h"

namespace resettle {

namespace {

/// Payments of a month are rounded to the won, up to three lines of them: more than a year's
/// roundings can add up to.
constexpr double kRoundingKrw = 36;

std::int64_t spent_this_year(const World& world, const CappedInstrumentInfo& info) {
  std::int64_t spent = 0;
  for (const LedgerLine line : info.lines) spent += world.ledger.this_year(line);
  return spent;
}

}  // namespace

FreeMoney::FreeMoney(World& world, CappedInstrument instrument, const Promises& running) {
  Budget& budget = world.budgets.of(instrument);
  limited_ = budget.in_force;
  if (!limited_) return;
  const auto& info = kCapped[static_cast<std::size_t>(instrument)];
  const auto spent =
      static_cast<double>(spent_this_year(world, info) - budget.spent_before_krw) + kRoundingKrw;
  // Nothing has been granted before the first question of the year: what was spent was promised.
  if (!budget.promised_krw) budget.promised_krw = running.total_krw() + spent;
  for (std::size_t y = 0; y < kBudgetYears; ++y) {
    left_krw_[y] = budget.years_krw[y] - running.in_year(y) - (y == 0 ? spent : 0.0);
  }
  if (budget.by_twelfths) {
    released_krw_ = budget.released_krw + *budget.promised_krw - spent - running.total_krw();
  }
}

bool FreeMoney::affords(const Promises& place) const {
  if (!limited_) return true;
  // What costs nothing is never short of money.
  if (place.total_krw() > 0.0 && place.total_krw() > released_krw_) return false;
  for (std::size_t y = 0; y < kBudgetYears; ++y) {
    if (place.in_year(y) > 0.0 && place.in_year(y) > left_krw_[y]) return false;
  }
  return true;
}

void FreeMoney::charge(const Promises& place) {
  for (std::size_t y = 0; y < kBudgetYears; ++y) left_krw_[y] -= place.in_year(y);
  released_krw_ -= place.total_krw();
}

bool FreeMoney::take(const Promises& place) {
  if (!affords(place)) return false;
  charge(place);
  return true;
}

std::size_t FreeMoney::take_up_to(const Promises& place, std::size_t wanted) {
  if (!limited_) return wanted;
  std::size_t taken = 0;
  while (taken < wanted && take(place)) ++taken;
  return taken;
}

std::size_t within_budget(World& world, CappedInstrument instrument, double place_krw,
                          std::size_t wanted) {
  if (!world.budgets.cap(instrument)) return wanted;
  Promises place(world.month);
  place.add(world.month, place_krw);
  return FreeMoney(world, instrument, Promises(world.month)).take_up_to(place, wanted);
}

}  // namespace resettle
