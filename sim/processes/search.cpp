#include "processes/search.h"

#include <algorithm>

#include "core/numerics.h"
#include "population/women.h"

namespace resettle::search {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"search.intercept", "logit", "looking for work, all else at its reference", -10, 10},
     level(&P::intercept)},
    {{"search.taste_sd", "logit", "lasting differences among persons", 0, 5}, effect(&P::taste_sd)},
    {{"search.age_slope", "logit/10 years", "less search per ten years over 50", -5, 5},
     effect(&P::age_slope)},
    {{"search.retirement_penalty", "logit", "aged 65 or more", -10, 10},
     effect(&P::retirement_penalty)},
    {{"search.woman_penalty", "logit", "women look for work less than men", -5, 5},
     effect(&P::woman_penalty)},
    {{"search.child_penalty", "logit", "woman with an own child under 7", -10, 10},
     effect(&P::child_penalty)},
    {{"search.illness_penalty", "logit", "chronic illness", -10, 10}, effect(&P::illness_penalty)},
    {{"search.ptsd_penalty", "logit", "post-traumatic stress disorder", -10, 10},
     effect(&P::ptsd_penalty)},
    {{"search.distress_slope", "logit/SD", "less search per SD of distress", -5, 5},
     effect(&P::distress_slope)},
    {{"search.confidence_slope", "logit", "full self-confidence against none", -10, 10},
     effect(&P::confidence_slope)},
    {{"search.gain_slope", "logit per unit gain", "response to what work pays; may be zero", -10,
      10},
     effect(&P::gain_slope)},
    {{"search.gain_reference", "share", "gain at which money neither invites nor deters", -2, 2},
     level(&P::gain_reference)},
    {{"search.early_penalty", "logit", "the first 18 months after leaving the facility", -10, 10},
     effect(&P::early_penalty)},
    {{"search.liquidity_slope", "logit", "less search with two months of pay put by", -5, 5},
     effect(&P::liquidity_slope)},
    {{"search.liquidity_cap", "months", "of pay beyond which more makes no difference", 0, 120},
     level(&P::liquidity_cap)},
    {{"search.liquidity_reference", "share", "of two months put by, at which nothing is changed", 0,
      5},
     level(&P::liquidity_reference)},
    {{"search.debt_slope", "logit", "less search with debts in full", -5, 5},
     effect(&P::debt_slope)},
    {{"search.housing_effect", "logit", "more search from a public flat", -5, 5},
     effect(&P::housing_effect)},
    {{"search.participation_slope", "logit", "more search where ten points more of hosts take part",
      -5, 5},
     effect(&P::participation_slope)},
    {{"search.participation_reference", "percent",
      "participation of hosts at which nothing is changed", 10, 100},
     level(&P::participation_reference)},
    borrowed<P>("distress.money_months", &P::money_months),
    borrowed<P>("distress.debt_reference", &P::debt_reference),
    borrowed<P>("welfare_benefit.search_floor", &P::search_floor),
    borrowed<P>("training.search_factor", &P::training_factor),
};

constexpr Decision kSearches{"everybody", 2, "looks for work this month", Drawn::monthly};

constexpr int kFromAge = 18;  // MODEL 8.1: ages 18-74
constexpr int kToAge = 74;
constexpr int kEarlyMonths = 18;

Situation situation_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return {
      .age = people.age[i],
      .woman = people.woman[i] != 0,
      .woman_with_young_child =
          static_cast<bool>((people.woman[i] != 0) & people.child_under_7(i, world.month)),
      .chronic_illness = people.chronic_illness[i] != 0,
      .ptsd = people.ptsd[i] != 0,
      .distress = people.distress[i],
      .self_confidence = people.self_confidence[i],
      .gain = people.work_gain[i],
      .liquid_months = people.liquid_months[i],
      .debt_months = people.debt_months[i],
      .housed = people.housing_supported[i] != 0,
      .host_participation = world.economy.host_participation_rate,
      .early = people.months_since_exit(i, world.month) < kEarlyMonths,
      .taste = people.search_taste[i],
  };
}

/// Who left a job this month does not look for another before the next (MODEL 5); who left school
/// does. Nobody goes back to school after a job, so who has worked did not leave school.
bool left_job_now(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return (people.idle_since[i] == world.month.index) & (people.months_worked_total[i] > 0);
}

bool may_search(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return (people.not_employed(i) | people.in_training(i)) & (people.age[i] >= kFromAge) &
         (people.age[i] <= kToAge) & !left_job_now(world, i);
}

float probability_of(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  const float free = logistic(score(p, situation_of(world, i))) *
                     (people.in_training(i) ? p.training_factor : 1.0F);
  // Who must look for work to keep the benefit does so at least this often.
  const float floor = when(people.work_condition[i] != 0, p.search_floor);
  return free < floor ? floor : free;
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  const std::uint32_t* word = world.prepared.words(kSearches);
  RowValues<float> probability;
  work_out(rows, probability, [&](std::size_t i) { return probability_of(world, p, i); });
  RowFlags searched;
  work_out(rows, searched, [&](std::size_t i) -> std::uint8_t {
    const std::uint8_t before = people.searched[i];
    const bool searches =
        may_search(world, i) & (uniform_of(word[i]) < probability[i - rows.begin]);
    return people.active[i] != 0 ? searches : before;
  });
  store(rows, searched, people.searched);
}

}  // namespace

float score(const Parameters& p, const Situation& s) {
  constexpr float kLogarithmOf3 = 1.0986123F;  // so that two months of pay count as one
  const float liquid = s.liquid_months < p.liquidity_cap ? s.liquid_months : p.liquidity_cap;
  const float put_by = logarithm(1.0F + liquid) / kLogarithmOf3 - p.liquidity_reference;
  const float debt = clamp(s.debt_months / p.money_months, 0.0F, 1.0F) - p.debt_reference;
  return p.intercept - p.age_slope * positive_part(static_cast<float>(s.age) - 50.0F) / 10.0F -
         when(s.age >= 65, p.retirement_penalty) - when(s.woman_with_young_child, p.child_penalty) -
         when(s.chronic_illness, p.illness_penalty) - when(s.ptsd, p.ptsd_penalty) -
         p.distress_slope * s.distress + p.confidence_slope * (s.self_confidence - 0.5F) -
         p.gain_slope * (p.gain_reference - s.gain) - when(s.early, p.early_penalty) -
         p.woman_penalty * beyond_mean_woman(s.woman) - p.liquidity_slope * put_by -
         p.debt_slope * debt + when(s.housed, p.housing_effect) +
         p.participation_slope * (s.host_participation - p.participation_reference) / 10.0F +
         s.taste;
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"search",
       "Persons without a job, trainees less often, decide whether to look for one this month.",
       "MODEL 8.1, MODEL2 2-4, 16; panels and surveys of defectors (D01, L09, L15), severance pay "
       "(G25, G26), Brell et al. 2020 (D10), Dustmann et al. 2024 (G05)",
       {"active", "labour_state", "age", "woman", "youngest_child_birth", "chronic_illness", "ptsd",
        "distress", "self_confidence", "work_gain", "work_condition", "exit_month", "idle_since",
        "months_worked_total", "search_taste", "liquid_months", "debt_months", "housing_supported"},
       {"searched"},
       {kSearches}},
      kTable, step);
}

}  // namespace resettle::search
