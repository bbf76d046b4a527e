#include "io/projection.h"

#include <cmath>
#include <utility>
#include <vector>

namespace resettle {

namespace {

/// The series, from January `first_year` on growing once a year at the rate of the year.
Series grown(const Series& series, const Series& yearly_rate, int first_year) {
  auto steps = series.until(month_of(first_year, 1), series).steps();
  double value = series.at(month_of(first_year - 1, 12));
  for (int year = first_year; year <= kLastProjectedYear; ++year) {
    const Month january = month_of(year, 1);
    value *= 1.0 + yearly_rate.at(january);
    if (steps.back().first == january) steps.pop_back();
    steps.emplace_back(january, value);
  }
  return Series(std::move(steps));
}

YearlyArrivals arrivals_of(int year, const Series& persons, const Series& share_women) {
  const Month january = month_of(year, 1);
  const double all = persons.at(january);
  const auto women = static_cast<int>(std::lround(all * share_women.at(january)));
  return {year, static_cast<int>(std::lround(all)) - women, women};
}

}  // namespace

void project(const std::map<std::string, ParameterEntry>& parameters, Inputs& inputs) {
  for (const char* needed :
       {"arrivals.projection_per_year", "arrivals.projection_women", "projection.income_growth",
        "projection.price_growth", "projection.unemployment"}) {
    if (!parameters.contains(needed)) return;  // reported as missing
  }
  if (inputs.arrivals.empty()) return;  // the table has problems of its own
  const auto value = [&](const char* path) -> const Series& { return parameters.at(path).value; };
  const int first_year = inputs.arrivals.back().year + 1;
  for (Series* income : {&inputs.host_wage_krw, &inputs.minimum_wage_krw, &inputs.benefit_line_krw,
                         &inputs.median_income_krw}) {
    *income = grown(*income, value("projection.income_growth"), first_year);
  }
  inputs.consumer_prices =
      grown(inputs.consumer_prices, value("projection.price_growth"), first_year);
  inputs.host_unemployment_rate = inputs.host_unemployment_rate.until(
      month_of(first_year, 1), value("projection.unemployment"));
  for (int year = first_year; year <= kLastProjectedYear; ++year) {
    inputs.arrivals.push_back(arrivals_of(year, value("arrivals.projection_per_year"),
                                          value("arrivals.projection_women")));
  }
}

}  // namespace resettle
