#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::job_quality {

struct Parameters {
  float intercept;
  float skill_slope;
  float certificate_effect;
  float degree_effect;
  float host_effect;
  float elite_effect;
  float age_slope;
  float woman_penalty;
  float subsidy_penalty;
  float upgrade_rate;
  float insured_share_temporary;
  float regular_access;
  float stage_gain;
};

/// What decides on the kind of job.
struct Candidate {
  float south_skill = 0;  ///< 0-1
  bool certificate = false;
  bool southern_degree = false;
  bool via_host = false;
  bool elite = false;
  int age = 0;
  bool woman = false;
  bool subsidised = false;
};

/// Probability that a new job is regular (MODEL 8.3).
float regular_probability(const Parameters& p, const Candidate& candidate);

/// Monthly probability that a temporary job becomes regular (MODEL 8.3).
float upgrade_probability(const Parameters& p, float south_skill, int stage);

/// Temporary jobs become regular (step 10a).
std::unique_ptr<Process> upgrade();
/// Offers become jobs (step 10d).
std::unique_ptr<Process> hiring();

}  // namespace resettle::job_quality
