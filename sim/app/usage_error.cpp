#include "app/usage_error.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/command_tree.h"
#include "core/called_as.h"
#include "core/errors.h"

namespace resettle {

namespace {

using Names = std::vector<std::string>;

Names commands_below(const CommandEntry& command, bool is_program) {
  Names names;
  for (const auto& one : command.commands) names.push_back(one.name);
  if (is_program) {
    for (const auto& own : launcher_commands()) names.push_back(own.name);
  }
  return names;
}

Names options_of(const CommandEntry& command) {
  Names names;
  for (const auto& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

std::string did_you_mean(const std::string& wanted, const Names& names) {
  std::string near = nearest(wanted, names);
  if (near.empty() && !wanted.empty()) {  // the beginning of a name is far from it, but meant
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return name.starts_with(wanted);
    });
    if (found != names.end()) near = *found;
  }
  return near.empty() ? "" : fmt::format(" Did you mean '{}'?", near);
}

std::string without_value(const std::string& option) { return option.substr(0, option.find('=')); }

/// The first of these words that looks like an option and is none of the command; none: "".
std::string unknown_option(const Names& words, const Names& options) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
    return word.size() > 1 && word.starts_with('-') && word != "--" &&
           std::find(options.begin(), options.end(), without_value(word)) == options.end();
  });
  return found == words.end() ? "" : *found;
}

/// What to write for a file whose name begins with a hyphen.
std::string if_it_is_a_file(const std::string& word) {
  std::error_code ignored;
  if (!std::filesystem::exists(word, ignored) && !std::filesystem::path(word).has_extension()) {
    return "";
  }
  return fmt::format(" If it is a file, write {}", file_word(word));
}

std::string no_such_command(const CalledCommand& at, const std::string& wanted) {
  const bool is_program = at.words == 0;
  const auto own = is_program ? launcher_commands() : std::vector<CommandEntry>{};
  if (std::any_of(own.begin(), own.end(), [&](const auto& one) { return one.name == wanted; })) {
    return fmt::format("'{0}' is a command of the launcher: '{1} {0}'.", wanted, called_as());
  }
  const auto names = commands_below(*at.command, is_program);
  return fmt::format("There is no command '{} {}'.{} Commands: {}.", at.name, wanted,
                     did_you_mean(wanted, names), fmt::join(names, ", "));
}

std::string problem_of(const CLI::App& app, const CLI::ParseError& error, const CalledCommand& at,
                       const Names& words) {
  const bool needs_command = !at.command->commands.empty();
  const std::string next = at.words < words.size() ? words[at.words] : "";
  if (needs_command && at.words < words.size() && !next.starts_with('-')) {
    return no_such_command(at, next);
  }
  // Words that are left over stand in another order than they were written.
  Names rest = needs_command ? Names{next} : app.remaining(true);
  std::erase(rest, "--");
  const auto options = options_of(*at.command);
  const std::string option = unknown_option(rest, options);
  if (!option.empty()) {
    const std::string name = without_value(option);
    return fmt::format("{} has no option '{}'.{}{}", at.name, name, did_you_mean(name, options),
                       if_it_is_a_file(option));
  }
  if (needs_command) {
    return fmt::format("{}: say which command. Commands: {}.", at.name,
                       fmt::join(commands_below(*at.command, at.words == 0), ", "));
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !rest.empty()) {
    return fmt::format("{}: '{}' is one word too many.", at.name, rest.front());
  }
  const std::string what = error.what();  // "--threads: At Most 1 required but received 2"
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool repeated = what.find("At Most") != std::string::npos;
    return fmt::format("{}: {} {}.", at.name, what.substr(0, what.find(':')),
                       repeated ? "is given more than once" : "needs a value");
  }
  return fmt::format("{}: {}.", at.name, what);
}

}  // namespace

std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& words) {
  const CommandEntry program = command_tree(app);
  const CalledCommand at = called_command(program, words);
  return fmt::format("{}\n  To do: '{} --help' shows what it takes.\n",
                     problem_of(app, error, at, words), at.name);
}

}  // namespace resettle
