#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/rows.h"
#include "population/persons.h"

namespace resettle {

/// Stores the values of the flagged rows (one flag a row); the others keep what they had.
template <class T>
void store_where(Rows rows, const std::uint8_t* flags, const RowValues<T>& values,
                 std::vector<T>& column) {
  T* to = column.data() + rows.begin;
  const std::size_t count = rows.count();
  RESETTLE_ROWS_AT_ONCE
  for (std::size_t n = 0; n < count; ++n) {
    const T now = values[n];
    const T before = to[n];
    to[n] = flags[n] != 0 ? now : before;
  }
}

template <class T>
void store_where(Rows rows, const RowFlags& flags, const RowValues<T>& values,
                 std::vector<T>& column) {
  store_where(rows, flags.data(), values, column);
}

/// Stores the values of those aged 15+, in the South and outside the facility; the others keep what
/// they had. Values are worked out for everybody: that costs less than asking each time.
template <class T>
void store_active(const Persons& people, Rows rows, const RowValues<T>& values,
                  std::vector<T>& column) {
  store_where(rows, people.active.data() + rows.begin, values, column);
}

}  // namespace resettle
