#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/random.h"
#include "core/rows.h"

namespace resettle {

/// Low months of a screened decision of two parties, for `rows` of them: one[n] and other[n] are
/// the agent and the k of the draw. Several pairs at once.
void screen_pairs(const Decision& decision, const Random& random, Month month, Rows rows,
                  const RowValues<std::uint32_t>& one, const RowValues<std::uint32_t>& other,
                  RowValues<std::uint16_t>& low_months);

/// Draws made for everybody at once, block by block of persons: the words of *monthly* decisions,
/// and the low months of *screened* ones (see Decision). Nothing here is a state of the world: the
/// same numbers come out of Random for one person at a time.
class PreparedDraws {
 public:
  /// Makes the draws of the decision for all agents (given by their numbers for random draws) and
  /// the month, as far as they are not there yet. Agents may be added at the end, never changed.
  /// Must be called before the two functions below, and not from several threads.
  void prepare(const Decision& decision, const Random& random,
               std::span<const std::uint32_t> agents, Month month, bool parallel);

  /// The month's words of a monthly decision, one an agent.
  [[nodiscard]] const std::uint32_t* words(const Decision& decision) const;
  /// Low months of a screened decision, one an agent: bit place_in_window(month) is 1 if the number
  /// of that month is below 2^-screen_bits.
  [[nodiscard]] const std::uint16_t* low_months(const Decision& decision) const;

 private:
  struct Monthly {
    std::uint32_t block_id = 0;
    Month month{};
    std::array<std::vector<std::uint32_t>, 4> words;
  };
  struct Screened {
    std::uint32_t block = 0;
    int window = 0;
    std::vector<std::uint16_t> low;
  };
  std::vector<Monthly> monthly_;
  std::vector<Screened> screened_;
};

}  // namespace resettle
