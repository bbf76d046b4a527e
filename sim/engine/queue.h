#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <vector>

#include "engine/conditions.h"
#include "engine/world.h"

// Who is served where there are fewer places, or less money, than candidates.

namespace resettle {

/// The candidates in the order in which they are served: those of the priority first, among these
/// who left the facility first if that counts, else by a keyed draw, which no trait has a part in.
/// `rule` has the members `priority` and `first_come` of an offer.
template <class Rule>
std::vector<PersonIndex> in_order_of_queue(const World& world, const Rule& rule,
                                           const Decision& decision,
                                           const std::vector<PersonIndex>& candidates) {
  std::vector<std::tuple<bool, std::int16_t, float, PersonIndex>> order;
  for (const PersonIndex i : candidates) {
    const bool comes_later = !holds(*rule.priority, world, i);
    const std::int16_t since = rule.first_come ? world.persons.exit_month[i] : std::int16_t{0};
    const float u = world.random.uniform(decision, world.persons.ticket[i], world.month);
    order.emplace_back(comes_later, since, u, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<PersonIndex> persons;
  for (const auto& one : order) persons.push_back(std::get<PersonIndex>(one));
  return persons;
}

/// Places that the simulated persons of a thinned world may hold: their share of all places. What
/// is a part of a place there is one in as large a part of all replicates, by the draw of nobody in
/// the queue, so that the mean over replicates is right however few places there are.
inline double simulated_places(const World& world, float all, const Decision& queue, Month drawn) {
  const auto places = static_cast<double>(all) * static_cast<double>(world.scale);
  if (world.scale >= 1.0F) return std::floor(places);
  return std::floor(places + static_cast<double>(world.random.uniform(queue, kNobody, drawn)));
}

/// Excess demand is rationed: the candidates who get a place, in the order of the queue. Where a
/// year has only so many places, who begins one is counted (Places).
template <class Offer>
std::vector<PersonIndex> ration(const World& world, const Offer& offer, Place place,
                                const Decision& decision,
                                const std::vector<PersonIndex>& candidates,
                                std::size_t places_taken) {
  auto chosen = in_order_of_queue(world, offer, decision, candidates);
  const Month year = month_of(world.month.year(), 1);
  const double at_one_time = simulated_places(world, offer.capacity, decision, Month{0}) -
                             static_cast<double>(places_taken);
  const double this_year = simulated_places(world, offer.capacity_per_year, decision, year) -
                           static_cast<double>(world.places.begun(place));
  const double free = std::max(0.0, std::min(at_one_time, this_year));
  if (free < static_cast<double>(chosen.size())) chosen.resize(static_cast<std::size_t>(free));
  return chosen;
}

}  // namespace resettle
