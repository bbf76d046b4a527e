#include "processes/arrivals.h"

#include <algorithm>
#include <cmath>

#include "core/numerics.h"

namespace resettle::arrivals {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"arrivals.elite_share", "share", "worked or studied abroad, officials, traders of the state",
      0, 1},
     &P::elite_share},
    {{"arrivals.market_share", "share", "traded on informal markets in the North", 0, 1},
     &P::market_share},
    {{"arrivals.media_share", "share", "watched Southern media in the North", 0, 1},
     &P::media_share},
    {{"arrivals.media_dialect_gain", "0-1 scale", "speech gained from Southern media", 0, 0.5},
     &P::media_dialect_gain},
    {{"arrivals.illness_base", "share", "chronic illness at arrival up to age 40", 0, 1},
     &P::illness_base},
    {{"arrivals.illness_age_slope", "per year of age", "more chronic illness per year over 40", 0,
      0.1},
     &P::illness_age_slope},
    {{"arrivals.ptsd_share", "share", "post-traumatic stress disorder at arrival", 0, 1},
     &P::ptsd_share},
    {{"arrivals.family_left_share", "share", "close family left in the North", 0, 1},
     &P::family_left_share},
    {{"arrivals.kin_share", "share", "arrival units with kin already in the South", 0, 1},
     &P::kin_share},
    {{"household.join_previous", "probability",
      "a ticket belongs to the same arrival unit as the one before", 0, 1},
     &P::join_previous},
    borrowed<P>("search.taste_sd", &P::taste_sd),
    borrowed<P>("distress.trait_sd", &P::distress_trait_sd),
    borrowed<P>("distress.base", &P::distress_base),
    borrowed<P>("distress.ptsd_effect", &P::distress_ptsd_effect),
    borrowed<P>("wages.trait_sd", &P::wage_trait_sd),
    borrowed<P>("skills.skill_growth", &P::skill_growth),
    borrowed<P>("skills.dialect_growth", &P::dialect_growth),
    borrowed<P>("exits.mortality_level", &P::mortality_level),
    borrowed<P>("exits.mortality_age_slope", &P::mortality_age_slope),
};

constexpr Decision kSimulated{"arrival sex", 2, "the unit is in the simulated share"};
constexpr Decision kSurvived{"arrival sex", 3, "lived until January 1980"};
constexpr Decision kSchooling{"arrival person", 1, "schooling in the North"};
constexpr Decision kElite{"arrival person", 2, "elite"};
constexpr Decision kMarket{"arrival person", 3, "market trader"};
constexpr Decision kMedia{"arrival background", 0, "media exposure"};
constexpr Decision kIllness{"arrival background", 1, "chronic illness at arrival"};
constexpr Decision kPtsd{"arrival background", 2, "PTSD at arrival"};
constexpr Decision kFamilyLeft{"arrival background", 3, "family left behind"};
constexpr Decision kTaste{"arrival traits", 0, "search taste"};
constexpr Decision kDistress{"arrival traits", 1, "distress trait"};
constexpr Decision kWage{"arrival traits", 2, "wage trait"};
constexpr Decision kDisposition{"arrival traits", 3, "disposition"};
constexpr Decision kKin{"arrival unit", 1, "the unit has kin in the South"};
constexpr Decision kDebt{"arrival unit", 2, "broker debt"};

std::int32_t draw_debt(const Inputs& inputs, float u) {
  double cumulative = 0;
  for (const auto& band : inputs.broker_debt) {
    cumulative += band.share;
    if (u < cumulative) return static_cast<std::int32_t>(band.amount_krw);
  }
  return static_cast<std::int32_t>(inputs.broker_debt.back().amount_krw);
}

