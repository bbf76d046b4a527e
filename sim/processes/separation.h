#pragma once

#include <array>
#include <memory>

#include "engine/process.h"

namespace resettle::separation {

struct Parameters {
  float intercept;
  float regular_effect;
  float tenure_slope;
  float dialect_slope;
  float skill_slope;
  float confidence_slope;
  float distress_slope;
  float discrimination_effect;
  float youth_effect;
  float mismatch_effect;
  float illness_effect;
  float retirement_effect;
  float woman_effect;
  float young_child_effect;
  float stage_effect;
  float mentor_effect;
  float subsidy_retention;
  float subsidy_end_effect;
  float slack_slope;
  float mismatch_factor;
  float orientation_strength;
};

/// What keeps a person in a wage job or drives them out.
struct Job {
  bool regular = false;
  int tenure_months = 0;
  float dialect_fluency = 0;  ///< 0-1
  float south_skill = 0;      ///< 0-1
  float self_confidence = 0;  ///< 0-1
  float distress = 0;         ///< SD
  bool discriminated_at_work = false;
  int age = 0;
  float mismatch = 0;  ///< 1 for a job below one's schooling or former rank, less if recognised
  bool chronic_illness = false;
  bool woman = false;
  bool woman_with_young_child = false;
  int stage = 0;  ///< of resocialization, 0-4
  bool has_mentor = false;
  bool situation_responsive = false;
  float subsidy_value = 0;
  bool subsidy_just_ended = false;
  float tightness = 0;  ///< percentage points
};

/// Terms of the hazard that can be named as the cause of a separation, in the order of
/// SeparationCause from `dialect` on; only positive ones push a person out.
inline constexpr std::size_t kNamedCauses =
    number_of<SeparationCause>() - static_cast<std::size_t>(SeparationCause::dialect);
std::array<float, kNamedCauses> causes(const Parameters& p, const Job& job);
/// The cause at quantile u: one positive term in proportion to its size; `other` if there is none.
SeparationCause main_cause(const Parameters& p, const Job& job, float u);

/// Logit of leaving a wage job within the month (MODEL 8.4).
float score(const Parameters& p, const Job& job);

/// Wage jobs end or gain a month of tenure (step 10a).
std::unique_ptr<Process> process();

}  // namespace resettle::separation
