#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "engine/traits.h"

// Whom an instrument is for, and whom a group of the results holds: conditions on what an office
// can know of a person.

namespace resettle {

/// Values from `low` to `high`, both included.
struct TraitRange {
  int low = std::numeric_limits<int>::min();
  int high = std::numeric_limits<int>::max();
};

struct Clause;

/// A condition on a person: all its clauses hold. Without clauses it holds for everybody.
struct Condition {
  std::vector<Clause> clauses;

  [[nodiscard]] bool is_everybody() const;
};

/// One demand of a condition.
struct Clause {
  enum class Kind {
    trait,  ///< its value lies in one of the ranges, or its locality has one of the names
    all,    ///< every part holds
    any,    ///< at least one part holds
    none    ///< the one part does not hold ("not")
  };
  Kind kind = Kind::trait;
  const Trait* trait = nullptr;
  std::vector<TraitRange> ranges;
  std::vector<std::string> names;
  std::vector<Condition> parts;
};

inline bool Condition::is_everybody() const { return clauses.empty(); }

inline constexpr const char* kEverybodyWord = "everybody";
extern const Condition kEverybody;

namespace conditions_inside {
bool clauses_hold(const Condition& condition, const World& world, std::size_t person);
}

/// Whether the condition holds for the person now.
inline bool holds(const Condition& condition, const World& world, std::size_t person) {
  return condition.is_everybody() || conditions_inside::clauses_hold(condition, world, person);
}

/// What the person is not, of all that a condition asks for: its first clause that does not hold,
/// "region: other"; "" if it holds.
std::string unmet(const Condition& condition, const World& world, std::size_t person);

/// As YAML that reads back as the same: "{sex: woman, age: 40+}", or "everybody".
std::string text_of(const Condition& condition);

/// Every trait that is asked for, at whatever depth, each once.
std::vector<const Trait*> traits_in(const Condition& condition);

/// Every name of a locality that is asked for.
std::vector<std::string> localities_in(const Condition& condition);

// A dated condition is a Series of numbers like every other parameter: a number stands for a
// condition as long as the program runs, and equal conditions have the same. Everybody is 0. The
// numbers never leave the program: files hold the text.

double number_of(const Condition& condition);
/// The condition of that text, which text_of gave of one that number_of has been asked for. Throws
/// std::logic_error for any other.
const Condition& condition_written(const std::string& text);
/// Throws std::logic_error for a number that number_of has not given.
const Condition& condition_numbered(double number);

}  // namespace resettle
