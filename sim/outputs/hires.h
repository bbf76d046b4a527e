#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/simulation.h"

// Deadweight of hiring subsidies, from the same persons in two worlds (MODEL 18).

namespace resettle {

/// Subsidised hires, and where it is wanted also when persons begin and cease to work. Takes
/// part from the policy start on. Kept: twelve bytes for a subsidised hire, and four for every
/// beginning and end of work, which is about a tenth of a byte for a person-month.
class HireRecorder final : public Recorder {
 public:
  /// A subsidised hire of somebody who is counted at the end of the month.
  struct Hire {
    PersonIndex person;
    std::int32_t month;       ///< index of the calendar month
    std::int32_t idle_since;  ///< month in which the spell without work began that ended now
  };

  HireRecorder() = default;
  /// `before` is the world at the end of the month before the first one that is recorded; when
  /// persons begin and cease to work is kept if it is given.
  explicit HireRecorder(const World* before);

  void record(World& world) override;

  /// Of each recorded month, in order.
  [[nodiscard]] const std::vector<Month>& months() const { return months_; }
  [[nodiscard]] const std::vector<std::vector<Hire>>& hires() const { return hires_; }
  /// Who was at work, in a job or in a business, before the first month: 0 or 1.
  [[nodiscard]] const std::vector<std::uint8_t>& at_work_before() const { return before_; }
  /// Who has begun or ceased to work since the end of the month before.
  [[nodiscard]] const std::vector<std::vector<PersonIndex>>& changes() const { return changes_; }

 private:
  bool keeps_work_ = false;
  std::vector<Month> months_;
  std::vector<std::vector<Hire>> hires_;
  std::vector<std::uint8_t> before_;
  std::vector<std::uint8_t> now_;
  std::vector<std::vector<PersonIndex>> changes_;
};

/// Simulated persons, by recorded month.
struct HireCounts {
  std::vector<std::int32_t> subsidised;
  /// Those of whom the reference shows that the subsidy was not needed: there the same person is at
  /// work at the end of the month, in a job or in a business, or has begun to work since the spell
  /// without work began that the subsidised hire ends.
  ///
  /// Why this reading of "in the same month or earlier": an earlier job counts only if it falls
  /// into the same spell, since a job of years ago says nothing about this hire; it counts even if
  /// it has ended since, for the person was hired without the subsidy, and sooner. Somebody who has
  /// not lost the job at all in the reference is at work there too. A business counts, because the
  /// subsidy then adds nobody at work.
  ///
  /// Where the reference subsidises as well, its hires may be subsidised: the share then tells what
  /// the arm adds to the reference, not to a world without subsidies.
  std::vector<std::int32_t> anyway;
};

/// `reference` keeps work; both record the same months.
HireCounts compare_hires(const HireRecorder& reference, const HireRecorder& arm);

}  // namespace resettle
