#pragma once

#include <memory>
#include <vector>

#include "engine/process.h"

namespace resettle::arrivals {

/// Who arrives, and with what (MODEL 7.1, 7.2). All series are read at the month of arrival.
struct Parameters {
  Series elite_share;
  Series market_share;
  Series media_share;
  Series media_dialect_gain;
  Series illness_base;
  Series illness_age_slope;
  Series ptsd_share;
  Series family_left_share;
  Series kin_share;
  Series join_previous;
  float taste_sd;
  float distress_trait_sd;
  float distress_base;
  float distress_drift_sd;
  float distress_ptsd_effect;
  float wage_trait_sd;
  float skill_growth;
  float dialect_growth;
  float mortality_level;
  float mortality_age_slope;
};

/// One person to come: drawn before and independently of any policy.
struct Ticket {
  Month arrival;
  std::uint32_t rank = 0;  ///< among the tickets of the month
  bool woman = false;
};

/// First month of the spin-up: January 1980 (MODEL 7.1).
inline constexpr Month kSpinUpStart{-120};

inline constexpr Decision kTicketWoman{"arrival sex", 0, "the ticket is a woman's"};
inline constexpr Decision kTicketStockMonth{"arrival sex", 1, "month of arrival before 1990"};

/// The tickets of one month, in order of rank; in the first month of the spin-up also everybody who
/// came before. Month j of a year with N arrivals gets floor(jN/12) - floor((j-1)N/12).
std::vector<Ticket> tickets_of(const Inputs& inputs, const Random& random, Month month);

/// A ticket of a month with what decides on its unit.
struct Newcomer {
  Ticket ticket;
  std::uint32_t id = 0;
  float age = 0;         ///< years
  std::size_t unit = 0;  ///< rank of the unit's first ticket among the newcomers
};

inline constexpr int kAdult = 18;
inline constexpr Decision kAge{"arrival person", 0, "age at arrival"};
inline constexpr Decision kJoins{"arrival unit", 0, "belongs to the unit of the ticket before"};

/// Tickets [begin, end), all of one month, grouped into arrival units (MODEL 7.2).
std::vector<Newcomer> form_units(const World& world, const Parameters& p,
                                 const std::vector<Ticket>& tickets, std::size_t begin,
                                 std::size_t end);
/// Gives the newcomers of one month, persons from row `first` on, their background, health, traits
/// and first state (MODEL 7.1, 7.2).
void set_background(World& world, const Parameters& p, const std::vector<Newcomer>& newcomers,
                    std::size_t first);
/// The random choices made there.
std::vector<Decision> background_decisions();
/// Makes partners and children of the members of a unit (MODEL 7.2).
void make_family(World& world, const std::vector<std::size_t>& members);

/// Speech at arrival, 0-1 (MODEL 7.2).
float initial_dialect(int age, bool elite, bool media_exposed, float media_gain);
/// Job skill valid in the South at arrival, 0-1 (MODEL 7.2).
float initial_skill(int northern_schooling, bool elite, bool market_trader);

std::unique_ptr<Process> process();

}  // namespace resettle::arrivals
