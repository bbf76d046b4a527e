#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/replicate.h"
#include "outputs/gains.h"
#include "study_file/layout.h"

// What a study file holds of every arm and replicate, declared once: its group and axes, its labels
// and how its values are packed and come about. A new result is a row of results_table.cpp and its
// line in sim/FILE_FORMAT.md, which a test asks for.

namespace resettle {

/// The axes of results; their labels are in study_labels.cpp. A group has one of a name.
enum class Axis : std::uint8_t {
  arm,
  arm_with_label,
  replicate,
  recorded_replicate,  ///< those of which persons are recorded
  month,
  policy_month,  ///< from the policy start on
  december,      ///< by year
  subgroup,
  gain_group,
  from_type,
  to_type,
  reference_type,  ///< of /twins, where persons may also be not counted
  arm_type,
  line,
  cause,
  person,       ///< in chunks of some persons
  every_person  ///< in one chunk
};
std::string_view name_of(Axis axis);

/// What the results of one arm of a replicate are worked out of.
struct CellRecords {
  const ArmRecords& arm;
  const ArmRecords& reference;
  const Background& background;
  std::size_t subgroups;
  Gains gains;       ///< against the reference
  HireCounts hires;  ///< of them those that the reference has too
};

/// Values as they are recorded: those of each month by person, who are missing before they come.
/// They are packed as [person][month], in several chunks.
template <class T>
struct PersonMonths {
  std::function<const std::vector<T>&(std::size_t month)> month;
};

/// The values of a result in one cell, in the order of the axes behind arm and replicate.
using Values = std::variant<std::vector<std::uint8_t>, std::vector<std::int16_t>,
                            std::vector<std::int32_t>, std::vector<std::int64_t>,
                            std::vector<float>, PersonMonths<std::uint8_t>, PersonMonths<float>>;

/// What stands where nothing was written, in the type of the values.
using Missing = std::variant<std::uint8_t, std::int16_t, std::int32_t, std::int64_t, float>;

struct ResultRow {
  std::string_view group;
  std::string_view name;
  std::vector<Axis> axes;  ///< arm and replicate first; of the background of persons no arm
  Missing missing;
  std::string_view unit;
  std::string_view label;
  std::function<Values(const CellRecords&)> values;
  std::string_view denominator = {};         ///< whom a mean is over
  std::vector<std::string_view> codes = {};  ///< what the numbers 0, 1 ... stand for

  /// As results_of names it.
  [[nodiscard]] std::string path() const { return std::string(group) + "/" + std::string(name); }
  /// Background is the same in every arm and goes with the reference.
  [[nodiscard]] bool has_arm() const { return axes.front() != Axis::recorded_replicate; }
};

/// All results of a study in the order of the file, group by group.
std::vector<ResultRow> results_table(const StudyPlan& plan);

}  // namespace resettle
