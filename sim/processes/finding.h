#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::finding {

struct Parameters {
  float intercept;
  float age_slope;
  float dialect_slope;
  float skill_slope;
  float certificate_effect;
  float prejudice_slope;
  float dialect_shield;
  float duration_slope;
  float illness_penalty;
  float woman_penalty;
  float officer_base;
  float officer_slope;
  float mentor_effect;
  float trade_mentor_effect;
  float ngo_slope;
  float ngo_reference;
  float legal_status;
  float subsidy_slope;
  float subsidy_stigma;
  float tightness_slope;
  float host_tie_rate;
  float inlaw_rate;
  float coethnic_rate;
  float vacancy_rate;
  float orientation_strength;
};

/// What an employer sees, and what helps.
struct Applicant {
  int age = 0;
  bool woman = false;
  float dialect_fluency = 0;     ///< 0-1
  float south_skill = 0;         ///< 0-1
  float employer_prejudice = 0;  ///< 0-1
  int months_since_job = 0;
  bool certificate = false;
  bool chronic_illness = false;
  bool has_mentor = false;
  bool trade_mentor = false;      ///< of the trade
  float attention = 0;            ///< service intensity of the case officer, 0 without one
  float officer = 0;              ///< service intensity x quality of the case officer, SD
  float ngo_effect = 0;           ///< of the locality, 0-1
  float subsidy_value = 0;        ///< 1 = half the potential wage
  bool subsidy_entitled = false;  ///< the employer sees that a subsidy could be claimed
  float tightness = 0;            ///< percentage points
};

/// Who can pass on a vacancy.
struct Contacts {
  int host_ties = 0;
  bool southern_partner = false;
  float informed_coethnics = 0;  ///< working, settled; each shared among those who compete
};

/// Probability of being hired through an application, given search (MODEL 8.2).
float formal_probability(const Parameters& p, const Applicant& applicant);
/// Probability of being hired through a contact, given search (MODEL 8.2).
float network_probability(const Parameters& p, const Contacts& contacts);
/// Share of hosts and in-laws in the chances through contacts, 0-1.
float host_share(const Parameters& p, const Contacts& contacts);

/// Who finds work this month, and through whom (steps 10c, 10d).
std::unique_ptr<Process> process();

}  // namespace resettle::finding
