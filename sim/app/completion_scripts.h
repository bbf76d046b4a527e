#pragma once

#include <string>

#include "app/command_tree.h"

namespace resettle {

/// A script that completes commands, options and files of the program in a shell.
std::string bash_completion(const CommandEntry& program);
std::string zsh_completion(const CommandEntry& program);
std::string fish_completion(const CommandEntry& program);

}  // namespace resettle
