#include "outputs/indicators.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "outputs/indicator_table.h"

namespace resettle {

namespace {

using indicator_table::flag;
using indicator_table::is_unemployed;
using indicator_table::kIndicators;

constexpr std::size_t kCount = std::size(kIndicators);

constexpr auto kInfos = [] {
  std::array<IndicatorInfo, kCount> infos{};
  for (std::size_t k = 0; k < kCount; ++k) infos[k] = kIndicators[k].info;
  return infos;
}();

using InBase = std::array<bool, kBases>;

InBase bases_of(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  const bool outside = people.in_south(i) && !people.in_facility(i);
  const bool active = people.active[i] != 0;
  // & and | rather than && and ||: no branch on what is as good as random.
  const bool employed = active & people.works(i);
  const bool in_labour_force = employed | (active & is_unemployed(w, i));
  const bool wage_worker = employed & !people.self_employed(i);
  return {outside, active, in_labour_force, employed, wage_worker};
}

/// Values of all indicators for one person, 0 where the person is not in the base. Unrolled, so
/// that every line of the table is inlined here.
template <std::size_t... K>
void values_of(const World& w, std::size_t i, const InBase& in, float* values,
               std::index_sequence<K...>) {
  ((values[K] =
        flag(in[static_cast<std::size_t>(kIndicators[K].info.base)]) * kIndicators[K].value(w, i)),
   ...);
}

/// Sums over some persons of one block. Single precision is enough for a block: counts are exact,
/// other values carry a relative error of about 1e-6.
struct BlockSums {
  std::array<float, kCount> value{};
  std::array<std::int32_t, kBases> persons{};

  void add(const float* values, const InBase& in) {
    for (std::size_t k = 0; k < kCount; ++k) value[k] += values[k];
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += in[b] ? 1 : 0;
  }
  void add(const BlockSums& other) {
    for (std::size_t k = 0; k < kCount; ++k) value[k] += other.value[k];
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += other.persons[b];
  }
};

/// The persons of one block by cell. A cell is a combination of groups, one of each attribute, so
/// that a person is added once and not once for every attribute; few cells occur in a block.
class Cells {
 public:
  explicit Cells(std::size_t possible) : position_(possible, kAbsent) {}

  BlockSums& of(std::size_t cell) {
    if (position_[cell] == kAbsent) {
      position_[cell] = sums_.size();
      sums_.emplace_back();
      cells_.push_back(cell);
    }
    return sums_[position_[cell]];
  }
  [[nodiscard]] std::size_t count() const { return cells_.size(); }
  [[nodiscard]] std::size_t cell(std::size_t n) const { return cells_[n]; }
  [[nodiscard]] const BlockSums& sums(std::size_t n) const { return sums_[n]; }

 private:
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
  std::vector<std::size_t> position_;  ///< of every possible cell
  std::vector<std::size_t> cells_;     ///< those that occur, in order of occurrence
  std::vector<BlockSums> sums_;
};

Cells cells_of_block(const World& world, const std::vector<const SubgroupInfo*>& attributes,
                     std::size_t begin, std::size_t end) {
  std::size_t possible = 1;
  for (const auto* attribute : attributes) possible *= attribute->labels.size();
  Cells cells(possible);
  std::array<float, kCount> values{};
  for (std::size_t i = begin; i < end; ++i) {
    const InBase in = bases_of(world, i);
    if (!in[0]) continue;
    values_of(world, i, in, values.data(), std::make_index_sequence<kCount>{});
    std::size_t cell = 0;
    for (const auto* attribute : attributes) {
      cell = cell * attribute->labels.size() + attribute->group_of(world, i);
    }
    cells.of(cell).add(values.data(), in);
  }
  return cells;
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
    for (const auto& label : found->labels) labels_.push_back(name + "=" + label);
  }
}

void AggregateRecorder::record(World& world) {
  std::vector<std::vector<BlockSums>> partial(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Cells cells = cells_of_block(world, attributes_, begin, end);
    auto& groups = partial[begin / kBlockSize];
    groups.resize(labels_.size());
    for (std::size_t n = 0; n < cells.count(); ++n) {
      const BlockSums& sums = cells.sums(n);
      groups[0].add(sums);
      std::size_t rest = cells.cell(n);
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
