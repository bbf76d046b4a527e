#include "outputs/indicator_sums.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

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

// --- Lists of indicators, made of the table when this is compiled
// ---------------------------------

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

// --- Flags: eight of them in a byte, and how many persons of a cell have them
// ---------------------

constexpr std::size_t kFlagsAMark = 8;
constexpr std::size_t marks_of(const List& list) {
  return (list.count + kFlagsAMark - 1) / kFlagsAMark;
}
constexpr std::size_t kFirstFlags = 1;  ///< the first mark holds the bases
constexpr std::size_t kFirstLookedUp = kFirstFlags + marks_of(kFlags);
constexpr std::size_t kMarks = kFirstLookedUp + marks_of(kLookedUp);

constexpr std::uint8_t bit_of(Base base) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(base));
}

/// Whether a person belongs to each of the bases. & and | rather than && and ||: no branch on what
/// is as good as random.
std::uint8_t bases_of(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  const bool outside = people.in_south(i) & !people.in_facility(i);
  const bool active = people.active[i] != 0;
  const bool employed = active & people.works(i);
  const bool wage_worker = employed & !people.self_employed(i);
  const auto bit = [](bool belongs, Base base) -> std::uint8_t {
    return belongs ? bit_of(base) : std::uint8_t{0};
  };
  return static_cast<std::uint8_t>(bit(outside, Base::everybody) | bit(active, Base::aged_15) |
                                   bit(active & in_labour_force(w, i), Base::labour_force) |
                                   bit(employed, Base::employed) |
                                   bit(wage_worker, Base::wage_workers));
}

constexpr Flag flag_of(const Indicator& indicator) {
  const auto* looked_up = std::get_if<LookedUp>(&indicator.of_person);
  return looked_up != nullptr ? looked_up->flag : std::get<Flag>(indicator.of_person);
}

/// Flag number `place` of a list as a bit, 0 for those not in its base.
template <const List& list, std::size_t place>
std::uint8_t flag_bit(const World& w, std::size_t i, std::uint8_t bases) {
  if constexpr (place < list.count) {
    constexpr const Indicator& indicator = kIndicators[list.indicators[place]];
    const bool counted = flag_of(indicator)(w, i) & ((bases & bit_of(indicator.info.base)) != 0);
    constexpr std::uint8_t kBit = 1U << place % kFlagsAMark;
    return counted ? kBit : std::uint8_t{0};
  } else {
    return 0;
  }
}

/// Marks of a block: the bases, the flags, and those looked up.
using AllMarks = std::array<Marks, kMarks>;

template <const List& list, std::size_t first>
void mark_from(const World& w, Rows rows, const Marks& bases, Marks* marks) {
  if constexpr (first < list.count) {
    const auto eight = [&](std::size_t i) -> std::uint8_t {
      return [&]<std::size_t... Next>(std::index_sequence<Next...>, std::uint8_t in) {
        return static_cast<std::uint8_t>((flag_bit<list, first + Next>(w, i, in) | ...));
      }
      (std::make_index_sequence<kFlagsAMark>{}, bases[i - rows.begin]);
    };
    work_out(rows, *marks, eight);
    mark_from<list, first + kFlagsAMark>(w, rows, bases, marks + 1);
  }
}

void mark_all(const World& w, Rows rows, AllMarks& marks) {
  work_out(rows, marks[0], [&](std::size_t i) { return bases_of(w, i); });
  mark_from<kFlags, 0>(w, rows, marks[0], &marks[kFirstFlags]);
  mark_from<kLookedUp, 0>(w, rows, marks[0], &marks[kFirstLookedUp]);
}

/// Bit b of the index as byte b: adding them counts eight flags at once.
constexpr auto kSpread = [] {
  std::array<std::uint64_t, 256> spread{};
  for (std::uint64_t marks = 0; marks < spread.size(); ++marks) {
    for (std::uint64_t b = 0; b < kFlagsAMark; ++b) spread[marks] |= (marks >> b & 1U) << 8 * b;
  }
  return spread;
}();

using MarkCounts = std::array<std::array<std::int32_t, kFlagsAMark>, kMarks>;

/// How many of the rows have each flag.
MarkCounts count_marks(const AllMarks& marks, std::span<const std::uint16_t> rows) {
  constexpr std::size_t kMost = 255;  // persons whose count fits into a byte
  MarkCounts counts{};
  for (std::size_t done = 0; done < rows.size(); done += kMost) {
    std::array<std::uint64_t, kMarks> eight{};
    for (const std::size_t n : rows.subspan(done, std::min(kMost, rows.size() - done))) {
      for (std::size_t m = 0; m < kMarks; ++m) eight[m] += kSpread[marks[m][n]];
    }
    for (std::size_t m = 0; m < kMarks; ++m) {
      for (std::size_t b = 0; b < kFlagsAMark; ++b) {
        counts[m][b] += static_cast<std::int32_t>(eight[m] >> 8 * b & 0xffU);
      }
    }
  }
  return counts;
}

/// Takes over the counts of a list, whose marks begin with that of index `mark`.
void take_counts(const MarkCounts& counts, const List& list, std::size_t mark, BlockSums& sums) {
  for (std::size_t place = 0; place < list.count; ++place) {
    const std::int32_t count = counts[mark + place / kFlagsAMark][place % kFlagsAMark];
    sums.value[list.indicators[place]] = static_cast<float>(count);
  }
}

