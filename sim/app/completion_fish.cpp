// Completion for fish.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/completion_scripts.h"

namespace resettle {

namespace {

/// In single quotes; fish knows \' and \\ inside them.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string described(const std::string& meaning) {
  return meaning.empty() ? "" : " -d " + quoted(meaning);
}

std::string names_of(const ArgumentEntry& option) {
  std::string names;
  for (const auto& name : option.names) {
    names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  return names;
}

std::string values_of(const ArgumentEntry& argument) {
  if (!argument.choices.empty()) {
    return " -a " + quoted(fmt::format("{}", fmt::join(argument.choices, " ")));
  }
  if (argument.ending.empty()) return "";
  // Files of that ending come first (-k: keep the order); fish shows the others too.
  return " -k -a " + quoted("(__fish_complete_suffix ." + argument.ending + ")");
}

std::string lines_of(const CommandEntry& command, const std::string& condition) {
  const std::string start = "complete -c resettle -n " + quoted(condition);
  std::string lines;
  for (const auto& option : command.options) {
    lines += start + names_of(option);
    if (!option.value.empty()) lines += " -x" + values_of(option);
    lines += described(option.meaning) + "\n";
  }
  for (const auto& positional : command.positionals) {
    const auto values = values_of(positional);
    if (!values.empty()) lines += start + values + described(positional.meaning) + "\n";
  }
  return lines;
}

/// "run", "explain month": the words of a command have all been typed, and those below have not.
std::string condition_of(const CommandEntry& command, const std::string& path) {
  std::string condition;
  const auto space = path.find(' ');
  condition = "__fish_seen_subcommand_from " + path.substr(0, space);
  if (space != std::string::npos) {
    condition += "; and __fish_seen_subcommand_from " + path.substr(space + 1);
  }
  if (!command.commands.empty()) {
    condition += "; and not __fish_seen_subcommand_from";
    for (const auto& below : command.commands) condition += " " + below.name;
  }
  return condition;
}

}  // namespace

std::string fish_completion(const CommandEntry& program) {
  std::string script = "# Completion of resettle in fish.\ncomplete -c resettle -f\n";
  const auto names_below = [&](const CommandEntry& command, const std::string& condition) {
    for (const auto& below : command.commands) {
      script += "complete -c resettle -n " + quoted(condition) + " -a " + below.name +
                described(below.meaning) + "\n";
    }
  };
  script += lines_of({"", "", "", program.options, {}, {}}, "__fish_use_subcommand");
  names_below(program, "__fish_use_subcommand");
  for (const auto& [path, command] : all_commands(program)) {
    const auto condition = condition_of(*command, path);
    script += lines_of(*command, condition);
    names_below(*command, condition);
  }
  return script;
}

}  // namespace resettle
