#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulation.h"
#include "outputs/subgroups.h"

namespace resettle {

/// Who a person is when gains and losses are told: recorded in the reference, from the policy start
/// on, so that no policy changes to which group somebody belongs. Ten bytes a person, and one for
/// every attribute; nothing by month.
class StandingRecorder final : public Recorder {
 public:
  /// `subgroups` as Subgroups takes them.
  explicit StandingRecorder(const std::vector<std::string>& subgroups) : subgroups_(subgroups) {}

  void record(World& world) override;

  [[nodiscard]] const Subgroups& subgroups() const { return subgroups_; }
  [[nodiscard]] std::size_t persons() const { return months_.size(); }
  /// Months in which the person was counted (aged 15+, in the South, outside the facility).
  [[nodiscard]] int months(std::size_t i) const { return months_[i]; }
  /// Mean over these months of the equivalent household income as a share of the nation's median
  /// income of the month. Relative to the median, so that somebody counted only in late years does
  /// not rank higher because the whole country has become richer (or dearer) since. 0 if never
  /// counted.
  [[nodiscard]] double mean_income(std::size_t i) const;
  /// The person's group in an attribute in the first month in which the person was counted.
  [[nodiscard]] std::uint8_t group(std::size_t attribute, std::size_t i) const {
    return groups_[attribute][i];
  }

 private:
  void note_groups(const SubgroupView& view, Rows rows, const RowFlags& first_time);

  Subgroups subgroups_;
  std::vector<std::int16_t> months_;
  std::vector<double> income_;                     ///< sum over the months, of the median
  std::vector<std::vector<std::uint8_t>> groups_;  ///< [attribute][person]
};

}  // namespace resettle
