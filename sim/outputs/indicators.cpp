#include "outputs/indicators.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "outputs/indicator_sums.h"

namespace resettle {

namespace {

using indicator_table::kCount;
using indicator_table::kIndicators;

constexpr auto kInfos = [] {
  std::array<IndicatorInfo, kCount> infos{};
  for (std::size_t k = 0; k < kCount; ++k) infos[k] = kIndicators[k].info;
  return infos;
}();

/// The cell of every person of some rows: a number made of the groups, the last attribute varying
/// fastest.
void cells_of(const World& world, const std::vector<const SubgroupInfo*>& attributes, Rows rows,
              RowValues<std::uint16_t>& cells) {
  std::fill_n(cells.begin(), rows.count(), std::uint16_t{0});
  for (const auto* attribute : attributes) {
    RowValues<std::uint8_t> groups;
    attribute->groups_of(world, rows, groups);
    const std::size_t size = attribute->labels.size();
    for (std::size_t n = 0; n < rows.count(); ++n) {
      cells[n] = static_cast<std::uint16_t>(cells[n] * size + groups[n]);
    }
  }
}

/// Sums of one subgroup over all blocks.
struct Sums {
  std::array<double, kCount> value{};
  std::array<std::int32_t, kBases> persons{};

  void add(const BlockSums& block) {
    for (std::size_t k = 0; k < kCount; ++k) value[k] += static_cast<double>(block.value[k]);
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += block.persons[b];
  }
};

float publish(const Sums& sums, std::size_t k, float scale) {
  const IndicatorInfo& info = kInfos[k];
  const std::int32_t persons = sums.persons[static_cast<std::size_t>(info.base)];
  if (persons < kSmallestCell) return std::numeric_limits<float>::quiet_NaN();
  const double denominator =
      info.summary == Summary::mean ? static_cast<double>(persons) : static_cast<double>(scale);
  return static_cast<float>(sums.value[k] / denominator);
}

}  // namespace

std::string_view name_of(Base base) {
  switch (base) {
    case Base::everybody:
      return "persons outside the facility";
    case Base::aged_15:
      return "persons aged 15+ outside the facility";
    case Base::labour_force:
      return "labour force";
    case Base::employed:
      return "employed";
    case Base::wage_workers:
      return "wage workers";
  }
  return "";
}

std::span<const IndicatorInfo> indicators() { return kInfos; }

AggregateRecorder::AggregateRecorder(const std::vector<std::string>& attributes) : labels_{"all"} {
  for (const auto& name : attributes) {
    const auto& known = subgroup_attributes();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const SubgroupInfo& info) { return info.name == name; });
    if (found == known.end()) throw std::logic_error("unknown subgroup attribute " + name);
    attributes_.push_back(&*found);
    first_label_.push_back(labels_.size());
    cells_ *= found->labels.size();
    for (const auto& label : found->labels) labels_.push_back(name + "=" + label);
  }
  if (cells_ > kMostCells) throw std::logic_error("too many combinations of subgroups");
}

void AggregateRecorder::record(World& world) {
  std::vector<std::vector<BlockSums>> partial(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowValues<std::uint16_t> cells;
    cells_of(world, attributes_, rows, cells);
    auto& groups = partial[begin / kBlockSize];
    groups.resize(labels_.size());
    for (const auto& [cell, sums] : sums_by_cell(world, rows, cells, cells_)) {
      groups[0].add(sums);
      std::size_t rest = cell;
      for (std::size_t a = attributes_.size(); a-- > 0;) {  // the last attribute varies fastest
        const std::size_t size = attributes_[a]->labels.size();
        groups[first_label_[a] + rest % size].add(sums);
        rest /= size;
      }
    }
  });
  for (std::size_t g = 0; g < labels_.size(); ++g) {
    Sums total;
    for (const auto& block : partial) {
      if (!block.empty()) total.add(block[g]);
    }
    for (std::size_t k = 0; k < kCount; ++k) values_.push_back(publish(total, k, world.scale));
  }
}

std::vector<float> AggregateRecorder::values(std::size_t indicator) const {
  std::vector<float> column;
  column.reserve(values_.size() / kCount);
  for (std::size_t at = indicator; at < values_.size(); at += kCount) column.push_back(values_[at]);
  return column;
}

}  // namespace resettle
