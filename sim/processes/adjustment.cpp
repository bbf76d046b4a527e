#include "processes/adjustment.h"

#include <algorithm>
#include <array>

#include "core/numerics.h"

namespace resettle::adjustment {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"scores.income_weight", "dimensionless", "weight of income in the material score", 0, 1},
     &P::income_weight},
    {{"scores.job_weight", "dimensionless", "weight of the job", 0, 1}, &P::job_weight},
    {{"scores.skill_weight", "dimensionless", "weight of skill", 0, 1}, &P::skill_weight},
    {{"scores.threshold", "points", "score from which a side succeeds", 0, 100}, &P::threshold},
    {{"scores.hysteresis", "points", "distance from the threshold needed to change", 0, 50},
     &P::hysteresis},
    {{"scores.satisfaction_threshold", "SD", "distress below which a survey finds people satisfied",
      -5, 5},
     &P::satisfaction_threshold},
};

void step(World& world, const P& p) {
  for_each_person(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (people.active[i] == 0) {
      people.adjustment_type[i] = AdjustmentType::not_counted;
      return;
    }
    const bool first_time = people.adjustment_type[i] == AdjustmentType::not_counted;
    people.material_score[i] = material_score(
        p, people.equivalent_income_krw[i], world.economy.median_income_krw,
        job_points(people.labour_state[i], people.job_tenure_months[i]), people.south_skill[i]);
    people.belonging_score[i] = 100.0F * people.belonging[i];
    people.wellbeing_score[i] = wellbeing_score(people.distress[i]);
    const float mental = std::min(people.belonging_score[i], people.wellbeing_score[i]);
    people.criteria[i] = criteria_of(p, people.material_score[i], people.belonging_score[i],
                                     people.wellbeing_score[i], people.distress[i]);
    people.material_success[i] =
        succeeds(p, people.material_score[i], people.material_success[i] != 0, first_time);
    people.mental_success[i] = succeeds(p, mental, people.mental_success[i] != 0, first_time);
    people.adjustment_type[i] =
        type_of(people.material_success[i] != 0, people.mental_success[i] != 0);
  });
}

}  // namespace

float job_points(LabourState state, int tenure_months) {
  // facility, school, not employed, training, temporary, regular, self-employed
  static constexpr std::array<float, 7> kPoints{0.0F, 0.5F, 0.0F, 0.0F, 0.5F, 1.0F, 0.4F};
  const bool established = state == LabourState::self_employed && tenure_months >= 12;
  return kPoints[static_cast<std::size_t>(state)] + when(established, 0.4F);
}

float material_score(const Parameters& p, float equivalent_income_krw, float median_income_krw,
                     float job, float south_skill) {
  const float income = std::min(1.0F, equivalent_income_krw / median_income_krw);
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
  // Products and sums, not branches: who meets what is as good as random to the processor.
  const auto bit = [](bool met, std::uint8_t value) { return static_cast<int>(met) * value; };
  return static_cast<std::uint8_t>(bit(material >= p.threshold, kMaterial) |
                                   bit(std::min(belonging, wellbeing) >= p.threshold, kMinimum) |
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
  return make_process<P>({"adjustment",
                          "Material and mental scores, with hysteresis, give one of four types: "
                          "states of the relation "
                          "between a person and society, not of the person.",
                          "MODEL 14; Yoon 2001, Berry 1987",
                          {"active", "equivalent_income_krw", "labour_state", "job_tenure_months",
                           "south_skill", "belonging", "distress"},
                          {"material_score", "belonging_score", "wellbeing_score",
                           "material_success", "mental_success", "criteria", "adjustment_type"},
                          {}},
                         kTable, step);
}

}  // namespace resettle::adjustment
