#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/world.h"

namespace resettle {

/// Whether a screened decision can be met this month by a chance of at most `largest_chance`, as
/// far as the leading bits say: a look-up, nothing is drawn.
class CanBeMet {
 public:
  CanBeMet(const World& world, const Decision& decision, float largest_chance)
      : low_(world.prepared.low_months(decision)),
        this_month_(static_cast<std::uint16_t>(1U << place_in_window(world.month))),
        by_all_(largest_chance > screen_limit(decision)) {}

  bool operator()(std::size_t i) const { return ((low_[i] & this_month_) != 0) | by_all_; }

 private:
  const std::uint16_t* low_;
  std::uint16_t this_month_;
  bool by_all_;
};

/// Runs body(i, u) for those rows at risk that a screened decision may hit, u being its number in
/// the month: the rows whose number is below 2^-screen_bits, and those whose number may be below
/// their bound, the largest chance they can have. `bounds` may be null: none is above
/// 2^-screen_bits.
template <class Body>
void for_each_at_risk(const World& world, const Decision& decision, Rows rows,
                      const RowFlags& at_risk, const RowValues<float>* bounds, Body&& body) {
  const std::uint16_t* low = world.prepared.low_months(decision);
  const auto this_month = static_cast<std::uint16_t>(1U << place_in_window(world.month));
  const float screened = screen_limit(decision);
  RowFlags candidates;
  if (bounds == nullptr) {
    work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
      return at_risk[i - rows.begin] & ((low[i] & this_month) != 0);
    });
  } else {
    work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
      const std::size_t n = i - rows.begin;
      return at_risk[n] & (((low[i] & this_month) != 0) | ((*bounds)[n] > screened));
    });
  }
  for_each_flagged(rows, candidates, [&](std::size_t i) {
    const std::uint32_t agent = world.persons.ticket[i];
    const auto word = [&] {
      return world.random.draws(decision, agent, world.month).word(decision);
    };
    if ((low[i] & this_month) != 0) {  // the leading bits are known: one call gives the others
      body(i, low_uniform(decision, word()));
      return;
    }
    // The leading bits alone mostly show that the number is too large.
    const Screen screen = world.random.screen(decision, agent, world.month);
    if (screen.uniform(world.month, 0) < (*bounds)[i - rows.begin]) {
      body(i, screen.uniform(world.month, word()));
    }
  });
}

/// Runs body(i) for the rows at risk that a screened decision hits, where all have the same chance.
template <class Body>
void for_each_hit(const World& world, const Decision& decision, Rows rows, const RowFlags& at_risk,
                  float chance, Body&& body) {
  if (chance <= 0.0F) return;
  const auto body_if_hit = [&](std::size_t i, float u) {
    if (u < chance) body(i);
  };
  if (chance <= screen_limit(decision)) {
    for_each_at_risk(world, decision, rows, at_risk, nullptr, body_if_hit);
  } else {
    RowValues<float> bounds;
    bounds.fill(chance);
    for_each_at_risk(world, decision, rows, at_risk, &bounds, body_if_hit);
  }
}

}  // namespace resettle
