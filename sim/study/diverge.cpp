#include "study/diverge.h"

#include <algorithm>

#include "core/errors.h"
#include "core/parallel.h"
#include "model/month.h"
#include "model/replicate.h"

namespace resettle {

namespace {

Simulation begin(const History& history) {
  return begin_simulation(history.plan, static_cast<std::uint32_t>(history.replicate),
                          values_of_arm(history.plan, history.arm, draw_of(history.replicate)),
                          true);
}

bool same_state(const Simulation& one, const Simulation& other) {
  return !first_difference(state_of(one.world()), state_of(other.world()));
}

/// The month in which the states differ for the first time; the month after the end if there is
/// none.
Month first_month(const History& one, const History& other, Month end,
                  const std::function<void(Month)>& progress) {
  Simulation a = begin(one);
  Simulation b = begin(other);
  for (Month month = a.next_month(); month <= end; ++month) {
    a.advance(month, end + 1, {});
    b.advance(month, end + 1, {});
    if (!same_state(a, b)) return month;
    if (month.month_of_year() == 12) progress(month);
  }
  return end + 1;
}

/// The histories are the same before `month`; goes through it entry by entry.
Divergence find_entry(const History& one, const History& other, Month month) {
  Simulation a = begin(one);
  Simulation b = begin(other);
  a.advance(month - 1, month, {});
  b.advance(month - 1, month, {});
  while (const Description* entry = a.advance_by_entry()) {
    b.advance_by_entry();
    const auto difference = first_difference(state_of(a.world()), state_of(b.world()));
    if (difference) return {month, entry->name, entry->source, *difference};
  }
  require(false, "a difference after a month appears after one of its entries");
  return {};
}

}  // namespace

std::optional<Divergence> first_divergence(const History& one, const History& other,
                                           const std::function<void(Month)>& progress) {
  std::optional<Divergence> divergence;
  with_threads(machine_threads(), [&] {
    const Month end = std::min(one.plan.end, other.plan.end);
    const Month month = first_month(one, other, end, progress);
    if (month <= end) divergence = find_entry(one, other, month);
  });
  return divergence;
}

}  // namespace resettle
