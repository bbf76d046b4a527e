#include "io/problem_report.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/number_text.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

constexpr int kWidth = 92;                // columns of a source line shown at most
constexpr std::size_t kShownOfFile = 50;  // problems: nobody reads on
constexpr int kBeforeMark = 60;           // columns shown before the mark in a long line

/// Settings of the command line are named as if they were files: "--set", "-o".
bool is_command_line(const std::string& file) { return file.starts_with('-'); }

std::string heading(const std::vector<Problem>& problems, std::string_view consequence) {
  std::set<std::string> files;
  bool command_line = false;
  for (const auto& problem : problems) {
    if (is_command_line(problem.where.file)) {
      command_line = true;
    } else if (!problem.where.file.empty()) {
      files.insert(problem.where.file);
    }
  }
  std::vector<std::string> places;
  if (!files.empty()) places.push_back("in " + counted(files.size(), "file"));
  if (command_line) places.emplace_back("on the command line");
  const auto where = places.empty() ? "" : " " + join(places, " and ");
  return fmt::format("{}{}; {}.\n", counted(problems.size(), "problem"), where, consequence);
}

/// The characters of UTF-8 text, each as its bytes.
std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
    if (continues && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

/// Columns a character takes on a terminal: Hangul, Han and full-width forms take two. UTF-8 text
/// sorts as its characters do, so ranges can be compared as text.
int terminal_columns(const std::string& character) {
  const auto between = [&](const char* low, const char* high) {
    return character >= low && character <= high;
  };
  const bool wide = between("\xe1\x84\x80", "\xe1\x85\x9f") ||  // Hangul letters
                    between("\xe2\xba\x80", "\xea\x93\x8f") ||  // Han, Kana
                    between("\xea\xb0\x80", "\xed\x9e\xa3") ||  // Hangul syllables
                    between("\xef\xa4\x80", "\xef\xab\xbf") ||  // Han, compatibility
                    between("\xef\xbc\x80", "\xef\xbd\xa0");    // full-width forms
  return wide ? 2 : 1;
}

/// Of a character as it is shown, which may be by an escape.
int columns_of(const std::string& shown) {
  return shown.front() == '\\' ? static_cast<int>(shown.size()) : terminal_columns(shown);
}

/// The line and a mark below its `column`, cut to fit a terminal.
std::string excerpt(const std::string& line, int column) {
  const auto characters = characters_of(line);
  const auto mark = static_cast<std::size_t>(std::max(column, 1) - 1);
  const std::size_t first = mark > kBeforeMark ? mark - kBeforeMark : 0;
  std::string shown = first > 0 ? "..." : "";
  std::string below(shown.size(), ' ');
  int width = static_cast<int>(shown.size());
  for (std::size_t i = first; i < characters.size(); ++i) {
    const auto character = characters[i] == "\t" ? std::string(" ") : visible_line(characters[i]);
    width += columns_of(character);
    if (width > kWidth) {
      shown += "...";
      break;
    }
    shown += character;
    if (i < mark) below.append(static_cast<std::size_t>(columns_of(character)), ' ');
  }
  return fmt::format("    | {}\n    | {}^\n", shown, below);
}

/// Lines of the files that problems point to, each file read once.
class SourceLines {
 public:
  std::string line(const std::string& file, int number) {
    if (number <= 0) return "";  // of the whole file, which may be of any size or kind
    auto known = files_.find(file);
    if (known == files_.end()) known = files_.emplace(file, read(file)).first;
    const auto index = static_cast<std::size_t>(number - 1);
    return index < known->second.size() ? known->second[index] : "";
  }

 private:
  static std::vector<std::string> read(const std::string& file) {
    std::vector<std::string> lines;
    std::error_code ignored;  // by now it may be a pipe, if it is there at all
    if (!std::filesystem::is_regular_file(file, ignored)) return lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (lines.empty() && line.compare(0, 3, "\xef\xbb\xbf") == 0) line.erase(0, 3);
      lines.push_back(std::move(line));
    }
    return lines;
  }

  std::map<std::string, std::vector<std::string>> files_;
};

std::string place(const SourceLocation& where) {
  const auto file = visible_line(where.file);
  return where.line == 0 ? file : fmt::format("{}:{}:{}", file, where.line, where.column);
}

std::string problem_text(const Problem& problem, SourceLines& sources) {
  std::string text = "\n";
  if (!problem.where.file.empty()) text += place(problem.where) + '\n';
  const auto line = sources.line(problem.where.file, problem.where.line);
  if (!line.empty()) text += excerpt(line, problem.where.column);
  const auto key = problem.key.empty() ? "" : visible_line(problem.key) + ": ";
  text += fmt::format("  {}{}\n", key, visible_line(problem.message));
  if (!problem.remedy.empty()) text += fmt::format("  To do: {}\n", visible_line(problem.remedy));
  return text;
}

}  // namespace

std::string problem_report(const InputError& error, std::string_view consequence) {
  auto text = heading(error.problems(), consequence);
  SourceLines sources;
  std::map<std::string, std::size_t> told;
  for (const auto& problem : error.problems()) {
    if (++told[problem.where.file] <= kShownOfFile) text += problem_text(problem, sources);
  }
  for (const auto& [file, count] : told) {
    if (count <= kShownOfFile) continue;
    text += fmt::format("\n{}\n  and {} more; mend those above first\n", visible_line(file),
                        counted(count - kShownOfFile, "problem"));
  }
  return text;
}

}  // namespace resettle
