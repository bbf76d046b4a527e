#include "io/smallest_effect.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/file_keys.h"

namespace resettle {

namespace {

const std::string kKey = "smallest_effect";
const std::string kShare = "share";

void read_share(const YamlNode& node, SmallestEffect& smallest, ProblemList& problems) {
  const auto value = read_number(node, problems);
  if (!value) return;
  if (!(*value >= 0 && *value < 1)) {
    problems.add({node.where, node.path, fmt::format("the share is {}", node.text),
                  "write a share of the reference from 0 to below 1, as 0.005"});
    return;
  }
  smallest.share = *value;
}

void read_absolute(const YamlEntry& entry, SmallestEffect& smallest, ProblemList& problems) {
  const auto value = read_number(entry.value, problems);
  if (!value) return;
  if (!(*value >= 0)) {
    problems.add({entry.value.where, entry.value.path,
                  fmt::format("the smallest effect is {}", entry.value.text),
                  "write 0 or more, in the unit of the outcome"});
    return;
  }
  smallest.by_outcome[entry.key] = *value;
}

void read_entry(const YamlEntry& entry, SmallestEffect& smallest, ProblemList& problems) {
  if (entry.key == kShare) {
    read_share(entry.value, smallest, problems);
  } else {
    read_absolute(entry, smallest, problems);
  }
}

}  // namespace

void read_smallest_effect(const YamlNode& root, const StudyVocabulary& vocabulary, StudyPlan& plan,
                          ProblemList& problems) {
  const auto* node = root.find(kKey);
  if (node == nullptr) return;
  if (!node->is_map() || node->entries.empty()) {
    problems.add({node->where, kKey, "a block of shares or amounts is needed here",
                  "write smallest_effect: {share: 0.01}, or an outcome and its amount"});
    return;
  }
  const auto known = vocabulary.outcomes();
  for (const auto& entry : node->entries) {
    if (entry.key == kShare || std::find(known.begin(), known.end(), entry.key) != known.end()) {
      read_entry(entry, plan.smallest_effect, problems);
    } else {
      problems.add({entry.value.where, entry.value.path,
                    fmt::format("unknown outcome '{}'", entry.key),
                    nearest(entry.key, {kShare}).empty()
                        ? vocabulary.suggest_outcome(entry.key) + "; 'share' holds for all others"
                        : suggestion(kShare)});
    }
  }
}

SmallestEffect smallest_effect_in(const YamlNode& root) {
  ProblemList problems;
  SmallestEffect smallest;
  const auto* node = root.find(kKey);
  if (node == nullptr || !node->is_map()) return smallest;
  for (const auto& entry : node->entries) read_entry(entry, smallest, problems);
  return smallest;
}

}  // namespace resettle
