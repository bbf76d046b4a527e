#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include <Random123/philox.h>

#include "core/calendar.h"

namespace resettle {

/// A named random choice. Up to four decisions share a *block*: one call of the generator serves
/// them all, and each takes its own word, so the address of a draw stays
/// (decision, agent, month, k) and never depends on which other draws were made.
struct Decision {
  std::string_view name;   ///< what is decided, for example "a search is started"
  std::string_view block;  ///< draws made together
  std::uint32_t block_id;
  std::uint32_t word;

  consteval Decision(std::string_view block_name, std::uint32_t word_in_block,
                     std::string_view decision_name)
      : name(decision_name), block(block_name), block_id(hash(block_name)), word(word_in_block) {
    if (word_in_block > 3) throw "a block has four words, 0 to 3";
  }

 private:
  static consteval std::uint32_t hash(std::string_view text) {  // FNV-1a
    std::uint32_t value = 2166136261U;
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
    return value;
  }
};

/// The four words of one block for one agent and month.
class Draws {
 public:
  explicit Draws(std::array<std::uint32_t, 4> words) : words_(words) {}

  /// Uniform on (0, 1), never 0 or 1: the middle of one of 2^23 equal steps, exact in float.
  [[nodiscard]] float uniform(const Decision& decision) const {
    return (static_cast<float>(words_[decision.word] >> 9) + 0.5F) * 0x1p-23F;
  }
  /// Standard normal by the inverse distribution function.
  [[nodiscard]] float normal(const Decision& decision) const;

 private:
  std::array<std::uint32_t, 4> words_;
};

/// Counter-based random numbers (Philox4x32-10 of Random123): key = (seed, replicate),
/// counter = (block, agent, month, k). Stateless, so the same choice of the same person in the same
/// month meets the same number in every arm, for every thread count and after any restart.
/// Source: Salmon et al. 2011; common random numbers as in Stout and Goldie 2008.
class Random {
 public:
  Random(std::uint32_t seed, std::uint32_t replicate) : key_{{seed, replicate}} {}

  /// The draws of the decision's block; `k` tells several draws of one agent and month apart
  /// (the number of a proposal, or the other party of a pair).
  [[nodiscard]] Draws draws(const Decision& decision, std::uint32_t agent, Month month,
                            std::uint32_t k = 0) const {
    const r123::Philox4x32::ctr_type counter{
        {decision.block_id, agent, static_cast<std::uint32_t>(month.index), k}};
    const auto words = r123::Philox4x32()(counter, key_);
    return Draws({words[0], words[1], words[2], words[3]});
  }
  [[nodiscard]] float uniform(const Decision& decision, std::uint32_t agent, Month month,
                              std::uint32_t k = 0) const {
    return draws(decision, agent, month, k).uniform(decision);
  }
  [[nodiscard]] float normal(const Decision& decision, std::uint32_t agent, Month month,
                             std::uint32_t k = 0) const {
    return draws(decision, agent, month, k).normal(decision);
  }
  /// One uniform of an unordered pair: the same whoever of the two asks.
  [[nodiscard]] float pair_uniform(const Decision& decision, std::uint32_t one, std::uint32_t other,
                                   Month month) const {
    return one < other ? uniform(decision, one, month, other)
                       : uniform(decision, other, month, one);
  }

 private:
  r123::Philox4x32::key_type key_;
};

/// Throws std::logic_error if two decisions share a word of a block, or two blocks share an id.
void require_distinct(const std::vector<Decision>& decisions);

}  // namespace resettle
