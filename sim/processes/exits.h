#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::exits {

struct Parameters {
  float mortality_level;
  float mortality_age_slope;
  float suicide_annual;
  float suicide_slope;
  float departure_rate;
  float return_share;
  float departure_distress;
  float departure_belonging;
  float departure_family;
  float north_rate;
  float north_distress;
  float north_belonging;
  float north_family;
  float refoulement_rate;
  float illness_onset;
};

/// Monthly probability of dying of other causes than suicide, by age (MODEL 13).
float death_probability(const Parameters& p, float age);

/// Death, departure, return, onset of chronic illness (step 12).
std::unique_ptr<Process> process();

}  // namespace resettle::exits
