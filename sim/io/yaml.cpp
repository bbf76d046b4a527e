#include "io/yaml.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "io/characters.h"
#include "io/strict_text.h"
#include "io/yaml_comments.h"
#include "io/yaml_messages.h"

namespace resettle {
namespace {

/// Builds our own tree from yaml-cpp's events: unlike YAML::Node it keeps duplicate keys, quotes
/// and positions, and converts nothing.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& text, std::string file, ProblemList& problems)
      : text_(text), lines_(split_lines(text)), file_(std::move(file)), problems_(problems) {}

  [[nodiscard]] bool refused() const { return refused_; }
  [[nodiscard]] int documents() const { return documents_; }
  YamlNode take_root() { return std::move(root_); }
  /// Where the text stands that ended last at a '#' that hardly begins a comment; line 0: none.
  [[nodiscard]] const SourceLocation& last_cut() const { return last_cut_; }

  /// yaml-cpp counts from 0 and in bytes; we count from 1 and in characters.
  [[nodiscard]] SourceLocation at(const YAML::Mark& mark) {
    if (mark.is_null()) return {file_, 0, 0};
    const auto line = static_cast<std::size_t>(mark.line);
    const auto text = line < lines_.size() ? lines_[line] : std::string_view{};
    const auto column = std::min(static_cast<std::size_t>(mark.column), text.size());
    if (line != counted_.line || column < counted_.bytes) counted_ = {line, 0, 0};
    counted_.characters += count_characters(text.substr(counted_.bytes, column - counted_.bytes));
    counted_.bytes = column;
    return {file_, mark.line + 1, counted_.characters + 1};
  }

  void refuse(const SourceLocation& where, std::string message, std::string remedy) {
    refused_ = true;
    problems_.add({where, "", std::move(message), std::move(remedy)});
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) {
      refuse(at(mark), "a second document begins here",
             "keep one document in a file: remove '---' and '...' lines, and align the keys");
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    attach(node(YamlKind::empty, mark, "?", anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    attach(node(YamlKind::empty, mark, "?", 0));  // its anchor has been refused already
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    auto scalar = node(YamlKind::scalar, mark, tag, anchor);
    scalar.text = value;
    scalar.quoted = tag == "!";
    last_scalar_ = std::min(static_cast<std::size_t>(mark.pos), text_.size());
    if (scalar.quoted) {
      check_closed(mark, scalar.where);
    } else {
      scalar.comment = comment_after(text_, last_scalar_, value);
      if (is_cut(scalar.comment)) last_cut_ = scalar.where;
    }
    check_printable(scalar);
    attach(std::move(scalar));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open_.push_back({node(YamlKind::list, mark, tag, anchor), std::nullopt});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open_.push_back({node(YamlKind::map, mark, tag, anchor), std::nullopt});
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YamlNode node;
    std::optional<YamlEntry> pending;  ///< a key that waits for its value
  };

  YamlNode node(YamlKind kind, const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor) {
    YamlNode made;
    made.kind = kind;
    made.where = at(mark);
    if (anchor != 0) {
      refuse(made.where, "anchors (&name) and references to them (*name) are not allowed",
             "write the value out, so that every number stands where it is read");
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      refuse(made.where, fmt::format("the tag '{}' is not allowed", tag), "remove it");
    }
    return made;
  }

  void close() {
    auto finished = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(finished));
  }

  void attach(YamlNode value) {
    if (open_.empty()) {
      if (documents_ == 1) root_ = std::move(value);
      return;
    }
    auto& frame = open_.back();
    if (frame.node.kind == YamlKind::list) {
      frame.node.items.push_back(std::move(value));
    } else if (!frame.pending) {
      frame.pending = key_of(value);
    } else {
      if (value.kind == YamlKind::empty) value.where = frame.pending->where;
      if (belongs_to_number_before(frame, value)) {
        frame.node.entries.back().value.text += "," + frame.pending->key;
        frame.pending.reset();
        return;
      }
      frame.pending->value = std::move(value);
      frame.node.entries.push_back(std::move(*frame.pending));
      frame.pending.reset();
    }
  }

  /// In {value: 1,500, unit: KRW} YAML takes 500 for a key. It is given back to its number, to be
  /// judged there.
  [[nodiscard]] bool belongs_to_number_before(const Frame& frame, const YamlNode& value) const {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (value.kind != YamlKind::empty || frame.node.entries.empty()) return false;
    const auto& key = frame.pending->key;
    const auto& number = frame.node.entries.back().value;
    return last_scalar_ > 0 && text_[last_scalar_ - 1] == ',' &&
           std::all_of(key.begin(), key.end(), is_digit) && number.kind == YamlKind::scalar &&
           !number.quoted && !number.text.empty() && is_digit(number.text.back());
  }

  YamlEntry key_of(const YamlNode& key) {
    if (key.kind != YamlKind::scalar || key.text.empty()) {
      refuse(key.where, "a key must be one word", "write 'key: value'");
    } else if (key.text == "<<" && !refused_) {
      refuse(key.where, "merge keys (<<) are not allowed",
             "write the values out, or use 'based_on' to build on another file");
    }
    return {key.text, key.where, key.quoted, {}};
  }

  /// In double quotes any character can be written, as "\0" or "\u202e".
  void check_printable(const YamlNode& scalar) {
    const auto odd = first_unreadable(scalar.text);
    if (!odd) return;
    refuse(scalar.where, fmt::format("the text holds {}, which is not seen", odd->name),
           "remove it; in double quotes write '\\\\' for a backslash");
  }

  /// yaml-cpp takes the end of the file for a closing quote; a quote left open would swallow the
  /// rest of the file without a word.
  void check_closed(const YAML::Mark& mark, const SourceLocation& where) {
    const auto start = static_cast<std::size_t>(mark.pos);
    if (start >= text_.size() || (text_[start] != '"' && text_[start] != '\'')) return;
    const char quote = text_[start];
    for (std::size_t i = start + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != quote) return;
        ++i;
      }
    }
    refuse(where, fmt::format("the quote {} opened here is not closed on its line", quote),
           "close the quote; for text over several lines write '>' and indent the lines below");
  }

