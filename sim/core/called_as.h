#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Commands in messages and help are there to be copied: they begin as the user's own did, and a
// shell takes every name in them for one word.

namespace resettle {

/// What calls the program: as the user has called the launcher, which says so; else "./resettle".
std::string called_as();

/// Text as a shell takes it for one word; as it is, if that needs nothing.
std::string shell_word(std::string_view text);

/// A file's name as a word of a command, never taken for an option: "./-x.h5" for "-x.h5".
std::string file_word(const std::filesystem::path& file);

/// "./resettle resume 'my study.h5'"
std::string command_on(std::string_view command, const std::filesystem::path& file);

}  // namespace resettle
