#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/command_tree.h"
#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "core/version.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

/// Text as roff takes it: no sign of it is a command, and hyphens of options can be copied.
std::string plain(const std::string& text) {
  std::string result;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
    line_begins = c == '\n';
  }
  return result;
}

std::string bold(const std::string& text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + plain(text) + "\\fR"; }

/// Remarks as paragraphs, examples (lines that are indented) as they stand.
std::string remarks(const std::string& footer) {
  std::string text;
  bool example = false;
  bool begins = true;
  for (const auto line : split_lines(footer)) {
    const bool indented = line.starts_with("  ");
    if (indented != example) text += indented ? ".RS 4\n.nf\n" : ".fi\n.RE\n";
    if (line.empty() || (begins && !indented) || (example && !indented)) text += ".PP\n";
    const auto shown = indented ? line.substr(2) : line;
    if (!line.empty()) text += plain(std::string(shown)) + "\n";
    example = indented;
    begins = line.empty();
  }
  return text + (example ? ".fi\n.RE\n" : "");
}

std::string argument_item(const ArgumentEntry& argument, bool positional) {
  std::vector<std::string> names;
  for (const auto& name : argument.names) names.push_back(positional ? italic(name) : bold(name));
  auto head = fmt::format("{}", fmt::join(names, ", "));
  if (!positional && !argument.value.empty()) head += " " + italic(argument.value);
  if (argument.repeated) head += " ...";
  auto meaning = argument.meaning;
  if (!argument.choices.empty()) {
    meaning +=
        fmt::format("{}one of {}", meaning.empty() ? "" : ": ", fmt::join(argument.choices, ", "));
  }
  return ".TP\n" + head + "\n" + (meaning.empty() ? "\\&" : plain(meaning)) + "\n";
}

std::string command_section(const CommandEntry& command, const std::string& path) {
  std::string words = "resettle " + path;
  for (const auto& positional : command.positionals) {
    const auto& name = positional.names.front();
    const bool bracketed = positional.required || name.starts_with('[');
    words += fmt::format(" {}{}", bracketed ? name : "[" + name + "]",
                         positional.repeated ? " ..." : "");
  }
  if (!command.commands.empty()) words += " COMMAND";
  auto text = fmt::format(".SS \"{}\"\n{}.\n", plain(words), plain(command.meaning));
  for (const auto& positional : command.positionals) {
    if (!positional.meaning.empty()) text += argument_item(positional, true);
  }
  for (const auto& option : command.options) text += argument_item(option, false);
  return text + remarks(command.footer);
}

/// The lines of a footer that are examples.
std::string examples_of(const std::string& footer) {
  std::string found;
  for (const auto line : split_lines(footer)) {
    if (line.starts_with("  ")) found += std::string(line) + "\n";
  }
  return found;
}

std::string files_section() {
  const std::pair<const char*, const char*> files[] = {
      {"*.yaml", "studies and scenarios; 'check' reads them, 'schema' describes them for editors"},
      {"*.h5", "study files: all results, and all inputs they came from"},
      {"*.h5.progress", "what is finished of a run that is under way or was interrupted"},
      {"scenarios/baseline.yaml", "every parameter with unit, range, source and status"}};
  std::string text = ".SH FILES\n";
  for (const auto& [name, meaning] : files) {
    text += fmt::format(".TP\n{}\n{}\n", italic(name), plain(meaning));
  }
  return text;
}

std::string man_page(const CommandEntry& program, const std::vector<CommandEntry>& launchers) {
  auto text = fmt::format(
      ".TH RESETTLE 1 \"\" \"resettle {0}\" \"User Commands\"\n"
      ".SH NAME\nresettle \\- compare settlement policies on simulated lives\n"
      ".SH SYNOPSIS\n.B resettle\n\\fICOMMAND\\fR [\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\n{1}\n.SH OPTIONS\n",
      plain(build_info().version), plain(program.meaning.substr(0, program.meaning.find('\n'))));
  for (const auto& option : program.options) text += argument_item(option, false);
  text += ".SH COMMANDS\n";
  for (const auto& [path, command] : all_commands(program)) text += command_section(*command, path);
  if (!launchers.empty()) text += ".SH COMMANDS OF THE LAUNCHER\n";
  for (const auto& command : launchers) text += command_section(command, command.name);
  text += files_section() + ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitCodes) {
    text += fmt::format(".TP\n{}\n{}\n", code, plain(meaning));
  }
  return text + ".SH EXAMPLES\n" + remarks(examples_of(program.footer));
}

}  // namespace

void add_man(CLI::App& app) {
  auto* command = app.add_subcommand("man", "Print the manual page, which 'man -l -' shows");
  command->footer(examples({"man | man -l -"}));
  command->callback([&app] { print_text("{}", man_page(command_tree(app), launcher_commands())); });
}

}  // namespace resettle
