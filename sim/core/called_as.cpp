#include "core/called_as.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace resettle {

namespace {

/// Whether no shell sees more in the character than itself; so it is with all beyond ASCII.
bool is_plain(char c) {
  constexpr std::string_view kSigns = "/._-+,:@%=";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || static_cast<unsigned char>(c) >= 0x80 || kSigns.find(c) != std::string::npos;
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  // Most messages put commands into single quotes, so double ones are the easier to read.
  if (text.find_first_of("$`\"\\!") == std::string_view::npos) return fmt::format("\"{}\"", text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::string called_as() {
  const char* typed = std::getenv("RESETTLE_COMMAND");
  return typed == nullptr || *typed == '\0' ? "./resettle" : shell_word(typed);
}

std::string file_word(const std::filesystem::path& file) {
  const std::string& name = file.string();
  return shell_word(name.starts_with('-') ? "./" + name : name);
}

std::string command_on(std::string_view command, const std::filesystem::path& file) {
  return fmt::format("{} {} {}", called_as(), command, file_word(file));
}

}  // namespace resettle
