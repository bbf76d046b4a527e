#include "results/yearly.h"

#include <algorithm>

#include "results/study_results.h"

namespace resettle {

namespace {

double months_in(const StudySeries& series, int year) {
  return static_cast<double>(std::count_if(series.months.begin(), series.months.end(),
                                           [year](Month month) { return month.year() == year; }));
}

std::vector<double> mean_in_year(const StudySeries& series, std::span<const double> table,
                                 int year) {
  auto means = in_year(series, table, year);
  for (double& value : means) value /= months_in(series, year);
  return means;
}

}  // namespace

std::vector<YearResult> by_year(const StudyResults& results, const StudySeries& series,
                                const std::vector<std::string>& indicators) {
  std::vector<YearResult> rows;
  const auto& reference = series.reference();
  for (std::size_t a = 1; a < series.arms.size(); ++a) {
    const auto& arm = series.arms[a];
    for (const auto& info : kHorizonOutcomes) {
      const auto at = static_cast<std::size_t>(info.outcome);
      for (const int year : years_of(series)) {
        auto result = paired_difference(in_year(series, reference.outcomes[at], year),
                                        in_year(series, arm.outcomes[at], year));
        if (info.outcome == HorizonOutcome::distress) result = without_ratio(result);
        rows.push_back({arm.name, info.name, year, result});
      }
    }
    for (const auto& name : indicators) {
      const auto unit = results.outcome_text(name, "units");
      for (const int year : years_of(series)) {
        auto result =
            paired_difference(mean_in_year(series, results.indicator(name, reference.name), year),
                              mean_in_year(series, results.indicator(name, arm.name), year));
        if (!has_natural_zero(unit)) result = without_ratio(result);
        rows.push_back({arm.name, name, year, result});
      }
    }
  }
  return rows;
}

}  // namespace resettle
