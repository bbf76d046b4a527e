#include "study_file/results_table.h"

#include <utility>

#include "processes/arrivals.h"

namespace resettle {

namespace {

using namespace study_layout;
using enum Axis;

using Table = std::vector<ResultRow>;
using Axes = std::vector<Axis>;
using C = const CellRecords&;

constexpr std::int32_t kNobody = 0;
constexpr std::int64_t kNothing = 0;

const Axes kBySubgroup{arm_with_label, replicate, month, subgroup};
const Axes kByMonth{arm, replicate, month};
const Axes kByMove{arm, replicate, month, from_type, to_type};
const Axes kByTwin{arm, replicate, month, reference_type, arm_type};
const Axes kByGainGroup{arm, replicate, gain_group};
const Axes kByPolicyMonth{arm, replicate, policy_month};
const Axes kByLine{arm, replicate, month, line};
const Axes kByCause{arm, replicate, month, cause};
const Axes kByYear{arm, replicate, december};
const Axes kByPerson{arm, recorded_replicate, person, month};
const Axes kBackground{recorded_replicate, every_person};

const std::vector<std::string_view> kTypeCodes{"not_counted", "integration", "isolation",
                                               "acculturation", "marginality"};

/// Values of the whole population by month; subgroups are missing.
std::vector<float> everybody(C cell, const std::vector<float>& months) {
  std::vector<float> values(months.size() * cell.subgroups, kMissing);
  for (std::size_t m = 0; m < months.size(); ++m) values[m * cell.subgroups] = months[m];
  return values;
}

Table aggregates() {
  Table rows;
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    const auto& info = indicators()[k];
    rows.push_back({"aggregates", info.name, kBySubgroup, kMissing, info.unit, info.label,
                    [k](C c) { return c.arm.aggregates.values(k); }, name_of(info.base)});
  }
  rows.push_back({"aggregates", "deaths", kBySubgroup, kMissing, "persons", "deaths in the month",
                  [](C c) { return everybody(c, c.arm.exits.deaths()); }, "all persons"});
  rows.push_back({"aggregates", "departures", kBySubgroup, kMissing, "persons",
                  "departures abroad in the month",
                  [](C c) { return everybody(c, c.arm.exits.departures()); }, "all persons"});
  return rows;
}

Table persons_and_money() {
  return {
      {"transitions", "persons", kByMove, kNobody, "persons",
       "persons by type in the month before and in this month",
       [](C c) { return c.arm.types.transitions(); }},
      {"twins", "persons", kByTwin, kNobody, "persons",
       "the same persons: type in the reference and in this arm",
       [](C c) { return cross_table(c.reference.types, c.arm.types); }},
      {"gains", "persons", kByGainGroup, kNobody, "persons",
       "persons counted in the reference and in this arm", [](C c) { return c.gains.persons; }},
      {"gains", "gaining", kByGainGroup, kNobody, "persons",
       "of these, with more months in integration here", [](C c) { return c.gains.gaining; }},
      {"gains", "losing", kByGainGroup, kNobody, "persons",
       "of these, with fewer months in integration here", [](C c) { return c.gains.losing; }},
      {"gains", "months_gained", kByGainGroup, kNothing, "months",
       "months in integration gained by those gaining", [](C c) { return c.gains.months_gained; }},
      {"gains", "months_lost", kByGainGroup, kNothing, "months",
       "months in integration lost by those losing", [](C c) { return c.gains.months_lost; }},
      {"hires", "subsidised_hires", kByPolicyMonth, kNobody, "persons",
       "persons hired with a wage subsidy this month", [](C c) { return c.hires.subsidised; }},
      {"hires", "hired_anyway", kByPolicyMonth, kNobody, "persons",
       "of these, by now at work or hired since in the reference",
       [](C c) { return c.hires.anyway; }},
      {"ledger", "amount", kByLine, kNothing, "KRW", "payments of the month, nominal",
       [](C c) { return c.arm.ledger.amounts(); }},
  };
}

Table society() {
  Table rows;
  for (std::size_t k = 0; k < society_series().size(); ++k) {
    const auto& info = society_series()[k];
    rows.push_back({"society", info.name, kByMonth, kMissing, info.unit, info.label,
                    [k](C c) { return c.arm.society.values(k); }});
  }
  rows.push_back({"society", "separations", kByCause, kNobody, "persons",
                  "wage jobs that ended, by what weighed most",
                  [](C c) { return c.arm.society.separations(); }});
  return rows;
}

/// A number of the co-ethnic network each December.
template <double Cohesion::*kMember>
std::vector<float> cohesion(C cell) {
  std::vector<float> values;
  for (const auto& year : cell.arm.network.years()) {
    values.push_back(static_cast<float>(year.*kMember));
  }
  return values;
}

Table network() {
  return {
      {"network", "mean_degree", kByYear, kMissing, "ties", "co-ethnic ties per person, December",
       cohesion<&Cohesion::mean_degree>},
      {"network", "isolated_share", kByYear, kMissing, "share",
       "persons without a co-ethnic tie, December", cohesion<&Cohesion::isolated_share>},
      {"network", "largest_component_share", kByYear, kMissing, "share",
       "persons in the largest connected group", cohesion<&Cohesion::largest_component_share>},
      {"network", "clustering", kByYear, kMissing, "share",
       "mean local clustering of co-ethnic ties", cohesion<&Cohesion::clustering>},
  };
}

std::vector<std::int32_t> arrival_days(const Background& background) {
  std::vector<std::int32_t> days;
  for (const auto number : background.arrival_month) {
    days.push_back(days_since_1990(Month{number}));
  }
  return days;
}

Table backgrounds() {
  return {
      {"persons", "sex", kBackground, kNoCode, "code", "0 man, 1 woman",
       [](C c) { return c.background.sex; }},
      {"persons", "age_at_arrival", kBackground, kNoAge, "years", "completed years at arrival",
       [](C c) { return c.background.age_at_arrival; }},
      {"persons", "arrival_month", kBackground, kNoDay, "days since 1990-01-01",
       "month of arrival (first day)", [](C c) { return arrival_days(c.background); }},
      {"persons", "northern_schooling", kBackground, kNoCode, "code",
       "0 secondary or less, 1 college, 2 university",
       [](C c) { return c.background.northern_schooling; }},
  };
}

template <class T, class Recorder>
PersonMonths<T> by_month(const Recorder& recorder) {
  return {[&](std::size_t m) -> const std::vector<T>& { return recorder.month(m); }};
}

Table recorded_columns(const StudyPlan& plan) {
  Table rows;
  std::size_t next = 0;
  for (const auto& name : plan.record_persons) {
    if (name == "adjustment_type") {
      rows.push_back({"persons", "adjustment_type", kByPerson, kNotCounted, "code",
                      "adjustment type", [](C c) { return by_month<std::uint8_t>(c.arm.types); },
                      "", kTypeCodes});
      continue;
    }
    const PersonColumn* column = find_person_column(name);
    rows.push_back({"persons", column->name, kByPerson, kMissing, column->unit, column->meaning,
                    [k = next++](C c) { return by_month<float>(c.arm.columns[k]); }});
  }
  return rows;
}

}  // namespace

std::vector<ResultRow> results_table(const StudyPlan& plan) {
  Table all;
  for (auto&& rows : {aggregates(), persons_and_money(), society(), network(),
                      recorded_columns(plan), backgrounds()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace resettle
