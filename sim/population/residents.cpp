#include "population/residents.h"

#include <algorithm>
#include <array>

#include "core/parallel.h"

namespace resettle {

namespace {

/// Runs body(segment), some at the same time.
template <class Body>
void for_each_segment(bool parallel, std::size_t segments, const Body& body) {
  if (parallel) {
    parallel_tasks(segments, body);
  } else {
    for (std::size_t s = 0; s < segments; ++s) body(s);
  }
}

/// The locality; for who is not active, the slot after the last locality. Chosen without a branch.
class SlotOf {
 public:
  SlotOf(const Persons& people, std::size_t slots)
      : active_(people.active.data()),
        locality_(people.locality.data()),
        nowhere_(static_cast<std::uint32_t>(slots - 1)) {}
  std::uint32_t operator()(std::size_t i) const {
    return active_[i] != 0 ? std::uint32_t{locality_[i]} : nowhere_;
  }

 private:
  const std::uint8_t* active_;
  const std::uint8_t* locality_;
  std::uint32_t nowhere_;
};

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

/// From how many there are of a slot in every segment to where they begin in the list.
void Residents::add_up() {
  std::uint32_t next = 0;
  for (std::size_t slot = 0; slot < slots_; ++slot) {
    for (std::size_t s = 0; s < segments(); ++s) {
      const std::uint32_t count = start_of(s, slot);
      start_[s * slots_ + slot] = next;
      next += count;
    }
    start_[segments() * slots_ + slot] = next;
  }
}

void Residents::renew(const Persons& people, bool parallel) {
  divide(people);
  list_.resize(people.size());
  start_.assign((segments() + 1) * slots_, 0);
  const SlotOf slot_of(people, slots_);
  for_each_segment(parallel, segments(), [&](std::size_t s) {
    std::uint32_t* count = start_.data() + s * slots_;
    const std::size_t end = segment_[s + 1];
    for (std::size_t i = segment_[s]; i < end; ++i) ++count[slot_of(i)];
  });
  add_up();
  for_each_segment(parallel, segments(), [&](std::size_t s) {
    std::array<std::uint32_t, 257> next{};
    std::copy_n(start_.data() + s * slots_, slots_, next.begin());
    PersonIndex* list = list_.data();
    const std::size_t end = segment_[s + 1];
    for (std::size_t i = segment_[s]; i < end; ++i) {
      list[next[slot_of(i)]++] = static_cast<PersonIndex>(i);
    }
  });
}

}  // namespace resettle