  const std::string& text_;
  std::vector<std::string_view> lines_;
  std::string file_;
  ProblemList& problems_;
  std::vector<Frame> open_;
  YamlNode root_;
  int documents_ = 0;
  bool refused_ = false;
  std::size_t last_scalar_ = 0;  ///< where the scalar read last begins in the text
  SourceLocation last_cut_;
  struct {
    std::size_t line = 0;
    std::size_t bytes = 0;
    int characters = 0;
  } counted_;  ///< of the line read last: a file may be one long line
};

bool check_tabs(const std::string& text, const std::string& file, ProblemList& problems) {
  int number = 0;
  bool clean = true;
  for (const auto line : split_lines(text)) {
    ++number;
    const auto tab = line.find('\t');
    const auto first = line.find_first_not_of(" \t");
    if (tab == std::string_view::npos || first == std::string_view::npos || tab > first) continue;
    clean = false;
    problems.add({{file, number, static_cast<int>(tab) + 1},
                  "",
                  "a tab is used for indentation",
                  "use spaces; tabs look different in every editor"});
  }
  return clean;
}

/// Names the key paths and drops all but the first of duplicate keys, each with a problem.
void finish(YamlNode& node, const std::string& path, ProblemList& problems) {
  node.path = path;
  std::vector<YamlEntry> once;
  std::map<std::string, int> lines;  // where each key stands first
  for (auto& entry : node.entries) {
    const auto key_path = path.empty() ? entry.key : path + "." + entry.key;
    const auto [first, fresh] = lines.emplace(entry.key, entry.where.line);
    if (!fresh) {
      problems.add({entry.where, key_path,
                    fmt::format("this key stands twice; the first time in line {}", first->second),
                    "keep one of the two"});
      continue;
    }
    finish(entry.value, key_path, problems);
    once.push_back(std::move(entry));
  }
  node.entries = std::move(once);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    finish(node.items[i], fmt::format("{}[{}]", path, i + 1), problems);
  }
}

std::optional<YamlNode> parse_document(const std::string& text, const std::string& file,
                                       ProblemList& problems) {
  if (!check_tabs(text, file, problems)) return std::nullopt;
  TreeBuilder builder(text, file, problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (builder.documents() < 2 && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    // What was refused before is the cause of what follows.
    if (!builder.refused()) {
      auto [message, remedy] = explain_syntax(error.msg);
      if (const auto& cut = builder.last_cut(); cut.line > 0) {
        remedy += fmt::format(
            "; put the text in line {} in quotes: YAML takes '#' after a blank for "
            "the beginning of a comment",
            cut.line);
      }
      builder.refuse(builder.at(error.mark), std::move(message), std::move(remedy));
    }
  }
  if (builder.refused()) return std::nullopt;
  return builder.take_root();
}

void forget_positions(YamlNode& node, const std::string& source) {
  node.where = {source, 0, 0};
  for (auto& entry : node.entries) {
    entry.where = node.where;
    forget_positions(entry.value, source);
  }
  for (auto& item : node.items) forget_positions(item, source);
}

}  // namespace

std::optional<YamlNode> parse_yaml(const std::string& text, const std::string& file,
                                   ProblemList& problems) {
  auto root = parse_document(text, file, problems);
  if (!root) return std::nullopt;
  if (!root->is_map()) {
    const bool empty = root->kind == YamlKind::empty;
    problems.add({empty ? SourceLocation{file, 0, 0} : root->where, "",
                  empty ? "the file is empty" : "the file does not begin with a key",
                  "write 'key: value' lines"});
    return std::nullopt;
  }
  finish(*root, "", problems);
  return root;
}

std::optional<YamlNode> parse_yaml_value(const std::string& text, const std::string& source,
                                         const std::string& path, ProblemList& problems) {
  ProblemList found;
  auto root = parse_document(text, source, found);
  if (root) {
    forget_positions(*root, source);
    finish(*root, path, found);
  }
  for (auto problem : found.items()) {
    problem.where = {source, 0, 0};
    if (problem.key.empty()) problem.key = path;
    problems.add(std::move(problem));
  }
  return root;
}

std::optional<YamlNode> read_yaml(const std::filesystem::path& file, const NamedAt& named_at,
                                  ProblemList& problems, const InputSource& source) {
  const auto text = read_text_file(file, named_at, problems, source);
  return text ? parse_yaml(*text, file.string(), problems) : std::nullopt;
}

}  // namespace resettle
