#pragma once

#include <cstdint>

#include "engine/world.h"

namespace resettle {

/// Of a thinned world's meetings with somebody already known, in which one has as many friends as
/// in the whole world and fewer others to meet: whether it is one of the share that happen in the
/// whole world too. All others are with somebody else.
inline bool is_met_again(const World& world, const Decision& again, PersonIndex person,
                         std::uint32_t meeting) {
  return world.scale >= 1.0F || world.random.uniform(again, world.persons.ticket[person],
                                                     world.month, meeting) < world.scale;
}

}  // namespace resettle
