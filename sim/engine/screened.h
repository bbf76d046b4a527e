#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "engine/world.h"

namespace resettle {

/// Runs body(i, u) for those rows at risk that a screened decision may hit, u being its number in
/// the month: the rows whose number is below 2^-screen_bits, and those with `above` = 1, whose
/// chance may be larger than that. `above` may be null: nobody's chance is larger.
template <class Body>
void for_each_at_risk(const World& world, const Decision& decision, Rows rows,
                      const RowFlags& at_risk, const RowFlags* above, Body&& body) {
  const std::uint16_t* low = world.prepared.low_months(decision);
  const auto this_month = static_cast<std::uint16_t>(1U << place_in_window(world.month));
  RowFlags candidates;
  if (above == nullptr) {
    work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
      return at_risk[i - rows.begin] & ((low[i] & this_month) != 0);
    });
  } else {
    work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
      const std::size_t n = i - rows.begin;
      return at_risk[n] & (((low[i] & this_month) != 0) | (*above)[n]);
    });
  }
  for_each_flagged(rows, candidates, [&](std::size_t i) {
    const std::uint32_t agent = world.persons.ticket[i];
    if ((low[i] & this_month) != 0) {  // the leading bits are known: one call gives the others
      const Draws draws = world.random.draws(decision, agent, world.month);
      body(i, low_uniform(decision, draws.word(decision)));
    } else {
      body(i, world.random.uniform(decision, agent, world.month));
    }
  });
}

/// Runs body(i) for the rows at risk that a screened decision hits, where all have the same chance.
template <class Body>
void for_each_hit(const World& world, const Decision& decision, Rows rows, const RowFlags& at_risk,
                  float chance, Body&& body) {
  if (chance <= 0.0F) return;
  const bool screens = chance <= std::ldexp(1.0F, -static_cast<int>(decision.screen_bits));
  for_each_at_risk(world, decision, rows, at_risk, screens ? nullptr : &at_risk,
                   [&](std::size_t i, float u) {
                     if (u < chance) body(i);
                   });
}

}  // namespace resettle
