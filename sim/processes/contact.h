#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::contact {

struct Parameters {
  float discrimination_rate;
  float dialect_shield;
  float exposure_base;
  float exposure_work;
  float exposure_school;
  float exposure_tie;
  float conflict_rate;
};

/// Probability of being discriminated against in a month (MODEL 9.2). Exposure is relative,
/// prejudice and dialect fluency 0-1.
float discrimination_probability(const Parameters& p, float exposure, float prejudice,
                                 float dialect_fluency);

/// Everyday contact with South Koreans: discrimination and conflicts at work.
std::unique_ptr<Process> process();

}  // namespace resettle::contact
