#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/crossing.h"
#include "core/rows.h"
#include "engine/world.h"

// Attributes by which results are split, and the groups that a study asks for.

namespace resettle {

/// An attribute by which results can be split.
struct SubgroupInfo {
  std::string name;
  std::vector<std::string> labels;
  /// The group of every person of some rows: index of its label.
  std::function<void(const World&, Rows, RowValues<std::uint8_t>& groups)> groups_of;
};
const std::vector<SubgroupInfo>& subgroup_attributes();

/// The groups that a study asks for: "all", then those of every attribute ("sex=man", "sex=woman")
/// and of every crossing ("sex=man, arrival_age=under 20"; the last attribute varies fastest), and
/// two for every condition that the study names ("women_over_40=no", "women_over_40=yes").
class Subgroups {
 public:
  /// One thing that is asked for: an attribute, or several crossed.
  struct Split {
    std::vector<std::size_t> attributes;  ///< index in attributes()
    std::size_t first_label;              ///< index in labels()
    std::size_t groups;
  };

  /// `asked` are names of subgroup_attributes(), crossings of them ("sex x arrival_age"), or
  /// conditions with their names, as core/crossing.h writes them ("women_over_40: {sex: woman, age:
  /// 40+}"). Throws std::logic_error for an unknown one; what else is refused, the reader of
  /// studies refuses.
  explicit Subgroups(const std::vector<std::string>& asked);

  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// Every attribute that is needed, in the order in which they are named first.
  [[nodiscard]] const std::vector<std::shared_ptr<const SubgroupInfo>>& attributes() const {
    return attributes_;
  }
  [[nodiscard]] const std::vector<Split>& splits() const { return splits_; }
  /// The label of a split for a person whose group in every attribute is group_of(attribute).
  template <class GroupOf>
  [[nodiscard]] std::size_t label_of(const Split& split, const GroupOf& group_of) const {
    std::size_t group = 0;
    for (const std::size_t a : split.attributes) {
      group = group * attributes_[a]->labels.size() + group_of(a);
    }
    return split.first_label + group;
  }

 private:
  std::size_t attribute(const std::string& name);
  std::size_t condition(const NamedCondition& named);

  std::vector<std::string> labels_{"all"};
  std::vector<std::shared_ptr<const SubgroupInfo>> attributes_;
  std::vector<Split> splits_;
};

}  // namespace resettle
