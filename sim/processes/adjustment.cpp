#include "processes/adjustment.h"

#include "core/numerics.h"
#include "engine/active_rows.h"

namespace resettle::adjustment {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"scores.income_weight", "dimensionless", "weight of income in the material score", 0, 1},
     level(&P::income_weight)},
    {{"scores.job_weight", "dimensionless", "weight of the job", 0, 1}, level(&P::job_weight)},
    {{"scores.skill_weight", "dimensionless", "weight of skill", 0, 1}, level(&P::skill_weight)},
    {{"scores.threshold", "points", "score from which a side succeeds", 0, 100},
     level(&P::threshold)},
    {{"scores.hysteresis", "points", "distance from the threshold needed to change", 0, 50},
     effect(&P::hysteresis)},
    {{"scores.satisfaction_threshold", "SD", "distress below which a survey finds people satisfied",
      -5, 5},
     level(&P::satisfaction_threshold)},
};

/// The smaller of two scores.
float lower(float one, float other) { return other < one ? other : one; }

/// Scores of this month; persons who do not count keep what they had.
void score(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> material;
  RowValues<float> belonging;
  RowValues<float> wellbeing;
  work_out(rows, material, [&](std::size_t i) {
    const float points = job_points(people.labour_state[i], people.job_tenure_months[i]);
    return material_score(p, people.equivalent_income_krw[i], world.economy.median_income_krw,
                          points, people.south_skill[i]);
  });
  work_out(rows, belonging, [&](std::size_t i) { return 100.0F * people.belonging[i]; });
  work_out(rows, wellbeing, [&](std::size_t i) { return wellbeing_score(people.distress[i]); });
  store_active(people, rows, material, people.material_score);
  store_active(people, rows, belonging, people.belonging_score);
  store_active(people, rows, wellbeing, people.wellbeing_score);
}

/// Who meets which condition, and which sides succeed, by this month's scores.
void judge(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowFlags criteria;
  RowFlags material;
  RowFlags mental;
  const auto side = [&](std::size_t i, float points, std::uint8_t before) -> std::uint8_t {
    const bool first_time = people.adjustment_type[i] == AdjustmentType::not_counted;
    return succeeds(p, points, before != 0, first_time) ? 1 : 0;
  };
  work_out(rows, criteria, [&](std::size_t i) {
    return criteria_of(p, people.material_score[i], people.belonging_score[i],
                       people.wellbeing_score[i], people.distress[i]);
  });
  work_out(rows, material, [&](std::size_t i) {
    return side(i, people.material_score[i], people.material_success[i]);
  });
  work_out(rows, mental, [&](std::size_t i) {
    return side(i, lower(people.belonging_score[i], people.wellbeing_score[i]),
                people.mental_success[i]);
  });
  store_active(people, rows, criteria, people.criteria);
  store_active(people, rows, material, people.material_success);
  store_active(people, rows, mental, people.mental_success);
}

void classify(World& world, Rows rows) {
  Persons& people = world.persons;
  RowValues<AdjustmentType> type;
  work_out(rows, type, [&](std::size_t i) {
    const AdjustmentType now =
        type_of(people.material_success[i] != 0, people.mental_success[i] != 0);
    return people.active[i] != 0 ? now : AdjustmentType::not_counted;
  });
  store(rows, type, people.adjustment_type);
}

void step(World& world, const P p, Rows rows) {
  score(world, p, rows);
  judge(world, p, rows);
  classify(world, rows);
}

}  // namespace

float job_points(LabourState state, int tenure_months) {
  const bool half = (state == LabourState::school) | (state == LabourState::temporary);
  const bool business = state == LabourState::self_employed;
  const bool established = business & (tenure_months >= 12);
  return when(half, 0.5F) + when(state == LabourState::regular, 1.0F) + when(business, 0.4F) +
         when(established, 0.4F);
}

float material_score(const Parameters& p, float equivalent_income_krw, float median_income_krw,
                     float job, float south_skill) {
  const float income = lower(1.0F, equivalent_income_krw / median_income_krw);
  return 100.0F * (p.income_weight * income + p.job_weight * job + p.skill_weight * south_skill);
}

float wellbeing_score(float distress) { return 100.0F * logistic(-1.7F * distress); }

bool succeeds(const Parameters& p, float score, bool succeeded_before, bool first_time) {
  const float distance = when(!first_time, p.hysteresis) * (succeeded_before ? -1.0F : 1.0F);
  return score >= p.threshold + distance;
}

std::uint8_t criteria_of(const Parameters& p, float material, float belonging, float wellbeing,
                         float distress) {
  using namespace criterion;
  // Choices, not branches: who meets what is as good as random to the processor.
  const auto bit = [](bool met, std::uint8_t value) { return met ? static_cast<int>(value) : 0; };
  return static_cast<std::uint8_t>(bit(material >= p.threshold, kMaterial) |
                                   bit(lower(belonging, wellbeing) >= p.threshold, kMinimum) |
                                   bit(belonging >= p.threshold, kBelonging) |
                                   bit(wellbeing >= p.threshold, kWellbeing) |
                                   bit(0.5F * (belonging + wellbeing) >= p.threshold, kMean) |
                                   bit(distress < p.satisfaction_threshold, kSatisfied));
}

AdjustmentType type_of(bool material, bool mental) {
  // integration 1, isolation 2, acculturation 3, marginality 4
  return static_cast<AdjustmentType>(1 + static_cast<int>(!mental) +
                                     2 * static_cast<int>(!material));
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"adjustment",
       "Material and mental scores, with hysteresis, give one of four types: "
       "states of the relation "
       "between a person and society, not of the person.",
       "MODEL 14; Yoon 2001, Berry 1987",
       {"active", "equivalent_income_krw", "labour_state", "job_tenure_months", "south_skill",
        "belonging", "distress"},
       {"material_score", "belonging_score", "wellbeing_score", "material_success",
        "mental_success", "criteria", "adjustment_type"},
       {}},
      kTable, step);
}

}  // namespace resettle::adjustment
