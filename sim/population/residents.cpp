#include "population/residents.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/parallel.h"
#include "core/rows.h"

namespace resettle {

namespace {

/// One number for each locality there can be, and one for who is not active.
using BySlot = std::array<std::uint32_t, 257>;

/// Runs body(segment), some at the same time.
template <class Body>
void for_each_segment(bool parallel, std::size_t segments, const Body& body) {
  if (parallel) {
    parallel_tasks(segments, body);
  } else {
    for (std::size_t s = 0; s < segments; ++s) body(s);
  }
}

/// The locality of each row; for who is not active, the slot `nowhere` after the last locality.
void note_slots(const Persons& people, std::uint16_t nowhere, Rows rows,
                RowValues<std::uint16_t>& slot) {
  work_out(rows, slot, [&people, nowhere](std::size_t i) {
    const std::uint16_t locality = people.locality[i];
    return people.active[i] != 0 ? locality : nowhere;
  });
}

}  // namespace

/// Segments of at most kBlockSize persons who arrived in the same year.
void Residents::divide(const Persons& people) {
  const auto& arrival = people.arrival_month;
  segment_.clear();
  first_segment_.clear();
  for (std::size_t begin = 0; begin < people.size();) {
    const int year = Month{arrival[begin]}.year();
    if (first_segment_.empty()) first_year_ = year;
    while (first_year_ + static_cast<int>(first_segment_.size()) <= year) {
      first_segment_.push_back(segment_.size());
    }
    const auto next_year = std::lower_bound(arrival.begin() + static_cast<std::ptrdiff_t>(begin),
                                            arrival.end(), month_of(year + 1, 1).index);
    const auto end = static_cast<std::size_t>(next_year - arrival.begin());
    for (; begin < end; begin += kBlockSize) segment_.push_back(begin);
    begin = end;
  }
  first_segment_.push_back(segment_.size());
  segment_.push_back(people.size());
}

void Residents::renew(const Persons& people, bool parallel) {
  divide(people);
  list_.resize(people.size());
  start_.resize(slots_ * segment_.size());
  const auto nowhere = static_cast<std::uint16_t>(slots_ - 1);
  const auto rows_of = [&](std::size_t s) { return Rows{segment_[s], segment_[s + 1]}; };
  const auto of_segment = [&](std::size_t slot, std::size_t s) -> std::uint32_t& {
    return start_[slot * segment_.size() + s];
  };
  for_each_segment(parallel, segments(), [&](std::size_t s) {
    RowValues<std::uint16_t> slots;
    note_slots(people, nowhere, rows_of(s), slots);
    BySlot count{};
    for (std::size_t n = 0, end = rows_of(s).count(); n < end; ++n) ++count[slots[n]];
    for (std::size_t slot = 0; slot < slots_; ++slot) of_segment(slot, s) = count[slot];
  });
  for (std::size_t slot = 0; slot < slots_; ++slot) of_segment(slot, segments()) = 0;
  std::exclusive_scan(start_.begin(), start_.end(), start_.begin(), std::uint32_t{0});
  for_each_segment(parallel, segments(), [&](std::size_t s) {
    const Rows rows = rows_of(s);
    RowValues<std::uint16_t> slots;
    note_slots(people, nowhere, rows, slots);
    BySlot next;
    for (std::size_t slot = 0; slot < slots_; ++slot) next[slot] = of_segment(slot, s);
    PersonIndex* list = list_.data();
    for (std::size_t n = 0, end = rows.count(); n < end; ++n) {
      list[next[slots[n]]++] = static_cast<PersonIndex>(rows.begin + n);
    }
  });
}

}  // namespace resettle
