#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::facility {

struct Parameters {
  Series months;               ///< length by month of arrival
  Series job_placement_share;  ///< by month of arrival
  float cohort_ties;
  float dialect_gain;
  float waiting_loss;
  float join_kin;
  float placement_spread;
  int degree_cap;
};

/// Life in the facility, and leaving it (MODEL 7.3).
std::unique_ptr<Process> process();

/// Ages people and notes who lives where outside the facility: read by everything that follows.
std::unique_ptr<Process> residence();

}  // namespace resettle::facility
