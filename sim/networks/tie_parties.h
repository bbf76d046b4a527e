#pragma once

#include <cstddef>
#include <cstdint>

#include "networks/ties.h"
#include "population/persons.h"

namespace resettle {

/// The two parties of a tie, as its draws are addressed: the tickets in order, or ticket and host.
/// Both ends of a tie give the same.
struct Parties {
  std::uint32_t one;
  std::uint32_t other;
};

inline Parties parties_of(const Persons& people, std::size_t i, const Tie& tie) {
  // Written without branches, because kinds of ties follow one another at random.
  const bool to_host = tie.kind == TieKind::host;
  const std::uint32_t self = people.ticket[i];
  const std::uint32_t other = to_host ? tie.other : people.ticket[to_host ? i : tie.other];
  const bool in_order = to_host | (self < other);
  return {in_order ? self : other, in_order ? other : self};
}

}  // namespace resettle
