#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/study_plan.h"
#include "results/paired_interval.h"

// `stop_when` of a study: whether its intervals are narrow enough, and if not, how many replicates
// to go on to. Follows from the results alone.

namespace resettle {

/// How precise one arm is.
struct ArmPrecision {
  std::string arm;
  double half_width = kAbsent;  ///< of the 95 % interval; NaN where too few persons are counted
  double deviation = kAbsent;   ///< of the differences, over replicates
  int replicates = 0;           ///< that have a value
};

/// A look at the intervals.
struct Look {
  int replicates = 0;
  std::string unit;                ///< of the outcome
  std::vector<ArmPrecision> arms;  ///< those that must be precise

  /// Whether every half width is at or below the one asked for.
  [[nodiscard]] bool is_precise(const StopWhen& stop) const;
  /// The arm with the widest interval; one without any comes first.
  [[nodiscard]] const ArmPrecision& widest() const;
  /// Replicates that will probably be enough for all arms, with a reserve; 0 if an arm has no
  /// interval or no number up to kMostReplicates is enough.
  [[nodiscard]] int needed(const StopWhen& stop) const;
  /// Replicates to go on to, at most `at_most`; 0: no more.
  [[nodiscard]] int next(const StopWhen& stop) const;
};

/// Errors: InputError.
Look look_at(const std::filesystem::path& study, const StopWhen& stop);

/// "precise enough: ±430 person-months after 60 replicates (asked: 500)", or why it ended without,
/// and what would be needed. `looks` were taken.
std::string describe(const Look& look, const StopWhen& stop, int looks, bool out_of_time);

}  // namespace resettle
