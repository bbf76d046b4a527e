#include "core/prepared_draws.h"

#include <algorithm>

#include "core/errors.h"
#include "core/parallel.h"
#include "core/rows.h"

namespace resettle {

namespace {

/// The entry for which `is_it` holds; a new one if there is none.
template <class Entry, class IsIt>
Entry& entry_of(std::vector<Entry>& entries, IsIt&& is_it) {
  const auto found = std::find_if(entries.begin(), entries.end(), is_it);
  return found == entries.end() ? entries.emplace_back() : *found;
}

/// Runs body(begin, end) over blocks of [from, count).
template <class Body>
void for_blocks_from(std::size_t from, std::size_t count, bool parallel, Body&& body) {
  for_blocks(parallel, count - from,
             [&](std::size_t begin, std::size_t end) { body(from + begin, from + end); });
}

/// The four words of each agent, one column each.
[[gnu::flatten]] void draw_words(const Decision& decision, const Random& random,
                                 const std::uint32_t* agents, Month month, Rows rows,
                                 const std::array<std::uint32_t*, 4>& column) {
  std::uint32_t* __restrict first = column[0];
  std::uint32_t* __restrict second = column[1];
  std::uint32_t* __restrict third = column[2];
  std::uint32_t* __restrict fourth = column[3];
  RESETTLE_ROWS_AT_ONCE
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    const auto words = random.draws(decision, agents[i], month).words();
    first[i] = words[0];
    second[i] = words[1];
    third[i] = words[2];
    fourth[i] = words[3];
  }
}

/// Low months of an agent in the window that contains `month`: those of Screen, from the same call
/// of the generator, with the slices of all months at once, so that the compiler may work on
/// several agents.
class LowMonths {
 public:
  LowMonths(const Decision& decision, Month month) : window_(decision), place_{window_of(month)} {
    window_.block_id = decision.window_id + decision.word;
    // Two slices a word, as many as there are leading bits.
    for (std::uint32_t bit = 0; bit < decision.screen_bits; ++bit) {
      leading_[bit / 2] |= 0xffffU << 16 * (bit % 2);
    }
  }
  [[nodiscard]] std::uint16_t operator()(const Random& random, std::uint32_t agent,
                                         std::uint32_t k) const {
    const auto words = random.draws(window_, agent, place_, k).words();
    const std::uint32_t any = (words[0] & leading_[0]) | (words[1] & leading_[1]) |
                              (words[2] & leading_[2]) | (words[3] & leading_[3]);
    return static_cast<std::uint16_t>(~(any | any >> 16));
  }

 private:
  Decision window_;
  Month place_;
  std::array<std::uint32_t, 4> leading_{};
};

void screen_rows(const Decision& decision, const Random& random, const std::uint32_t* agents,
                 Month month, Rows rows, std::vector<std::uint16_t>& low_months) {
  RowValues<std::uint16_t> low;
  work_out(rows, low, [&random, agents, low_of = LowMonths(decision, month)](std::size_t i) {
    return low_of(random, agents[i], 0);
  });
  store(rows, low, low_months);
}

}  // namespace

void screen_pairs(const Decision& decision, const Random& random, Month month, Rows rows,
                  const RowValues<std::uint32_t>& one, const RowValues<std::uint32_t>& other,
                  RowValues<std::uint16_t>& low_months) {
  work_out(rows, low_months,
           [&random, &one, &other, low_of = LowMonths(decision, month)](std::size_t n) {
             return low_of(random, one[n], other[n]);
           });
}

void PreparedDraws::prepare(const Decision& decision, const Random& random,
                            std::span<const std::uint32_t> agents, Month month, bool parallel) {
  const std::size_t count = agents.size();
  if (decision.drawn == Drawn::monthly) {
    auto& entry = entry_of(
        monthly_, [&](const Monthly& known) { return known.block_id == decision.block_id; });
    const bool fresh = entry.block_id == decision.block_id && entry.month == month;
    const std::size_t from = fresh ? entry.words[0].size() : 0;
    entry.block_id = decision.block_id;
    entry.month = month;
    if (from >= count) return;
    for (auto& words : entry.words) words.resize(count);
    std::array<std::uint32_t*, 4> column{};
    for (std::size_t w = 0; w < 4; ++w) column[w] = entry.words[w].data();
    for_blocks_from(from, count, parallel, [&](std::size_t begin, std::size_t end) {
      draw_words(decision, random, agents.data(), month, {begin, end}, column);
    });
  } else if (decision.drawn == Drawn::screened) {
    const std::uint32_t block = decision.window_id + decision.word;
    const int window = window_of(month);
    auto& entry = entry_of(screened_, [&](const Screened& known) { return known.block == block; });
    const bool fresh = entry.block == block && entry.window == window;
    const std::size_t from = fresh ? entry.low.size() : 0;
    entry.block = block;
    entry.window = window;
    if (from >= count) return;
    entry.low.resize(count);
    for_blocks_from(from, count, parallel, [&](std::size_t begin, std::size_t end) {
      screen_rows(decision, random, agents.data(), month, {begin, end}, entry.low);
    });
  }
}

const std::uint32_t* PreparedDraws::words(const Decision& decision) const {
  for (const auto& entry : monthly_) {
    if (entry.block_id == decision.block_id) return entry.words[decision.word].data();
  }
  require(false, "a monthly decision is missing from the description of its process");
  return nullptr;
}

const std::uint16_t* PreparedDraws::low_months(const Decision& decision) const {
  const std::uint32_t block = decision.window_id + decision.word;
  for (const auto& entry : screened_) {
    if (entry.block == block) return entry.low.data();
  }
  require(false, "a screened decision is missing from the description of its process");
  return nullptr;
}

}  // namespace resettle
