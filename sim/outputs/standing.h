#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulation.h"
#include "outputs/subgroups.h"

namespace resettle {

/// Who a person is when gains and losses are told: as things stand in the first month in which the
/// reference counts the person, from the policy start on. Neither a policy nor what becomes of a
/// person in the reference changes the group. A mean over later months would: who is lucky in the
/// reference would rank high there and lose in every other world, as luck goes back to its mean.
/// Five bytes a person, and one for every attribute; nothing by month.
class StandingRecorder final : public Recorder {
 public:
  /// `subgroups` as Subgroups takes them.
  explicit StandingRecorder(const std::vector<std::string>& subgroups) : subgroups_(subgroups) {}

  void record(World& world) override;

  [[nodiscard]] const Subgroups& subgroups() const { return subgroups_; }
  [[nodiscard]] std::size_t persons() const { return counted_.size(); }
  /// Whether the person was counted in any month (aged 15+, in the South, outside the facility).
  [[nodiscard]] bool counted(std::size_t i) const { return counted_[i] != 0; }
  /// Equivalent household income in the first such month as a share of the nation's median income
  /// then: relative, so that somebody counted only in late years does not rank higher because the
  /// whole country has become richer (or dearer) since. 0 if never counted.
  [[nodiscard]] float income(std::size_t i) const { return income_[i]; }
  /// The person's group in an attribute in that month.
  [[nodiscard]] std::uint8_t group(std::size_t attribute, std::size_t i) const {
    return groups_[attribute][i];
  }

 private:
  void note(const World& world, Rows rows, const RowFlags& first_time);

  Subgroups subgroups_;
  std::vector<std::uint8_t> counted_;
  std::vector<float> income_;
  std::vector<std::vector<std::uint8_t>> groups_;  ///< [attribute][person]
};

}  // namespace resettle
