#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "policies/offer.h"

namespace resettle {

/// Courses that last some months, one column of months left each: they run on and end, and those
/// who left drop out. Returns how many go on.
inline std::size_t continue_courses(const Persons& people, std::vector<std::uint8_t>& months_left) {
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

/// How a course begins, and who pays.
struct CourseTerms {
  std::vector<std::uint8_t> Persons::*months_left;
  int months = 0;
  double krw = 0;  ///< price of a course this month
  Purse purse{};
  LedgerLine line{};
};

/// Begins courses for those chosen, as far as the purse goes. A course is paid when it begins, also
/// if the person leaves before its end.
inline void begin_courses(World& world, const CourseTerms& terms,
                          const std::vector<PersonIndex>& chosen) {
  const std::size_t count = affordable(world, terms.purse, terms.krw, chosen.size());
  for (std::size_t k = 0; k < count; ++k) {
    (world.persons.*terms.months_left)[chosen[k]] = static_cast<std::uint8_t>(terms.months);
  }
  const double cost = terms.krw * static_cast<double>(count);
  world.ledger.add(terms.line, std::llround(cost));
  if (world.purses.in_force) world.purses.spend(terms.purse, cost);
}

}  // namespace resettle
