#pragma once

#include <cstddef>
#include <string_view>

namespace resettle {

/// Whether the enumeration has a name for this value. The compiler says so in the name of the
/// function: "Value = Colour::red", or "Value = (Colour)7" where there is none.
template <auto Value>
constexpr bool is_enumerator() {
  const std::string_view name = __PRETTY_FUNCTION__;
  const char first = name[name.find_last_of(":)") + 1];
  return first < '0' || first > '9';
}

/// How many enumerators there are from 0 on without a gap.
template <class Enum, std::size_t Count = 0>
constexpr std::size_t number_of() {
  if constexpr (is_enumerator<static_cast<Enum>(Count)>()) {
    return number_of<Enum, Count + 1>();
  } else {
    return Count;
  }
}

/// Whether a table has one line for every enumerator, in their order.
template <class Table, class Info, class Enum>
constexpr bool is_in_order(const Table& table, Enum Info::*key) {
  for (std::size_t k = 0; k < table.size(); ++k) {
    if (table[k].*key != static_cast<Enum>(k)) return false;
  }
  return table.size() == number_of<Enum>();
}

}  // namespace resettle
