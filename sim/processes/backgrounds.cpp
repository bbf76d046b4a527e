// What people bring: background, health, traits and first state (MODEL 7.1, 7.2).

#include <algorithm>
#include <cmath>

#include "core/numerics.h"
#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

using P = Parameters;

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
constexpr Decision kDrift{"arrival mind", 0, "where distress stands in its slow drift"};
constexpr Decision kDebt{"arrival unit", 2, "broker debt"};

std::int32_t draw_debt(const Inputs& inputs, float u) {
  double cumulative = 0;
  for (const auto& band : inputs.broker_debt) {
    cumulative += band.share;
    if (u < cumulative) return static_cast<std::int32_t>(band.amount_krw);
  }
  return static_cast<std::int32_t>(inputs.broker_debt.back().amount_krw);
}

/// What the series say of those who arrive in a month.
struct Cohort {
  Cohort(const P& p, Month arrival)
      : elite(at(p.elite_share, arrival)),
        market(at(p.market_share, arrival)),
        media(at(p.media_share, arrival)),
        media_dialect_gain(at(p.media_dialect_gain, arrival)),
        illness_base(at(p.illness_base, arrival)),
        illness_age_slope(at(p.illness_age_slope, arrival)),
        ptsd(at(p.ptsd_share, arrival)),
        family_left(at(p.family_left_share, arrival)),
        owes_broker(arrival >= month_of(2000, 1)) {}

  static float at(const Series& series, Month arrival) {
    return static_cast<float>(series.at(arrival));
  }

  float elite;
  float market;
  float media;
  float media_dialect_gain;
  float illness_base;
  float illness_age_slope;
  float ptsd;
  float family_left;
  bool owes_broker;
};

/// Background, health and traits of the person at row i.
void set_traits(World& world, const P& p, const Cohort& cohort, const Newcomer& newcomer,
                std::size_t i) {
  Persons& people = world.persons;
  const std::uint32_t id = newcomer.id;
  const Month m = newcomer.ticket.arrival;
  const auto person = world.random.draws(kAge, id, m);
  const auto background = world.random.draws(kMedia, id, m);
  const auto traits = world.random.draws(kTaste, id, m);

  const float age = newcomer.age;
  people.birth_month[i] = static_cast<std::int16_t>(m.index - static_cast<int>(age * 12.0F));
  people.age[i] = static_cast<std::uint8_t>(age);
  const auto sex = static_cast<std::size_t>(newcomer.ticket.woman);
  const auto university = static_cast<float>(world.inputs->share_university[sex]);
  const auto college = static_cast<float>(world.inputs->share_college[sex]);
  const float u = person.uniform(kSchooling);
  if (age >= kAdult) {
    people.northern_schooling[i] = u < university ? 2 : (u < university + college ? 1 : 0);
  }
  people.elite[i] = person.uniform(kElite) < cohort.elite && age >= kAdult;
  people.market_trader[i] = person.uniform(kMarket) < cohort.market && age >= kAdult;
  people.media_exposed[i] = background.uniform(kMedia) < cohort.media;
  const float illness =
      std::min(0.8F, cohort.illness_base + cohort.illness_age_slope * positive_part(age - 40.0F));
  people.chronic_illness[i] = background.uniform(kIllness) < illness;
  people.ptsd[i] = background.uniform(kPtsd) < cohort.ptsd;
  people.ptsd_at_entry[i] = people.ptsd[i];
  people.family_left_behind[i] = background.uniform(kFamilyLeft) < cohort.family_left;
  people.search_taste[i] = p.taste_sd * traits.normal(kTaste);
  people.distress_trait[i] = p.distress_trait_sd * traits.normal(kDistress);
  people.wage_trait[i] = p.wage_trait_sd * traits.normal(kWage);
  people.disposition[i] = static_cast<Disposition>(traits.uniform(kDisposition) * 5.0F);
}

