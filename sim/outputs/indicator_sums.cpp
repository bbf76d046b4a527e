#include "outputs/indicator_sums.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace resettle {

namespace {

using indicator_table::EveryOne;
using indicator_table::Flag;
using indicator_table::in_labour_force;
using indicator_table::Indicator;
using indicator_table::kCount;
using indicator_table::kIndicators;
using indicator_table::LookedUp;
using indicator_table::Number;

/// Eight flags of a person, one bit each.
using Marks = RowValues<std::uint8_t>;
/// To how many bases a person belongs: each is part of the one before.
using Levels = RowValues<std::uint8_t>;

// --- Lists of indicators, made of the table when this is compiled ------------------------------

struct List {
  std::array<std::size_t, kCount> indicators{};  ///< index in the table
  std::size_t count = 0;
};

/// The indicators found in the given way, of one base or of all.
template <class Way>
constexpr List list_of(std::optional<Base> base = std::nullopt) {
  List list;
  for (std::size_t k = 0; k < kCount; ++k) {
    const bool included = !base || kIndicators[k].info.base == *base;
    if (included && std::holds_alternative<Way>(kIndicators[k].of_person)) {
      list.indicators[list.count++] = k;
    }
  }
  return list;
}
constexpr List kEveryOne = list_of<EveryOne>();
constexpr List kFlags = list_of<Flag>();
constexpr List kLookedUp = list_of<LookedUp>();
template <Base base>
constexpr List kNumbers = list_of<Number>(base);

// --- Rows by cell and level --------------------------------------------------------------------

constexpr std::uint8_t level_of(Base base) { return static_cast<std::uint8_t>(base) + 1; }
constexpr bool belongs(std::uint8_t level, Base base) { return level >= level_of(base); }
constexpr std::uint16_t kLevels = kBases + 1;  ///< the first: outside every base
static_assert(kMostCells * kLevels < 0xffff);

std::uint8_t level(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  // & rather than &&: no branch on what is as good as random.
  const bool outside = people.in_south(i) & !people.in_facility(i);
  const bool active = outside & (people.active[i] != 0);
  const bool in_force = active & in_labour_force(w, i);
  const bool employed = active & people.works(i);
  const bool wage_worker = employed & !people.self_employed(i);
  const auto one = [](bool belongs_to) -> std::uint8_t { return belongs_to ? 1 : 0; };
  return static_cast<std::uint8_t>(one(outside) + one(active) + one(in_force) + one(employed) +
                                   one(wage_worker));
}

/// Rows of a block (0 = its first) by cell and, within the cell, by level: so those of a base
/// follow one another.
struct Order {
  RowValues<std::uint16_t> row;
  std::vector<std::uint16_t> begin;  ///< [cell x level], and the end

  [[nodiscard]] std::span<const std::uint16_t> of(std::size_t cell, Base base) const {
    const std::size_t first = begin[cell * kLevels + level_of(base)];
    return {row.data() + first, begin[(cell + 1) * kLevels] - first};
  }
};

void put_in_order(Rows rows, const RowValues<std::uint16_t>& cells, std::size_t possible,
                  const Levels& levels, Order& order) {
  RowValues<std::uint16_t> key;
  work_out(rows, key, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    return static_cast<std::uint16_t>(cells[n] * kLevels + levels[n]);
  });
  order.begin.assign(possible * kLevels + 1, 0);
  for (std::size_t n = 0; n < rows.count(); ++n) ++order.begin[key[n] + std::size_t{1}];
  std::partial_sum(order.begin.begin(), order.begin.end(), order.begin.begin());
  std::vector<std::uint16_t> next = order.begin;
  for (std::size_t n = 0; n < rows.count(); ++n) {
    order.row[next[key[n]]++] = static_cast<std::uint16_t>(n);
  }
}

// --- Flags: one word a person, and how many persons of a cell have each --------------------------
//
// A flag is a bit of the person's word, 0 for who is not in its base. The word is filled a byte, or
// mark, at a time, of eight flags: first those that can be worked out for many rows at once, then
// those that are looked up. To count, the words of a cell are added eight times, each time with one
// bit of every byte left: so one addition counts as many flags as there are bytes. A byte of a sum
// is emptied before it could overflow.

