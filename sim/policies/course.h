#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/free_money.h"
#include "engine/queue.h"
#include "policies/offer.h"

namespace resettle {

/// Courses that last some months, one column of months left each: they run on and end, and those
/// who left drop out, or who are no longer eligible where that matters. Returns how many go on.
template <class Parameters>
std::size_t continue_courses(World& world, const Parameters& p,
                             std::vector<std::uint8_t> Persons::*column) {
  const Persons& people = world.persons;
  std::vector<std::uint8_t>& months_left = world.persons.*column;
  if (p.while_eligible) {
    for (std::size_t i = 0; i < months_left.size(); ++i) {
      if (months_left[i] != 0 && has_run_out(world, p, i)) months_left[i] = 0;
    }
  }
  std::size_t running = 0;
  for_blocks(false, months_left.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowValues<std::uint8_t> left;
    work_out(rows, left, [&](std::size_t i) {
      const std::uint8_t before = months_left[i];
      const auto less = static_cast<std::uint8_t>(before - 1);
      return (before != 0) & (people.active[i] != 0) ? less : std::uint8_t{0};
    });
    store(rows, left, months_left);
    running +=
        rows.count() - static_cast<std::size_t>(std::count(
                           left.begin(), left.begin() + static_cast<std::ptrdiff_t>(rows.count()),
                           std::uint8_t{0}));
  });
  return running;
}

/// Price of a course in KRW of this month, for sessions priced in KRW of 2025.
inline double course_krw(const World& world, float sessions, float session_krw) {
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  return static_cast<double>(sessions) * static_cast<double>(session_krw) * prices;
}

/// What those who are in a course may still cost, this month included, at krw(month) each.
template <class Price>
Promises still_to_pay(const World& world, const std::vector<std::uint8_t>& months_left,
                      const Price& krw) {
  Promises promises(world.month);
  if (months_left.empty()) return promises;
  std::array<int, 256> count{};
  for (const std::uint8_t left : months_left) ++count[left];
  int longer = static_cast<int>(months_left.size());
  for (int m = 0; (longer -= count[static_cast<std::size_t>(m)]) > 0; ++m) {
    promises.add(world.month + m, longer * krw(world.month + m));
  }
  return promises;
}

/// What a place may cost that begins this month, for `months` months at krw(month) each.
template <class Price>
Promises price_of(const World& world, int months, const Price& krw) {
  Promises place(world.month);
  for (int m = 0; m < months; ++m) place.add(world.month + m, krw(world.month + m));
  return place;
}

/// How a course begins, and who pays.
struct CourseTerms {
  std::vector<std::uint8_t> Persons::*months_left;
  int months = 0;
  double krw = 0;  ///< price of a course this month
  Purse purse{};
  LedgerLine line{};
  CappedInstrument instrument{};
  Place place{};
};

/// Begins courses for those chosen, as far as the purse goes. A course is paid when it begins, also
/// if the person leaves before its end.
inline void begin_courses(World& world, const CourseTerms& terms,
                          const std::vector<PersonIndex>& chosen) {
  const std::size_t count = within_budget(world, terms.instrument, terms.krw,
                                          affordable(world, terms.purse, terms.krw, chosen.size()));
  for (std::size_t k = 0; k < count; ++k) {
    (world.persons.*terms.months_left)[chosen[k]] = static_cast<std::uint8_t>(terms.months);
  }
  world.places.begin(terms.place, count);
  const double cost = terms.krw * static_cast<double>(count);
  world.ledger.add(terms.line, std::llround(cost));
  if (world.purses.in_force) world.purses.spend(terms.purse, cost);
}

}  // namespace resettle
