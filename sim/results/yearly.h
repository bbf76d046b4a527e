#pragma once

#include <string>
#include <vector>

#include "results/judged.h"
#include "results/study_series.h"

namespace resettle {

class StudyResults;

/// An outcome of an arm in a calendar year against the reference.
struct YearResult {
  std::string arm;
  std::string outcome;
  int year = 0;
  std::string unit;
  Judged result;
};

/// Indicators: mean over the months of the year from the policy start on. Outcomes over the
/// horizon: sum over those months. A replicate in which one of the months is suppressed is left
/// out of that year.
std::vector<YearResult> by_year(const StudyResults& results, const StudySeries& series,
                                const std::vector<std::string>& indicators,
                                const SmallestEffect& smallest);

}  // namespace resettle
