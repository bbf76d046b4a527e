#pragma once

#include <string>
#include <vector>

#include "io/study_plan.h"

namespace resettle {

/// Of one calendar year, everybody aged 15+ in the South and outside the facility, as things stand
/// at the end of each month; the nation, not the persons simulated.
struct EligibleYear {
  int year = 0;
  double eligible = 0;   ///< person-months for whom the condition holds
  double reached = 0;    ///< of these, within the window and the months of arrival
  double all = 0;        ///< person-months of everybody
  int months = 0;        ///< that were counted
  bool too_few = false;  ///< fewer than 20 simulated persons in the mean of its months: not told
};

/// Whom an instrument of an arm is for, or one of its lines.
struct EligibleCount {
  std::string arm;
  std::string path;       ///< of the condition: "policies.mentoring.eligible"
  std::string condition;  ///< that of the last month
  /// Of a line: it holds with that of the instrument, and no line before it does.
  bool is_of_line = false;
  std::vector<std::string> limits;  ///< further ones that are counted: "window_months 36"
  std::vector<EligibleYear> years;
};

/// Simulates one replicate of every arm in which an instrument has a condition or lines, at central
/// values, and counts. Nobody of the count need be offered anything: dates, coverage, places and
/// what the instrument itself is for (a search for work, distress) come on top.
std::vector<EligibleCount> count_eligible(const StudyPlan& plan);

/// The counts as text, a block for each condition.
std::string text_of(const std::vector<EligibleCount>& counts);

}  // namespace resettle
