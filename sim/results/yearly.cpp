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
                                const std::vector<std::string>& indicators,
                                const SmallestEffect& smallest) {
  std::vector<YearResult> rows;
  const auto& reference = series.reference();
  const auto persons = results.indicator("persons_15_plus", reference.name);
  const auto add = [&](const std::string& arm, const std::string& outcome, int year,
                       const std::string& unit, const PairedDifference& paired, double scale) {
    Judged result(in_its_unit(paired, unit));
    result.smallest = smallest_difference(smallest, outcome, result.reference, unit, scale);
    rows.push_back({arm, outcome, year, unit, result});
  };
  for (std::size_t a = 1; a < series.arms.size(); ++a) {
    const auto& arm = series.arms[a];
    for (const auto& info : kHorizonOutcomes) {
      const auto at = static_cast<std::size_t>(info.outcome);
      for (const int year : years_of(series)) {
        const double person_years = series.sampling.mean(in_year(series, persons, year)).mean / 12;
        add(arm.name, info.name, year, info.unit,
            series.sampling.difference(in_year(series, reference.outcomes[at], year),
                                       in_year(series, arm.outcomes[at], year)),
            person_years);
      }
    }
    for (const auto& name : indicators) {
      for (const int year : years_of(series)) {
        add(arm.name, name, year, results.outcome_text(name, "units"),
            series.sampling.difference(
                mean_in_year(series, results.indicator(name, reference.name), year),
                mean_in_year(series, results.indicator(name, arm.name), year)),
            1);
      }
    }
  }
  std::vector<Judged*> together;
  for (auto& row : rows) together.push_back(&row.result);
  judge_together(together);
  return rows;
}

}  // namespace resettle
