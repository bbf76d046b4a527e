#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/rows.h"
#include "engine/world.h"

// Attributes by which results are split, and the groups that a study asks for.

namespace resettle {

/// A world with what has to be put together from several rows to tell the groups of a month.
struct SubgroupView {
  const World& world;
  /// By household: 1 if somebody below 18 lives in it. Empty unless an attribute needs it.
  std::vector<std::uint8_t> with_child;
};

/// An attribute by which results can be split.
struct SubgroupInfo {
  std::string_view name;
  std::vector<std::string> labels;
  /// The group of every person of some rows: index of its label.
  void (*groups_of)(const SubgroupView&, Rows, RowValues<std::uint8_t>& groups);
  bool needs_households = false;  ///< of the view
};
const std::vector<SubgroupInfo>& subgroup_attributes();

/// The groups that a study asks for: "all", then those of every attribute ("sex=man", "sex=woman")
/// and of every crossing ("sex=man, arrival_age=under 20"; the last attribute varies fastest).
class Subgroups {
 public:
  /// One thing that is asked for: an attribute, or several crossed.
  struct Split {
    std::vector<std::size_t> attributes;  ///< index in attributes()
    std::size_t first_label;              ///< index in labels()
    std::size_t groups;
  };

  /// `asked` are names of subgroup_attributes(), or crossings of them ("sex x arrival_age"). Throws
  /// std::logic_error for an unknown one; what else is refused, the reader of studies refuses.
  explicit Subgroups(const std::vector<std::string>& asked);

  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// Every attribute that is needed, in the order in which they are named first.
  [[nodiscard]] const std::vector<const SubgroupInfo*>& attributes() const { return attributes_; }
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
  /// The world of this month as the attributes need it.
  [[nodiscard]] SubgroupView view(const World& world) const;

 private:
  std::size_t attribute(const std::string& name);

  std::vector<std::string> labels_{"all"};
  std::vector<const SubgroupInfo*> attributes_;
  std::vector<Split> splits_;
};

}  // namespace resettle
