#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/calendar.h"
#include "core/series.h"

namespace resettle {

/// How a value is written in YAML. `capacity` is a number or `none` (unlimited = infinity);
/// `month` is "2012-01" or `none` (no end); `flag` is true or false; `condition` is one on a person
/// (engine/conditions.h), or `everybody`.
enum class ParameterKind { number, integer, capacity, flag, month, condition };

struct Condition;
const Condition& condition_numbered(double number);

/// The month index that `none` stands for.
inline constexpr double kNoEnd = 32000;

/// The number that `none` stands for where it says that there is no limit.
inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

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
  std::optional<double> neutral = {};  ///< the value at which its effect is exactly absent
  std::string instrument = {};  ///< whose effect on people it is: the NAME of policies.NAME, or ""
  bool by_line = false;         ///< lines of its instrument may have values of their own
  /// Set if no path leads from it to anybody's adjustment type: all columns and parts of society
  /// that it can change, besides payments.
  std::optional<std::vector<std::string>> moves_only = {};
};

/// The values of all parameters of one arm, by path. A flag is 0 or 1, a month its index, a
/// condition the number that stands for it.
class ParameterValues {
 public:
  void set(const std::string& path, Series value);
  /// Throws std::logic_error if the path is not known: the reader has checked completeness.
  [[nodiscard]] const Series& at(const std::string& path) const;
  [[nodiscard]] const std::map<std::string, Series>& all() const { return values_; }
  bool operator==(const ParameterValues&) const = default;

  /// Whether any value changes at the beginning of `month`.
  [[nodiscard]] bool change_in(Month month) const { return changes_.contains(month); }

  /// The lines that an instrument has from the beginning, in the order in which they are asked.
  void set_lines(const std::string& instrument, std::vector<std::string> lines);
  /// Those in force in a month.
  [[nodiscard]] const std::vector<std::string>& lines(const std::string& instrument,
                                                      Month month) const;
  /// The value of a line: its own, or that of the instrument at `path`.
  [[nodiscard]] const Series& at_line(const std::string& path, const std::string& line) const;

  /// These values before `start`, `later` from then on: how an arm departs from the reference.
  [[nodiscard]] ParameterValues until(Month start, const ParameterValues& later) const;

 private:
  using DatedLines = std::map<Month, std::vector<std::string>>;

  std::map<std::string, Series> values_;
  std::map<std::string, DatedLines> lines_;  ///< by instrument; each holds until the next
  std::set<Month> changes_;
};

/// Lines of one instrument: a column of persons keeps their number.
inline constexpr std::size_t kMostLines = 16;

/// "policies.wage_subsidy.lines.women.cap_krw", of the parameter "policies.wage_subsidy.cap_krw".
std::string line_path(const std::string& path, const std::string& line);

/// The NAME of "policies.NAME...", whether section, parameter or line; "" for any other path.
std::string instrument_of(const std::string& path);

/// The member that a row fills, and at which value the effect it stands for is exactly absent: a
/// row says `effect(&P::slope)`, or `level(&P::intercept)` of what sets a level, a size or a time
/// and so can have no such value.
template <class Member>
struct Filled {
  Member member;
  std::optional<double> neutral;
  std::string_view instrument = {};
  bool is_by_line = false;
  /// The same for what an instrument does to people: `policies.NAME`.
  [[nodiscard]] Filled of(std::string_view name) const { return {member, neutral, name}; }
  /// The same for what is settled when a place begins, so that lines may have values of their own.
  [[nodiscard]] Filled by_line() const { return {member, neutral, instrument, true}; }
};
template <class Member>
Filled<Member> effect(Member member, double neutral = 0) {
  return {member, neutral};
}
template <class Member>
Filled<Member> level(Member member) {
  return {member, std::nullopt};
}

/// One line of a process's parameter table: what the parameter is, and the member it fills.
/// A `float`, `int`, `bool`, `Month` or condition member receives the value in force in the current
/// month; a `Series` member the whole dated series (for amounts fixed by the month of arrival or
/// hire).
template <class Parameters>
struct ParameterRow {
  using Member =
      std::variant<float Parameters::*, int Parameters::*, bool Parameters::*, Month Parameters::*,
                   const Condition * Parameters::*, Series Parameters::*>;

  template <class MemberOfBase>
  ParameterRow(ParameterSpec what, Filled<MemberOfBase> filled)
      : spec(std::move(what)), member(filled.member) {
    spec.neutral = filled.neutral;
    spec.instrument = filled.instrument;
    spec.by_line = filled.is_by_line;
  }

  ParameterSpec spec;
  Member member;
  bool borrowed = false;  ///< owned by another process: only the path is given here
};

template <class Parameters>
using ParameterTable = std::vector<ParameterRow<Parameters>>;

/// A parameter that another process owns and describes; this one only reads it.
template <class Parameters, class Member>
ParameterRow<Parameters> borrowed(std::string path, Member member) {
  ParameterRow<Parameters> row({std::move(path), "", "", 0, 0}, level(member));
  row.borrowed = true;
  return row;
}

/// Fills `parameters` with the values in force in `month`; series_of(spec) says which they are.
template <class Parameters, class SeriesOf>
void resolve(const ParameterTable<Parameters>& table, const SeriesOf& series_of, Month month,
             Parameters& parameters) {
  for (const auto& row : table) {
    const Series& series = series_of(row.spec);
    std::visit(
        [&](auto member) {
          using Value = std::remove_reference_t<decltype(parameters.*member)>;
          if constexpr (std::is_same_v<Value, Series>) {
            parameters.*member = series;
          } else if constexpr (std::is_same_v<Value, bool>) {
            parameters.*member = series.at(month) != 0.0;
          } else if constexpr (std::is_same_v<Value, Month>) {
            parameters.*member = Month{static_cast<std::int32_t>(series.at(month))};
          } else if constexpr (std::is_same_v<Value, const Condition*>) {
            parameters.*member = &condition_numbered(series.at(month));
          } else {
            parameters.*member = static_cast<Value>(series.at(month));
          }
        },
        row.member);
  }
}

}  // namespace resettle
