#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/parallel.h"

namespace resettle {

/// Consecutive rows [begin, end) of the columns, at most kBlockSize of them.
struct Rows {
  std::size_t begin;
  std::size_t end;
  [[nodiscard]] std::size_t count() const { return end - begin; }
};

/// What is worked out for the rows of one block on the way; element 0 belongs to rows.begin.
template <class T>
using RowValues = std::array<T, kBlockSize>;
using RowFlags = RowValues<std::uint8_t>;  ///< 0 or 1

/// Before a loop whose rounds do not depend on one another, so that the compiler may work on
/// several rows at once. It also promises that the columns written are not those read at another
/// row. Results are the same without it.
#if defined(__clang__)
#define RESETTLE_ROWS_AT_ONCE _Pragma("clang loop vectorize(assume_safety)")
#else
#define RESETTLE_ROWS_AT_ONCE _Pragma("GCC ivdep")
#endif

/// The values of body(i) for all rows. Reading columns by i and writing nothing but the result is
/// what lets the compiler work on several rows at once; choices are made by `?:` between values
/// that are there already, `when`, `&` and `|`, not by `if`, `&&` and `||`. Parameters that are
/// chosen among are "there already" if the function around it took them by value. Whatever the body
/// calls is inlined.
template <class T, class Body>
[[gnu::flatten]] void work_out(Rows rows, RowValues<T>& __restrict values, const Body& body) {
  const std::size_t count = rows.count();
  RESETTLE_ROWS_AT_ONCE
  for (std::size_t n = 0; n < count; ++n) values[n] = body(rows.begin + n);
}

/// The same where body(i) reads a table or another place that depends on the row: one row after
/// another.
template <class T, class Body>
[[gnu::flatten]] void look_up(Rows rows, RowValues<T>& __restrict values, const Body& body) {
  for (std::size_t n = 0; n < rows.count(); ++n) values[n] = body(rows.begin + n);
}

/// Stores the values of the rows in a column.
template <class T>
void store(Rows rows, const RowValues<T>& values, std::vector<T>& column) {
  std::copy_n(values.begin(), rows.count(),
              column.begin() + static_cast<std::ptrdiff_t>(rows.begin));
}

/// Runs body(i) for the rows whose flag is 1, in order; rows without are passed over eight at a
/// time.
template <class Body>
void for_each_flagged(Rows rows, const RowFlags& flags, Body&& body) {
  static_assert(std::endian::native == std::endian::little, "the first flag is the lowest byte");
  const std::size_t count = rows.count();
  for (std::size_t n = 0; n < count; n += sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, flags.data() + n, count - n < sizeof(eight) ? count - n : sizeof(eight));
    for (; eight != 0; eight &= eight - 1) {
      body(rows.begin + n + static_cast<std::size_t>(std::countr_zero(eight)) / 8);
    }
  }
}

}  // namespace resettle
