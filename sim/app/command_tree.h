#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace resettle {

/// An option or a positional argument of a command.
struct ArgumentEntry {
  std::vector<std::string> names;    ///< "-o", "--output"; of a positional its one name
  std::string value;                 ///< what it takes, as help shows it; empty: a flag
  std::string ending;                ///< of the files it takes, without the dot; empty: no file
  std::vector<std::string> choices;  ///< all it may be, where these are few
  std::string meaning;
  bool required = false;
  bool repeated = false;  ///< several values may follow
};

/// A command, with all that completion and the manual page say of it.
struct CommandEntry {
  std::string name;
  std::string meaning;
  std::string footer;  ///< remarks and examples, as help shows them
  std::vector<ArgumentEntry> options;
  std::vector<ArgumentEntry> positionals;
  std::vector<CommandEntry> commands;  ///< below this one
};

/// The commands as the command line has them.
CommandEntry command_tree(const CLI::App& app);

/// Every command of the program by the words that name it, as "explain month"; what is below a
/// command follows it.
std::vector<std::pair<std::string, const CommandEntry*>> all_commands(const CommandEntry& program);

/// The command that the first words name, and how many words that takes.
struct CalledCommand {
  const CommandEntry* command;
  std::string name;  ///< from the program's on
  std::size_t words;
};
CalledCommand called_command(const CommandEntry& program, const std::vector<std::string>& words);

/// The commands of the launcher ./resettle beside those of the program, from the table that the
/// launcher itself reads; none where the program was not started by it.
/// Errors: InputError for a line of the table that has not five fields.
std::vector<CommandEntry> launcher_commands();

}  // namespace resettle
