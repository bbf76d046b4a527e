#include "app/usage_error.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/command_tree.h"
#include "core/errors.h"

namespace resettle {

namespace {

using Names = std::vector<std::string>;

/// The command that the first words name, and how many words that takes.
struct Called {
  const CommandEntry* command;
  std::string name;
  std::size_t words;
};

Called called(const CommandEntry& program, const Names& words) {
  Called result{&program, program.name, 0};
  for (const auto& word : words) {
    const auto& below = result.command->commands;
    const auto found = std::find_if(below.begin(), below.end(),
                                    [&](const CommandEntry& one) { return one.name == word; });
    if (found == below.end()) break;
    result = {&*found, result.name + " " + word, result.words + 1};
  }
  return result;
}

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
  if (near.empty()) {  // the beginning of a name is far from it, but meant
    const auto begins = [&](const std::string& name) { return name.rfind(wanted, 0) == 0; };
    const auto found = std::find_if(names.begin(), names.end(), begins);
    if (found != names.end()) near = *found;
  }
  return near.empty() ? "" : fmt::format(" Did you mean '{}'?", near);
}

/// One of the words that the command does not take: an option rather than a word, which may have
/// been meant as its value.
std::string not_taken(const Names& rest, const Names& options) {
  const auto is_unknown_option = [&](const std::string& word) {
    return word.size() > 1 && word.front() == '-' &&
           std::find(options.begin(), options.end(), word.substr(0, word.find('='))) ==
               options.end();
  };
  const auto option = std::find_if(rest.begin(), rest.end(), is_unknown_option);
  return option != rest.end() ? *option : rest.front();
}

std::string problem_of(const CLI::App& app, const CLI::ParseError& error, const Called& at,
                       const Names& words) {
  const bool is_program = at.words == 0;
  if (!at.command->commands.empty() && at.words < words.size() && words[at.words].front() != '-') {
    const auto names = commands_below(*at.command, is_program);
    return fmt::format("There is no command '{} {}'.{} Commands: {}.", at.name, words[at.words],
                       did_you_mean(words[at.words], names), fmt::join(names, ", "));
  }
  const Names rest = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !rest.empty()) {
    const auto options = options_of(*at.command);
    const std::string word = not_taken(rest, options);
    if (word.front() != '-') return fmt::format("{}: '{}' is one word too many.", at.name, word);
    const std::string option = word.substr(0, word.find('='));
    return fmt::format("{} has no option '{}'.{}", at.name, option, did_you_mean(option, options));
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && !at.command->commands.empty()) {
    return fmt::format("{}: say which command. Commands: {}.", at.name,
                       fmt::join(commands_below(*at.command, is_program), ", "));
  }
  return fmt::format("{}: {}.", at.name, error.what());
}

}  // namespace

std::string usage_error(const CLI::App& app, const CLI::ParseError& error,
                        const std::vector<std::string>& words) {
  const CommandEntry program = command_tree(app);
  const Called at = called(program, words);
  return fmt::format("{}\n  To do: '{} --help' shows what it takes.\n",
                     problem_of(app, error, at, words), at.name);
}

}  // namespace resettle
