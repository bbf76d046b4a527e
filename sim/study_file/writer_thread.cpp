#include "study_file/writer_thread.h"

#include <utility>

namespace resettle {

WriterThread::WriterThread(std::size_t most_waiting, Save save)
    : most_waiting_(most_waiting), save_(std::move(save)), thread_([this] { write_all(); }) {}

WriterThread::~WriterThread() { close(); }

void WriterThread::push(std::vector<PackedCell> cells, double person_months) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < most_waiting_ || error_ != nullptr; });
  if (error_ != nullptr) std::rethrow_exception(error_);
  waiting_.push_back({std::move(cells), person_months});
  changed_.notify_all();
}

void WriterThread::finish() {
  close();
  if (error_ != nullptr) std::rethrow_exception(error_);
}

void WriterThread::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void WriterThread::write_all() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return !waiting_.empty() || closed_; });
    if (waiting_.empty()) return;
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    lock.unlock();
    try {
      save_(next.cells, next.person_months);
      lock.lock();
    } catch (...) {
      lock.lock();
      error_ = std::current_exception();
      changed_.notify_all();
      return;
    }
  }
}

}  // namespace resettle
