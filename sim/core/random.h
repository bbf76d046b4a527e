#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include <Random123/philox.h>

#include "core/calendar.h"
#include "core/errors.h"

namespace resettle {

/// When the generator is called for a decision. Only the cost differs: its number is a function of
/// the address alone in all cases.
enum class Drawn : std::uint8_t {
  when_asked,    ///< for the few who face the choice
  monthly,       ///< for everybody each month, in blocks of persons (PreparedDraws)
  screened,      ///< a choice few make: its leading bits are drawn for 16 months at once
  screened_pair  ///< the same of two parties, k being the other: whoever asks keeps the bits
};

/// A named random choice. Up to four decisions share a *block*: one call of the generator serves
/// them all, and each takes its own word, so the address of a draw stays
/// (decision, agent, month, k) and never depends on which other draws were made.
///
/// The number of a *screened* decision is put together: its leading `screen_bits` bits come from
/// one call that serves the person for 16 months (their *window*), the others from the call of the
/// month. In all months but one of 2^screen_bits the leading bits are not all 0, so a chance below
/// 2^-screen_bits cannot be met and nothing more is drawn or worked out.
struct Decision {
  std::string_view name;   ///< what is decided, for example "a search is started"
  std::string_view block;  ///< draws made together
  std::uint32_t block_id;
  std::uint32_t window_id;  ///< block of the leading bits
  std::uint32_t word;
  Drawn drawn;
  std::uint32_t screen_bits;

  consteval Decision(std::string_view block_name, std::uint32_t word_in_block,
                     std::string_view decision_name, Drawn when = Drawn::when_asked)
      : Decision(block_name, word_in_block, decision_name, when, 0) {}

  /// A screened decision.
  static consteval Decision screened(std::uint32_t bits, std::string_view block_name,
                                     std::uint32_t word_in_block, std::string_view decision_name) {
    if (bits < 1 || bits > 8) throw "a call has the leading bits of 16 months: 1 to 8 of them";
    return {block_name, word_in_block, decision_name, Drawn::screened, bits};
  }
  /// A screened decision of two parties: nothing can be drawn for it by persons.
  static consteval Decision screened_pair(std::uint32_t bits, std::string_view block_name,
                                          std::uint32_t word_in_block,
                                          std::string_view decision_name) {
    Decision pair = screened(bits, block_name, word_in_block, decision_name);
    pair.drawn = Drawn::screened_pair;
    return pair;
  }

 private:
  consteval Decision(std::string_view block_name, std::uint32_t word_in_block,
                     std::string_view decision_name, Drawn when, std::uint32_t bits)
      : name(decision_name),
        block(block_name),
        block_id(hash(block_name, 2166136261U)),
        window_id(hash(block_name, hash("window of ", 2166136261U))),
        word(word_in_block),
        drawn(when),
        screen_bits(bits) {
    if (word_in_block > 3) throw "a block has four words, 0 to 3";
  }

  static consteval std::uint32_t hash(std::string_view text, std::uint32_t value) {  // FNV-1a
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
    return value;
  }
};

/// Months for which the leading bits of screened decisions are drawn together.
inline constexpr int kWindowMonths = 16;
constexpr int window_of(Month month) {
  return (month.index + 1024 * kWindowMonths) / kWindowMonths - 1024;
}
/// The month's place in its window, 0 to 15.
constexpr std::uint32_t place_in_window(Month month) {
  return static_cast<std::uint32_t>(month.index - window_of(month) * kWindowMonths);
}

/// Uniform on (0, 1), never 0 or 1: the middle of one of 2^23 equal steps, exact in float.
constexpr float uniform_of(std::uint32_t word) {
  return (static_cast<float>(word >> 9) + 0.5F) * 0x1p-23F;
}

/// The leading bits of a screened decision in the 16 months of a window.
class Screen {
 public:
  Screen(const std::array<std::uint32_t, 4>& words, std::uint32_t bits) : bits_(bits) {
    for (std::size_t n = 0; n < 4; ++n) {
      slices_[2 * n] = static_cast<std::uint16_t>(words[n]);
      slices_[2 * n + 1] = static_cast<std::uint16_t>(words[n] >> 16);
    }
  }
  /// One bit a month: the leading bits are all 0, so that the number is below 2^-bits.
  [[nodiscard]] std::uint16_t low_months() const {
    std::uint16_t any = 0;
    for (std::uint32_t n = 0; n < bits_; ++n) any |= slices_[n];
    return static_cast<std::uint16_t>(~any);
  }
  /// The month's number: leading bits from here, the others from the month's word.
  [[nodiscard]] float uniform(Month month, std::uint32_t word) const {
    std::uint32_t number = word >> bits_;
    for (std::uint32_t n = 0; n < bits_; ++n) {
      const std::uint32_t bit = slices_[n] >> place_in_window(month) & 1U;
      number |= bit << (31 - n);
    }
    return uniform_of(number);
  }

 private:
  std::array<std::uint16_t, 8> slices_{};  ///< one bit of every month
  std::uint32_t bits_;
};

/// 2^-screen_bits: a smaller chance is met in low months only.
constexpr float screen_limit(const Decision& decision) {
  return 1.0F / static_cast<float>(1U << decision.screen_bits);
}

/// The month's number of a screened decision in a low month.
constexpr float low_uniform(const Decision& decision, std::uint32_t word) {
  return uniform_of(word >> decision.screen_bits);
}

/// The four words of one block for one agent and month.
class Draws {
 public:
  explicit Draws(std::array<std::uint32_t, 4> words) : words_(words) {}

  /// Uniform on (0, 1). Not for screened decisions, whose number has another part.
  [[nodiscard]] float uniform(const Decision& decision) const {
    require(decision.screen_bits == 0, "a screened number has bits from two calls");
    return uniform_of(words_[decision.word]);
  }
  [[nodiscard]] std::uint32_t word(const Decision& decision) const { return words_[decision.word]; }
  [[nodiscard]] const std::array<std::uint32_t, 4>& words() const { return words_; }
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
    return Draws(call(decision.block_id, agent, month.index, k));
  }
  /// The leading bits of a screened decision in the window of 16 months around `month`.
  [[nodiscard]] Screen screen(const Decision& decision, std::uint32_t agent, Month month,
                              std::uint32_t k = 0) const {
    // Decisions of one block differ in the first word of the counter.
    const std::uint32_t block = decision.window_id + decision.word;
    return {call(block, agent, window_of(month), k), decision.screen_bits};
  }
  [[nodiscard]] float uniform(const Decision& decision, std::uint32_t agent, Month month,
                              std::uint32_t k = 0) const {
    const Draws month_draws = draws(decision, agent, month, k);
    return decision.screen_bits != 0
               ? screen(decision, agent, month, k).uniform(month, month_draws.word(decision))
               : month_draws.uniform(decision);
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
  [[nodiscard]] std::array<std::uint32_t, 4> call(std::uint32_t block, std::uint32_t agent,
                                                  int time, std::uint32_t k) const {
    const auto words =
        r123::Philox4x32()({{block, agent, static_cast<std::uint32_t>(time), k}}, key_);
    return {words[0], words[1], words[2], words[3]};
  }

  r123::Philox4x32::key_type key_;
};

/// Throws std::logic_error if two decisions share a word of a block, or two blocks share an id.
void require_distinct(const std::vector<Decision>& decisions);

}  // namespace resettle
