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

/// The groups of the persons of some rows in every attribute.
using Groups = std::vector<RowValues<std::uint8_t>>;

Groups groups_of(const Subgroups& subgroups, const World& world, Rows rows) {
  Groups groups(subgroups.attributes().size());
  for (std::size_t a = 0; a < groups.size(); ++a) {
    subgroups.attributes()[a]->groups_of(world, rows, groups[a]);
  }
  return groups;
}

/// The cell of every person: a number made of the groups in some attributes, the last varying
/// fastest.
void cells_of(const Subgroups& subgroups, const std::vector<std::size_t>& attributes,
              const Groups& groups, std::size_t rows, RowValues<std::uint16_t>& cells) {
  std::fill_n(cells.begin(), rows, std::uint16_t{0});
  for (const std::size_t a : attributes) {
    const std::size_t size = subgroups.attributes()[a]->labels.size();
    for (std::size_t n = 0; n < rows; ++n) {
      cells[n] = static_cast<std::uint16_t>(cells[n] * size + groups[a][n]);
    }
  }
}

double parts_of(std::size_t k) {
  const auto* number = std::get_if<indicator_table::Number>(&kIndicators[k].of_person);
  return number != nullptr ? number->parts : 1.0;
}

float publish(const IndicatorSums& sums, std::size_t k, float scale) {
  const IndicatorInfo& info = kInfos[k];
  const std::int32_t persons = sums.persons[static_cast<std::size_t>(info.base)];
  if (persons < kSmallestCell) return std::numeric_limits<float>::quiet_NaN();
  const double denominator =
      info.summary == Summary::mean ? static_cast<double>(persons) : static_cast<double>(scale);
  return static_cast<float>(static_cast<double>(sums.value[k]) / (parts_of(k) * denominator));
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

AggregateRecorder::AggregateRecorder(const std::vector<std::string>& asked) : subgroups_(asked) {
  make_tables();
  for (Table& table : tables_) find_labels(table);
}

/// Every split goes to the first table that has its attributes or has room for them.
void AggregateRecorder::make_tables() {
  tables_.push_back({{}, 1, {}, {}});
  const auto& splits = subgroups_.splits();
  for (std::size_t s = 0; s < splits.size(); ++s) {
    const auto with = [&](Table table) {
      for (const std::size_t a : splits[s].attributes) {
        const auto& there = table.attributes;
        if (std::find(there.begin(), there.end(), a) != there.end()) continue;
        table.attributes.push_back(a);
        table.cells *= subgroups_.attributes()[a]->labels.size();
      }
      table.splits.push_back(s);
      return table;
    };
    const auto has_room = [&](const Table& table) {
      return table.attributes.empty() || with(table).cells <= kUsualCells;
    };
    auto found = std::find_if(tables_.begin(), tables_.end(), has_room);
    if (found == tables_.end()) found = tables_.insert(found, Table{{}, 1, {}, {}});
    *found = with(*found);
    if (found->cells > kMostCells) throw std::logic_error("a crossing of too many groups");
  }
}

/// "all" is what the first table adds up to.
void AggregateRecorder::find_labels(Table& table) const {
  table.labels.resize(table.cells);
  for (std::size_t cell = 0; cell < table.cells; ++cell) {
    std::vector<std::size_t> group(subgroups_.attributes().size(), 0);
    std::size_t rest = cell;
    for (std::size_t place = table.attributes.size(); place-- > 0;) {
      const std::size_t a = table.attributes[place];
      const std::size_t size = subgroups_.attributes()[a]->labels.size();
      group[a] = rest % size;
      rest /= size;
    }
    if (&table == &tables_.front()) table.labels[cell].push_back(0);
    for (const std::size_t s : table.splits) {
      table.labels[cell].push_back(
          subgroups_.label_of(subgroups_.splits()[s], [&](std::size_t a) { return group[a]; }));
    }
  }
}

void AggregateRecorder::record(World& world) {
  const std::size_t labels = subgroups_.labels().size();
  std::vector<std::vector<IndicatorSums>> partial(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    const Groups groups = groups_of(subgroups_, world, rows);
    const RowFacts facts = facts_of(world, rows);
    auto& sums_of = partial[begin / kBlockSize];
    sums_of.resize(labels);
    for (const Table& table : tables_) {
      RowValues<std::uint16_t> cells;
      cells_of(subgroups_, table.attributes, groups, rows.count(), cells);
      for (const auto& [cell, sums] : sums_by_cell(world, rows, facts, cells, table.cells)) {
        for (const std::size_t label : table.labels[cell]) sums_of[label].add(sums);
      }
    }
  });
  for (std::size_t g = 0; g < labels; ++g) {
    IndicatorSums total;
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
