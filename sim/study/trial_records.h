#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "engine/simulation.h"

// What is kept of one arm of a virtual trial, and how the two arms are compared. The same row of
// both arms is the same person: no policy changes who arrives.

namespace resettle {

/// Months after the facility that are followed.
inline constexpr int kTrialMonths = 60;

/// A newcomer in one month after the facility.
enum class WorkState : std::uint8_t { not_counted, without_work, works };

/// One newcomer of the cohort.
struct Newcomer {
  std::uint32_t ticket = 0;
  bool in_pilot = false;     ///< in the group of the pilot, at the end
  bool working_age = false;  ///< 18-64 in the first month after the facility
  std::array<WorkState, kTrialMonths + 1> months{};
};

/// Follows everybody who arrived in a span of months.
class CohortRecorder final : public Recorder {
 public:
  CohortRecorder(Month first_arrival, Month last_arrival)
      : first_arrival_(first_arrival), last_arrival_(last_arrival) {}

  void record(World& world) override;
  [[nodiscard]] const std::vector<Newcomer>& newcomers() const { return newcomers_; }

 private:
  Month first_arrival_;
  Month last_arrival_;
  std::size_t first_ = 0;  ///< index of the first newcomer
  std::vector<Newcomer> newcomers_;
};

/// A host and the member of the group who was given the tie.
using TiePair = std::pair<std::uint32_t, std::uint32_t>;  ///< person, host

/// Follows the attitudes of all hosts, and the lasting ties that exist at the end of the first
/// recorded month.
class HostRecorder final : public Recorder {
 public:
  void record(World& world) override;

  struct Year {
    std::vector<float> stranger;       ///< attitude to strangers, by host, 0-1
    std::map<TiePair, float> own_tie;  ///< attitude to the own tie, while it lives
  };
  /// Lasting ties of the first month; true if the person is in the group of the pilot.
  [[nodiscard]] const std::map<TiePair, bool>& first_ties() const { return first_ties_; }
  /// Twelve, twenty-four ... months after the first recorded month.
  [[nodiscard]] const std::vector<Year>& years() const { return years_; }

 private:
  int months_ = 0;  ///< recorded so far
  std::map<TiePair, bool> first_ties_;
  std::vector<Year> years_;
};

/// Difference (treatment minus control) by month after the facility, 0 to kTrialMonths, of the
/// share employed among newcomers of working age who are counted in that month in both arms.
/// `pilot_only`: those alone who are in the group of the pilot in the treatment arm. NaN where
/// nobody is counted. Throws std::logic_error if the arms hold different persons.
std::vector<double> employment_differences(const std::vector<Newcomer>& control,
                                           const std::vector<Newcomer>& treatment, bool pilot_only);

/// Ratio (treatment to control) by month of the share who have worked at least once since the
/// facility, among those counted in that month in both arms. NaN where the control has none.
std::vector<double> ever_employed_ratios(const std::vector<Newcomer>& control,
                                         const std::vector<Newcomer>& treatment);

/// What a given tie did to its hosts, by year after the start.
struct AttitudeChanges {
  std::vector<double> own_tie;    ///< attitude to the tie minus the same host's to strangers in the
                                  ///< control arm
  std::vector<double> strangers;  ///< attitude to strangers minus the same in the control arm
};

/// Means over the hosts whose given tie still lives; ties that exist in the control arm too are
/// left out. NaN where no tie lives.
AttitudeChanges attitude_changes(const HostRecorder& control, const HostRecorder& treatment);

}  // namespace resettle
