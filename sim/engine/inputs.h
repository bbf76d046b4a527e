#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/series.h"

namespace resettle {

/// Arrivals of one calendar year.
struct YearlyArrivals {
  int year = 0;
  int men = 0;
  int women = 0;
};

/// Ages at arrival from `from_age` to below `to_age`, uniform inside; shares add up to 1 by sex.
struct AgeBand {
  int from_age = 0;
  int to_age = 0;
  double share_men = 0;
  double share_women = 0;
};

/// One locality of placement. Shares of all localities add up to 1.
struct LocalityInput {
  std::string name;
  bool capital_region = false;
  double placement_share = 0;
};

/// A share with an amount: the distribution of broker debt.
struct DebtBand {
  double amount_krw = 0;
  double share = 0;
};

/// Everything the model reads from tables rather than from parameters. Policies never change it.
struct Inputs {
  // scenarios/tables/macro.csv, monthly step functions
  Series host_wage_krw;                 ///< mean monthly wage of South Korean workers, KRW
  Series host_unemployment_rate;        ///< percent of the labour force
  Series host_participation_rate;       ///< percent of the population of working age
  Series minimum_wage_krw;              ///< KRW a month, full time
  Series benefit_line_krw;              ///< livelihood benefit line of one person, KRW a month
  Series median_income_krw;             ///< standard median income of one person, KRW a month
  Series consumer_prices;               ///< index, 2025 = 100
  std::vector<double> household_scale;  ///< benefit line by household size 1, 2, ...; size 1 = 1

  // scenarios/tables/arrivals.csv and population tables
  int stock_1990_men = 0;  ///< persons who had come to the end of 1989
  int stock_1990_women = 0;
  std::vector<YearlyArrivals> arrivals;      ///< consecutive years from 1990
  std::vector<AgeBand> ages_1990s;           ///< arrivals to the end of 1998
  std::vector<AgeBand> ages;                 ///< arrivals from 1999
  std::array<double, 2> share_college{};     ///< of those aged 18+: men, women
  std::array<double, 2> share_university{};  ///< of those aged 18+: men, women
  std::vector<LocalityInput> localities;
  std::vector<DebtBand> broker_debt;  ///< arrivals from 2000; shares add up to 1

  // scenarios/tables/household_multiples.csv
  std::vector<double> grant_multiple;  ///< basic grant by unit size 1, 2, ...; size 1 = 1
};

}  // namespace resettle
