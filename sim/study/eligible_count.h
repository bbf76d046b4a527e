#pragma once

#include <string>
#include <vector>

#include "io/study_plan.h"

namespace resettle {

/// Of one calendar year, person-months of everybody aged 15+ in the South and outside the facility,
/// as things stand at the end of each month; the nation, not the persons simulated.
struct EligibleYear {
  int year = 0;
  double eligible = 0;
  double all = 0;
  bool too_few = false;  ///< fewer than 20 simulated persons in the mean of its months: not told
};

/// A condition of an arm, and whom it holds for.
struct EligibleCount {
  std::string arm;
  std::string path;       ///< of the parameter: "policies.mentoring.eligible"
  std::string condition;  ///< that of the last month
  std::vector<EligibleYear> years;
};

/// Simulates one replicate of every arm that has a condition, at central values, and counts. Nobody
/// of the count need be offered anything: an instrument asks for more (a window, coverage, places).
std::vector<EligibleCount> count_eligible(const StudyPlan& plan);

/// The counts as text, a block for each condition.
std::string text_of(const std::vector<EligibleCount>& counts);

}  // namespace resettle
