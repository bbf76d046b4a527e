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
  float distress = 0;      ///< SD
  float good_officer = 0;  ///< service intensity of an officer with quality above 0, else 0
};

/// South skill next month, 0-1 (MODEL 8.9).
float next_skill(const Parameters& p, float skill, const Situation& situation);
/// Dialect fluency next month, 0-1 (MODEL 8.9).
float next_dialect(const Parameters& p, float fluency, const Situation& situation);
/// What self-confidence moves towards, 0-1 (MODEL 8.9; weights: theory T01).
float confidence_goal(const Situation& situation);

std::unique_ptr<Process> process();

}  // namespace resettle::skills
