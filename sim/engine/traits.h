#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/world.h"

// What an office can know of a person, and a condition can ask.

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
  std::string_view unit = {};                ///< of a number
  int maximum = 0;                           ///< of a number, which is never below 0
  std::vector<std::string_view> words = {};  ///< in the order of their values 0, 1, ...
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

}  // namespace resettle
