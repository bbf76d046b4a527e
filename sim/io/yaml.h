#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/errors.h"
#include "io/input_files.h"
#include "io/strict_text.h"

namespace resettle {

struct YamlEntry;

enum class YamlKind { empty, scalar, list, map };

/// A piece of a YAML file that knows where it stands. Scalars are kept as written: nothing is
/// converted before somebody asks for a type, and then strictly.
struct YamlNode {
  YamlKind kind = YamlKind::empty;
  SourceLocation where;            ///< of an empty value: that of its key
  std::string path;                ///< key path, for example "search.intercept.value"
  std::string text;                ///< of a scalar
  bool quoted = false;             ///< the scalar stood in quotes or was a block of text
  std::string comment;             ///< that follows a bare scalar in its line, from its '#' on
  std::vector<YamlEntry> entries;  ///< of a map, in file order, each key once
  std::vector<YamlNode> items;     ///< of a list

  /// The value under `key` of a map, or nullptr.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  [[nodiscard]] bool is_map() const { return kind == YamlKind::map; }
};

/// One `key: value` of a map.
struct YamlEntry {
  std::string key;
  SourceLocation where;  ///< of the key
  bool quoted = false;   ///< the key stood in quotes
  YamlNode value;
};

/// Reads a YAML file whose top level is a map. Adds every duplicate key as a problem and goes on;
/// returns nothing, with problems, if the file is missing, has a syntax error, or uses what this
/// program refuses: anchors, aliases, merge keys, tags, several documents, tabs for indentation.
std::optional<YamlNode> read_yaml(const std::filesystem::path& file, const NamedAt& named_at,
                                  ProblemList& problems, const InputSource& source);

/// As read_yaml, of text already in memory; `file` is what problems name.
std::optional<YamlNode> parse_yaml(const std::string& text, const std::string& file,
                                   ProblemList& problems);

/// As parse_yaml, of a single value (a scalar, a list or a map) that stands at no line: every
/// location is `source` alone, every path is `path`.
std::optional<YamlNode> parse_yaml_value(const std::string& text, const std::string& source,
                                         const std::string& path, ProblemList& problems);

/// A problem for a key that is not known. A character in it that passes for another is named.
Problem unknown_key(const YamlEntry& entry, const std::string& path, std::string remedy);

/// Adds a problem for each key of the map that is not allowed, with the nearest that is.
void check_keys(const YamlNode& map, const std::vector<std::string>& allowed,
                ProblemList& problems);

/// The value under `key`; adds a problem with `remedy` if it is absent or empty.
const YamlNode* required(const YamlNode& map, const std::string& key, const std::string& remedy,
                         ProblemList& problems);

// Strict conversions. Each adds a problem and returns nothing if the node is of another type.
std::optional<std::string> read_text(const YamlNode& node, ProblemList& problems);
/// As read_text, of a text in the user's own words: it must not end at a '#' that YAML takes for
/// the beginning of a comment.
std::optional<std::string> read_words(const YamlNode& node, ProblemList& problems);
std::optional<double> read_number(const YamlNode& node, ProblemList& problems);
std::optional<long long> read_integer(const YamlNode& node, long long low, long long high,
                                      ProblemList& problems);
std::optional<bool> read_flag(const YamlNode& node, ProblemList& problems);
std::optional<Month> read_month(const YamlNode& node, ProblemList& problems);

/// True if the node is the bare word `none`.
bool is_none(const YamlNode& node);

/// "text", "a list", ... : what a node is, for messages.
std::string kind_name(const YamlNode& node);

}  // namespace resettle
