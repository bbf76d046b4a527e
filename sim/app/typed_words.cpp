#include "app/typed_words.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "app/command_tree.h"

namespace resettle {

namespace {

const ArgumentEntry* option_named(const CommandEntry& command, const std::string& name) {
  for (const auto& option : command.options) {
    const auto& names = option.names;
    if (std::find(names.begin(), names.end(), name) != names.end()) return &option;
  }
  return nullptr;
}

std::string name_in(const std::string& word) { return word.substr(0, word.find('=')); }

std::string as_file(const std::string& word) { return word.starts_with('-') ? "./" + word : word; }

/// Reads the words behind the name of a command.
class Reader {
 public:
  explicit Reader(const CommandEntry& command) : command_(command) {}

  void read(const std::string& word) {
    if (!waiting_.empty()) {
      take_value(word);
    } else if (word.empty()) {
      throw CLI::ValidationError("a word of the command is empty");
    } else if (no_more_options_) {
      words.push_back(takes_files() ? as_file(word) : word);
    } else {
      take_word(word);
    }
  }

  std::vector<std::string> words;

 private:
  void take_value(const std::string& word) {
    if (word == "--" || option_named(command_, name_in(word)) != nullptr) {
      throw CLI::ArgumentMismatch(waiting_ + ": needs a value");
    }
    if (word.empty()) throw CLI::ValidationError(waiting_, "the value is empty");
    const bool file = !option_named(command_, waiting_)->ending.empty();
    words.push_back(file ? as_file(word) : word);
    waiting_.clear();
  }

  void take_word(const std::string& word) {
    no_more_options_ = word == "--";
    const auto name = name_in(word);
    const auto* option = option_named(command_, name);
    if (option == nullptr || option->value.empty()) {
      words.push_back(word);
      return;
    }
    words.push_back(name);
    waiting_ = name;
    if (name.size() < word.size()) take_value(word.substr(name.size() + 1));
  }

  [[nodiscard]] bool takes_files() const {
    return std::any_of(command_.positionals.begin(), command_.positionals.end(),
                       [](const auto& positional) { return !positional.ending.empty(); });
  }

  const CommandEntry& command_;
  std::string waiting_;  ///< the option whose value is due; none: empty
  bool no_more_options_ = false;
};

}  // namespace

std::vector<std::string> typed_words(const CLI::App& app, const std::vector<std::string>& words) {
  const CommandEntry program = command_tree(app);
  const CalledCommand at = called_command(program, words);
  const auto behind = words.begin() + static_cast<std::ptrdiff_t>(at.words);
  Reader reader(*at.command);
  reader.words.assign(words.begin(), behind);
  std::for_each(behind, words.end(), [&](const std::string& word) { reader.read(word); });
  return reader.words;
}

}  // namespace resettle
