#include <catch2/catch.hpp>

#include <cmath>

#include "io/projection.h"

namespace {

using namespace resettle;

Inputs tables_to_2025() {
  Inputs inputs;
  inputs.arrivals = {{2024, 26, 210}, {2025, 25, 198}};
  const Series steps({{month_of(2020, 1), 100.0}, {month_of(2025, 1), 200.0}});
  inputs.host_wage_krw = inputs.minimum_wage_krw = inputs.benefit_line_krw = steps;
  inputs.median_income_krw = inputs.consumer_prices = inputs.host_unemployment_rate = steps;
  return inputs;
}

std::map<std::string, ParameterEntry> parameters() {
  std::map<std::string, ParameterEntry> entries;
  entries["arrivals.projection_per_year"].value =
      Series({{month_of(2026, 1), 200.0}, {month_of(2030, 1), 1001.0}});
  entries["arrivals.projection_women"].value = Series(0.85);
  entries["projection.income_growth"].value = Series(0.03);
  entries["projection.price_growth"].value = Series(0.02);
  entries["projection.unemployment"].value = Series(2.8);
  return entries;
}

TEST_CASE("tables go on after their last year as the scenario says") {
  const Inputs tables = tables_to_2025();
  Inputs inputs = tables;
  project(parameters(), inputs);
  for (Month m = month_of(2019, 1); m <= month_of(2025, 12); ++m) {
    REQUIRE(inputs.host_wage_krw.at(m) == tables.host_wage_krw.at(m));
    REQUIRE(inputs.host_unemployment_rate.at(m) == tables.host_unemployment_rate.at(m));
  }
  for (const Series Inputs::*income : {&Inputs::host_wage_krw, &Inputs::minimum_wage_krw,
                                       &Inputs::benefit_line_krw, &Inputs::median_income_krw}) {
    CHECK((inputs.*income).at(month_of(2026, 1)) == Approx(206));
    CHECK((inputs.*income).at(month_of(2026, 12)) == Approx(206));
    CHECK((inputs.*income).at(month_of(2045, 12)) == Approx(200 * std::pow(1.03, 20)));
  }
  CHECK(inputs.consumer_prices.at(month_of(2027, 5)) == Approx(200 * 1.02 * 1.02));
  CHECK(inputs.host_unemployment_rate.at(month_of(2026, 1)) == 2.8);
  REQUIRE(inputs.arrivals.back().year == kLastProjectedYear);
  CHECK(inputs.arrivals.size() == 22);
  CHECK(inputs.arrivals[2].men == 30);
  CHECK(inputs.arrivals[2].women == 170);
  CHECK(inputs.arrivals[6].men + inputs.arrivals[6].women == 1001);
}

TEST_CASE("without the parameters nothing is projected") {
  Inputs inputs = tables_to_2025();
  auto some = parameters();
  some.erase("projection.price_growth");
  project(some, inputs);
  CHECK(inputs.arrivals.size() == 2);
  CHECK(inputs.host_wage_krw.at(month_of(2040, 1)) == 200);
}

}  // namespace
