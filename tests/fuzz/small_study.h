#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace resettle::fuzz {

/// Decisions taken from bytes; 0 once they are used up.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint8_t next() {
    if (bytes_.empty()) return 0;
    const auto first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

/// Writes a study file of 2 arms, 2 replicates, 2 months and 3 persons, with as much in it as the
/// program reads. Every object takes a byte from `choices`: 0 writes it as a run does, others leave
/// it out or give it another type, length, dimension or value. Without choices it is correct.
void write_small_study(const std::filesystem::path& file, Choices choices);

}  // namespace resettle::fuzz
