#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/rows.h"
#include "outputs/indicator_table.h"
#include "outputs/indicators.h"

namespace resettle {

/// Sums of all indicators over some persons, of counts and of numbers in their parts
/// (indicator_table.h): exact, so that they do not depend on what else is summed, nor on its order.
struct IndicatorSums {
  std::array<std::int64_t, indicator_table::kCount> value{};
  std::array<std::int32_t, kBases> persons{};

  void add(const IndicatorSums& other) {
    for (std::size_t k = 0; k < value.size(); ++k) value[k] += other.value[k];
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += other.persons[b];
  }
};

/// A cell is a combination of groups, one of each attribute, so that a person is added once and not
/// once for every attribute.
struct CellSums {
  std::size_t cell;
  IndicatorSums sums;
};

/// A crossing of all attributes would make more; the place of a person among them fits into 16
/// bits.
inline constexpr std::size_t kMostCells = 10000;
/// Splits share their cells as long as there are no more: with few persons in each, adding up the
/// cells costs more than adding up the persons.
inline constexpr std::size_t kUsualCells = 128;

/// What is found once for the rows of a block, however they are split.
struct RowFacts {
  RowValues<std::uint8_t> levels;  ///< to how many bases a person belongs
  RowValues<std::uint64_t> flags;  ///< the indicators that hold or do not hold, one bit each
};
RowFacts facts_of(const World& world, Rows rows);

/// Sums by cell over the rows of one block, whose persons are in the cells named, each below
/// `possible`. Those cells only in which somebody is, in their order. Errors: std::range_error if a
/// figure of somebody is no number, or too large to be added.
std::vector<CellSums> sums_by_cell(const World& world, Rows rows, const RowFacts& facts,
                                   const RowValues<std::uint16_t>& cells, std::size_t possible);

}  // namespace resettle
