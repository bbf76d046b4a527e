#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/world.h"

namespace resettle {

/// Those who may apply and do, in order: `may(i)` is asked of everybody, several persons at once,
/// and has to be written for that (see work_out); `does(i)` only of those for whom it holds.
template <class May, class Does>
std::vector<PersonIndex> applicants_among(const World& world, May&& may, Does&& does) {
  std::vector<PersonIndex> found;
  for_blocks(false, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags eligible;
    work_out(rows, eligible, [&](std::size_t i) -> std::uint8_t { return may(i) ? 1 : 0; });
    for_each_flagged(rows, eligible, [&](std::size_t i) {
      if (does(i)) found.push_back(static_cast<PersonIndex>(i));
    });
  });
  return found;
}

}  // namespace resettle
