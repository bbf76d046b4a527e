#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/calendar.h"

namespace resettle {

enum class TieKind : std::uint8_t { coethnic, host };

/// One end of a tie, as the person sees it. Small, so that most people's ties lie together in one
/// piece of memory.
struct Tie {
  static constexpr unsigned kOtherBits = 30;

  std::uint32_t other : kOtherBits = 0;  ///< person index (co-ethnic) or host index
  TieKind kind : 1 = TieKind::coethnic;
  bool strong : 1 = false;               ///< kin, partner, sponsor: does not end by itself
  std::int16_t since = 0;                ///< month index
  std::uint16_t low_months = kNotDrawn;  ///< one bit a month of the window: it may end by chance

  /// Whoever ends ties has not drawn the low months yet: every month counts as one.
  static constexpr std::uint16_t kNotDrawn = 0xffff;
};
static_assert(sizeof(Tie) == 8);

/// Who knows whom: co-ethnic ties (kept at both ends) and ties to hosts (kept at the person's end;
/// of a host it is only known how many there are). Every person has a fixed row of slots, so that
/// adding or ending a tie touches one row and reading the ties of a person reads one piece of
/// memory.
class TieBook {
 public:
  static constexpr std::size_t kSlots = 16;  ///< at least the degree cap

  [[nodiscard]] std::size_t persons() const { return rows_.size(); }
  void append(std::size_t count);
  [[nodiscard]] std::size_t hosts() const { return known_by_host_.size(); }
  void append_hosts(std::size_t count);

  [[nodiscard]] std::span<const Tie> of(std::size_t person) const {
    return {rows_[person].ties.data(), static_cast<std::size_t>(degree(person))};
  }
  [[nodiscard]] std::span<Tie> of(std::size_t person) {
    return {rows_[person].ties.data(), static_cast<std::size_t>(degree(person))};
  }
  [[nodiscard]] int host_ties(std::size_t person) const { return host_[person]; }
  [[nodiscard]] int coethnic_ties(std::size_t person) const { return coethnic_[person]; }
  /// Persons who have a tie to the host.
  [[nodiscard]] int known_by_host(std::size_t host) const {
    return static_cast<int>(known_by_host_[host]);
  }
  [[nodiscard]] int degree(std::size_t person) const { return host_[person] + coethnic_[person]; }
  [[nodiscard]] bool has(std::size_t person, TieKind kind, std::uint32_t other) const;

  /// Asks for the person's row, which will be needed soon: rows are many, so they lie far away.
  void fetch(std::size_t person) const {
    constexpr int kTiesInLine = 64 / sizeof(Tie);
    const Tie* row = rows_[person].ties.data();
    for (int tie = 0; tie <= degree(person); tie += kTiesInLine) __builtin_prefetch(row + tie);
  }

  /// Adds a tie between two persons unless it exists or one of them has `cap` ties. At both ends.
  bool connect(std::uint32_t one, std::uint32_t other, Month now, bool strong, int cap);
  /// Adds a tie to a host unless it exists or the person has `cap` ties. Different persons may be
  /// connected at the same time.
  bool connect_host(std::uint32_t person, std::uint32_t host, Month now, bool strong, int cap);

  /// Months of the window in which one of the ordinary ties of the person may end by chance: those
  /// of all of them together, or more.
  [[nodiscard]] std::uint16_t low_months(std::size_t person) const { return low_months_[person]; }
  /// Puts together the low months of the person's ordinary ties.
  void note_low_months(std::size_t person);
  /// Takes note of the window the low months are about; true if they were about another one.
  bool begin_window(int window);

  /// Ends all ties of `person`, at both ends.
  void isolate(std::uint32_t person);
  /// Ends the ties of `person` for which `ends(tie)` is true; touches this row only, so that it may
  /// run for different persons at the same time. Whoever ends a co-ethnic tie must decide the same
  /// at its other end.
  template <class Ends>
  void remove_if(std::size_t person, Ends&& ends) {
    auto& row = rows_[person].ties;
    std::size_t kept = 0;
    const auto count = static_cast<std::size_t>(degree(person));
    for (std::size_t i = 0; i < count; ++i) {
      if (!ends(row[i])) {
        if (kept != i) row[kept] = row[i];
        ++kept;
      } else if (row[i].kind == TieKind::host) {
        --host_[person];
        count_host(row[i].other, -1);
      } else {
        --coethnic_[person];
      }
    }
  }

 private:
  struct alignas(64) Row {  // two whole cache lines
    std::array<Tie, kSlots> ties;
  };

  void push(std::uint32_t person, const Tie& tie);
  /// Persons who know the same host may be at work at the same time. The sum does not depend on
  /// their order.
  void count_host(std::size_t host, int change) {
    std::atomic_ref(known_by_host_[host])
        .fetch_add(static_cast<std::uint32_t>(change), std::memory_order_relaxed);
  }

  std::vector<Row> rows_;
  std::vector<std::uint8_t> host_;
  std::vector<std::uint8_t> coethnic_;
  std::vector<std::uint16_t> low_months_;
  std::vector<std::uint32_t> known_by_host_;
  int window_ = 0;
};

}  // namespace resettle
