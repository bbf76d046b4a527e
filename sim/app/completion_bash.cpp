// Completion for bash 4 and later.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/completion_scripts.h"

namespace resettle {

namespace {

/// Finds the word to complete, the option before it, and the command they belong to.
constexpr const char* kHead = R"(# Completion of resettle in bash.

_resettle_files() {  # ENDING...: files of these endings, and folders on the way to them
  local ending
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(
    compgen -d -- "$word"
    for ending in "$@"; do compgen -f -X "!*.$ending" -- "$word"; done
  )
}

_resettle_words() { mapfile -t COMPREPLY < <(compgen -W "$*" -- "$word"); }

_resettle() {
  local word=${COMP_WORDS[COMP_CWORD]} at=$((COMP_CWORD - 1)) behind_equals='' option command
  if [[ $word == '=' ]]; then  # --option=value and name=file are three words to bash
    word='' behind_equals=yes
  elif [[ ${COMP_WORDS[at]} == '=' ]]; then
    at=$((at - 1)) behind_equals=yes
  fi
  [[ -z $behind_equals || ${COMP_WORDS[at]} == -* ]] || at=$((at - 1))
  option=${COMP_WORDS[at]}
  word=${word#[\"\']}
  word=${word//\\/}
  COMPREPLY=()
  if ((COMP_CWORD > 1)); then command=${COMP_WORDS[1]}; fi
)";

std::string quoted(const std::string& text) { return "'" + text + "'"; }

/// The command line that completes a value, or that does nothing.
std::string action_of(const std::vector<ArgumentEntry>& arguments) {
  std::vector<std::string> words;
  std::vector<std::string> endings;
  for (const auto& argument : arguments) {
    for (const auto& choice : argument.choices) words.push_back(quoted(choice));
    const bool known = std::find(endings.begin(), endings.end(), argument.ending) != endings.end();
    if (!argument.ending.empty() && !known) endings.push_back(argument.ending);
  }
  if (!words.empty()) return fmt::format("_resettle_words {}", fmt::join(words, " "));
  if (!endings.empty()) return fmt::format("_resettle_files {}", fmt::join(endings, " "));
  return ":";
}

/// Cases of what may follow an option that takes a value.
std::string cases_of_values(const CommandEntry& command, const std::string& path) {
  std::string cases;
  for (const auto& option : command.options) {
    if (option.value.empty()) continue;
    std::vector<std::string> patterns;
    for (const auto& name : option.names)
      patterns.push_back(quoted(fmt::format("{} {}", path, name)));
    cases +=
        fmt::format("    {}) {}; return ;;\n", fmt::join(patterns, " | "), action_of({option}));
  }
  return cases;
}

/// The case of what else may follow a command: its options, what is below it, its files.
std::string case_of_words(const CommandEntry& command, const std::string& path) {
  std::vector<std::string> options;
  for (const auto& option : command.options) {
    options.insert(options.end(), option.names.begin(), option.names.end());
  }
  std::vector<std::string> below;
  for (const auto& entry : command.commands) below.push_back(quoted(entry.name));
  const auto rest = below.empty() ? action_of(command.positionals)
                                  : fmt::format("_resettle_words {}", fmt::join(below, " "));
  return fmt::format(
      "    {})\n      if [[ $word == -* ]]; then _resettle_words {}; else {}; fi\n      ;;\n",
      quoted(path), fmt::join(options, " "), rest);
}

}  // namespace

std::string bash_completion(const CommandEntry& program) {
  std::vector<std::string> pairs;  // commands of two words
  std::string values;
  std::string words = case_of_words(program, "");
  for (const auto& [path, command] : all_commands(program)) {
    if (path.find(' ') != std::string::npos) pairs.push_back(quoted(path));
    values += cases_of_values(*command, path);
    words += case_of_words(*command, path);
  }
  return kHead + fmt::format(
                     "  case \"$command ${{COMP_WORDS[2]-}}\" in\n"
                     "    {}) if ((COMP_CWORD > 2)); then command+=\" ${{COMP_WORDS[2]}}\"; fi ;;\n"
                     "  esac\n"
                     "  case \"$command $option\" in\n{}  esac\n"
                     "  case \"$command\" in\n{}  esac\n"
                     "}}\n\ncomplete -F _resettle resettle\n",
                     fmt::join(pairs, " | "), values, words);
}

}  // namespace resettle
