#include "results/study_series.h"

#include <algorithm>
#include <cmath>

#include "core/errors.h"
#include "results/study_results.h"

namespace resettle {

namespace {

using Table = std::vector<double>;

Table product(std::span<const double> one, std::span<const double> other) {
  Table result(one.size());
  for (std::size_t i = 0; i < one.size(); ++i) result[i] = one[i] * other[i];
  return result;
}

Table& outcome(ArmSeries& arm, HorizonOutcome which) {
  return arm.outcomes[static_cast<std::size_t>(which)];
}

Table& cost(ArmSeries& arm, Perspective which) {
  return arm.costs[static_cast<std::size_t>(which)];
}

void add_outcomes(ArmSeries& arm, const StudyResults& results, const std::string& integration) {
  const auto persons = results.indicator("persons_15_plus", arm.name);
  outcome(arm, HorizonOutcome::integrated) =
      product(results.indicator(integration, arm.name), persons);
  outcome(arm, HorizonOutcome::employed) =
      product(results.indicator("employment_rate", arm.name), persons);
  auto& out = outcome(arm, HorizonOutcome::out_of_marginality);
  out = product(results.indicator("share_marginality", arm.name), persons);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = persons[i] - out[i];
  auto& distress = outcome(arm, HorizonOutcome::distress);
  distress = product(results.indicator("distress_mean", arm.name), persons);
  for (double& value : distress) value /= 12;
}

/// Some of the jobs gained others would have had: only the rest of the difference counts.
void add_net_employment(ArmSeries& arm, const Table& reference, double displacement_share) {
  auto& net = outcome(arm, HorizonOutcome::employed_net);
  net = outcome(arm, HorizonOutcome::employed);
  for (std::size_t i = 0; i < net.size(); ++i) {
    net[i] = reference[i] + (1 - displacement_share) * (net[i] - reference[i]);
  }
}

void add_costs(ArmSeries& arm, const StudyResults& results) {
  const auto payments = results.payments(arm.name);
  const auto& lines = results.lines();
  const std::size_t months = results.months().size();
  arm.lines.assign(results.replicates() * lines.size(), 0.0);
  auto& programme = cost(arm, Perspective::programme);
  auto& budget = cost(arm, Perspective::public_budget);
  programme.assign(results.replicates() * months, 0.0);
  budget.assign(results.replicates() * months, 0.0);
  for (std::size_t i = 0; i < payments.size(); ++i) {
    const std::size_t line = i % lines.size();
    const std::size_t month = i / lines.size();  // of all replicates
    if (lines[line].policy_cost) programme[month] += payments[i];
    if (lines[line].payer == "government") budget[month] += payments[i];
    if (lines[line].payee == "government") budget[month] -= payments[i];
    arm.lines[month / months * lines.size() + line] += payments[i];
  }
}

void add_mentor_time(ArmSeries& arm, const StudyResults& results, double hour_krw) {
  const auto mentored = product(results.indicator("mentored_share", arm.name),
                                results.indicator("persons_15_plus", arm.name));
  auto& societal = cost(arm, Perspective::societal);
  societal = cost(arm, Perspective::public_budget);
  for (std::size_t i = 0; i < societal.size(); ++i) {
    societal[i] += mentored[i] * kMentorHoursPerMonth * hour_krw;
  }
}

}  // namespace

const char* name_of(Perspective perspective) {
  return kPerspectiveNames.at(static_cast<std::size_t>(perspective));
}

const HorizonOutcomeInfo& info_of(HorizonOutcome outcome) {
  return kHorizonOutcomes.at(static_cast<std::size_t>(outcome));
}

const HorizonOutcomeInfo* horizon_outcome(const std::string& name) {
  const auto found =
      std::find_if(kHorizonOutcomes.begin(), kHorizonOutcomes.end(),
                   [&](const HorizonOutcomeInfo& info) { return name == info.name; });
  return found == kHorizonOutcomes.end() ? nullptr : &*found;
}

bool StudySeries::has(Perspective perspective) const {
  return !reference().costs[static_cast<std::size_t>(perspective)].empty();
}

StudySeries series_of(const StudyResults& results, const std::vector<std::string>& arms,
                      const std::string& integration, double displacement_share) {
  StudySeries series;
  series.months = results.months();
  series.policy_start = results.policy_start();
  series.replicates = results.replicates();
  series.sampling = results.sampling();
  series.lines = results.lines();
  const auto hour_krw = results.hour_krw();
  const bool societal = hour_krw && results.has_indicator("mentored_share");
  for (const auto& name : arms) {
    ArmSeries arm;
    arm.name = name;
    add_outcomes(arm, results, integration);
    const auto& base = series.arms.empty() ? arm : series.reference();
    const auto employed = base.outcomes[static_cast<std::size_t>(HorizonOutcome::employed)];
    add_net_employment(arm, employed, displacement_share);
    add_costs(arm, results);
    if (societal) add_mentor_time(arm, results, *hour_krw);
    series.arms.push_back(std::move(arm));
  }
  return series;
}

std::vector<double> over_horizon(const StudySeries& series, std::span<const double> table,
                                 double rate) {
  const std::size_t months = series.months.size();
  require(table.size() == series.replicates * months, "a table of replicates and months");
  std::vector<double> sums(series.replicates, 0.0);
  for (std::size_t m = 0; m < months; ++m) {
    const double weight = std::pow(1 + rate, -(series.months[m] - series.policy_start) / 12.0);
    for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += weight * table[r * months + m];
  }
  return sums;
}

std::vector<double> comparable_values(const StudySeries& series, std::span<const double> reference,
                                      std::span<const double> arm, double rate) {
  const auto there = over_horizon(series, arm, rate);
  if (!series.sampling.has_draws()) return there;
  const auto before = over_horizon(series, reference, rate);
  const double level = series.sampling.mean(before).mean;
  auto values = series.sampling.points(differences(before, there));
  for (double& value : values) value += level;
  return values;
}

std::vector<double> in_year(const StudySeries& series, std::span<const double> table, int year) {
  const std::size_t months = series.months.size();
  require(table.size() == series.replicates * months, "a table of replicates and months");
  std::vector<double> sums(series.replicates, 0.0);
  for (std::size_t m = 0; m < months; ++m) {
    if (series.months[m].year() != year) continue;
    for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += table[r * months + m];
  }
  return sums;
}

std::vector<int> years_of(const StudySeries& series) {
  std::vector<int> years;
  for (const auto month : series.months) {
    if (years.empty() || years.back() != month.year()) years.push_back(month.year());
  }
  return years;
}

std::vector<double> differences(std::span<const double> reference, std::span<const double> arm) {
  std::vector<double> result(arm.size());
  for (std::size_t i = 0; i < arm.size(); ++i) result[i] = arm[i] - reference[i];
  return result;
}

}  // namespace resettle
