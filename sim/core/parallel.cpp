#include "core/parallel.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#ifdef RESETTLE_TELLS_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace resettle {

namespace {

#ifdef RESETTLE_TELLS_THREAD_SANITIZER

/// What TBB promises: all before the call comes before each task, and each task before all after
/// the call. The installed TBB is not built with the thread sanitizer, which has to be told.
/// Nothing is said between tasks, so that a race of two of them is found.
class Promises {
 public:
  Promises() { __tsan_release(&begun_); }
  void task_begins() { __tsan_acquire(&begun_); }
  void task_ends() { __tsan_release(&ended_); }
  void all_have_ended() { __tsan_acquire(&ended_); }

 private:
  char begun_ = 0;  ///< their addresses are what counts
  char ended_ = 0;
};

#else

struct Promises {
  void task_begins() {}
  void task_ends() {}
  void all_have_ended() {}
};

#endif

}  // namespace

int machine_threads() { return tbb::info::default_concurrency(); }

void with_threads(int threads, const std::function<void()>& work) {
  const int wanted = threads > 0 ? threads : machine_threads();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(wanted));
  tbb::task_arena arena(wanted);
  arena.execute(work);
}

void parallel_tasks(std::size_t count, const std::function<void(std::size_t)>& task) {
  Promises promises;
  // Isolated: a thread that waits here must not begin another replicate, which would cost memory.
  tbb::this_task_arena::isolate([&] {
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t n) {
      promises.task_begins();
      task(n);
      promises.task_ends();
    });
  });
  promises.all_have_ended();
}

}  // namespace resettle
