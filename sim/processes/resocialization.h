#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::resocialization {

struct Parameters {
  float orientation_strength;
  int recovery_months;
};

/// What decides on the stage of occupational resocialization.
struct Career {
  bool works_or_trains = false;
  int months_worked = 0;
  bool credential = false;  ///< certificate or Southern degree
  float self_confidence = 0;
  bool career_step = false;  ///< upgrade, better-paid job, business or degree since stage 2
  int tenure_months = 0;
  float south_skill = 0;
  float belonging = 0;
};

/// The stage a month later if nothing throws the person back: at most one step (MODEL 11).
int advanced_stage(int stage, const Career& career);
/// The stage after stress-induced regression; work once begun is not undone.
int regressed_stage(int stage);

/// Stages of occupational resocialization (step 8).
std::unique_ptr<Process> process();

}  // namespace resettle::resocialization
