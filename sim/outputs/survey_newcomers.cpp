#include "outputs/survey_newcomers.h"

#include <algorithm>
#include <limits>
#include <span>

#include "outputs/survey_regression.h"

namespace resettle {

namespace {

constexpr Month kFirstCohort = month_of(2003, 1);  // the foundation's surveys follow these
constexpr Month kLastCohort = month_of(2008, 12);
constexpr int kEarlyFrom = 6;  // months after the facility
constexpr int kEarlyTo = 12;
constexpr int kLateFrom = 42;
constexpr int kLateTo = 48;

constexpr int kNetworkAfter = 12;  // months after the facility
constexpr int kSettledAfter = 24;  // months since arrival; MODEL 21, F14
constexpr int kYoungest = 18;
constexpr int kOldest = 64;

std::array<float, kChanges> states_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return {when(people.works(i), 1.0F), when(people.ptsd[i] != 0, 1.0F), people.loneliness[i],
          people.measured_distress[i],
          when((people.criteria[i] & criterion::kSatisfied) != 0, 1.0F)};
}

std::size_t first_arrived_since(const Persons& people, Month month) {
  const auto& arrivals = people.arrival_month;
  return static_cast<std::size_t>(std::lower_bound(arrivals.begin(), arrivals.end(), month.index) -
                                  arrivals.begin());
}

/// Residents of a locality who arrived before `month`; they stand in order of arrival.
double arrived_before(const Persons& people, std::span<const PersonIndex> residents, Month month) {
  const auto end = std::lower_bound(
      residents.begin(), residents.end(), month.index,
      [&](PersonIndex person, std::int32_t index) { return people.arrival_month[person] < index; });
  return static_cast<double>(end - residents.begin());
}

NetworkCase case_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  const Month arrival{people.arrival_month[i]};
  const auto residents = world.residents.of(people.locality[i]);
  const double before_two_years =
      arrived_before(people, residents, month_of(arrival.year() - 1, 1));
  const double to_end_of_year = arrived_before(people, residents, month_of(arrival.year() + 1, 1));
  return {.year = arrival.year(),
          .arrivals = to_end_of_year - before_two_years - 1,  // the person is one of them
          .settled = arrived_before(people, residents, arrival - kSettledAfter + 1),
          .age = static_cast<double>(people.age[i]),
          .woman = people.woman[i] != 0,
          .employed = people.works(i)};
}

}  // namespace

void NewcomerChanges::observe(const World& world) {
  const Persons& people = world.persons;
  if (world.month < kFirstCohort) return;
  if (newcomers_.empty()) first_ = first_arrived_since(people, kFirstCohort);
  const std::size_t end = first_arrived_since(people, kLastCohort + 1);
  newcomers_.resize(end - first_);
  for (std::size_t i = first_; i < end; ++i) {
    if (people.active[i] == 0) continue;
    const int months = people.months_since_exit(i, world.month);
    const bool early = months >= kEarlyFrom && months <= kEarlyTo;
    const bool late = months >= kLateFrom && months <= kLateTo;
    if (!early && !late) continue;
    Span& span = early ? newcomers_[i - first_].early : newcomers_[i - first_].late;
    const auto states = states_of(world, i);
    for (std::size_t k = 0; k < kChanges; ++k) span.sum[k] += states[k];
    ++span.months;
  }
}

double NewcomerChanges::mean_change(Change change) const {
  const auto k = static_cast<std::size_t>(change);
  const auto mean = [k](const Span& span) {
    return static_cast<double>(span.sum[k]) / static_cast<double>(span.months);
  };
  double sum = 0;
  double persons = 0;
  for (const auto& newcomer : newcomers_) {
    if (newcomer.early.months == 0 || newcomer.late.months == 0) continue;
    sum += mean(newcomer.late) - mean(newcomer.early);
    persons += 1;
  }
  return persons > 0 ? sum / persons : std::numeric_limits<double>::quiet_NaN();
}

void NetworkCases::observe(const World& world) {
  const Persons& people = world.persons;
  for (std::size_t i = first_arrived_since(people, kFirstCohort); i < people.size(); ++i) {
    const bool of_age = people.age[i] >= kYoungest && people.age[i] <= kOldest;
    if (people.active[i] == 0 || !of_age) continue;
    if (people.months_since_exit(i, world.month) != kNetworkAfter) continue;
    cases_.push_back(case_of(world, i));
  }
}

double network_effect(const std::vector<NetworkCase>& cases, Network network) {
  std::vector<int> years;
  for (const auto& one : cases) years.push_back(one.year);
  const auto column = [&](auto value) {
    std::vector<double> values;
    values.reserve(cases.size());
    for (const auto& one : cases) values.push_back(static_cast<double>(value(one)));
    return within_groups(values, years);
  };
  const auto fit = fit_linear({column([](const NetworkCase& c) { return c.arrivals; }),
                               column([](const NetworkCase& c) { return c.settled; }),
                               column([](const NetworkCase& c) { return c.age; }),
                               column([](const NetworkCase& c) { return c.woman; })},
                              column([](const NetworkCase& c) { return c.employed; }));
  return fit.effect_of_sd(network == Network::newcomers ? 0 : 1);
}

}  // namespace resettle
