#pragma once

#include <atomic>

namespace resettle {

/// From now on the first SIGINT or SIGTERM only sets the flag, which is returned, and says so; a
/// second one ends the process at once. For the one command that can be stopped and carried on.
const std::atomic<bool>& stop_on_signal();

}  // namespace resettle
