#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace resettle {

/// A calendar month, counted from January 1990 = 0; earlier months are negative.
/// Subtracting two months gives a number of months.
struct Month {
  std::int32_t index = 0;

  constexpr auto operator<=>(const Month&) const = default;
  constexpr Month& operator++() {
    ++index;
    return *this;
  }
  friend constexpr Month operator+(Month month, int months) { return {month.index + months}; }
  friend constexpr Month operator-(Month month, int months) { return {month.index - months}; }
  friend constexpr int operator-(Month later, Month earlier) { return later.index - earlier.index; }

  /// Calendar year, for example 2012.
  [[nodiscard]] constexpr int year() const { return 1990 + floor_years(); }
  /// Month of the year, 1 (January) to 12.
  [[nodiscard]] constexpr int month_of_year() const { return index - 12 * floor_years() + 1; }

 private:
  [[nodiscard]] constexpr int floor_years() const {
    return index >= 0 ? index / 12 : -((11 - index) / 12);
  }
};

/// The month `month_of_year` (1 to 12) of `year`.
constexpr Month month_of(int year, int month_of_year) {
  return {(year - 1990) * 12 + month_of_year - 1};
}

/// Far before any simulated month: "never happened".
inline constexpr Month kNever{-32000};

/// "2012-01" to a month; nothing if the text is not of that form.
std::optional<Month> parse_month(std::string_view text);

/// A month as "2012-01".
std::string to_string(Month month);

/// Days from 1 January 1990 to the first day of the month (proleptic Gregorian calendar).
int days_since_1990(Month month);

}  // namespace resettle
