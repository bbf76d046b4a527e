#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace resettle {

/// From now on the first SIGINT or SIGTERM only sets the flag, which is returned, and says so; a
/// second one ends the process at once and says how this study is resumed, if its progress is there
/// at that moment. For commands that can be stopped and carried on.
const std::atomic<bool>& stop_on_signal(const std::filesystem::path& study);

/// What the second signal says from now on, instead of how the study is resumed.
void say_when_stopped_at_once(const std::string& text);

/// From now on SIGINT and SIGTERM end the process (exit code 128 + signal), after this file has
/// been removed. For a command that writes a file in one go and leaves nothing to resume.
void remove_on_signal(const std::filesystem::path& unfinished);

/// The same for the folder of a pilot, with these files in it.
void remove_pilot_on_signal(const std::filesystem::path& folder,
                            const std::vector<std::string>& files);

}  // namespace resettle
