#include "study/trial_records.h"

#include <algorithm>

#include "core/errors.h"
#include "results/paired_interval.h"

namespace resettle {

namespace {

constexpr int kYoungest = 18;  // working age
constexpr int kOldest = 64;

constexpr std::size_t kMonthsKept = kTrialMonths + 1;

double share(double count, double persons) { return persons > 0 ? count / persons : kAbsent; }

void require_twins(const std::vector<Newcomer>& control, const std::vector<Newcomer>& treatment) {
  const bool same = std::equal(
      control.begin(), control.end(), treatment.begin(), treatment.end(),
      [](const Newcomer& one, const Newcomer& other) { return one.ticket == other.ticket; });
  require(same, "the arms of a trial must hold the same newcomers");
}

/// Whether the month counts: the person is there and of working age in both arms.
bool counted(const Newcomer& one, const Newcomer& other, std::size_t month) {
  return one.working_age && other.working_age && one.months[month] != WorkState::not_counted &&
         other.months[month] != WorkState::not_counted;
}

bool ever_worked(const Newcomer& newcomer, std::size_t month) {
  const auto begin = newcomer.months.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(month) + 1;
  return std::find(begin, end, WorkState::works) != end;
}

}  // namespace

void CohortRecorder::record(World& world) {
  const Persons& people = world.persons;
  const auto& arrivals = people.arrival_month;
  const auto index_of = [&](Month month) {
    return static_cast<std::size_t>(
        std::lower_bound(arrivals.begin(), arrivals.end(), month.index) - arrivals.begin());
  };
  first_ = index_of(first_arrival_);
  newcomers_.resize(index_of(last_arrival_ + 1) - first_);
  for (std::size_t n = 0; n < newcomers_.size(); ++n) {
    const std::size_t i = first_ + n;
    Newcomer& newcomer = newcomers_[n];
    newcomer.ticket = people.ticket[i];
    newcomer.in_pilot = people.pilot_group[i] != 0;
    if (people.active[i] == 0) continue;
    const int months = people.months_since_exit(i, world.month);
    if (months < 0 || months > kTrialMonths) continue;
    if (months == 0) {
      newcomer.working_age = people.age[i] >= kYoungest && people.age[i] <= kOldest;
    }
    newcomer.months.at(static_cast<std::size_t>(months)) =
        people.works(i) ? WorkState::works : WorkState::without_work;
  }
}

void HostRecorder::record(World& world) {
  const bool first = months_ == 0;
  const bool anniversary = months_ > 0 && months_ % 12 == 0;
  ++months_;
  if (!first && !anniversary) return;
  Year year;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    const auto person = static_cast<std::uint32_t>(i);
    for (const Tie& tie : world.ties.of(i)) {
      if (tie.kind != TieKind::host || !tie.strong) continue;
      const TiePair pair{person, tie.other};
      if (first) {
        first_ties_[pair] = world.persons.pilot_group[i] != 0;
      } else if (first_ties_.contains(pair)) {
        year.own_tie[pair] = world.hosts.own_tie_attitude(tie.other, Month{tie.since});
      }
    }
  }
  if (first) return;
  for (HostIndex host = 0; host < world.hosts.size(); ++host) {
    year.stranger.push_back(world.hosts.stranger_attitude(host));
  }
  years_.push_back(std::move(year));
}

std::vector<double> employment_differences(const std::vector<Newcomer>& control,
                                           const std::vector<Newcomer>& treatment,
                                           bool pilot_only) {
  require_twins(control, treatment);
  std::vector<double> differences;
  for (std::size_t month = 0; month < kMonthsKept; ++month) {
    double difference = 0;
    double persons = 0;
    for (std::size_t n = 0; n < control.size(); ++n) {
      if (pilot_only && !treatment[n].in_pilot) continue;
      if (!counted(control[n], treatment[n], month)) continue;
      persons += 1;
      difference += treatment[n].months[month] == WorkState::works ? 1 : 0;
      difference -= control[n].months[month] == WorkState::works ? 1 : 0;
    }
    differences.push_back(share(difference, persons));
  }
  return differences;
}

std::vector<double> ever_employed_ratios(const std::vector<Newcomer>& control,
                                         const std::vector<Newcomer>& treatment) {
  require_twins(control, treatment);
  std::vector<double> ratios;
  for (std::size_t month = 0; month < kMonthsKept; ++month) {
    double before = 0;
    double after = 0;
    for (std::size_t n = 0; n < control.size(); ++n) {
      if (!counted(control[n], treatment[n], month)) continue;
      before += ever_worked(control[n], month) ? 1 : 0;
      after += ever_worked(treatment[n], month) ? 1 : 0;
    }
    ratios.push_back(share(after, before));
  }
  return ratios;
}

AttitudeChanges attitude_changes(const HostRecorder& control, const HostRecorder& treatment) {
  require(control.years().size() == treatment.years().size(), "arms of a trial differ in length");
  AttitudeChanges changes;
  for (std::size_t y = 0; y < treatment.years().size(); ++y) {
    const auto& before = control.years()[y];
    const auto& after = treatment.years()[y];
    double own = 0;
    double strangers = 0;
    double ties = 0;
    for (const auto& [pair, attitude] : after.own_tie) {
      if (!treatment.first_ties().at(pair) || control.first_ties().contains(pair)) continue;
      const auto host = static_cast<std::size_t>(pair.second);
      own += static_cast<double>(attitude) - static_cast<double>(before.stranger[host]);
      strangers +=
          static_cast<double>(after.stranger[host]) - static_cast<double>(before.stranger[host]);
      ties += 1;
    }
    changes.own_tie.push_back(share(own, ties));
    changes.strangers.push_back(share(strangers, ties));
  }
  return changes;
}

}  // namespace resettle