/// Background, health and traits of the person at row i; nothing here depends on other persons.
void set_background(World& world, const P& p, const Newcomer& newcomer, std::size_t i) {
  Persons& people = world.persons;
  const std::uint32_t id = newcomer.id;
  const Ticket& ticket = newcomer.ticket;
  const Month m = ticket.arrival;
  const auto at = [&](const Series& series) { return static_cast<float>(series.at(m)); };
  const auto person = world.random.draws(kAge, id, m);
  const auto background = world.random.draws(kMedia, id, m);
  const auto traits = world.random.draws(kTaste, id, m);

  const float age = newcomer.age;
  people.birth_month[i] = static_cast<std::int16_t>(m.index - static_cast<int>(age * 12.0F));
  people.age[i] = static_cast<std::uint8_t>(age);
  const auto sex = static_cast<std::size_t>(ticket.woman);
  const auto university = static_cast<float>(world.inputs->share_university[sex]);
  const auto college = static_cast<float>(world.inputs->share_college[sex]);
  const float u = person.uniform(kSchooling);
  if (age >= kAdult) {
    people.northern_schooling[i] = u < university ? 2 : (u < university + college ? 1 : 0);
  }
  people.elite[i] = person.uniform(kElite) < at(p.elite_share) && age >= kAdult;
  people.market_trader[i] = person.uniform(kMarket) < at(p.market_share) && age >= kAdult;
  people.media_exposed[i] = background.uniform(kMedia) < at(p.media_share);
  const float illness =
      std::min(0.8F, at(p.illness_base) + at(p.illness_age_slope) * positive_part(age - 40.0F));
  people.chronic_illness[i] = background.uniform(kIllness) < illness;
  people.ptsd[i] = background.uniform(kPtsd) < at(p.ptsd_share);
  people.ptsd_at_entry[i] = people.ptsd[i];
  people.family_left_behind[i] = background.uniform(kFamilyLeft) < at(p.family_left_share);
  people.search_taste[i] = p.taste_sd * traits.normal(kTaste);
  people.distress_trait[i] = p.distress_trait_sd * traits.normal(kDistress);
  people.wage_trait[i] = p.wage_trait_sd * traits.normal(kWage);
  people.disposition[i] = static_cast<Disposition>(traits.uniform(kDisposition) * 5.0F);
}

/// State at arrival (MODEL 7.2).
void set_initial_state(World& world, const P& p, const Ticket& ticket, std::size_t i) {
  Persons& people = world.persons;
  people.presence[i] = Presence::resident;
  people.labour_state[i] = LabourState::facility;
  for (auto* month :
       {&people.return_month, &people.exit_month, &people.youngest_child_birth, &people.idle_since,
        &people.school_until, &people.subsidy_ended, &people.training_until, &people.training_since,
        &people.training_completed_month, &people.certificate_month, &people.stage_since,
        &people.career_step_month, &people.account_opened, &people.officer_until}) {
    (*month)[i] = static_cast<std::int16_t>(kNever.index);
  }
  people.children[i].fill(static_cast<std::int16_t>(kNever.index));
  people.partner[i] = kNobody;
  people.mentor_host[i] = kNoHost;
  people.mentor_person[i] = kNobody;
  people.officer[i] = kNoOfficer;
  people.negative_contact_host[i] = kNoHost;
  people.dialect_fluency[i] =
      initial_dialect(people.age[i], people.elite[i] != 0, people.media_exposed[i] != 0,
                      static_cast<float>(p.media_dialect_gain.at(ticket.arrival)));
  people.south_skill[i] = initial_skill(people.northern_schooling[i], people.elite[i] != 0,
                                        people.market_trader[i] != 0);
  people.self_confidence[i] = 0.5F;
  people.belonging[i] = 0.5F;
  people.distress[i] = p.distress_base + people.distress_trait[i] +
                       p.distress_ptsd_effect * static_cast<float>(people.ptsd[i]);
  people.distress_year[i].fill(people.distress[i]);
  if (ticket.arrival >= month_of(2000, 1)) {
    const float u = world.random.uniform(kDebt, people.ticket[i], ticket.arrival);
    people.debt_krw[i] = draw_debt(*world.inputs, u);
  }
}

