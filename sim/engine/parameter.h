#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/calendar.h"
#include "core/series.h"

namespace resettle {

/// How a value is written in YAML. `capacity` is a number or `none` (unlimited = infinity);
/// `month` is "2012-01" or `none` (no end); `flag` is true or false.
enum class ParameterKind { number, integer, capacity, flag, month };

/// The month index that `none` stands for.
inline constexpr double kNoEnd = 32000;

/// When a parameter can matter to a simulated world.
enum class ActsWhen {
  always,
  offered,   ///< only while the instrument it belongs to is offered, or where it once was
  after_run  ///< not at all: the comparison reads it, from the reference
};

/// What a parameter is. The *value* lives in scenarios/baseline.yaml, never here.
struct ParameterSpec {
  std::string path;     ///< YAML path, for example "search.intercept"
  std::string unit;     ///< exactly as it must stand in the YAML file
  std::string meaning;  ///< one sentence
  double minimum = -std::numeric_limits<double>::infinity();  ///< valid range, an error outside
  double maximum = std::numeric_limits<double>::infinity();
  ParameterKind kind = ParameterKind::number;
  ActsWhen acts = ActsWhen::always;
};

/// The values of all parameters of one arm, by path. A flag is 0 or 1, a month its index.
class ParameterValues {
 public:
  void set(const std::string& path, Series value);
  /// Throws std::logic_error if the path is not known: the reader has checked completeness.
  [[nodiscard]] const Series& at(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, Series>& all() const { return values_; }

  /// Whether any value changes at the beginning of `month`.
  [[nodiscard]] bool change_in(Month month) const { return changes_.contains(month); }

  /// These values before `start`, `later` from then on: how an arm departs from the reference.
  [[nodiscard]] ParameterValues until(Month start, const ParameterValues& later) const;

 private:
  std::map<std::string, Series> values_;
  std::set<Month> changes_;
};

/// One line of a process's parameter table: what the parameter is, and the member it fills.
/// A `float`, `int`, `bool` or `Month` member receives the value in force in the current month;
/// a `Series` member the whole dated series (for amounts fixed by the month of arrival or hire).
template <class Parameters>
struct ParameterRow {
  using Member = std::variant<float Parameters::*, int Parameters::*, bool Parameters::*,
                              Month Parameters::*, Series Parameters::*>;
  ParameterSpec spec;
  Member member;
  bool borrowed = false;  ///< owned by another process: only the path is given here
};

template <class Parameters>
using ParameterTable = std::vector<ParameterRow<Parameters>>;

/// A parameter that another process owns and describes; this one only reads it.
template <class Parameters, class Member>
ParameterRow<Parameters> borrowed(std::string path, Member member) {
  return {{std::move(path), "", "", 0, 0}, member, true};
}

/// Fills `parameters` with the values in force in `month`.
template <class Parameters>
void resolve(const ParameterTable<Parameters>& table, const ParameterValues& values, Month month,
             Parameters& parameters) {
  for (const auto& row : table) {
    const Series& series = values.at(row.spec.path);
    std::visit(
        [&](auto member) {
          using Value = std::remove_reference_t<decltype(parameters.*member)>;
          if constexpr (std::is_same_v<Value, Series>) {
            parameters.*member = series;
          } else if constexpr (std::is_same_v<Value, bool>) {
            parameters.*member = series.at(month) != 0.0;
          } else if constexpr (std::is_same_v<Value, Month>) {
            parameters.*member = Month{static_cast<std::int32_t>(series.at(month))};
          } else {
            parameters.*member = static_cast<Value>(series.at(month));
          }
        },
        row.member);
  }
}

}  // namespace resettle
