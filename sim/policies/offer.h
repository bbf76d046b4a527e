#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/parameter.h"
#include "engine/world.h"

namespace resettle {

/// What every instrument has: when it is on, to what share of the eligible it is offered, and how
/// many places there are (MODEL 16.2).
struct Offer {
  Month on_from{};
  Month on_to{};
  float coverage = 0;
  float capacity = 0;  ///< places at the same time; infinity = unlimited

  [[nodiscard]] bool is_on(Month now) const { return on_from <= now && now <= on_to; }
};

/// The instrument's own rows with those of its offer.
template <class Parameters>
ParameterTable<Parameters> with_offer(const std::string& policy, ParameterTable<Parameters> rows) {
  using P = Parameters;
  const std::string path = "policies." + policy + ".";
  rows.push_back({{path + "on_from", "month", "first month in which it is offered", -400, kNoEnd,
                   ParameterKind::month},
                  &P::on_from});
  rows.push_back({{path + "on_to", "month", "last month in which it is offered", -400, kNoEnd,
                   ParameterKind::month},
                  &P::on_to});
  rows.push_back(
      {{path + "coverage", "share", "eligible persons to whom it is offered", 0, 1}, &P::coverage});
  rows.push_back(
      {{path + "capacity", "places", "places held at one time", 0, 1e9, ParameterKind::capacity},
       &P::capacity});
  return rows;
}

/// Whether the instrument is offered to the person: one keyed draw in a life.
inline bool is_offered(const World& world, const Offer& offer, const Decision& decision,
                       std::size_t person) {
  const Month arrival{world.persons.arrival_month[person]};
  return world.random.uniform(decision, world.persons.ticket[person], arrival) < offer.coverage;
}

/// Excess demand is rationed by a keyed draw, never by traits: the candidates who get a place, in
/// the order of their draw.
inline std::vector<PersonIndex> ration(const World& world, const Offer& offer,
                                       const Decision& decision,
                                       const std::vector<PersonIndex>& candidates,
                                       std::size_t places_taken) {
  std::vector<std::pair<float, PersonIndex>> order;
  for (const PersonIndex i : candidates) {
    order.emplace_back(world.random.uniform(decision, world.persons.ticket[i], world.month), i);
  }
  std::sort(order.begin(), order.end());
  const auto capacity = static_cast<double>(offer.capacity) * static_cast<double>(world.scale);
  const double free = std::max(0.0, std::floor(capacity) - static_cast<double>(places_taken));
  if (free < static_cast<double>(order.size())) order.resize(static_cast<std::size_t>(free));
  std::vector<PersonIndex> chosen;
  for (const auto& [u, i] : order) chosen.push_back(i);
  return chosen;
}

}  // namespace resettle
