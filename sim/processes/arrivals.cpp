#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"arrivals.elite_share", "share", "worked or studied abroad, officials, traders of the state",
      0, 1},
     effect(&P::elite_share)},
    {{"arrivals.market_share", "share", "traded on informal markets in the North", 0, 1},
     effect(&P::market_share)},
    {{"arrivals.media_share", "share", "watched Southern media in the North", 0, 1},
     effect(&P::media_share)},
    {{"arrivals.media_dialect_gain", "0-1 scale", "speech gained from Southern media", 0, 0.5},
     effect(&P::media_dialect_gain)},
    {{"arrivals.illness_base", "share", "chronic illness at arrival up to age 40", 0, 1},
     effect(&P::illness_base)},
    {{"arrivals.illness_age_slope", "per year of age", "more chronic illness per year over 40", 0,
      0.1},
     effect(&P::illness_age_slope)},
    {{"arrivals.ptsd_share", "share", "post-traumatic stress disorder at arrival", 0, 1},
     effect(&P::ptsd_share)},
    {{"arrivals.family_left_share", "share", "close family left in the North", 0, 1},
     effect(&P::family_left_share)},
    {{"arrivals.kin_share", "share", "arrival units with kin already in the South", 0, 1},
     effect(&P::kin_share)},
    {{"household.join_previous", "probability",
      "a ticket belongs to the same arrival unit as the one before", 0, 1},
     effect(&P::join_previous)},
    borrowed<P>("search.taste_sd", &P::taste_sd),
    borrowed<P>("distress.trait_sd", &P::distress_trait_sd),
    borrowed<P>("distress.base", &P::distress_base),
    borrowed<P>("distress.drift_sd", &P::distress_drift_sd),
    borrowed<P>("distress.ptsd_effect", &P::distress_ptsd_effect),
    borrowed<P>("wages.trait_sd", &P::wage_trait_sd),
    borrowed<P>("skills.skill_growth", &P::skill_growth),
    borrowed<P>("skills.dialect_growth", &P::dialect_growth),
    borrowed<P>("exits.mortality_level", &P::mortality_level),
    borrowed<P>("exits.mortality_age_slope", &P::mortality_age_slope),
};

constexpr Decision kSimulated{"arrival sex", 2, "the unit is in the simulated share"};
constexpr Decision kKin{"arrival unit", 1, "the unit has kin in the South"};
constexpr Decision kStandsFor{"thinned world", 0, "whole number of persons one stands for"};

/// Those of the simulated share: whole units are kept or dropped, so that thinning never leaves
/// children without their parents.
std::vector<Newcomer> simulated(const World& world, const std::vector<Newcomer>& newcomers) {
  std::vector<Newcomer> kept;
  kept.reserve(newcomers.size());
  bool keeps_unit = false;
  for (std::size_t k = 0; k < newcomers.size(); ++k) {
    const auto& [ticket, id, age, unit] = newcomers[k];
    const bool begins_unit = unit == k;
    if (begins_unit) {
      keeps_unit = world.random.uniform(kSimulated, id, ticket.arrival) < world.scale;
    }
    if (keeps_unit) kept.push_back(newcomers[k]);
  }
  return kept;
}

/// In a thinned world a simulated person stands for 1/scale persons (MODEL 2). The others are
/// *unseen*: they have no life of their own, but they share what happens to the person who stands
/// for them wherever it needs something that a thinned world has no less of: the time of officers,
/// the places of mentors, the patience of hosts. So these are as scarce as in the whole world.
/// 1/scale - 1 in the mean; nobody in the world that is not thinned.
void stand_for_others(World& world, const std::vector<Newcomer>& newcomers, std::size_t first) {
  const double others = 1.0 / static_cast<double>(world.scale) - 1.0;
  for (std::size_t k = 0; k < newcomers.size(); ++k) {
    const auto& [ticket, id, age, unit] = newcomers[k];
    const float u = world.random.uniform(kStandsFor, id, ticket.arrival);
    world.persons.unseen_fellows[first + k] =
        static_cast<std::uint16_t>(std::floor(others + static_cast<double>(u)));
  }
}

