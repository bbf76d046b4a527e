#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "core/calendar.h"
#include "engine/world.h"

namespace resettle {

/// What places may still cost at most, by the calendar year in which it falls due; nominal
/// simulated KRW.
class Promises {
 public:
  explicit Promises(Month now) : now_(now) {}

  /// Falls due in the month `due`, which is not before this one.
  void add(Month due, double krw) {
    by_year_[year(due)] += krw;
    total_ += krw;
  }
  /// The same amount in each of `months` months from `first` on.
  void add_each(Month first, int months, double krw) {
    for (int m = 0; m < months; ++m) add(first + m, krw);
  }
  /// Falls due once, in a month that nobody knows, from `first` to `last`; krw(month) does not fall
  /// with the month. Every year in which it may fall due sets its amount aside.
  template <class Amount>
  void add_once(Month first, Month last, Amount&& krw) {
    for (int y = first.year(); y <= last.year(); ++y) {
      const Month due = y == last.year() ? last : month_of(y, 12);
      by_year_[year(due)] += krw(due);
    }
    total_ += krw(last);
  }

  [[nodiscard]] double in_year(std::size_t years_from_now) const {
    return by_year_[years_from_now];
  }
  [[nodiscard]] double total_krw() const { return total_; }

 private:
  [[nodiscard]] std::size_t year(Month due) const {
    const auto ahead = static_cast<std::size_t>(due.year() - now_.year());
    return ahead < kBudgetYears ? ahead : kBudgetYears - 1;
  }

  Month now_;
  std::array<double, kBudgetYears> by_year_{};
  double total_ = 0;
};

/// The money of a capped instrument that is free for new places this month. Promises bind: a place
/// is charged at its full cost to the years in which it falls due, so that no running place is ever
/// cut off and no year can cost more than its cap. What a place costs less in the end is free again
/// as soon as that is known, because the promises are worked out anew from who holds a place.
/// Where the money is released by twelfths, a new place is charged at its full cost, whenever that
/// falls due, to what this year has released so far: with the calendar year's part alone, places
/// begun in December would seem to cost a twelfth and take the whole of the next year.
class FreeMoney {
 public:
  /// `running`: what the places that are held may still cost, payments of this month that have not
  /// been made yet among them. Without a cap everything can be afforded.
  FreeMoney(World& world, CappedInstrument instrument, const Promises& running);

  /// Whether the money suffices for the full cost of a new place.
  [[nodiscard]] bool affords(const Promises& place) const;
  /// Charges the place, which must be afforded.
  void charge(const Promises& place);
  /// Charges the place if it is afforded; whether it was.
  [[nodiscard]] bool take(const Promises& place);
  /// How many of `wanted` like places can be charged, one after the other; charges them.
  [[nodiscard]] std::size_t take_up_to(const Promises& place, std::size_t wanted);

 private:
  bool limited_ = false;
  std::array<double, kBudgetYears> left_krw_{};
  double released_krw_ = std::numeric_limits<double>::infinity();
};

/// The same for places that are paid at once, when they are granted: how many of `wanted`.
std::size_t within_budget(World& world, CappedInstrument instrument, double place_krw,
                          std::size_t wanted);

}  // namespace resettle
