#pragma once

#include <atomic>
#include <filesystem>

namespace resettle {

/// From now on the first SIGINT or SIGTERM only sets the flag, which is returned, and says so; a
/// second one ends the process at once. For the one command that can be stopped and carried on.
const std::atomic<bool>& stop_on_signal();

/// From now on SIGINT and SIGTERM end the process, after this file has been removed. For a command
/// that writes a file in one go and leaves nothing to resume.
void remove_on_signal(const std::filesystem::path& unfinished);

}  // namespace resettle
