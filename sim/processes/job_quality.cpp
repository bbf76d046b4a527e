#include "processes/job_quality.h"

#include "core/numerics.h"
#include "engine/screened.h"
#include "population/women.h"

namespace resettle::job_quality {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"job_quality.intercept", "logit", "a new job is regular, all else at its reference", -10, 10},
     level(&P::intercept)},
    {{"job_quality.skill_slope", "logit", "skill", -5, 5}, effect(&P::skill_slope)},
    {{"job_quality.certificate_effect", "logit", "vocational certificate", -5, 5},
     effect(&P::certificate_effect)},
    {{"job_quality.degree_effect", "logit", "Southern degree", -5, 5}, effect(&P::degree_effect)},
    {{"job_quality.host_effect", "logit", "job found through a host", -5, 5},
     effect(&P::host_effect)},
    {{"job_quality.elite_effect", "logit", "elite in the North", -5, 5}, effect(&P::elite_effect)},
    {{"job_quality.age_slope", "logit/10 years", "fewer regular jobs per ten years over 50", -5, 5},
     effect(&P::age_slope)},
    {{"job_quality.woman_penalty", "logit", "fewer regular jobs for women", -5, 5},
     effect(&P::woman_penalty)},
    {{"job_quality.subsidy_penalty", "logit", "subsidised jobs are less often regular", -5, 5},
     effect(&P::subsidy_penalty).of("wage_subsidy")},
    {{"job_quality.upgrade_rate", "per month", "a temporary job becomes regular", 0, 0.5},
     effect(&P::upgrade_rate)},
    {{"job_quality.insured_share_temporary", "share", "temporary jobs with employment insurance", 0,
      1},
     effect(&P::insured_share_temporary)},
    {{"job_quality.regular_access", "factor",
      "regular jobs open to people of this legal status, 1 = those open to a citizen", 0, 1},
     effect(&P::regular_access, 1)},
    {{"resocialization.upgrade_gain", "per stage", "faster upgrade per stage of resocialization",
      -1, 5},
     effect(&P::stage_gain)},
};

constexpr Decision kRegular{"job", 0, "the new job is regular"};
constexpr Decision kInsured{"job", 1, "the temporary job is insured"};
constexpr auto kUpgrade = Decision::screened(5, "labour", 0, "the temporary job becomes regular");

bool may_be_upgraded(const Persons& people, std::size_t i) {
  return (people.active[i] != 0) & (people.labour_state[i] == LabourState::temporary);
}

void step_upgrade(World& world, const P p, Rows rows) {
  if (p.regular_access * p.upgrade_rate == 0.0F) return;
  Persons& people = world.persons;
  RowFlags may;
  work_out(rows, may, [&](std::size_t i) -> std::uint8_t { return may_be_upgraded(people, i); });
  RowValues<float> chance;
  work_out(rows, chance, [&](std::size_t i) {
    return upgrade_probability(p, people.south_skill[i], people.resocialization_stage[i]);
  });
  for_each_at_risk(world, kUpgrade, rows, may, &chance, [&](std::size_t i, float u) {
    if (u >= chance[i - rows.begin]) return;
    people.labour_state[i] = LabourState::regular;
    people.insured[i] = 1;
    people.career_step_month[i] = static_cast<std::int16_t>(world.month.index);
  });
}

Candidate candidate_of(const Persons& people, std::size_t i) {
  return {
      .south_skill = people.south_skill[i],
      .certificate = people.certificate[i] != 0,
      .southern_degree = people.southern_degree[i] != 0,
      .via_host = people.via_host[i] != 0,
      .elite = people.elite[i] != 0,
      .age = people.age[i],
      .woman = people.woman[i] != 0,
      .subsidised = people.subsidy_value[i] > 0.0F,
  };
}

void hire(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kRegular, people.ticket[i], world.month);
  people.via_host[i] = people.job_offer[i] == JobOffer::through_host;
  // Jobs in the businesses of other defectors are temporary (MODEL 8.2).
  const bool regular = people.job_offer[i] != JobOffer::at_business &&
                       draws.uniform(kRegular) < regular_probability(p, candidate_of(people, i));
  people.labour_state[i] = regular ? LabourState::regular : LabourState::temporary;
  people.insured[i] = regular || draws.uniform(kInsured) < p.insured_share_temporary;
  people.job_tenure_months[i] = 0;
  people.insured_months[i] = 0;
  people.training_until[i] = static_cast<std::int16_t>(kNever.index);  // left without completing
  people.benefit_at_hire[i] = world.households.benefit_krw[people.household[i]] > 0;
}

void step_hiring(World& world, const P p, Rows rows) {
  const Persons& people = world.persons;
  RowFlags hired;
  work_out(rows, hired, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.job_offer[i] != JobOffer::none);
  });
  for_each_flagged(rows, hired, [&](std::size_t i) { hire(world, p, i); });
}

}  // namespace

float regular_probability(const Parameters& p, const Candidate& c) {
  return p.regular_access *
         logistic(
             p.intercept + p.skill_slope * (c.south_skill - 0.3F) +
             when(c.certificate, p.certificate_effect) + when(c.southern_degree, p.degree_effect) +
             when(c.via_host, p.host_effect) + when(c.elite, p.elite_effect) -
             p.age_slope * positive_part(static_cast<float>(c.age) - 50.0F) / 10.0F -
             p.woman_penalty * beyond_mean_woman(c.woman) - when(c.subsidised, p.subsidy_penalty));
}

float upgrade_probability(const Parameters& p, float south_skill, int stage) {
  return p.regular_access * p.upgrade_rate * (1.0F + south_skill) *
         (1.0F + p.stage_gain * static_cast<float>(stage));
}

std::unique_ptr<Process> upgrade() {
  return make_row_process<P>({"job upgrade",
                              "Temporary jobs become regular, sooner with skill and stage.",
                              "MODEL 8.3; national surveys (L04)",
                              {"active", "labour_state", "south_skill", "resocialization_stage"},
                              {"labour_state", "insured", "career_step_month"},
                              {kUpgrade}},
                             kTable, step_upgrade);
}

std::unique_ptr<Process> hiring() {
  return make_row_process<P>(
      {"hiring",
       "Offers become jobs, regular or temporary.",
       "MODEL 8.3, MODEL2 4; national surveys (L04), panels (L15), Yoon 2001 "
       "(degrees, elite)",
       {"active", "job_offer", "south_skill", "certificate", "southern_degree", "elite", "age",
        "woman", "subsidy_value", "household", "households"},
       {"labour_state", "via_host", "insured", "insured_months", "job_tenure_months",
        "training_until", "benefit_at_hire"},
       {kRegular, kInsured}},
      kTable, step_hiring);
}

}  // namespace resettle::job_quality
