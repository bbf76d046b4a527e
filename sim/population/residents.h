#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "population/persons.h"

namespace resettle {

/// Who lives where: the active persons of each locality in order of index, and so of arrival.
/// One list, locality by locality; made anew by counting, without anything that is sorted.
class Residents {
 public:
  explicit Residents(std::size_t localities) : slots_(localities + 1), start_(slots_) {}

  /// Notes where the active persons live now. Persons stand in order of arrival.
  void renew(const Persons& people, bool parallel);

  [[nodiscard]] std::size_t localities() const { return slots_ - 1; }
  [[nodiscard]] std::size_t count() const { return start_of(segments(), localities() - 1); }
  [[nodiscard]] std::span<const PersonIndex> of(std::size_t locality) const {
    return between(0, segments(), locality);
  }

  /// Calendar years of arrival are numbered from this one: that of the first person.
  [[nodiscard]] int first_year() const { return first_year_; }
  [[nodiscard]] std::size_t years() const { return first_segment_.size() - 1; }
  /// Those of the locality who arrived in the year of that number.
  [[nodiscard]] std::span<const PersonIndex> arrived_in(std::size_t year,
                                                        std::size_t locality) const {
    return between(first_segment_[year], first_segment_[year + 1], locality);
  }

 private:
  [[nodiscard]] std::size_t segments() const { return segment_.size() - 1; }
  [[nodiscard]] std::uint32_t start_of(std::size_t segment, std::size_t slot) const {
    return start_[slot * segment_.size() + segment];
  }
  [[nodiscard]] std::span<const PersonIndex> between(std::size_t from, std::size_t to,
                                                     std::size_t locality) const {
    const std::uint32_t begin = start_of(from, locality);
    return {list_.data() + begin, start_of(to, locality) - begin};
  }
  void divide(const Persons& people);

  std::size_t slots_;                          ///< the localities, and one for who is not active
  std::vector<PersonIndex> list_;              ///< all persons: slot by slot
  std::vector<std::size_t> segment_{0};        ///< first person of each segment; at last, how many
  std::vector<std::uint32_t> start_;           ///< by slot: where each segment begins, its end last
  std::vector<std::size_t> first_segment_{0};  ///< of each year of arrival; at last, how many
  int first_year_ = 0;
};

}  // namespace resettle
