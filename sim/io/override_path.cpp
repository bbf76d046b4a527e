#include "io/override_path.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/errors.h"
#include "io/gone_parameters.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

using Names = std::vector<std::string>;

Names parts_of(const std::string& path) {
  Names parts{""};
  for (const char c : path) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// How many of the last parts of the path are as they were written; -1 if one is not even alike.
int agreement(const Names& written, const Names& path) {
  if (written.size() > path.size()) return -1;
  int same = 0;
  for (std::size_t i = 1; i <= written.size(); ++i) {
    const auto& one = written[written.size() - i];
    const auto& other = path[path.size() - i];
    if (one != other && nearest(one, {other}).empty()) return -1;
    if (one == other) ++same;
  }
  return same;
}

/// With dots for other signs that people put between parts.
std::string with_dots(std::string path) {
  for (char& c : path) {
    if (c == '/' || c == ':' || c == ' ') c = '.';
  }
  path.erase(
      std::unique(path.begin(), path.end(), [](char a, char b) { return a == '.' && b == '.'; }),
      path.end());
  const auto first = path.find_first_not_of('.');
  return first == std::string::npos ? ""
                                    : path.substr(first, path.find_last_not_of('.') - first + 1);
}

/// Every parameter and every section.
Names all_paths(const CatalogueIndex& index) {
  std::set<std::string> paths;
  for (const auto* spec : index.under("")) {
    for (auto dot = spec->path.find('.'); dot != std::string::npos;) {
      paths.insert(spec->path.substr(0, dot));
      dot = spec->path.find('.', dot + 1);
    }
    paths.insert(spec->path);
  }
  return {paths.begin(), paths.end()};
}

/// The paths that end in these parts, or in parts that are only alike if none does.
Names ending_in(const std::string& wrong, const Names& paths) {
  const auto written = parts_of(wrong);
  int best = 0;
  Names found;
  for (const auto& path : paths) {
    const int same = agreement(written, parts_of(path));
    if (same > best) found.clear();
    best = std::max(best, same);
    if (same == best) found.push_back(path);
  }
  return found;
}

/// The paths that the writer may have meant.
Names meant_by(const std::string& wrong, const CatalogueIndex& index) {
  const auto path = with_dots(wrong);
  const auto known = [&](const std::string& one) {
    return index.find(one) != nullptr || index.is_section(one);
  };
  if (known(path)) return {path};
  for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
    if (known(path.substr(dot + 1))) return {path.substr(dot + 1)};
  }
  auto ending = ending_in(path, all_paths(index));
  if (!ending.empty() && ending.front().ends_with("." + path)) return ending;
  const auto near = index.nearest_path(path);
  return near.empty() ? ending : Names{near};
}

/// "a, b, c and 7 more"
std::string list_of(Names paths) {
  constexpr std::size_t kShown = 12;  // a longer list helps nobody
  const auto more = paths.size() - std::min(paths.size(), kShown);
  paths.resize(paths.size() - more);
  return join(paths) + (more > 0 ? fmt::format(" and {} more", more) : "");
}

std::string parameters_of(const std::string& section, const CatalogueIndex& index) {
  Names paths;
  for (const auto* spec : index.under(section)) paths.push_back(spec->path);
  return "name one of its parameters: " + list_of(std::move(paths));
}

}  // namespace

std::string remedy_for_path(const std::string& wrong, const CatalogueIndex& index) {
  if (auto replaced = what_replaced(wrong); !replaced.empty()) return replaced;
  const auto meant = meant_by(wrong, index);
  if (meant.size() == 1 && index.is_section(meant.front())) {
    return (meant.front() == wrong ? "" : fmt::format("'{}' is a section; ", meant.front())) +
           parameters_of(meant.front(), index);
  }
  if (meant.size() == 1) return suggestion(meant.front());
  if (!meant.empty()) return "did you mean one of " + list_of(meant) + "?";
  const auto dot = wrong.rfind('.');
  const auto section = dot == std::string::npos ? "" : wrong.substr(0, dot);
  if (index.is_section(section)) {
    return suggest(wrong.substr(section.size() + 1), index.children(section));
  }
  return fmt::format("list the parameters with '{} params'", called_as());
}

}  // namespace resettle
