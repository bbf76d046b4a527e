#include "processes/wages.h"

#include "core/numerics.h"

namespace resettle::wages {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"wages.intercept", "log", "wage against the host wage, all else at its reference", -3, 3},
     level(&P::intercept)},
    {{"wages.skill_slope", "log", "skill", -3, 3}, effect(&P::skill_slope)},
    {{"wages.dialect_slope", "log", "dialect fluency", -3, 3}, effect(&P::dialect_slope)},
    {{"wages.regular_premium", "log", "regular job", -3, 3}, effect(&P::regular_premium)},
    {{"wages.woman_effect", "log", "women's wages against men's", -3, 3}, effect(&P::woman_effect)},
    {{"wages.elite_premium", "log", "elite in the North", -3, 3}, effect(&P::elite_premium)},
    {{"wages.subsidy_cut", "log", "subsidised jobs pay less", -3, 3},
     effect(&P::subsidy_cut).of("wage_subsidy")},
    {{"wages.trait_sd", "log", "lasting differences among persons", 0, 2}, effect(&P::trait_sd)},
    {{"wages.temporary_floor", "share", "wage floor of temporary jobs, of the minimum wage", 0, 2},
     effect(&P::temporary_floor)},
    {{"wages.deduction_rate", "share", "taxes and contributions from gross pay", 0, 0.9},
     effect(&P::deduction_rate)},
};

constexpr float kBetterPay = 1.1F;  // MODEL 11: at least 1.1 times the last wage

/// A new job that pays clearly more than the last one is a step in a career (MODEL 11).
bool better_paid(const Persons& people, std::size_t i) {
  const auto last = static_cast<float>(people.last_wage_krw[i]);
  return last > 0.0F && static_cast<float>(people.monthly_wage_krw[i]) >= kBetterPay * last;
}

Worker worker_of(const Persons& people, std::size_t i) {
  return {
      .south_skill = people.south_skill[i],
      .dialect_fluency = people.dialect_fluency[i],
      .regular = people.labour_state[i] == LabourState::regular,
      .woman = people.woman[i] != 0,
      .elite = people.elite[i] != 0,
      .trait = people.wage_trait[i],
      .subsidised = people.subsidised_months_left[i] > 0,
  };
}

/// The income of a business is its own affair; who is abroad comes back to the old wage.
bool has_wage_set(const Persons& people, std::size_t i) {
  return !people.self_employed(i) & people.in_south(i);
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowValues<std::int32_t> wage_krw;
  work_out(rows, wage_krw, [&](std::size_t i) {
    const float offered = monthly_wage_krw(p, worker_of(people, i), world.economy);
    const auto paid = static_cast<std::int32_t>(when(people.has_wage_job(i), offered));
    return has_wage_set(people, i) ? paid : people.monthly_wage_krw[i];
  });
  store(rows, wage_krw, people.monthly_wage_krw);
  RowFlags hired;
  work_out(rows, hired, [&](std::size_t i) -> std::uint8_t {
    return (people.job_offer[i] != JobOffer::none) & has_wage_set(people, i);
  });
  for_each_flagged(rows, hired, [&](std::size_t i) {
    if (!better_paid(people, i)) return;
    people.career_step_month[i] = static_cast<std::int16_t>(world.month.index);
  });
}

}  // namespace

float monthly_wage_krw(const Parameters& p, const Worker& w, const Economy& economy) {
  const float floor = economy.minimum_wage_krw * (w.regular ? 1.0F : p.temporary_floor);
  const float offered =
      economy.host_wage_krw *
      exponential(p.intercept + p.skill_slope * w.south_skill +
                  p.dialect_slope * w.dialect_fluency + when(w.regular, p.regular_premium) +
                  when(w.woman, p.woman_effect) + when(w.elite, p.elite_premium) -
                  when(w.subsidised, p.subsidy_cut) + w.trait);
  return floor < offered ? offered : floor;
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"wages",
       "Wages follow the host wage, skill, speech, kind of job; minimum wage is the floor.",
       "MODEL 8.7, MODEL2 11; national surveys (L06, L07), Arendt et al. 2023 (D09), a matched "
       "comparison of subsidised jobs (G23)",
       {"presence", "labour_state", "south_skill", "dialect_fluency", "woman", "elite",
        "wage_trait", "subsidised_months_left", "job_offer", "last_wage_krw"},
       {"monthly_wage_krw", "career_step_month"},
       {}},
      kTable, step);
}

}  // namespace resettle::wages
