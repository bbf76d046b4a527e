#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::skills {

struct Parameters {
  float skill_growth;
  float skill_loss;
  float dialect_growth;
  float dialect_work_bonus;
  float dialect_school_bonus;
  float dialect_tie_bonus;
  float workshop_gain;
  float language_distance;
  float confidence_speed;
  float confidence_intercept;
  float confidence_work;
  float confidence_regular;
  float confidence_mentor;
  float confidence_host_tie;
  float confidence_officer_base;
  float confidence_officer;
  float confidence_distress;
  float confidence_long_idle;
  float confidence_discrimination;
  float orientation_strength;
};

/// What a month brings a person, as far as learning is concerned.
struct Situation {
  bool works = false;
  bool regular = false;
  bool in_school = false;
  bool not_employed = false;
  bool long_unemployed = false;  ///< not employed for more than 12 months
  bool has_mentor = false;
  bool in_workshop = false;
  bool discriminated_12m = false;
  bool professional_skill = false;  ///< disposition
  int host_ties = 0;
  float distress = 0;   ///< SD
  float attention = 0;  ///< service intensity of the case officer, 0 without one
  float officer = 0;    ///< that times the quality of the officer, SD
};

/// South skill next month, 0-1 (MODEL 8.9).
float next_skill(const Parameters& p, float skill, const Situation& situation);
/// Dialect fluency next month, 0-1 (MODEL 8.9).
float next_dialect(const Parameters& p, float fluency, const Situation& situation);
/// What self-confidence moves towards, 0-1 (MODEL 8.9; weights: theory T01).
float confidence_goal(const Parameters& p, const Situation& situation);

std::unique_ptr<Process> process();

}  // namespace resettle::skills