void count_flags(const AllMarks& marks, std::span<const std::uint16_t> rows, BlockSums& sums) {
  const MarkCounts counts = count_marks(marks, rows);
  std::copy_n(counts[0].begin(), kBases, sums.persons.begin());
  take_counts(counts, kFlags, kFirstFlags, sums);
  take_counts(counts, kLookedUp, kFirstLookedUp, sums);
  for (std::size_t place = 0; place < kEveryOne.count; ++place) {
    const std::size_t k = kEveryOne.indicators[place];
    const auto base = static_cast<std::size_t>(kIndicators[k].info.base);
    sums.value[k] = static_cast<float>(sums.persons[base]);
  }
}

// --- Numbers: added in order of person, several indicators side by side
// ---------------------------

template <std::size_t... K>
[[gnu::flatten]] void add_numbers(const World& w, std::size_t begin,
                                  std::span<const std::uint16_t> rows, BlockSums& sums,
                                  std::index_sequence<K...>) {
  std::array<float, sizeof...(K)> sum{};
  for (const std::size_t n : rows) {
    std::size_t at = 0;
    ((sum[at++] += std::get<Number>(kIndicators[K].of_person)(w, begin + n)), ...);
  }
  std::size_t at = 0;
  ((sums.value[K] = sum[at++]), ...);
}

constexpr std::size_t kSideBySide = 8;  ///< as many as a processor has registers for

template <Base base, std::size_t first>
void add_numbers_from(const World& w, std::size_t begin, std::span<const std::uint16_t> rows,
                      BlockSums& sums) {
  constexpr const auto& list = kNumbers<base>;
  if constexpr (first < list.count) {
    [&]<std::size_t... Next>(std::index_sequence<Next...>) {
      add_numbers(w, begin, rows, sums, std::index_sequence<list.indicators[first + Next]...>{});
    }
    (std::make_index_sequence<std::min(kSideBySide, list.count - first)>{});
    add_numbers_from<base, first + kSideBySide>(w, begin, rows, sums);
  }
}

// --- Rows by cell
// ---------------------------------------------------------------------------------

/// Rows of a block (0 = its first), those of one cell together, in order within the cell.
struct Order {
  RowValues<std::uint16_t> row;
  std::vector<std::size_t> end;  ///< of each cell that occurs

  [[nodiscard]] std::span<const std::uint16_t> of_cell(std::size_t c) const {
    const std::size_t begin = c == 0 ? 0 : end[c - 1];
    return {row.data() + begin, end[c] - begin};
  }
};

/// The cells that occur, in order of occurrence; `order` receives the persons of each.
std::vector<std::size_t> order_by_cell(Rows rows, const RowValues<std::uint32_t>& cells,
                                       const Marks& bases, std::size_t possible, Order& order) {
  std::vector<std::uint16_t> place(possible + 1, 0);  // the last: outside every base
  RowValues<std::uint32_t> cell;
  work_out(rows, cell, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    return (bases[n] & bit_of(Base::everybody)) != 0 ? cells[n]
                                                     : static_cast<std::uint32_t>(possible);
  });
  std::vector<std::size_t> occurring;
  for (std::size_t n = 0; n < rows.count(); ++n) {
    if (place[cell[n]]++ == 0) occurring.push_back(cell[n]);
  }
  std::erase(occurring, possible);
  std::uint16_t next = 0;
  for (const std::size_t c : occurring) {
    const std::uint16_t count = std::exchange(place[c], next);
    next = static_cast<std::uint16_t>(next + count);
    order.end.push_back(next);
  }
  place[possible] = next;
  for (std::size_t n = 0; n < rows.count(); ++n) {
    order.row[place[cell[n]]++] = static_cast<std::uint16_t>(n);
  }
  return occurring;
}

/// Those of a base only.
Order members(const Order& all, const Marks& bases, Base base) {
  Order some;
  std::size_t count = 0;
  for (std::size_t c = 0; c < all.end.size(); ++c) {
    for (const std::uint16_t n : all.of_cell(c)) {
      some.row[count] = n;
      count += (bases[n] & bit_of(base)) != 0 ? 1 : 0;
    }
    some.end.push_back(count);
  }
  return some;
}

template <Base base>
void add_numbers_of(const World& w, Rows rows, const Order& all, const Marks& bases,
                    std::vector<CellSums>& cells) {
  if constexpr (kNumbers<base>.count > 0) {
    const Order order = members(all, bases, base);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      add_numbers_from<base, 0>(w, rows.begin, order.of_cell(c), cells[c].sums);
    }
  }
}

}  // namespace

std::vector<CellSums> sums_by_cell(const World& world, Rows rows,
                                   const RowValues<std::uint32_t>& cells, std::size_t possible) {
  AllMarks marks;
  mark_all(world, rows, marks);
  Order order;
  const auto occurring = order_by_cell(rows, cells, marks[0], possible, order);
  std::vector<CellSums> sums(occurring.size());
  for (std::size_t c = 0; c < sums.size(); ++c) {
    sums[c].cell = occurring[c];
    count_flags(marks, order.of_cell(c), sums[c].sums);
  }
  [&]<std::size_t... B>(std::index_sequence<B...>) {
    (add_numbers_of<static_cast<Base>(B)>(world, rows, order, marks[0], sums), ...);
  }
  (std::make_index_sequence<kBases>{});
  return sums;
}

}  // namespace resettle
