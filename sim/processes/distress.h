#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::distress {

/// Distress: may rise while jobs improve, because comparison and loneliness do. A level follows
/// what weighs on a person, a slow drift follows nothing that is known. What a questionnaire finds
/// on one occasion differs from both (MODEL2 5).
struct Parameters {
  float loneliness_scale;
  float base;
  float trait_sd;
  float speed;
  float drift_sd;
  float drift_stability;
  float occasion_sd;
  float unemployment_effect;
  float poverty_effect;
  float hardship_effect;
  float hardship_reference;
  float debt_effect;
  float debt_reference;
  float buffer_effect;
  float buffer_reference;
  float money_months;
  float rent_burden_effect;
  float money_cap;
  float move_effect;
  float public_rental_effect;
  float discrimination_effect;
  float loneliness_effect;
  float separation_effect;
  float ptsd_effect;
  float illness_effect;
  float gap_effect;
  float reference_months;
  float reference_level;
  float late_reference_level;
  float media_expectation;
  float adaptation_effect;
  float adaptation_discrimination;
  float awareness_effect;
  float therapy_effect;
  float counselling_effect;
  float belonging_link;
};
/// Loneliness at which it neither weighs on people nor relieves them (MODEL 10).
inline constexpr float kReferenceLoneliness = 0.3F;

/// What weighs on a person.
struct Burden {
  float trait = 0;  ///< SD
  bool wants_work = false;
  bool poor = false;
  float hardship = 0;       ///< 0-1
  float debt_months = 0;    ///< of a potential wage
  float liquid_months = 0;  ///< of a potential wage
  bool rent_burdened = false;
  bool forced_to_move = false;  ///< of late
  bool housed = false;          ///< in public rental
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
/// What lack of money and debts add to it, at most the cap, and a buffer takes away; centred, SD
/// (MODEL2 2, 3).
float money_burden(const Parameters& p, const Burden& burden);
/// What the level of distress moves towards, SD of South Korean adults (MODEL 10).
float goal(const Parameters& p, const Burden& burden);
/// Income hoped for against income reached, log points (MODEL 10). Incomes in KRW/month;
/// `still_northern` = exp(-months in the South / reference months), the share of comparison that
/// has not yet turned to the hosts; `reference` is the share of the host wage one compares with.
float expectation_gap(const Parameters& p, float still_northern, float reference,
                      float host_wage_krw, float equivalent_income_krw, bool media_exposed);
std::unique_ptr<Process> process();

}  // namespace resettle::distress
