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
#include "outputs/subgroups.h"

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

/// Cells with fewer persons are never published.
inline constexpr int kSmallestCell = 20;

/// Indicators by month and subgroup. Means are over the persons of the base; values of cells below
/// kSmallestCell persons are NaN. Counts are divided by the simulated share.
class AggregateRecorder final : public Recorder {
 public:
  /// `asked` are attributes and crossings, as Subgroups takes them.
  explicit AggregateRecorder(const std::vector<std::string>& asked);

  void record(World& world) override;

  /// "all", then "sex=man", "sex=woman" ...
  [[nodiscard]] const std::vector<std::string>& subgroups() const { return subgroups_.labels(); }
  /// Value of indicator k: [month x subgroup], months in order of recording.
  [[nodiscard]] std::vector<float> values(std::size_t indicator) const;

 private:
  /// Persons are added by cell, a combination of groups of some attributes, and the cells then to
  /// the groups they belong to: so a person is added once for all splits of these attributes.
  struct Table {
    std::vector<std::size_t> attributes;  ///< index in Subgroups::attributes()
    std::size_t cells;
    std::vector<std::size_t> splits;               ///< those that the table serves
    std::vector<std::vector<std::size_t>> labels;  ///< [cell]: the labels it belongs to
  };

  void make_tables();
  void find_labels(Table& table) const;

  Subgroups subgroups_;
  std::vector<Table> tables_;
  std::vector<float> values_;  ///< [month][subgroup][indicator]
};

}  // namespace resettle
