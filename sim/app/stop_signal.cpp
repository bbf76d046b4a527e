#include "app/stop_signal.h"

#include <unistd.h>
#include <csignal>
#include <cstddef>
#include <string>

namespace resettle {

namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

/// Nothing else may be done in a signal handler; a message that cannot be written is not missed.
template <std::size_t kSize>
void say(const char (&text)[kSize]) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, kSize - 1);
}

extern "C" void on_signal(int signal) {
  if (stop.exchange(true)) {
    say("\nStopped at once: replicates that were under way are lost, finished ones are saved. "
        "'resettle resume STUDY.h5' goes on.\n");
    _exit(128 + signal);
  }
  say("\nStopping: the replicates that are being simulated will be finished and saved. Once more "
      "(Ctrl-C) stops at once.\n");
}

/// Read by a signal handler, which may not touch a std::string that changes.
char unfinished_file[4096];

extern "C" void on_signal_while_writing(int signal) {
  if (::unlink(unfinished_file) == 0) say("\nStopped: nothing was written.\n");
  _exit(128 + signal);
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& stop_on_signal() {
  handle(on_signal);
  return stop;
}

void remove_on_signal(const std::filesystem::path& unfinished) {
  const std::string& name = unfinished.string();
  if (name.size() >= sizeof unfinished_file) return;  // such a path cannot be made either
  name.copy(unfinished_file, name.size());
  unfinished_file[name.size()] = '\0';
  handle(on_signal_while_writing);
}

}  // namespace resettle
