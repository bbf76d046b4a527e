#include "processes/separation.h"

#include <algorithm>

#include "core/numerics.h"
#include "population/women.h"

namespace resettle::separation {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"separation.intercept", "logit", "leaving a new temporary job", -10, 10},
     level(&P::intercept)},
    {{"separation.regular_effect", "logit", "regular job", -5, 5}, effect(&P::regular_effect)},
    {{"separation.tenure_slope", "per ln(1+years)", "fewer leave with tenure", 0, 5},
     effect(&P::tenure_slope)},
    {{"separation.dialect_slope", "logit", "dialect fluency keeps people", -5, 5},
     effect(&P::dialect_slope)},
    {{"separation.skill_slope", "logit", "skill keeps people", -5, 5}, effect(&P::skill_slope)},
    {{"separation.confidence_slope", "logit", "self-confidence keeps people", -5, 5},
     effect(&P::confidence_slope)},
    {{"separation.distress_slope", "logit/SD", "distress drives people out", -5, 5},
     effect(&P::distress_slope)},
    {{"separation.discrimination_effect", "logit", "discrimination at work this month", -5, 5},
     effect(&P::discrimination_effect)},
    {{"separation.youth_effect", "logit", "under 30", -5, 5}, effect(&P::youth_effect)},
    {{"separation.mismatch_effect", "logit", "job below one's schooling or former rank", -5, 5},
     effect(&P::mismatch_effect)},
    {{"separation.illness_effect", "logit", "chronic illness", -5, 5}, effect(&P::illness_effect)},
    {{"separation.retirement_effect", "logit", "aged 63 or more", -5, 5},
     effect(&P::retirement_effect)},
    {{"separation.woman_effect", "logit", "women leave jobs more than men", -5, 5},
     effect(&P::woman_effect)},
    {{"separation.young_child_effect", "logit", "woman with an own child under 7", -5, 5},
     effect(&P::young_child_effect)},
    {{"separation.stage_effect", "logit/stage", "stages of resocialization keep people", -5, 5},
     effect(&P::stage_effect)},
    {{"separation.mentor_effect", "logit", "a mentor keeps people", -5, 5},
     effect(&P::mentor_effect).of("mentoring")},
    {{"separation.subsidy_retention", "logit at value 1", "a wage subsidy keeps people", -5, 5},
     effect(&P::subsidy_retention).of("wage_subsidy")},
    {{"separation.subsidy_end_effect", "logit", "within three months of the subsidy's end", -5, 5},
     effect(&P::subsidy_end_effect).of("wage_subsidy")},
    {{"separation.slack_slope", "logit/point", "a tight labour market keeps people", -5, 5},
     effect(&P::slack_slope)},
    borrowed<P>("policies.credential_recognition.mismatch_factor", &P::mismatch_factor),
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr Decision kSeparates{"everybody", 1, "a wage job ends", Drawn::monthly};
constexpr Decision kCause{"separation", 0, "what weighed most when it ended"};

constexpr int kLastWorkingAge = 75;     // MODEL 8.8: every job ends at 75
constexpr int kMonthsAfterSubsidy = 3;  // MODEL 8.4
constexpr float kSituationTilt = 0.1F;  // MODEL 8.4, situation-responsive disposition

Job job_of(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  const bool regular = people.labour_state[i] == LabourState::regular;
  const bool aspires = (people.northern_schooling[i] >= 1) | (people.elite[i] != 0);
  const float mismatch = people.credentials_recognised[i] != 0 ? p.mismatch_factor : 1.0F;
  const int since_subsidy = world.month.index - people.subsidy_ended[i];
  return {
      .regular = regular,
      .tenure_months = people.job_tenure_months[i],
      .dialect_fluency = people.dialect_fluency[i],
      .south_skill = people.south_skill[i],
      .self_confidence = people.self_confidence[i],
      .distress = people.distress[i],
      .discriminated_at_work = people.discriminated_at_work[i] != 0,
      .age = people.age[i],
      .mismatch = when(aspires & !regular, mismatch),
      .chronic_illness = people.chronic_illness[i] != 0,
      .woman = people.woman[i] != 0,
      .woman_with_young_child =
          static_cast<bool>((people.woman[i] != 0) & people.child_under_7(i, world.month)),
      .stage = people.resocialization_stage[i],
      .has_mentor = people.has_mentor(i),
      .situation_responsive = people.disposition[i] == Disposition::situation_responsive,
      .subsidy_value = when((people.subsidised_months_left[i] > 0) | (since_subsidy == 0),
                            people.subsidy_value[i]),
      .subsidy_just_ended =
          static_cast<bool>((since_subsidy >= 1) & (since_subsidy <= kMonthsAfterSubsidy)),
      .tightness = world.economy.tightness(),
  };
}

bool is_too_old(const Persons& people, std::size_t i) { return people.age[i] >= kLastWorkingAge; }

bool has_active_wage_job(const Persons& people, std::size_t i) {
  return (people.active[i] != 0) & people.has_wage_job(i);
}

void leave_job(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  people.separation_cause[i] =
      is_too_old(people, i)
          ? SeparationCause::retirement
          : main_cause(p, job_of(world, p, i),
                       world.random.uniform(kCause, people.ticket[i], world.month));
  people.labour_state[i] = LabourState::not_employed;
  people.last_wage_krw[i] = people.monthly_wage_krw[i];
  people.idle_since[i] = static_cast<std::int16_t>(world.month.index);
  people.clear_job(i);
}

