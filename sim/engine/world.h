#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/calendar.h"
#include "core/enumerators.h"
#include "core/numerics.h"
#include "core/parallel.h"
#include "core/prepared_draws.h"
#include "core/random.h"
#include "core/rows.h"
#include "engine/budgets.h"
#include "engine/inputs.h"
#include "engine/ledger.h"
#include "engine/places.h"
#include "networks/peers.h"
#include "networks/ties.h"
#include "population/hosts.h"
#include "population/households.h"
#include "population/organisations.h"
#include "population/persons.h"
#include "population/residents.h"

namespace resettle {

/// The national figures of one month, from the macro table.
struct Economy {
  float host_wage_krw = 0;            ///< KRW/month
  float host_unemployment_rate = 0;   ///< percent
  float minimum_wage_krw = 0;         ///< KRW/month
  float benefit_line_krw = 0;         ///< KRW/month, one person
  float median_income_krw = 0;        ///< KRW/month, one person
  float host_participation_rate = 0;  ///< percent

  /// Wage a person without a job can expect: max(minimum wage, 0.6 host wage) (MODEL 8).
  [[nodiscard]] float potential_wage_krw() const {
    return minimum_wage_krw > 0.6F * host_wage_krw ? minimum_wage_krw : 0.6F * host_wage_krw;
  }
  /// 3.5 - unemployment, percentage points (MODEL 8).
  [[nodiscard]] float tightness() const { return 3.5F - host_unemployment_rate; }
};

/// People who left this month.
struct Exits {
  std::int32_t deaths = 0;
  std::int32_t departures = 0;
};

/// Instruments that share a fixed budget when the budget is split by attention (MODEL 16.2).
enum class Purse : std::uint8_t {
  training,
  incentives,
  counselling,
  therapy,
  mentoring,
  ngo_funds,
  media
};
inline constexpr std::size_t kPurses = number_of<Purse>();

/// What is left of the split budget, simulated KRW; unspent money stays in its purse.
struct Purses {
  bool in_force = false;
  std::array<double, kPurses> krw{};

  [[nodiscard]] double left(Purse purse) const { return krw[static_cast<std::size_t>(purse)]; }
  void spend(Purse purse, double amount) { krw[static_cast<std::size_t>(purse)] -= amount; }
  bool operator==(const Purses&) const = default;
};

/// One simulated world: everything that changes. Copying it forks history.
struct World {
  World(const Inputs& all_inputs, Random numbers, float share_simulated, bool use_threads)
      : inputs(&all_inputs),
        random(numbers),
        scale(share_simulated),
        parallel(use_threads),
        organisations(all_inputs.localities.size()),
        residents(all_inputs.localities.size()) {}

  const Inputs* inputs;
  Random random;
  float scale;    ///< share of arrivals simulated
  bool parallel;  ///< steps may run persons in several threads

  Month month{};
  Economy economy;
  Persons persons;
  Households households;
  Hosts hosts;
  PeerGraph peers;
  TieBook ties;
  Officers officers;
  std::vector<LocalOrganisations> organisations;  ///< by locality
  Purses purses;
  Budgets budgets;
  Places places;
  Ledger ledger;
  Exits exits;
  PreparedDraws prepared;  ///< the month's draws that are made for everybody at once
  Residents residents;     ///< active persons of each locality, renewed each month

  [[nodiscard]] std::size_t localities() const { return inputs->localities.size(); }
};

/// The national figures of `month`; before January 1990 those of January 1990.
Economy economy_of(const Inputs& inputs, Month month);

/// Runs body(i) for every person who has arrived; persons may run in parallel, so the body writes
/// row i only and reads of others only what nobody writes in this step.
template <class Body>
void for_each_person(World& world, Body&& body) {
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

/// The same for those aged 15+, in the South and outside the facility.
template <class Body>
void for_each_active(World& world, Body&& body) {
  for_each_person(world, [&](std::size_t i) {
    if (world.persons.active[i] != 0) body(i);
  });
}

/// Ties to South Koreans; a southern partner counts as one (MODEL 12.1).
inline int host_ties_of(const World& world, std::size_t i) {
  const bool southern = world.persons.partner_origin[i] == PartnerOrigin::southern;
  return world.ties.host_ties(i) + (southern ? 1 : 0);
}

/// Ties that support a person: co-ethnic and host ties, 1.5 for a partner, wherever from (MODEL 4,
/// MODEL2 6, 7).
inline float support_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return static_cast<float>(world.ties.coethnic_ties(i) + world.ties.host_ties(i)) +
         when(people.has_partner(i), 1.5F);
}

/// Sums of N terms in a fixed order, whatever the number of threads: one partial sum a block.
/// `term(i)` gives the N terms of person i.
template <std::size_t N, class Term>
std::array<double, N> sum_over_persons(World& world, Term&& term) {
  std::vector<std::array<double, N>> partial(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    std::array<double, N> sum{};
    for (std::size_t i = begin; i < end; ++i) {
      const std::array<double, N> terms = term(i);
      for (std::size_t k = 0; k < N; ++k) sum[k] += terms[k];
    }
    partial[begin / kBlockSize] = sum;
  });
  std::array<double, N> total{};
  for (const auto& sum : partial) {
    for (std::size_t k = 0; k < N; ++k) total[k] += sum[k];
  }
  return total;
}

}  // namespace resettle