constexpr std::size_t kFlagsAMark = 8;
constexpr std::size_t marks_of(const List& list) {
  return (list.count + kFlagsAMark - 1) / kFlagsAMark;
}
constexpr std::size_t kMarks = marks_of(kFlags) + marks_of(kLookedUp);

constexpr Flag flag_of(const Indicator& indicator) {
  const auto* looked_up = std::get_if<LookedUp>(&indicator.of_person);
  return looked_up != nullptr ? looked_up->flag : std::get<Flag>(indicator.of_person);
}

/// Flag number `place` of a list as a bit, 0 for those not in its base.
template <const List& list, std::size_t place>
std::uint8_t flag_bit(const World& w, std::size_t i, std::uint8_t level) {
  if constexpr (place < list.count) {
    constexpr const Indicator& kIndicator = kIndicators[list.indicators[place]];
    const bool counted = flag_of(kIndicator)(w, i) & belongs(level, kIndicator.info.base);
    constexpr std::uint8_t kBit = 1U << place % kFlagsAMark;
    return counted ? kBit : std::uint8_t{0};
  } else {
    return 0;
  }
}

/// Marks of the rows of a block: those of the flags, then those looked up.
using AllMarks = std::array<Marks, kMarks>;

template <const List& list, std::size_t first = 0>
void mark(const World& w, Rows rows, const Levels& levels, Marks* marks) {
  if constexpr (first < list.count) {
    const auto eight = [&](std::size_t i) -> std::uint8_t {
      return [&]<std::size_t... Next>(std::index_sequence<Next...>, std::uint8_t level) {
        return static_cast<std::uint8_t>((flag_bit<list, first + Next>(w, i, level) | ...));
      }
      (std::make_index_sequence<kFlagsAMark>{}, levels[i - rows.begin]);
    };
    work_out(rows, *marks, eight);
    mark<list, first + kFlagsAMark>(w, rows, levels, marks + 1);
  }
}

/// All flags of a person in one word, mark m in byte m.
using Words = RowValues<std::uint64_t>;
static_assert(kMarks <= sizeof(std::uint64_t), "more flags than a word holds");

void put_together(Rows rows, const AllMarks& marks, Words& words) {
  work_out(rows, words, [&](std::size_t i) {
    std::uint64_t word = 0;
    for (std::size_t m = 0; m < kMarks; ++m) {
      word |= static_cast<std::uint64_t>(marks[m][i - rows.begin]) << 8 * m;
    }
    return word;
  });
}

using MarkCounts = std::array<std::array<std::int32_t, kFlagsAMark>, kMarks>;

/// How many of the rows have each flag. Every byte of a sum counts one flag: eight at once.
MarkCounts count_marks(const Words& words, std::span<const std::uint16_t> rows) {
  constexpr std::size_t kMost = 255;  // persons whose count fits into a byte
  constexpr std::uint64_t kLowest = 0x0101010101010101U;
  MarkCounts counts{};
  for (std::size_t done = 0; done < rows.size(); done += kMost) {
    std::array<std::uint64_t, kFlagsAMark> sums{};
    for (const std::size_t n : rows.subspan(done, std::min(kMost, rows.size() - done))) {
      for (std::size_t b = 0; b < kFlagsAMark; ++b) sums[b] += words[n] >> b & kLowest;
    }
    for (std::size_t m = 0; m < kMarks; ++m) {
      for (std::size_t b = 0; b < kFlagsAMark; ++b) {
        counts[m][b] += static_cast<std::int32_t>(sums[b] >> 8 * m & 0xffU);
      }
    }
  }
  return counts;
}

/// Takes over the counts of a list, whose marks begin with that of index `first`.
void take_counts(const MarkCounts& counts, const List& list, std::size_t first,
                 IndicatorSums& sums) {
  for (std::size_t place = 0; place < list.count; ++place) {
    const std::int32_t count = counts[first + place / kFlagsAMark][place % kFlagsAMark];
    sums.value[list.indicators[place]] = count;
  }
}

// --- Numbers: added person by person, several indicators side by side --------------------------

/// The nearest whole number. All bits of what is beyond kMostParts, and of what is no number at
/// all, show in `bits`: so one look at the end tells of all persons.
inline std::int64_t to_parts(double value, std::int64_t& bits) {
  const auto parts = static_cast<std::int64_t>(std::llrint(value));
  bits |= parts ^ parts >> 63;  // of a negative number those of its size
  return parts;
}

