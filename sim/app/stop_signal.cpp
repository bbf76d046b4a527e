#include "app/stop_signal.h"

#include <unistd.h>
#include <csignal>

namespace resettle {

namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

extern "C" void on_signal(int signal) {
  if (stop.exchange(true)) _exit(128 + signal);
  constexpr char kText[] =
      "\nStopping: the replicates that are being simulated will be finished and saved. Once more "
      "(Ctrl-C) stops at once.\n";
  // Nothing else may be done in a signal handler; a message that cannot be written is not missed.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kText, sizeof kText - 1);
}

}  // namespace

const std::atomic<bool>& stop_on_signal() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return stop;
}

}  // namespace resettle
