// Completion for zsh.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/completion_scripts.h"

namespace resettle {

namespace {

std::string replaced(std::string text, char what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, 1, by);
  }
  return text;
}

std::string quoted(const std::string& text) { return "'" + replaced(text, '\'', "'\\''") + "'"; }

/// A text inside a specification of _arguments, whose signs these are.
std::string plain(std::string text) {
  text = replaced(std::move(text), '\\', "\\\\");
  for (const char sign : {'[', ']', ':'}) {
    text = replaced(std::move(text), sign, std::string("\\") + sign);
  }
  return text;
}

/// ":what it is:how it is completed"
std::string value_of(const ArgumentEntry& argument, const std::string& name) {
  std::string action = " ";
  if (!argument.choices.empty()) {
    action = fmt::format("({})", fmt::join(argument.choices, " "));
  } else if (!argument.ending.empty()) {
    action = fmt::format("_files -g \"*.{}\"", argument.ending);
  }
  return fmt::format(":{}:{}", plain(name), action);
}

std::string option_line(const ArgumentEntry& option) {
  const auto rest = fmt::format("[{}]{}", plain(option.meaning),
                                option.value.empty() ? "" : value_of(option, option.value));
  if (option.names.size() == 1) {
    return quoted((option.repeated ? "*" : "") + option.names.front() + rest);
  }
  // What may be given again does not exclude its other names either.
  const auto head =
      option.repeated ? std::string("*") : fmt::format("({})", fmt::join(option.names, " "));
  return fmt::format("'{}'{{{}}}{}", head, fmt::join(option.names, ","), quoted(rest));
}

std::string list_of(const std::vector<CommandEntry>& commands) {
  std::string lines;
  for (const auto& command : commands) {
    lines += fmt::format("    {}\n", quoted(command.name + ":" + command.meaning));
  }
  return lines;
}

std::string case_of(const CommandEntry& command, const std::string& path) {
  std::string text = fmt::format("    {})\n", quoted(path));
  if (!command.commands.empty()) {
    return text + fmt::format(
                      "      commands=(\n{}      )\n      _describe command commands\n"
                      "      ;;\n",
                      list_of(command.commands));
  }
  text += "      _arguments";
  for (const auto& option : command.options) text += " \\\n        " + option_line(option);
  for (const auto& positional : command.positionals) {
    text += " \\\n        " + quoted((positional.repeated ? "*" : "") +
                                     value_of(positional, positional.names.front()));
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(const CommandEntry& program) {
  std::vector<std::string> pairs;  // commands of two words
  std::string cases;
  for (const auto& [path, command] : all_commands(program)) {
    if (path.find(' ') != std::string::npos) pairs.push_back(quoted(path));
    cases += case_of(*command, path);
  }
  return fmt::format(
      R"(#compdef resettle
# Completion of resettle in zsh.

_resettle() {{
  local -a commands
  local command=$words[2]
  if ((CURRENT == 2)); then
    commands=(
{}    )
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case "$command $words[2]" in
    {})
      if ((CURRENT > 2)); then
        command+=" $words[2]"
        shift words
        ((CURRENT--))
      fi
      ;;
  esac
  case $command in
{}  esac
}}

compdef _resettle resettle
)",
      list_of(program.commands), fmt::join(pairs, " | "), cases);
}

}  // namespace resettle
