#pragma once

#include <limits>
#include <map>
#include <string>

#include "io/scenario.h"
#include "io/study_plan.h"

/// A small test world: a catalogue of a dozen parameters, and every file of a study on it.
namespace resettle::testing {

/// A catalogue with every kind of parameter.
inline ParameterCatalogue small_catalogue() {
  constexpr double kAny = std::numeric_limits<double>::infinity();
  using enum ParameterKind;
  return {
      {"arrivals.kin_share", "share", "share with kin", 0, 1, number},
      {"household.join_previous", "probability", "joins the ticket before", 0, 1, number},
      {"policies.mentoring.capacity", "places", "places", 0, kAny, capacity},
      {"policies.mentoring.months", "months", "length", 0, 60, integer},
      {"policies.mentoring.on_from", "month", "first month", -kAny, kAny, month},
      {"policies.mentoring.on_to", "month", "last month", -kAny, kAny, month},
      {"policies.settlement_grant.basic_krw", "KRW", "grant", 0, kAny, number},
      {"policies.settlement_grant.lump_sum", "switch", "at once", 0, 1, flag},
      {"scores.income_weight", "dimensionless", "weight", 0, 1, number},
      {"scores.job_weight", "dimensionless", "weight", 0, 1, number},
      {"scores.skill_weight", "dimensionless", "weight", 0, 1, number},
      {"search.age_slope", "logit/10 years", "slope", -kAny, kAny, number},
      {"search.intercept", "logit", "intercept", -20, 20, number},
  };
}

inline StudyVocabulary small_vocabulary() {
  return {{"employment_rate", "wage_mean"},
          {"integrated_person_months"},
          {"sex", "arrival_age", "region", "origin"},
          {"adjustment_type"},
          {2, 4, 3, 30}};
}

inline const char* const kBaseline = R"(intent: The small test world.

tables:
  arrivals: tables/arrivals.csv
  ages: tables/ages.csv
  education: tables/education.csv
  macro: tables/macro.csv
  household_scale: tables/household_scale.csv
  household_multiples: tables/household_multiples.csv
  localities: tables/localities.csv
  broker_debt: tables/broker_debt.csv

run: {start: 1990-01, end: 1992-12, replicates: 2, seed: 7, scale: 0.5}

arrivals:
  kin_share: {value: {1990-01: 0.05, 1991-06: 0.5}, unit: share, status: literature, source: A}

household:
  join_previous: {value: 0.23, unit: probability, range: [0.15, 0.3], status: fixed, source: B}

search:
  intercept: {value: -0.2, unit: logit, range: [-1.5, 1.5], status: calibrated, source: C}
  age_slope:
    value: 0.5
    unit: logit/10 years
    status: theory
    source: "D: a text with 'quotes' and \"more\""
    note: nobody has measured it

scores:
  income_weight: {value: 0.4, unit: dimensionless, status: fixed, source: definition}
  job_weight: {value: 0.4, unit: dimensionless, status: fixed, source: definition}
  skill_weight: {value: 0.2, unit: dimensionless, status: fixed, source: definition}

policies:
  mentoring:
    months: {value: 36, unit: months, status: fixed, source: E}
    on_from: {value: 1990-01, unit: month, status: fixed, source: E}
    on_to: {value: none, unit: month, status: fixed, source: E}
    capacity: {value: none, unit: places, status: fixed, source: E}
  settlement_grant:
    basic_krw: {value: {table: settlement_packages.csv, column: basic_krw}, unit: KRW, status: fixed, source: F}
    lump_sum: {value: false, unit: switch, status: fixed, source: F}
)";

inline const char* const kOverlay = R"(based_on: ../baseline.yaml
intent: Double the grant.

policies:
  settlement_grant:
    basic_krw: {value: {1990-01: 2000, 1991-01: 4000}, unit: KRW, status: policy, source: choice}
)";

inline const char* const kLumpSum = R"(based_on: ../baseline.yaml
intent: Pay at once.

policies:
  settlement_grant:
    lump_sum: {value: true, unit: switch, status: policy, source: choice}
)";

inline const char* const kStudy = R"(study: small
intent: Which grant helps?
baseline: ../baseline.yaml
period: {start: 1990-01, policy_start: 1991-01, end: 1992-12}
replicates: 4
seed: 2001
reference: law
arms:
  law: {label: "Law of the day"}
  doubled: {overlay: ../policies/doubled.yaml, label: "Doubled"}
  both: {overlay: [../policies/doubled.yaml, ../policies/lump_sum.yaml]}
outcomes: [employment_rate, wage_mean]
subgroups: [sex]
record: {persons: [adjustment_type], replicates: 2}
)";

/// All its files, by the path from its folder.
inline const std::map<std::string, std::string>& small_world() {
  static const std::map<std::string, std::string> files{
      {"baseline.yaml", kBaseline},
      {"policies/doubled.yaml", kOverlay},
      {"policies/lump_sum.yaml", kLumpSum},
      {"studies/small.yaml", kStudy},
      {"tables/arrivals.csv",
       "year,men,women,source,status\nto1989,5,1,a,b\n1990,3,2,a,b\n1991,4,4,a,b\n"
       "1992,0,9,a,b\n"},
      {"tables/ages.csv",
       "period,from_age,to_age,share_men,share_women,source,status\n1990s,0,30,0.5,0.25,a,b\n"
       "1990s,30,75,0.5,0.75,a,b\nlater,0,40,0.9,0.9,a,b\nlater,40,75,0.1,0.1,a,b\n"},
      {"tables/education.csv",
       "sex,junior_college_share,university_share,source,status\nmen,0.1,0.2,a,b\n"
       "women,0.2,0.1,a,b\n"},
      {"tables/macro.csv",
       "month,host_wage_krw,host_unemployment_percent,minimum_wage_krw,benefit_line_krw,"
       "median_income_krw,consumer_prices,host_participation_percent\n"
       "1990-01,400000,2.5,100000,50000,200000,30,61\n1991-01,500000,,110000,,,31.5,\n"},
      {"tables/household_scale.csv", "size,multiple\n1,1\n2,1.6\n"},
      {"tables/household_multiples.csv",
       "size,basic_grant_multiple,housing_multiple\n1,1,1\n2,1.7,1.25\n"},
      {"tables/localities.csv",
       "name,capital_region,placement_share\nSeoul,true,0.6\n\"Busan, old town\",false,0.4\n"},
      {"tables/broker_debt.csv", "amount_krw,share\n0,0.3\n1000000,0.7\n"},
      {"tables/settlement_packages.csv",
       "month,basic_krw,months,legal_reference,status\n1990-01,1000,0,,\n1991-06,,24,x,\n"
       "1992-01,1500,12,Act of 1992,confirmed\n"}};
  return files;
}

}  // namespace resettle::testing
