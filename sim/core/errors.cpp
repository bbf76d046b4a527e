#include "core/errors.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace resettle {

std::string describe(const Problem& problem) {
  std::string text;
  if (!problem.where.file.empty()) {
    text += problem.where.file;
    if (problem.where.line > 0) {
      text += fmt::format(":{}:{}", problem.where.line, problem.where.column);
    }
    text += ": ";
  }
  if (!problem.key.empty()) text += problem.key + ": ";
  text += problem.message;
  if (!problem.remedy.empty()) text += "; " + problem.remedy;
  return text;
}

namespace {

std::string join(const std::vector<Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    if (!text.empty()) text += '\n';
    text += describe(problem);
  }
  return text;
}

/// Small letters, '_' for '-' and ' ': names that differ in nothing else are hardly different
/// names.
std::string folded(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return plain;
}

/// Edits that make `b` of `a`, each letter edited at most once: one added, left out, changed, or
/// two neighbours exchanged (optimal string alignment). `limit` if they are that many or more.
int edit_distance(std::string_view a, std::string_view b, int limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) >=
      static_cast<std::size_t>(limit)) {
    return limit;
  }
  std::vector<int> above_that(b.size() + 1);  // the row of i - 2
  std::vector<int> above(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(above_that, above);
    std::swap(above, row);
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], above_that[j - 2] + 1);
    }
  }
  return std::min(row[b.size()], limit);
}

}  // namespace

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(join(problems)), problems_(std::move(problems)) {}

void refuse(std::string where, std::string message, std::string remedy) {
  throw InputError({{std::move(where)}, "", std::move(message), std::move(remedy)});
}

void ProblemList::throw_if_any() const {
  if (problems_.empty()) return;
  auto sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
  throw InputError(std::move(sorted));
}

std::string nearest(std::string_view wanted, const std::vector<std::string>& candidates) {
  const auto name = folded(wanted);
  std::string best;
  int best_distance = std::numeric_limits<int>::max();
  for (const auto& candidate : candidates) {
    // At most every third letter may be wrong, of the shorter name: two edits make "law" of "map".
    const auto edits = static_cast<int>(std::min(name.size(), candidate.size()) / 3);
    const int limit = std::min(best_distance, edits + 1);
    const int distance = edit_distance(name, folded(candidate), limit);
    if (distance >= limit) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

}  // namespace resettle
