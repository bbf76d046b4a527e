#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::social_ties {

struct Parameters {
  float coethnic_formation;
  float host_formation;
  float centre_gain;
  float density_power;
  float school_ties;
  float school_host_share;
  float exposure_base;
  float exposure_work;
  float exposure_school;
  float exposure_mentor;
  float exposure_ngo;
  int degree_cap;
  float orientation_strength;
};

/// What brings a person together with South Koreans.
struct Exposure {
  bool works = false;
  bool in_school = false;
  bool has_mentor = false;
  float ngo_public_effort = 0;  ///< of the locality, 0-1
};

/// Occasions to meet hosts, relative (MODEL 9.1).
float exposure(const Parameters& p, const Exposure& situation);
/// Mean number of proposals to hosts a month. Dialect fluency 0-1.
float host_proposals(const Parameters& p, float exposure, float dialect_fluency, bool community);

/// Ties to fellow defectors and hosts form.
std::unique_ptr<Process> process();

}  // namespace resettle::social_ties
