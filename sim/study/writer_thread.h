#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "study/study_writer.h"

namespace resettle {

/// Writes finished replicates in a thread of its own, so that those who simulate never wait for the
/// disk unless it falls far behind: then they wait, and memory stays bounded.
class WriterThread {
 public:
  /// `written(replicate's person-months)` is called in the writing thread after each one.
  WriterThread(StudyWriter& writer, std::size_t most_waiting, std::function<void(double)> written);
  ~WriterThread();
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

  /// Hands over a replicate. Throws what writing an earlier one threw.
  void push(PackedReplicate replicate, double person_months);
  /// Waits until everything is written. Throws what writing threw.
  void finish();

 private:
  struct Waiting {
    PackedReplicate replicate;
    double person_months;
  };

  void write_all();
  void close();

  StudyWriter& writer_;
  const std::size_t most_waiting_;
  const std::function<void(double)> written_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool closed_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace resettle