[[noreturn]] void refuse_figures(std::span<const std::size_t> indicators) {
  std::string names;
  for (const std::size_t k : indicators) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", kIndicators[k].info.name);
  }
  throw std::range_error(
      fmt::format("somebody has no number, or one too large to be added, in one of: {}", names));
}

template <std::size_t... K>
[[gnu::flatten]] void add_side_by_side(const World& w, std::size_t begin,
                                       std::span<const std::uint16_t> rows, IndicatorSums& sums,
                                       std::index_sequence<K...>) {
  constexpr std::array<Number, sizeof...(K)> kNumber{std::get<Number>(kIndicators[K].of_person)...};
  std::array<std::int64_t, sizeof...(K)> sum{};
  std::int64_t bits = 0;
  for (const std::size_t n : rows) {
    [&]<std::size_t... At>(std::index_sequence<At...>) {
      ((sum[At] += to_parts(kNumber[At].parts * kNumber[At].figure(w, begin + n), bits)), ...);
    }
    (std::make_index_sequence<sizeof...(K)>{});
  }
  if (bits >= static_cast<std::int64_t>(indicator_table::kMostParts))
    refuse_figures(std::array<std::size_t, sizeof...(K)>{K...});
  std::size_t at = 0;
  ((sums.value[K] = sum[at++]), ...);
}

constexpr std::size_t kSideBySide = 8;  ///< as many as a processor has registers for

template <Base base, std::size_t first = 0>
void add_numbers(const World& w, std::size_t begin, std::span<const std::uint16_t> rows,
                 IndicatorSums& sums) {
  constexpr const List& kList = kNumbers<base>;
  if constexpr (first < kList.count) {
    [&]<std::size_t... Next>(std::index_sequence<Next...>) {
      add_side_by_side(w, begin, rows, sums,
                       std::index_sequence<kList.indicators[first + Next]...>{});
    }
    (std::make_index_sequence<std::min(kSideBySide, kList.count - first)>{});
    add_numbers<base, first + kSideBySide>(w, begin, rows, sums);
  }
}

IndicatorSums sums_of_cell(const World& world, Rows rows, const Words& words, const Order& order,
                           std::size_t cell) {
  IndicatorSums sums;
  const MarkCounts counts = count_marks(words, order.of(cell, Base::everybody));
  take_counts(counts, kFlags, 0, sums);
  take_counts(counts, kLookedUp, marks_of(kFlags), sums);
  [&]<std::size_t... B>(std::index_sequence<B...>) {
    ((sums.persons[B] = static_cast<std::int32_t>(order.of(cell, static_cast<Base>(B)).size())),
     ...);
    (add_numbers<static_cast<Base>(B)>(world, rows.begin, order.of(cell, static_cast<Base>(B)),
                                       sums),
     ...);
  }
  (std::make_index_sequence<kBases>{});
  for (std::size_t place = 0; place < kEveryOne.count; ++place) {
    const std::size_t k = kEveryOne.indicators[place];
    const auto base = static_cast<std::size_t>(kIndicators[k].info.base);
    sums.value[k] = sums.persons[base];
  }
  return sums;
}

}  // namespace

RowFacts facts_of(const World& world, Rows rows) {
  RowFacts facts;
  work_out(rows, facts.levels, [&](std::size_t i) { return level(world, i); });
  AllMarks marks;
  mark<kFlags>(world, rows, facts.levels, marks.data());
  mark<kLookedUp>(world, rows, facts.levels, marks.data() + marks_of(kFlags));
  put_together(rows, marks, facts.flags);
  return facts;
}

std::vector<CellSums> sums_by_cell(const World& world, Rows rows, const RowFacts& facts,
                                   const RowValues<std::uint16_t>& cells, std::size_t possible) {
  Order order;
  put_in_order(rows, cells, possible, facts.levels, order);
  std::vector<CellSums> sums;
  sums.reserve(std::min(possible, rows.count()));
  for (std::size_t c = 0; c < possible; ++c) {
    if (order.of(c, Base::everybody).empty()) continue;
    sums.push_back({c, sums_of_cell(world, rows, facts.flags, order, c)});
  }
  return sums;
}

}  // namespace resettle