/// What everybody has at arrival, whoever it is: rows from `first` on (MODEL 7.2).
void set_common_state(Persons& people, std::size_t first) {
  const auto fill = [&](auto& column, auto value) {
    std::fill(column.begin() + static_cast<std::ptrdiff_t>(first), column.end(), value);
  };
  const auto never = static_cast<std::int16_t>(kNever.index);
  for (auto* month :
       {&people.return_month, &people.exit_month, &people.youngest_child_birth, &people.idle_since,
        &people.school_until, &people.subsidy_ended, &people.training_until, &people.training_since,
        &people.training_completed_month, &people.certificate_month, &people.stage_since,
        &people.career_step_month, &people.account_opened, &people.officer_until,
        &people.forced_move_month}) {
    fill(*month, never);
  }
  ChildBirths none{};
  none.fill(never);
  fill(people.children, none);
  fill(people.presence, Presence::resident);
  fill(people.labour_state, LabourState::facility);
  fill(people.partner, kNobody);
  fill(people.mentor_host, kNoHost);
  fill(people.mentor_person, kNobody);
  fill(people.officer, kNoOfficer);
  fill(people.negative_contact_host, kNoHost);
  fill(people.self_confidence, 0.5F);
  fill(people.belonging, 0.5F);
}

/// What follows from the background of the person at row i (MODEL 7.2).
void set_initial_state(World& world, const P& p, const Cohort& cohort, std::size_t i) {
  Persons& people = world.persons;
  people.dialect_fluency[i] = initial_dialect(
      people.age[i], people.elite[i] != 0, people.media_exposed[i] != 0, cohort.media_dialect_gain);
  people.south_skill[i] = initial_skill(people.northern_schooling[i], people.elite[i] != 0,
                                        people.market_trader[i] != 0);
  const Month arrival{people.arrival_month[i]};
  const float u = world.random.uniform(kDrift, people.ticket[i], arrival);
  people.distress_drift[i] = p.distress_drift_sd * normal_quantile(u);
  people.distress[i] = p.distress_base + people.distress_trait[i] +
                       p.distress_ptsd_effect * static_cast<float>(people.ptsd[i]) +
                       people.distress_drift[i];
  people.measured_distress[i] = people.distress[i];
  people.distress_year[i].fill(people.distress[i]);
  if (cohort.owes_broker) {
    const float draw = world.random.uniform(kDebt, people.ticket[i], arrival);
    people.debt_krw[i] = draw_debt(*world.inputs, draw);
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

}  // namespace

/// Nothing here depends on other persons.
void set_background(World& world, const Parameters& p, const std::vector<Newcomer>& newcomers,
                    std::size_t first) {
  if (newcomers.empty()) return;
  Persons& people = world.persons;
  const Cohort cohort(p, newcomers.front().ticket.arrival);
  set_common_state(people, first);
  for_blocks(world.parallel, newcomers.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      const Newcomer& newcomer = newcomers[k];
      const std::size_t i = first + k;
      people.ticket[i] = newcomer.id;
      people.woman[i] = newcomer.ticket.woman;
      people.arrival_month[i] = static_cast<std::int16_t>(newcomer.ticket.arrival.index);
      set_traits(world, p, cohort, newcomer, i);
      set_initial_state(world, p, cohort, i);
      if (newcomer.ticket.arrival < kSpinUpStart) age_until_spin_up(world, p, i);
    }
  });
}

float initial_dialect(int age, bool elite, bool media_exposed, float media_gain) {
  const float by_age = age < 20 ? 0.35F : (age < 35 ? 0.25F : 0.15F);
  const float speech = by_age + when(elite, 0.20F) + when(media_exposed, media_gain);
  return std::min(0.9F, speech);
}

float initial_skill(int northern_schooling, bool elite, bool market_trader) {
  return 0.08F + 0.06F * static_cast<float>(northern_schooling) + when(elite, 0.25F) +
         when(market_trader, 0.05F);
}

std::vector<Decision> background_decisions() {
  return {kSurvived,   kSchooling, kElite,    kMarket, kMedia,       kIllness, kPtsd,
          kFamilyLeft, kTaste,     kDistress, kWage,   kDisposition, kDrift,   kDebt};
}

}  // namespace resettle::arrivals
