#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::mind {

/// Post-traumatic stress: falls after arrival, the faster the more ties support a person.
struct PtsdParameters {
  float recovery_rate;
  float support_odds;
  float onset_rate;
  float therapy_odds;
};
/// Monthly probability of recovery (MODEL 10). Support in ties.
float recovery_probability(const PtsdParameters& p, float support, bool in_therapy);
/// Monthly probability of a new onset (MODEL 10).
float onset_probability(const PtsdParameters& p, float support);
std::unique_ptr<Process> ptsd();

/// Distress: may rise while jobs improve, because comparison and loneliness do.
struct DistressParameters {
  float loneliness_scale;
  float base;
  float trait_sd;
  float speed;
  float noise_sd;
  float unemployment_effect;
  float poverty_effect;
  float discrimination_effect;
  float loneliness_effect;
  float separation_effect;
  float ptsd_effect;
  float illness_effect;
  float gap_effect;
  float reference_months;
  float reference_level;
  float media_expectation;
  float adaptation_effect;
  float adaptation_discrimination;
  float therapy_effect;
  float counselling_effect;
  float belonging_link;
};
/// What weighs on a person.
struct Burden {
  float trait = 0;  ///< SD
  bool wants_work = false;
  bool poor = false;
  bool discriminated_12m = false;
  bool family_left_behind = false;
  bool ptsd = false;
  bool chronic_illness = false;
  float loneliness = 0;       ///< 0-1
  float expectation_gap = 0;  ///< log points
  float dialect_fluency = 0;  ///< 0-1
  bool in_therapy = false;
  bool in_counselling = false;
  float belonging = 0;  ///< 0-1; bears on distress in ablation A2 only
};
/// The distress a person moves towards, SD of South Korean adults (MODEL 10).
float distress_goal(const DistressParameters& p, const Burden& burden);
/// Income hoped for against income reached, log points (MODEL 10). Incomes in KRW/month;
/// `still_northern` = exp(-months in the South / reference months), the share of comparison that
/// has not yet turned to the hosts.
float expectation_gap(const DistressParameters& p, float still_northern, float host_wage_krw,
                      float equivalent_income_krw, bool media_exposed);
std::unique_ptr<Process> distress();

/// Belonging: rises with ties, work and time, falls with discrimination and loneliness.
struct BelongingParameters {
  float speed;
  float intercept;
  float host_effect;
  float work_effect;
  float regular_effect;
  float discrimination_effect;
  float loneliness_effect;
  float time_effect;
  float role_effect;
  float distress_link;
};
std::unique_ptr<Process> belonging();

}  // namespace resettle::mind
