#include "core/prepared_draws.h"

#include <algorithm>

#include "core/errors.h"
#include "core/parallel.h"

namespace resettle {

namespace {

/// The entry for which `is_it` holds; a new one if there is none.
template <class Entry, class IsIt>
Entry& entry_of(std::vector<Entry>& entries, IsIt&& is_it) {
  const auto found = std::find_if(entries.begin(), entries.end(), is_it);
  return found == entries.end() ? entries.emplace_back() : *found;
}

/// Runs body(i) for [from, count).
template <class Body>
void for_each_from(std::size_t from, std::size_t count, bool parallel, Body&& body) {
  for_blocks(parallel, count - from, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = from + begin; i < from + end; ++i) body(i);
  });
}

}  // namespace

void PreparedDraws::prepare(const Decision& decision, const Random& random,
                            std::span<const std::uint32_t> agents, Month month, bool parallel) {
  const std::size_t count = agents.size();
  if (decision.drawn == Drawn::monthly) {
    auto& entry = entry_of(
        monthly_, [&](const Monthly& known) { return known.block_id == decision.block_id; });
    const bool fresh = entry.block_id == decision.block_id && entry.month == month;
    const std::size_t from = fresh ? entry.words[0].size() : 0;
    if (from == count) return;
    entry.block_id = decision.block_id;
    entry.month = month;
    for (auto& words : entry.words) words.resize(count);
    for_each_from(from, count, parallel, [&](std::size_t i) {
      const auto words = random.draws(decision, agents[i], month).words();
      for (std::size_t w = 0; w < 4; ++w) entry.words[w][i] = words[w];
    });
  } else if (decision.drawn == Drawn::screened) {
    const std::uint32_t block = decision.window_id + decision.word;
    const int window = window_of(month);
    auto& entry = entry_of(screened_, [&](const Screened& known) { return known.block == block; });
    const bool fresh = entry.block == block && entry.window == window;
    const std::size_t from = fresh ? entry.low.size() : 0;
    if (from == count) return;
    entry.block = block;
    entry.window = window;
    entry.low.resize(count);
    for_each_from(from, count, parallel, [&](std::size_t i) {
      entry.low[i] = random.screen(decision, agents[i], month).low_months();
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
