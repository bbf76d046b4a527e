#pragma once

#include <cstddef>
#include <functional>

namespace resettle {

/// Number of items in a block: small enough to balance, large enough to hide the scheduling.
inline constexpr std::size_t kBlockSize = 2048;

/// Threads the machine can run at once.
int machine_threads();

/// Runs `work` with the given number of threads for everything parallel in it; 0 = all the machine
/// has. More threads than the machine has are really started, so that tests can show they do not
/// matter.
void with_threads(int threads, const std::function<void()>& work);

/// Runs task(0) ... task(count - 1), possibly at the same time, each exactly once.
void parallel_tasks(std::size_t count, const std::function<void(std::size_t)>& task);

/// Runs `body(begin, end)` over blocks of [0, count). Blocks never depend on the number of threads,
/// so results do not either. `parallel` = false runs them one after another in order.
template <class Body>
void for_blocks(bool parallel, std::size_t count, Body&& body) {
  const std::size_t blocks = (count + kBlockSize - 1) / kBlockSize;
  const auto run = [&](std::size_t block) {
    const std::size_t begin = block * kBlockSize;
    const std::size_t end = begin + kBlockSize < count ? begin + kBlockSize : count;
    body(begin, end);
  };
  if (parallel && blocks > 1) {
    parallel_tasks(blocks, run);
  } else {
    for (std::size_t block = 0; block < blocks; ++block) run(block);
  }
}

}  // namespace resettle
