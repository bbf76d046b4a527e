#pragma once

#include <cstddef>
#include <vector>

#include "core/rows.h"
#include "population/persons.h"

namespace resettle {

/// Stores the values of those aged 15+, in the South and outside the facility; the others keep what
/// they had. Values are worked out for everybody: that costs less than asking each time.
template <class T>
void store_active(const Persons& people, Rows rows, const RowValues<T>& values,
                  std::vector<T>& column) {
  RowValues<T> kept;
  work_out(rows, kept, [&](std::size_t i) {
    const T now = values[i - rows.begin];
    const T before = column[i];
    return people.active[i] != 0 ? now : before;
  });
  store(rows, kept, column);
}

}  // namespace resettle