/// Who came before January 1980 has learned since, and may have died (MODEL 7.1).
void age_until_spin_up(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const int months = kSpinUpStart.index - people.arrival_month[i];
  const auto grown = [&](float initial, float growth) {
    float missing = 1.0F - initial;
    for (int m = 0; m < months; ++m) missing *= 1.0F - growth;
    return 1.0F - missing;
  };
  people.south_skill[i] = grown(people.south_skill[i], p.skill_growth);
  people.dialect_fluency[i] = grown(people.dialect_fluency[i], p.dialect_growth);
  float survival = 1;
  for (int m = people.arrival_month[i]; m < kSpinUpStart.index; ++m) {
    const auto age = static_cast<float>(m - people.birth_month[i]) / 12.0F;
    survival *=
        1.0F - p.mortality_level * exponential(p.mortality_age_slope * positive_part(age - 40.0F));
  }
  const Month arrival{people.arrival_month[i]};
  if (world.random.uniform(kSurvived, people.ticket[i], arrival) >= survival) {
    people.presence[i] = Presence::dead;
  }
}

/// Adds one newcomer as a person.
std::size_t add_person(World& world, const P& p, const Newcomer& newcomer) {
  Persons& people = world.persons;
  const std::size_t i = people.size();
  people.append(1);
  world.households.append(1);
  world.ties.append(1);
  people.ticket[i] = newcomer.id;
  people.woman[i] = newcomer.ticket.woman;
  people.arrival_month[i] = static_cast<std::int16_t>(newcomer.ticket.arrival.index);
  set_background(world, p, newcomer, i);
  set_initial_state(world, p, newcomer.ticket, i);
  if (newcomer.ticket.arrival < kSpinUpStart) age_until_spin_up(world, p, i);
  return i;
}

/// Adds the members of one unit, if it is in the simulated share: whole units are kept or dropped,
/// so that thinning never leaves children without their parents.
void add_unit(World& world, const P& p, const std::vector<Newcomer>& newcomers, std::size_t unit) {
  const Newcomer& first = newcomers[unit];
  const Month arrival = first.ticket.arrival;
  if (world.random.uniform(kSimulated, first.id, arrival) >= world.scale) return;
  std::vector<std::size_t> members;
  for (std::size_t k = unit; k < newcomers.size(); ++k) {
    if (newcomers[k].unit == unit) members.push_back(add_person(world, p, newcomers[k]));
  }
  const std::size_t head = members.front();
  const float u = world.random.uniform(kKin, first.id, arrival);
  world.households.has_kin[head] = u < static_cast<float>(p.kin_share.at(arrival));
  for (const std::size_t i : members) {
    world.persons.household[i] = static_cast<std::uint32_t>(head);
    world.households.head[i] = static_cast<PersonIndex>(head);
  }
  make_family(world, members);
}

/// Tickets [begin, end), all of one month, become persons, unit after unit.
void arrive(World& world, const P& p, const std::vector<Ticket>& tickets, std::size_t begin,
            std::size_t end) {
  const auto newcomers = form_units(world, p, tickets, begin, end);
  for (std::size_t k = 0; k < newcomers.size(); ++k) {
    if (newcomers[k].unit == k) add_unit(world, p, newcomers, k);
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

float initial_dialect(int age, bool elite, bool media_exposed, float media_gain) {
  const float by_age = age < 20 ? 0.35F : (age < 35 ? 0.25F : 0.15F);
  const float speech = by_age + when(elite, 0.20F) + when(media_exposed, media_gain);
  return std::min(0.9F, speech);
}

float initial_skill(int northern_schooling, bool elite, bool market_trader) {
  return 0.08F + 0.06F * static_cast<float>(northern_schooling) + when(elite, 0.25F) +
         when(market_trader, 0.05F);
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"arrivals",
       "People arrive by the ministry's counts; background, health and family are drawn by ticket.",
       "MODEL 7.1, 7.2; ministry counts of arrivals; Yoon 2001 (ages of the 1990s)",
       {},
       {"ticket",
        "woman",
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
        "youngest_child_birth"},
       {kTicketWoman, kTicketStockMonth, kSimulated, kSurvived, kAge, kSchooling, kElite, kMarket,
        kMedia, kIllness, kPtsd, kFamilyLeft, kTaste, kDistress, kWage, kDisposition, kJoins, kKin,
        kDebt}},
      kTable, step);
}

}  // namespace resettle::arrivals
