#include "processes/skills.h"

#include "core/numerics.h"
#include "engine/active_rows.h"

namespace resettle::skills {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"skills.skill_growth", "per month", "share of missing skill gained at work", 0, 0.5},
     effect(&P::skill_growth)},
    {{"skills.skill_loss", "per month", "skill lost without a job", 0, 0.5},
     effect(&P::skill_loss)},
    {{"skills.dialect_growth", "per month", "share of missing fluency gained", 0, 0.5},
     effect(&P::dialect_growth)},
    {{"skills.dialect_work_bonus", "factor", "faster growth at work", 0, 10},
     effect(&P::dialect_work_bonus)},
    {{"skills.dialect_school_bonus", "factor", "faster growth at school", 0, 10},
     effect(&P::dialect_school_bonus)},
    {{"skills.dialect_tie_bonus", "per tie", "faster growth per tie to a host, up to five", 0, 2},
     effect(&P::dialect_tie_bonus)},
    {{"skills.workshop_gain", "factor", "faster growth in a dialect workshop", 0, 10},
     effect(&P::workshop_gain).of("dialect_workshop")},
    {{"skills.language_distance", "factor",
      "divides the growth of fluency; 1 = the same language in another dialect", 1, 100},
     effect(&P::language_distance, 1)},
    {{"skills.confidence_speed", "per month", "speed of self-confidence", 0, 1},
     level(&P::confidence_speed)},
    {{"skills.confidence_intercept", "logit", "self-confidence without anything that bears on it",
      -5, 5},
     level(&P::confidence_intercept)},
    {{"skills.confidence_work", "logit", "work", -5, 5}, effect(&P::confidence_work)},
    {{"skills.confidence_regular", "logit", "regular job", -5, 5}, effect(&P::confidence_regular)},
    {{"skills.confidence_mentor", "logit", "a mentor stands by", -5, 5},
     effect(&P::confidence_mentor).of("mentoring")},
    {{"skills.confidence_host_tie", "logit", "a tie to a host, up to four", -5, 5},
     effect(&P::confidence_host_tie)},
    {{"skills.confidence_officer_base", "logit", "a case officer of quality 0, at full attention",
      -5, 5},
     effect(&P::confidence_officer_base)},
    {{"skills.confidence_officer", "logit/SD", "quality of the case officer, at full attention", -5,
      5},
     effect(&P::confidence_officer)},
    {{"skills.confidence_distress", "logit/SD", "less with distress", -5, 5},
     effect(&P::confidence_distress)},
    {{"skills.confidence_long_idle", "logit", "less after a year without work", -5, 5},
     effect(&P::confidence_long_idle)},
    {{"skills.confidence_discrimination", "logit", "less after discrimination", -5, 5},
     effect(&P::confidence_discrimination)},
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr float kProfessionalTilt = 0.2F;  // MODEL 8.9, professional-skill orientation

/// `ties`, counted up to `most`.
float counted(int ties, int most) { return static_cast<float>(ties < most ? ties : most); }

Situation situation_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  const bool idle = people.not_employed(i);
  const bool long_idle = idle & (people.months_since_job(i, world.month) > 12);
  return {
      .works = people.works(i),
      .regular = people.labour_state[i] == LabourState::regular,
      .in_school = people.in_school(i),
      .not_employed = idle,
      .long_unemployed = long_idle,
      .has_mentor = people.has_mentor(i),
      .in_workshop = people.in_workshop(i),
      .discriminated_12m = people.discriminated_12m(i),
      .professional_skill = people.disposition[i] == Disposition::professional_skill,
      .host_ties = host_ties_of(world, i),
      .distress = people.distress[i],
      .attention = people.service_intensity[i],
      .officer = people.service_intensity[i] * people.officer_quality[i],
  };
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> skill;
  RowValues<float> dialect;
  RowValues<float> confidence;
  work_out(rows, skill, [&](std::size_t i) {
    return next_skill(p, people.south_skill[i], situation_of(world, i));
  });
  work_out(rows, dialect, [&](std::size_t i) {
    return next_dialect(p, people.dialect_fluency[i], situation_of(world, i));
  });
  work_out(rows, confidence, [&](std::size_t i) {
    const float before = people.self_confidence[i];
    return before + p.confidence_speed * (confidence_goal(p, situation_of(world, i)) - before);
  });
  store_active(people, rows, skill, people.south_skill);
  store_active(people, rows, dialect, people.dialect_fluency);
  store_active(people, rows, confidence, people.self_confidence);
}

}  // namespace

float next_skill(const Parameters& p, float skill, const Situation& situation) {
  const float tilt =
      1.0F + when(situation.professional_skill, kProfessionalTilt * p.orientation_strength);
  return skill + when(situation.works, p.skill_growth * (1.0F - skill) * tilt) -
         when(situation.not_employed, p.skill_loss * skill);
}

float next_dialect(const Parameters& p, float fluency, const Situation& situation) {
  const float bonus = 1.0F + when(situation.works, p.dialect_work_bonus) +
                      when(situation.in_school, p.dialect_school_bonus) +
                      when(situation.in_workshop, p.workshop_gain) +
                      p.dialect_tie_bonus * counted(situation.host_ties, 5);
  const float next = fluency + p.dialect_growth / p.language_distance * (1.0F - fluency) * bonus;
  return next < 1.0F ? next : 1.0F;
}

float confidence_goal(const Parameters& p, const Situation& s) {
  return logistic(p.confidence_intercept + when(s.works, p.confidence_work) +
                  when(s.regular, p.confidence_regular) + when(s.has_mentor, p.confidence_mentor) +
                  p.confidence_host_tie * counted(s.host_ties, 4) +
                  p.confidence_officer_base * s.attention + p.confidence_officer * s.officer -
                  p.confidence_distress * s.distress -
                  when(s.long_unemployed, p.confidence_long_idle) -
                  when(s.discriminated_12m, p.confidence_discrimination));
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"skills",
       "Work builds skill and speech, idleness wears skill down; confidence follows life.",
       "MODEL 8.9; Arulampalam 2001 (scars), Arendt et al. 2023 (language); T01 (confidence)",
       {"active", "labour_state", "idle_since", "mentor_months_left", "discrimination_flags",
        "disposition", "distress", "partner_origin", "workshop_months_left", "officer_quality",
        "service_intensity", "ties"},
       {"south_skill", "dialect_fluency", "self_confidence"},
       {}},
      kTable, step);
}

}  // namespace resettle::skills