/// Adds newcomers of one month as persons; returns the row of the first.
std::size_t add_persons(World& world, const P& p, const std::vector<Newcomer>& newcomers) {
  const std::size_t first = world.persons.size();
  world.persons.append(newcomers.size());
  world.households.append(newcomers.size());
  world.ties.append(newcomers.size());
  set_background(world, p, newcomers, first);
  if (world.scale < 1.0F) stand_for_others(world, newcomers, first);
  return first;
}

/// The members of a unit share a household, and may be a family.
void join_unit(World& world, float kin_share, const std::vector<std::size_t>& members) {
  const std::size_t head = members.front();
  const Month arrival{world.persons.arrival_month[head]};
  const float u = world.random.uniform(kKin, world.persons.ticket[head], arrival);
  world.households.has_kin[head] = u < kin_share;
  for (const std::size_t i : members) {
    world.persons.household[i] = static_cast<std::uint32_t>(head);
    world.households.head[i] = static_cast<PersonIndex>(head);
  }
  make_family(world, members);
}

/// Tickets [begin, end), all of one month, become persons, unit after unit. Members of a unit stand
/// next to one another.
void arrive(World& world, const P& p, const std::vector<Ticket>& tickets, std::size_t begin,
            std::size_t end) {
  const auto newcomers = simulated(world, form_units(world, p, tickets, begin, end));
  const std::size_t first = add_persons(world, p, newcomers);
  const auto kin_share = static_cast<float>(p.kin_share.at(tickets[begin].arrival));
  std::vector<std::size_t> members;
  for (std::size_t k = 0; k < newcomers.size(); ++k) {
    members.push_back(first + k);
    const bool ends_unit = k + 1 == newcomers.size() || newcomers[k + 1].unit != newcomers[k].unit;
    if (!ends_unit) continue;
    join_unit(world, kin_share, members);
    members.clear();
  }
}

void step(World& world, const P& p) {
  const auto tickets = tickets_of(*world.inputs, world.random, world.month);
  for (std::size_t begin = 0; begin < tickets.size();) {
    std::size_t end = begin;
    while (end < tickets.size() && tickets[end].arrival == tickets[begin].arrival) ++end;
    arrive(world, p, tickets, begin, end);
    begin = end;
  }
}

}  // namespace

std::unique_ptr<Process> process() {
  auto decisions = background_decisions();
  decisions.insert(decisions.end(),
                   {kTicketWoman, kTicketStockMonth, kSimulated, kAge, kJoins, kKin, kStandsFor});
  return make_process<P>(
      {"arrivals",
       "People arrive by the ministry's counts; background, health and family are drawn by ticket.",
       "MODEL 7.1, 7.2; ministry counts of arrivals; Yoon 2001 (ages of the 1990s)",
       {},
       {"ticket",
        "woman",
        "unseen_fellows",
        "birth_month",
        "arrival_month",
        "northern_schooling",
        "elite",
        "market_trader",
        "media_exposed",
        "disposition",
        "ptsd_at_entry",
        "search_taste",
        "distress_trait",
        "wage_trait",
        "presence",
        "labour_state",
        "household",
        "partner",
        "partner_origin",
        "family_left_behind",
        "chronic_illness",
        "ptsd",
        "debt_krw",
        "age",
        "belonging",
        "children",
        "dialect_fluency",
        "distress",
        "distress_drift",
        "measured_distress",
        "exit_month",
        "idle_since",
        "distress_year",
        "training_until",
        "training_since",
        "training_completed_month",
        "certificate_month",
        "stage_since",
        "career_step_month",
        "account_opened",
        "forced_move_month",
        "officer",
        "officer_until",
        "mentor_host",
        "mentor_person",
        "negative_contact_host",
        "return_month",
        "school_until",
        "self_confidence",
        "south_skill",
        "subsidy_ended",
        "youngest_child_birth",
        "households"},
       decisions},
      kTable, step);
}

}  // namespace resettle::arrivals
