// Strict access to a YAML tree; reading the tree is in yaml.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/number_text.h"
#include "io/strict_text.h"
#include "io/yaml.h"
#include "io/yaml_comments.h"

namespace resettle {

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::string kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlKind::empty:
      return "nothing";
    case YamlKind::list:
      return "a list";
    case YamlKind::map:
      return "a block of keys";
    case YamlKind::scalar:
      return fmt::format("'{}'", node.text);
  }
  return "";
}

Problem unknown_key(const YamlEntry& entry, const std::string& path, std::string remedy) {
  auto where = entry.where;
  auto message = fmt::format("unknown key '{}'", entry.key);
  const auto odd = first_deceptive(entry.key);
  if (odd && where.line > 0) {
    where.column += count_characters(entry.key.substr(0, odd->at)) + (entry.quoted ? 1 : 0);
    message += fmt::format(", with {} at column {}", odd->name, where.column);
  } else if (odd) {
    message += fmt::format(", with {}", odd->name);
  }
  return {where, path, std::move(message), std::move(remedy)};
}

void check_keys(const YamlNode& map, const std::vector<std::string>& allowed,
                ProblemList& problems) {
  for (const auto& entry : map.entries) {
    if (std::find(allowed.begin(), allowed.end(), entry.key) != allowed.end()) continue;
    const bool typographic =
        entry.key.find("“") != std::string::npos || entry.key.find("”") != std::string::npos;
    problems.add(unknown_key(entry, entry.value.path,
                             typographic ? "put the text in straight quotes, as \"text\""
                                         : suggest(plain_looks(entry.key), allowed)));
  }
}

namespace {

std::string last_part(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

}  // namespace

const YamlNode* required(const YamlNode& map, const std::string& key, const std::string& remedy,
                         ProblemList& problems) {
  const auto* found = map.find(key);
  if (found != nullptr && found->kind != YamlKind::empty) return found;
  const auto path = map.path.empty() ? key : map.path + "." + key;
  // A misspelt key has been reported as unknown; calling the right one missing would be noise.
  const auto& told = problems.items();
  const auto suggested = suggestion(key);
  if (found == nullptr && std::any_of(told.begin(), told.end(), [&](const Problem& problem) {
        return problem.remedy == suggested && problem.where.file == map.where.file &&
               map.find(last_part(problem.key)) != nullptr;
      })) {
    return nullptr;
  }
  problems.add({found != nullptr ? found->where : map.where, path,
                found != nullptr ? fmt::format("'{}' has no value", key)
                                 : fmt::format("'{}' is missing", key),
                remedy});
  return nullptr;
}

namespace {

/// The text of a bare scalar: what a number, flag or month must be.
bool is_bare(const YamlNode& node, const std::string& wanted, ProblemList& problems) {
  if (node.kind != YamlKind::scalar) {
    problems.add({node.where, node.path,
                  fmt::format("{} is needed here, not {}", wanted, kind_name(node)), ""});
    return false;
  }
  if (node.quoted) {
    problems.add({node.where, node.path,
                  fmt::format("{} is needed here, not the text '{}'", wanted, node.text),
                  wanted.ends_with("number") && !is_decimal(node.text)
                      ? number_remedy(node.text) + ", without quotes"
                      : "remove the quotes"});
    return false;
  }
  return true;
}

template <class Value>
std::optional<Value> take(const YamlNode& node, const Parsed<Value>& parsed,
                          ProblemList& problems) {
  if (!parsed.value) problems.add({node.where, node.path, parsed.message, parsed.remedy});
  return parsed.value;
}

}  // namespace

std::optional<std::string> read_text(const YamlNode& node, ProblemList& problems) {
  if (node.kind == YamlKind::scalar && !node.text.empty()) return node.text;
  problems.add({node.where, node.path,
                fmt::format("a text is needed here, not {}",
                            node.kind == YamlKind::scalar ? "nothing" : kind_name(node)),
                "write one line of text"});
  return std::nullopt;
}

std::optional<std::string> read_words(const YamlNode& node, ProblemList& problems) {
  if (!is_cut(node.comment)) {
    auto text = read_text(node, problems);
    if (!text || plain_looks(*text).find_first_not_of(" \n\t") != std::string::npos) return text;
    problems.add({node.where, node.path, "nothing can be read in this text", "write it out"});
    return std::nullopt;
  }
  problems.add({node.where, node.path,
                fmt::format("the text ends before '{}', which YAML takes for a comment",
                            node.comment.substr(0, node.comment.find(' '))),
                "put the whole text in quotes, as \"...\"; if it is a comment, leave a blank after "
                "the '#'"});
  return std::nullopt;
}

std::optional<double> read_number(const YamlNode& node, ProblemList& problems) {
  if (!is_bare(node, "a number", problems)) return std::nullopt;
  return take(node, parse_number(node.text), problems);
}

std::optional<long long> read_integer(const YamlNode& node, long long low, long long high,
                                      ProblemList& problems) {
  if (!is_bare(node, "a whole number", problems)) return std::nullopt;
  const auto value = take(node, parse_integer(node.text), problems);
  if (value && (*value < low || *value > high)) {
    problems.add({node.where, node.path, fmt::format("{} is outside what is allowed", *value),
                  fmt::format("write a whole number from {} to {}", low, high)});
    return std::nullopt;
  }
  return value;
}

std::optional<bool> read_flag(const YamlNode& node, ProblemList& problems) {
  if (!is_bare(node, "true or false", problems)) return std::nullopt;
  return take(node, parse_flag(node.text), problems);
}

std::optional<Month> read_month(const YamlNode& node, ProblemList& problems) {
  if (!is_bare(node, "a month", problems)) return std::nullopt;
  return take(node, parse_month_strictly(node.text), problems);
}

bool is_none(const YamlNode& node) {
  return node.kind == YamlKind::scalar && !node.quoted && node.text == "none";
}

}  // namespace resettle
