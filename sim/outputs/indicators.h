#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/rows.h"
#include "engine/simulation.h"

namespace resettle {

/// Whom an indicator is about; all of them live in the South outside the facility. Each base is
/// part of the one before.
enum class Base : std::uint8_t { everybody, aged_15, labour_force, employed, wage_workers };
inline constexpr std::size_t kBases = 5;
std::string_view name_of(Base base);

/// How the persons of a base are summarised.
enum class Summary : std::uint8_t { mean, count };

/// What is measured each month: one line of the table in indicator_table.h.
struct IndicatorInfo {
  std::string_view name;
  std::string_view unit;
  std::string_view label;
  Base base;
  Summary summary;
};

/// All indicators, in the order in which they are stored.
std::span<const IndicatorInfo> indicators();

/// An attribute by which results can be split.
struct SubgroupInfo {
  std::string_view name;
  std::vector<std::string> labels;
  /// The group of every person of some rows: index of its label.
  void (*groups_of)(const World&, Rows, RowValues<std::uint8_t>& groups);
};
const std::vector<SubgroupInfo>& subgroup_attributes();

/// Cells with fewer persons are never published.
inline constexpr int kSmallestCell = 20;

/// Indicators by month and subgroup. Means are over the persons of the base; values of cells below
/// kSmallestCell persons are NaN. Counts are divided by the simulated share.
class AggregateRecorder final : public Recorder {
 public:
  /// `attributes` are names of subgroup_attributes(), each at most once; throws std::logic_error
  /// for an unknown one.
  explicit AggregateRecorder(const std::vector<std::string>& attributes);

  void record(World& world) override;

  /// "all", then "sex=man", "sex=woman" ...
  [[nodiscard]] const std::vector<std::string>& subgroups() const { return labels_; }
  /// Value of indicator k: [month x subgroup], months in order of recording.
  [[nodiscard]] std::vector<float> values(std::size_t indicator) const;

 private:
  std::vector<const SubgroupInfo*> attributes_;
  std::vector<std::string> labels_;
  std::vector<std::size_t> first_label_;  ///< of each attribute
  std::size_t cells_ = 1;                 ///< combinations of groups, one of each attribute
  std::vector<float> values_;             ///< [month][subgroup][indicator]
};

}  // namespace resettle
