#pragma once

#include <utility>
#include <vector>

#include "core/calendar.h"

namespace resettle {

/// A step function of the calendar month: a value holds from its month until the next entry.
/// Before the first entry the first value holds.
class Series {
 public:
  Series() = default;
  /// A constant.
  explicit Series(double value) : steps_{{kNever, value}} {}
  /// Steps in strictly increasing order of month; at least one. Throws std::invalid_argument.
  explicit Series(std::vector<std::pair<Month, double>> steps);

  [[nodiscard]] double at(Month month) const;
  [[nodiscard]] bool empty() const { return steps_.empty(); }
  [[nodiscard]] bool is_constant() const { return steps_.size() == 1; }
  [[nodiscard]] const std::vector<std::pair<Month, double>>& steps() const { return steps_; }

  /// This series before `start`, `later` from then on.
  [[nodiscard]] Series until(Month start, const Series& later) const;

  bool operator==(const Series&) const = default;

 private:
  std::vector<std::pair<Month, double>> steps_;
};

}  // namespace resettle