/// What has to be counted while people work: months of work, and tenure and insured months of the
/// wage jobs that go on.
void count_months(Persons& people, Rows rows, const RowFlags& leaves) {
  RowValues<std::int16_t> months;
  work_out(rows, months, [&](std::size_t i) -> std::int16_t {
    const bool worked = (people.active[i] != 0) & people.works(i);
    return static_cast<std::int16_t>(people.months_worked_total[i] + (worked ? 1 : 0));
  });
  store(rows, months, people.months_worked_total);
  RowFlags stays;
  work_out(rows, stays, [&](std::size_t i) -> std::uint8_t {
    return has_active_wage_job(people, i) & (leaves[i - rows.begin] == 0);
  });
  work_out(rows, months, [&](std::size_t i) -> std::int16_t {
    return static_cast<std::int16_t>(people.job_tenure_months[i] + stays[i - rows.begin]);
  });
  store(rows, months, people.job_tenure_months);
  work_out(rows, months, [&](std::size_t i) -> std::int16_t {
    const bool counts = (stays[i - rows.begin] != 0) & (people.insured[i] != 0);
    return static_cast<std::int16_t>(people.insured_months[i] + (counts ? 1 : 0));
  });
  store(rows, months, people.insured_months);
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowValues<SeparationCause> no_cause;
  work_out(rows, no_cause, [&](std::size_t i) {
    const SeparationCause before = people.separation_cause[i];
    return people.active[i] != 0 ? SeparationCause::none : before;
  });
  store(rows, no_cause, people.separation_cause);
  const std::uint32_t* word = world.prepared.words(kSeparates);
  RowValues<float> hazard;
  work_out(rows, hazard, [&](std::size_t i) { return logistic(score(p, job_of(world, p, i))); });
  RowFlags leaves;
  work_out(rows, leaves, [&](std::size_t i) -> std::uint8_t {
    const bool ends = uniform_of(word[i]) < hazard[i - rows.begin];
    return has_active_wage_job(people, i) & (is_too_old(people, i) | ends);
  });
  count_months(people, rows, leaves);
  for_each_flagged(rows, leaves, [&](std::size_t i) { leave_job(world, p, i); });
}

}  // namespace

std::array<float, kNamedCauses> causes(const Parameters& p, const Job& job) {
  return {-p.dialect_slope * (job.dialect_fluency - 0.5F),
          -p.skill_slope * (job.south_skill - 0.3F),
          -p.confidence_slope * (job.self_confidence - 0.5F),
          p.distress_slope * job.distress,
          when(job.discriminated_at_work, p.discrimination_effect),
          when(job.age < 30, p.youth_effect),
          p.mismatch_effect * job.mismatch,
          when(job.chronic_illness, p.illness_effect),
          when(job.age >= 63, p.retirement_effect),
          when(job.subsidy_just_ended, p.subsidy_end_effect),
          when(job.woman_with_young_child, p.young_child_effect)};
}

SeparationCause main_cause(const Parameters& p, const Job& job, float u) {
  const auto terms = causes(p, job);
  float total = 0;
  for (const float term : terms) total += positive_part(term);
  float left = u * total;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const float term = positive_part(terms[k]);
    if (term > 0.0F && left < term) {
      return static_cast<SeparationCause>(static_cast<std::size_t>(SeparationCause::dialect) + k);
    }
    left -= term;
  }
  return SeparationCause::other;
}

float score(const Parameters& p, const Job& job) {
  float score = p.intercept + when(job.regular, p.regular_effect) -
                p.tenure_slope * logarithm(1.0F + static_cast<float>(job.tenure_months) / 12.0F) -
                p.stage_effect * static_cast<float>(job.stage) -
                when(job.has_mentor, p.mentor_effect) +
                p.woman_effect * beyond_mean_woman(job.woman) -
                p.subsidy_retention * job.subsidy_value - p.slack_slope * job.tightness +
                when(job.situation_responsive, kSituationTilt * p.orientation_strength);
  for (const float term : causes(p, job)) score += term;
  return score;
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"separation",
       "Wage jobs end, the more so without skill, speech, confidence or a good match.",
       "MODEL 8.4, MODEL2 4; labour institute 2000, 2004 (L03), panels (L15), Sjogren and Vikstrom "
       "2013 (G03)",
       {"active",
        "labour_state",
        "job_tenure_months",
        "dialect_fluency",
        "south_skill",
        "self_confidence",
        "distress",
        "discriminated_at_work",
        "age",
        "woman",
        "youngest_child_birth",
        "northern_schooling",
        "elite",
        "chronic_illness",
        "mentor_months_left",
        "subsidy_value",
        "subsidised_months_left",
        "subsidy_ended",
        "disposition",
        "monthly_wage_krw",
        "resocialization_stage",
        "credentials_recognised"},
       {"labour_state", "job_tenure_months", "months_worked_total", "idle_since", "last_wage_krw",
        "insured", "insured_months", "via_host", "subsidised_months", "subsidised_months_left",
        "subsidy_ended", "benefit_at_hire", "separation_cause"},
       {kSeparates, kCause}},
      kTable, step);
}

}  // namespace resettle::separation
