#pragma once

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
  float mentor_effect;
  float subsidy_retention;
  float subsidy_end_effect;
  float slack_slope;
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
  bool mismatch = false;
  bool chronic_illness = false;
  bool has_mentor = false;
  bool situation_responsive = false;
  float subsidy_value = 0;
  bool subsidy_just_ended = false;
  float tightness = 0;  ///< percentage points
};

/// Logit of leaving a wage job within the month (MODEL 8.4).
float score(const Parameters& p, const Job& job);

/// Wage jobs end or gain a month of tenure (step 10a).
std::unique_ptr<Process> process();

}  // namespace resettle::separation
