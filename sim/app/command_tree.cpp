#include "app/command_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "core/errors.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const auto end = std::min(text.find(separator, start), text.size());
    if (end > start || separator == '|') parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

/// "h5" of "FILE.h5" or "[STUDY.h5]".
std::string ending_of(std::string value) {
  if (value.ends_with("]")) value.pop_back();
  const auto dot = value.rfind('.');
  return dot == std::string::npos ? "" : value.substr(dot + 1);
}

/// CLI11 gives type and checks in one text: "TEXT:{scenario,study}", "INT:INT in [1 - 1024]".
void read_type(const std::string& type, ArgumentEntry& argument) {
  argument.value = type.substr(0, type.find(':'));
  argument.ending = ending_of(argument.value);
  const auto open = type.find(":{");
  const auto close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos) return;
  argument.choices = split(std::string_view(type).substr(open + 2, close - open - 2), ',');
}

ArgumentEntry argument_of(const CLI::Option& option) {
  ArgumentEntry argument;
  for (const auto& name : option.get_snames()) argument.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) argument.names.push_back("--" + name);
  if (argument.names.empty()) argument.names.push_back(option.get_name(true));
  if (option.get_type_size() != 0) read_type(option.get_type_name(), argument);
  argument.meaning = option.get_description();
  argument.required = option.get_required();
  argument.repeated = option.get_items_expected_max() >= CLI::detail::expected_max_vector_size;
  return argument;
}

CommandEntry launcher_command(const std::string& line, const SourceLocation& where) {
  const auto fields = split(line, '|');
  if (fields.size() != 5) {
    throw InputError({where, "", "the line has not five fields",
                      "write name|arguments|options|file ending|what it does"});
  }
  CommandEntry command;
  command.name = fields[0];
  command.meaning = fields[4];
  if (!fields[1].empty()) {
    ArgumentEntry positional;
    positional.names = {fields[1]};
    positional.ending = fields[3];
    command.positionals.push_back(std::move(positional));
  }
  for (const auto& name : split(fields[2], ' ')) {
    const auto equals = std::min(name.find('='), name.size());
    ArgumentEntry option;
    option.names = {name.substr(0, equals)};
    if (equals < name.size()) option.value = name.substr(equals + 1);
    option.ending = ending_of(option.value);
    if (option.value.find(',') != std::string::npos) option.choices = split(option.value, ',');
    command.options.push_back(std::move(option));
  }
  return command;
}

}  // namespace

CommandEntry command_tree(const CLI::App& app) {
  CommandEntry command{app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
  for (const auto* option : app.get_options()) {
    auto& arguments = option->get_positional() ? command.positionals : command.options;
    arguments.push_back(argument_of(*option));
  }
  for (const auto* below : app.get_subcommands(nullptr)) {
    command.commands.push_back(command_tree(*below));
  }
  return command;
}

std::vector<std::pair<std::string, const CommandEntry*>> all_commands(const CommandEntry& program) {
  std::vector<std::pair<std::string, const CommandEntry*>> found;
  for (const auto& command : program.commands) {
    found.emplace_back(command.name, &command);
    for (const auto& [path, below] : all_commands(command)) {
      found.emplace_back(command.name + " " + path, below);
    }
  }
  return found;
}

CalledCommand called_command(const CommandEntry& program, const std::vector<std::string>& words) {
  CalledCommand result{&program, program.name, 0};
  for (const auto& word : words) {
    const auto& below = result.command->commands;
    const auto found = std::find_if(below.begin(), below.end(),
                                    [&](const CommandEntry& one) { return one.name == word; });
    if (found == below.end()) break;
    result = {&*found, result.name + " " + word, result.words + 1};
  }
  return result;
}

std::vector<CommandEntry> launcher_commands() {
  std::vector<CommandEntry> commands;
  const char* home = std::getenv("RESETTLE_HOME");
  if (home == nullptr) return commands;
  const auto table = std::filesystem::path(home) / ".ci" / "launcher-commands";
  if (!std::filesystem::exists(table)) return commands;
  ProblemList problems;
  const auto text = read_text_file(table, {}, problems, {});
  problems.throw_if_any();
  int number = 0;
  for (const auto line : split_lines(*text)) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    commands.push_back(launcher_command(std::string(line), {table.string(), number, 1}));
  }
  return commands;
}

}  // namespace resettle
