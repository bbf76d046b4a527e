#pragma once

#include <memory>

#include "engine/conditions.h"
#include "engine/process.h"

namespace resettle::training {

struct Parameters {
  float entry_rate;
  int months;
  float completion_share;
  float search_factor;
  float skill_gain;
  float certificate_share;
  float allowance_gain;
  float orientation_strength;
  float tuition_krw;
  Series completion_krw;
  Series certificate_krw;
  Month tuition_from{};
  Month tuition_to{};
  const Condition* priority;
  bool first_come;
  float stipend_krw;
};

/// What invites a person without a job to a training course.
struct Candidate {
  bool learning_orientation = false;
  bool allowance_open = false;  ///< an allowance or stipend is open to the person
  bool chronic_illness = false;
};

/// Monthly probability of entering a course (MODEL 8.6).
float entry_probability(const Parameters& p, const Candidate& candidate);

/// Vocational training: courses end and begin (step 10e).
std::unique_ptr<Process> process();

}  // namespace resettle::training
