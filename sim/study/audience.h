#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/conditions.h"
#include "engine/parameter.h"
#include "engine/world.h"

// Whom an instrument is for, by the values of a scenario: as the month asks it, without the month's
// draws and limits of places.

namespace resettle {

/// The terms of an instrument, or of one of its lines, that say whom it is for.
class Audience {
 public:
  /// Of the instrument as a whole. `values` must outlive it.
  static Audience of_all(const ParameterValues& values, const std::string& instrument) {
    return {values, instrument, ""};
  }

  /// Its lines in a month, in their order.
  [[nodiscard]] std::vector<Audience> lines(Month month) const;

  /// The name of the line; "" for the instrument as a whole.
  [[nodiscard]] const std::string& line() const { return line_; }
  [[nodiscard]] std::string condition_path() const;
  /// The condition of a month: of a line that has none of its own, the one that always holds.
  [[nodiscard]] const Condition& condition(Month month) const;
  /// A term that holds for these persons; nullptr if the instrument has no such term.
  [[nodiscard]] const Series* term(const char* key) const;

 private:
  Audience(const ParameterValues& values, std::string instrument, std::string line)
      : values_(&values), instrument_(std::move(instrument)), line_(std::move(line)) {}

  const ParameterValues* values_;
  std::string instrument_;
  std::string line_;
};

/// Whether anything is asked of anybody in any month.
bool asks_ever(const Series& conditions);

/// Position of the line that somebody comes to, the first whose condition holds.
std::optional<std::size_t> line_of_person(const std::vector<Audience>& lines, const World& world,
                                          std::size_t person);

}  // namespace resettle
