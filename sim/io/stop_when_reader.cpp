#include "io/stop_when_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "io/file_keys.h"
#include "io/number_text.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

class StopWhenReader {
 public:
  StopWhenReader(const YamlNode& node, ProblemList& problems) : node_(node), problems_(problems) {}

  StopWhen read(const YamlNode& root, const StudyVocabulary& vocabulary,
                const std::vector<std::string>& arms) {
    check_keys(node_, names_of(stop_when_keys()), problems_);
    StopWhen stop;
    stop.where = node_.where;
    read_outcome(vocabulary, stop);
    if (value_of(node_, stop_when_keys(), "half_width", problems_) != nullptr) {
      stop.half_width = above_zero("half_width", "the half width of the interval");
    }
    read_at_most(root, stop);
    read_arms(arms, stop);
    if (node_.find("minutes") != nullptr) stop.minutes = above_zero("minutes", "the time");
    return stop;
  }

 private:
  void read_outcome(const StudyVocabulary& vocabulary, StopWhen& stop) {
    const auto* outcome = value_of(node_, stop_when_keys(), "outcome", problems_);
    const auto name = outcome != nullptr ? read_text(*outcome, problems_) : std::nullopt;
    if (!name) return;
    const auto known = vocabulary.outcomes();
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      problems_.add({outcome->where, outcome->path, fmt::format("unknown outcome '{}'", *name),
                     vocabulary.suggest_outcome(*name)});
    }
    stop.outcome = *name;
  }

  double above_zero(const std::string& key, const std::string& what) {
    const auto& node = *node_.find(key);
    const auto value = read_number(node, problems_);
    if (value && !(*value > 0)) {
      problems_.add({node.where, node.path, fmt::format("{} is {}", what, node.text),
                     key == "minutes" ? "write a number above 0, or leave it out"
                                      : "write a number above 0, in the unit of the outcome"});
    }
    return value.value_or(0);
  }

  void read_at_most(const YamlNode& root, StopWhen& stop) {
    const auto* most = value_of(node_, stop_when_keys(), "at_most", problems_);
    const auto value =
        most != nullptr ? read_integer(*most, 1, kMostReplicates, problems_) : std::nullopt;
    if (!value) return;
    stop.at_most = static_cast<int>(*value);
    const auto* written = root.find("replicates");
    const auto first = written != nullptr ? parse_integer(written->text).value : std::nullopt;
    if (!first) return;  // reported there
    if (*first < kFewestForLook) {
      problems_.add({written->where, "replicates",
                     fmt::format("with stop_when the intervals are looked at after {}, "
                                 "which tell too little of the spread",
                                 counted(*first, "replicate")),
                     fmt::format("write replicates: {} or more", kFewestForLook)});
    } else if (stop.at_most < *first) {
      problems_.add({most->where, most->path,
                     fmt::format("at most {} replicates, but {} are run before the first look",
                                 stop.at_most, *first),
                     fmt::format("write {} or more, or fewer replicates", *first)});
    }
  }

  void read_arms(const std::vector<std::string>& arms, StopWhen& stop) {
    const auto* list = node_.find("arms");
    if (list == nullptr) return;
    if (list->kind != YamlKind::list || list->items.empty()) {
      problems_.add({list->where, list->path, "a list of arms is needed here",
                     "write arm names between [ and ], or leave it out: then all arms count"});
      return;
    }
    for (const auto& item : list->items) {
      const auto name = read_text(item, problems_);
      if (!name) continue;
      if (std::find(arms.begin(), arms.end(), *name) == arms.end()) {
        problems_.add({item.where, item.path,
                       fmt::format("there is no arm '{}' beside the reference", *name),
                       suggest(*name, arms)});
      } else if (std::find(stop.arms.begin(), stop.arms.end(), *name) != stop.arms.end()) {
        problems_.add({item.where, item.path, fmt::format("'{}' stands twice", *name),
                       "keep one of the two"});
      } else {
        stop.arms.push_back(*name);
      }
    }
  }

  const YamlNode& node_;
  ProblemList& problems_;
};

}  // namespace

void read_stop_when(const YamlNode& root, const StudyVocabulary& vocabulary,
                    const std::vector<std::string>& arms, StudyPlan& plan, ProblemList& problems) {
  const auto* node = root.find("stop_when");
  if (node == nullptr) return;
  if (!node->is_map()) {
    problems.add({node->where, "stop_when", "a block of settings is needed here",
                  key_named(stop_when_keys(), "outcome").remedy});
    return;
  }
  plan.stop_when = StopWhenReader(*node, problems).read(root, vocabulary, arms);
}

}  // namespace resettle
