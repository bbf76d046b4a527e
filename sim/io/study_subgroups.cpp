#include "io/study_subgroups.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/crossing.h"
#include "engine/conditions.h"
#include "io/condition_reader.h"
#include "io/names.h"
#include "io/scenario_reader.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

/// Takes the list item by item.
class SubgroupReader {
 public:
  SubgroupReader(const StudyVocabulary& vocabulary, ProblemList& problems)
      : vocabulary_(vocabulary), problems_(problems) {}

  /// A condition with its name, by which everybody is in or out.
  void take_condition(const YamlEntry& entry) {
    const auto& name = entry.key;
    const auto before = problems_.items().size();
    if (const auto wrong = problem_of_name(name, "the group")) {
      problems_.add({entry.where, entry.value.path, wrong->message, wrong->remedy});
    }
    const auto& known = vocabulary_.subgroups;
    if (name == "all" || std::find(known.begin(), known.end(), name) != known.end()) {
      problems_.add({entry.where, entry.value.path,
                     fmt::format("'{}' is the name of a group that is there already", name),
                     "give this one another name"});
    } else if (const auto [other, fresh] = names_.emplace(folded_name(name), name); !fresh) {
      problems_.add(
          {entry.where, entry.value.path,
           other->second == name
               ? fmt::format("'{}' stands twice", name)
               : fmt::format("the groups '{}' and '{}' are hardly told apart", other->second, name),
           "give one of the two another name"});
    }
    const auto condition = read_condition(entry.value, "", problems_);
    if (condition && condition->is_everybody()) {
      problems_.add({entry.value.where, entry.value.path, "the group is everybody",
                     "leave it out: results are always told for all"});
    }
    if (problems_.items().size() != before) return;
    groups_ += 2;
    number_of(*condition);  // from now on it is found by its text
    found_.push_back(fmt::format("{}: {}", name, text_of(*condition)));
  }

  void take(const YamlNode& item) {
    if (item.is_map()) {
      for (const auto& entry : item.entries) take_condition(entry);
      return;
    }
    const auto text = read_text(item, problems_);
    if (!text) return;
    const auto names = crossed_names(*text);
    const auto before = problems_.items().size();
    for (const auto& name : names) check_name(item, name, names.size() > 1);
    check_crossing(item, names);
    if (problems_.items().size() != before) return;
    groups_ += groups_of(names);
    found_.push_back(fmt::format("{}", fmt::join(names, kCrossedWith)));
  }

  void check_total(const YamlNode& list) {
    if (groups_ <= kMostGroups) return;
    problems_.add({list.where, list.path,
                   fmt::format("the study would be split into {} groups", groups_),
                   fmt::format("leave out some: at most {} groups can be kept", kMostGroups)});
  }

  std::vector<std::string> found() { return std::move(found_); }

 private:
  void refuse(const YamlNode& item, std::string message, std::string remedy) {
    problems_.add({item.where, item.path, std::move(message), std::move(remedy)});
  }

  void check_name(const YamlNode& item, const std::string& name, bool crossed) {
    const auto& known = vocabulary_.subgroups;
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    const bool sign =
        name.find_first_of("*&+,/") != name.npos || name.find("\xc3\x97") != name.npos;
    refuse(item, fmt::format("unknown name '{}'", name),
           crossed && name.empty() ? "write a crossing as \"sex x arrival_age\""
           : sign                  ? "write a crossing with the letter x between blanks, as "
                                     "\"sex x arrival_age\""
                                   : suggest(name, known));
  }

  void check_crossing(const YamlNode& item, const std::vector<std::string>& names) {
    const std::set<std::string> attributes(names.begin(), names.end());
    if (attributes.size() < names.size()) {
      refuse(item, "an attribute is crossed with itself", "cross it with another one");
    } else if (names.size() > kMostCrossedAttributes) {
      refuse(item, fmt::format("{} attributes are crossed", names.size()),
             fmt::format("cross at most {}", kMostCrossedAttributes));
    } else if (groups_of(names) > kMostCrossedGroups && names.size() > 1) {
      refuse(item, fmt::format("the crossing has {} groups", groups_of(names)),
             fmt::format("cross attributes with fewer groups: at most {} together ({})",
                         kMostCrossedGroups, sizes_of(names)));
    } else if (!asked_.insert(attributes).second) {
      refuse(item,
             fmt::format("'{}' stands twice{}", fmt::join(names, kCrossedWith),
                         names.size() > 1 ? ", whatever the order" : ""),
             "keep one of the two");
    }
  }

  [[nodiscard]] std::size_t size_of(const std::string& name) const {
    const auto& known = vocabulary_.subgroups;
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) return 1;  // refused already
    return vocabulary_.subgroup_sizes.at(static_cast<std::size_t>(found - known.begin()));
  }

  [[nodiscard]] std::size_t groups_of(const std::vector<std::string>& names) const {
    std::size_t groups = 1;
    for (const auto& name : names) groups *= size_of(name);
    return groups;
  }

  [[nodiscard]] std::string sizes_of(const std::vector<std::string>& names) const {
    std::vector<std::string> sizes;
    for (const auto& name : names) sizes.push_back(fmt::format("{} has {}", name, size_of(name)));
    return fmt::format("{}", fmt::join(sizes, ", "));
  }

  const StudyVocabulary& vocabulary_;
  ProblemList& problems_;
  std::vector<std::string> found_;
  std::set<std::set<std::string>> asked_;     ///< attributes
  std::map<std::string, std::string> names_;  ///< of conditions, by how they look
  std::size_t groups_ = 0;
};

}  // namespace

std::vector<std::string> read_subgroups(const YamlNode& root, const StudyVocabulary& vocabulary,
                                        ProblemList& problems) {
  const auto* list = root.find("subgroups");
  if (list == nullptr || list->kind == YamlKind::empty) return {};
  if (list->kind == YamlKind::scalar) {
    problems.add({list->where, list->path,
                  fmt::format("a list is needed here, not {}", kind_name(*list)),
                  "write names between [ and ]"});
    return {};
  }
  SubgroupReader reader(vocabulary, problems);
  if (list->is_map()) reader.take(*list);
  for (const auto& item : list->items) reader.take(item);
  reader.check_total(*list);
  return reader.found();
}

}  // namespace resettle
