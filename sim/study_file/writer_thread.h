#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "study_file/packed_cell.h"

namespace resettle {

/// Writes finished replicates in a thread of its own, so that those who simulate never wait for the
/// disk unless it falls far behind: then they wait, and memory stays bounded.
class WriterThread {
 public:
  /// `save(cells, person_months)` is called in the writing thread for each replicate.
  using Save = std::function<void(const std::vector<PackedCell>&, double)>;
  WriterThread(std::size_t most_waiting, Save save);
  ~WriterThread();
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

  /// Hands over a replicate. Throws what writing an earlier one threw.
  void push(std::vector<PackedCell> cells, double person_months);
  /// Waits until everything is written. Throws what writing threw.
  void finish();

 private:
  struct Waiting {
    std::vector<PackedCell> cells;
    double person_months;
  };

  void write_all();
  void close();

  const std::size_t most_waiting_;
  const Save save_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool closed_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace resettle
