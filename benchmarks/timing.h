#pragma once

#include <algorithm>
#include <barrier>
#include <chrono>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

namespace resettle::bench {

using Clock = std::chrono::steady_clock;

/// Wall time of `work`, seconds.
template <class Work>
double seconds_of(Work&& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Time for which this thread had a processor during `work`, seconds: what others do on the machine
/// counts less than in wall time. For work that starts no threads.
template <class Work>
double processor_seconds_of(Work&& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const double start = now();
  work();
  return now() - start;
}

/// What several runs of the same thing gave. The median is quoted, for others may use the machine.
struct Spread {
  double median = 0;
  double minimum = 0;
  double maximum = 0;
};

inline Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
  return {median, values.front(), values.back()};
}

/// Seconds of `runs` runs of every piece of work, taken in turn (first, second, ..., first, ...),
/// so that a busy minute of the machine falls on all of them.
inline std::vector<Spread> measure_in_turn(int runs,
                                           const std::vector<std::function<void()>>& works) {
  std::vector<std::vector<double>> seconds(works.size());
  for (int run = 0; run < runs; ++run) {
    for (std::size_t k = 0; k < works.size(); ++k) seconds[k].push_back(seconds_of(works[k]));
  }
  std::vector<Spread> spreads;
  spreads.reserve(works.size());
  for (auto& of_one : seconds) spreads.push_back(spread_of(std::move(of_one)));
  return spreads;
}

/// Seconds of `runs` runs of one piece of work.
inline Spread measure(int runs, const std::function<void()>& work) {
  return measure_in_turn(runs, {work}).front();
}

/// Median of `units` per second over `rounds` rounds in which `threads` threads work at once.
/// `make_work(thread)` runs in its thread, so that memory is near it, and returns the work of one
/// round; all threads together do `units` in a round.
template <class MakeWork>
double units_per_second(int threads, int rounds, double units, const MakeWork& make_work) {
  std::vector<double> seconds(static_cast<std::size_t>(rounds));
  std::barrier together(threads);
  const auto one_thread = [&](int thread) {
    auto work = make_work(thread);
    work();  // caches and pages are warm from here on
    for (double& round : seconds) {
      together.arrive_and_wait();
      const auto start = Clock::now();
      work();
      together.arrive_and_wait();
      if (thread == 0) round = std::chrono::duration<double>(Clock::now() - start).count();
    }
  };
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread) others.emplace_back(one_thread, thread);
  one_thread(0);
  return units / spread_of(seconds).median;
}

/// Tells the compiler that somebody looks at the value, so that it has to be computed.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

}  // namespace resettle::bench
