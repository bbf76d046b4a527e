#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "population/persons.h"

namespace resettle {

/// A figure that depends on months since arrival alone, worked out for each; after 85 years it
/// stays as it is.
using ByStay = std::array<float, 1024>;

/// Where the person's figure of that month stands.
inline std::size_t stay_slot(const Persons& people, std::size_t i, Month now) {
  const auto months = static_cast<std::size_t>(now.index - people.arrival_month[i]);
  return std::min(months, std::tuple_size_v<ByStay> - 1);
}

}  // namespace resettle
