#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/process.h"
#include "policies/offer.h"

namespace resettle::case_officers {

struct Parameters : OfferInLines<Parameters> {
  float police_caseload;
  float police_full_attention;
  float police_quality;
  float social_worker_full_attention;
  float social_worker_quality;
  float sponsor_rate;
  float hostile_rate;
  float police_salary_krw;
  float police_time_share;
  Series relation_months;
  float social_worker_share;
  float caseload;
  float salary_krw;
  float overhead;
  int degree_cap;
};

/// Share of full attention an officer can give each of his or her cases (MODEL 17.1).
float service_intensity(float full_attention_cases, std::size_t cases);
/// Probability that the officer brings a sponsor at assignment; 0 for a quality of 0 or less.
float sponsor_probability(float sponsor_rate, float intensity, float quality);

/// Newcomers get an officer, who has the more time the fewer cases there are (step 2).
std::unique_ptr<Process> process();
/// Social workers are paid, and police officers for the part of their time (step 7).
std::unique_ptr<Process> cost();

}  // namespace resettle::case_officers
