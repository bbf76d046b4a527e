#include "policies/trust.h"

#include <algorithm>

#include "core/numerics.h"

namespace resettle::ngos {

namespace {

constexpr float kLargestSuccess = 0.95F;      // MODEL 17.2
constexpr float kSuccessOfEvaluation = 0.1F;  // MODEL 17.2
constexpr float kForgotten = 0.01F;           // per quarter; MODEL 17.2
constexpr float kUsersAlone = 0.3F;           // of the users of b reached without any cooperation
constexpr float kTacticalSaving = 0.5F;       // of the double work that a tactical dyad avoids

/// The advantage of one side in units of the mean of the three organisations, 0-1.
float advantage(float of_one, float of_other, const std::array<float, kNgos>& all) {
  const float mean = (all[0] + all[1] + all[2]) / static_cast<float>(kNgos);
  return mean <= 0.0F ? 0.0F : std::min(1.0F, positive_part(of_one - of_other) / mean);
}

float share_in(const LocalOrganisations& local, DyadMode mode) {
  int count = 0;
  for (const Dyad& dyad : local.dyads) count += dyad.mode == mode ? 1 : 0;
  return static_cast<float>(count) / static_cast<float>(kDyads);
}

std::array<float, kNgos> funded_of(const LocalOrganisations& local) {
  return {local.funded(0), local.funded(1), local.funded(2)};
}

}  // namespace

Dyad first_dyad(const Rules& rules) {
  Dyad dyad;
  dyad.goodwill_ab = rules.goodwill_of_south;
  dyad.goodwill_ba = rules.goodwill_of_north;
  dyad.competence_ab = rules.trust_of_south;
  dyad.competence_ba = rules.trust_of_north;
  return dyad;
}

float need(const LocalOrganisations& local, std::size_t south) {
  auto resources = funded_of(local);
  resources[kNorthern] = positive_part(resources[kNorthern] - local.foreign);
  return advantage(local.users[kNorthern], local.users[south], local.users) +
         advantage(resources[south], resources[kNorthern], resources);
}

float risk(const Rules& rules, bool joint_funds, bool northern_seat) {
  return clamp(rules.risk_base + rules.risk_tension * rules.tension -
                   when(joint_funds, rules.risk_incentive) - when(northern_seat, rules.risk_seat),
               0.0F, 1.0F);
}

DyadMode mode_of(const Rules& rules, const Dyad& dyad, float need) {
  if (std::min(dyad.goodwill_ab, dyad.goodwill_ba) > rules.goodwill_threshold &&
      std::min(dyad.competence_ab, dyad.competence_ba) > rules.competence_threshold &&
      1.0F - dyad.risk > rules.risk_threshold) {
    return DyadMode::partnership;
  }
  return need > rules.need_threshold * (1.0F + dyad.risk) ? DyadMode::tactical : DyadMode::none;
}

float success_probability(const Rules& rules, DyadMode mode, float competence_south,
                          float competence_north, bool evaluation) {
  return std::min(kLargestSuccess,
                  rules.success_base +
                      rules.success_competence * competence_south * competence_north +
                      when(mode == DyadMode::partnership, rules.success_partnership) +
                      when(evaluation, kSuccessOfEvaluation));
}

float next_trust(float trust, bool success, float learning, float negativity) {
  return success ? trust + learning * (1.0F - trust)
                 : positive_part(trust - negativity * learning * trust);
}

void learn(const Rules& rules, Dyad& dyad, bool success, float factor) {
  const float goodwill = factor * rules.goodwill_learning;
  const float competence = factor * rules.competence_learning;
  for (float* trust : {&dyad.goodwill_ab, &dyad.goodwill_ba}) {
    *trust = next_trust(*trust, success, goodwill, rules.negativity);
  }
  for (float* trust : {&dyad.competence_ab, &dyad.competence_ba}) {
    *trust = next_trust(*trust, success, competence, rules.negativity);
  }
}

void forget(const Rules& rules, Dyad& dyad) {
  dyad.goodwill_ab += kForgotten * (rules.goodwill_of_south - dyad.goodwill_ab);
  dyad.goodwill_ba += kForgotten * (rules.goodwill_of_north - dyad.goodwill_ba);
}

float reach(const Rules& rules, const LocalOrganisations& local) {
  const bool cooperate = share_in(local, DyadMode::none) < 1.0F;
  const float settlement_effort = 1.0F - rules.foreign_pull * local.foreign_share();
  const float northern =
      local.users[kNorthern] * (cooperate ? 1.0F : kUsersAlone) * settlement_effort;
  return 1.0F - (1.0F - local.users[0]) * (1.0F - local.users[1]) * (1.0F - northern);
}

float quality(const LocalOrganisations& local) {
  const auto resources = funded_of(local);
  float weighted = 0;
  float sum = 0;
  for (std::size_t n = 0; n < kNgos; ++n) {
    weighted += resources[n] * local.competence[n];
    sum += resources[n];
  }
  return sum <= 0.0F ? 0.0F : weighted / sum;
}

float duplication(const Rules& rules, const LocalOrganisations& local) {
  return rules.duplication * (1.0F - kTacticalSaving * share_in(local, DyadMode::tactical) -
                              share_in(local, DyadMode::partnership));
}

}  // namespace resettle::ngos
