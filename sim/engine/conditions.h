#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world.h"

// Whom an instrument is for, and whom a group of the results holds: conditions on what an office
// can know of a person.

namespace resettle {

/// How what is asked of a person is written.
enum class TraitForm {
  number,   ///< "40", "40+", "20-34", "to 24", or a list of these
  month,    ///< "2012-01", "2012-01+", "2005-01 to 2014-12", "to 2014-11"
  word,     ///< one of its words, or a list of them
  flag,     ///< true or false
  locality  ///< names of the table of localities
};

/// Something that a condition can ask of a person.
struct Trait {
  std::string_view name;
  TraitForm form;
  std::string_view unit;                ///< of a number
  int minimum;                          ///< of a number
  int maximum;                          ///< of a number
  std::vector<std::string_view> words;  ///< in the order of their values 0, 1, ...
  std::string_view meaning;
  std::vector<std::string> reads;  ///< columns of persons and parts of society
  int (*of)(const World&, std::size_t person);
  bool is_protected = false;       ///< who asks for it must say why
  std::string_view only_for = {};  ///< the one instrument whose condition may ask for it, or ""
};

/// All of them, in the order in which documents list them. An orientation is none: no office can
/// see it, nor how somebody feels.
std::span<const Trait> traits();

/// The trait of that name, or nullptr.
const Trait* find_trait(std::string_view name);

/// Columns and parts of society that any condition may read: what is declared by whoever asks.
const std::vector<std::string>& columns_of_traits();

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
