#include "core/parallel.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace resettle {

int machine_threads() { return tbb::info::default_concurrency(); }

void with_threads(int threads, const std::function<void()>& work) {
  const int wanted = threads > 0 ? threads : machine_threads();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(wanted));
  tbb::task_arena arena(wanted);
  arena.execute(work);
}

void parallel_tasks(std::size_t count, const std::function<void(std::size_t)>& task) {
  // Isolated: a thread that waits here must not begin another replicate, which would cost memory.
  tbb::this_task_arena::isolate([&] { tbb::parallel_for(std::size_t{0}, count, task); });
}

}  // namespace resettle
