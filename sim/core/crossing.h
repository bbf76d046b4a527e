#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resettle {

/// What stands between the attributes of a crossing: "sex x arrival_age".
inline constexpr std::string_view kCrossedWith = " x ";

/// A condition by which results are split, as a study keeps it: "NAME: {CONDITION}".
struct NamedCondition {
  std::string_view name;
  std::string_view condition;
};

/// The parts of a named condition, or nothing where an attribute or a crossing is asked for.
inline std::optional<NamedCondition> named_condition(std::string_view asked) {
  const auto colon = asked.find(": ");
  if (colon == asked.npos) return std::nullopt;
  return NamedCondition{asked.substr(0, colon), asked.substr(colon + 2)};
}

/// The names of a crossing, without the blanks around them; one name where nothing is crossed.
inline std::vector<std::string> crossed_names(std::string_view crossing) {
  std::vector<std::string> names;
  for (;;) {
    const auto end = crossing.find(kCrossedWith);
    const std::string_view name = crossing.substr(0, end);
    const auto first = name.find_first_not_of(' ');
    const auto last = name.find_last_not_of(' ');
    names.emplace_back(first == name.npos ? std::string_view{}
                                          : name.substr(first, last - first + 1));
    if (end == crossing.npos) return names;
    crossing.remove_prefix(end + kCrossedWith.size());
  }
}

}  // namespace resettle
