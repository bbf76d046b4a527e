#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::mind {

/// Post-traumatic stress: falls after arrival, the faster the more ties support a person.
struct PtsdParameters {
  float recovery_rate;
  float support_odds;
  float onset_rate;
  float therapy_odds;
};
/// Monthly probability of recovery (MODEL 10). Support in ties.
float recovery_probability(const PtsdParameters& p, float support, bool in_therapy);
/// Monthly probability of a new onset (MODEL 10).
float onset_probability(const PtsdParameters& p, float support);
std::unique_ptr<Process> ptsd();

/// Belonging: rises with ties and work, falls with discrimination, loneliness and, after the first
/// years, as relief fades; time alone need not do anything (MODEL2 10).
struct BelongingParameters {
  float speed;
  float intercept;
  float host_effect;
  float work_effect;
  float regular_effect;
  float discrimination_effect;
  float loneliness_effect;
  float time_effect;
  float time_months;
  float honeymoon_effect;
  float honeymoon_months;
  float mentor_effect;
  float role_effect;
  float distress_link;
};
std::unique_ptr<Process> belonging();

}  // namespace resettle::mind
