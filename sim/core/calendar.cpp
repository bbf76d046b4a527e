#include "core/calendar.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace resettle {

std::optional<Month> parse_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  int year = 0;
  int month = 0;
  const auto year_end = std::from_chars(text.data(), text.data() + 4, year);
  const auto month_end = std::from_chars(text.data() + 5, text.data() + 7, month);
  if (year_end.ptr != text.data() + 4 || month_end.ptr != text.data() + 7) return std::nullopt;
  if (year < 1900 || month < 1 || month > 12) return std::nullopt;
  return month_of(year, month);
}

std::string to_string(Month month) {
  return fmt::format("{:04}-{:02}", month.year(), month.month_of_year());
}

int days_since_1990(Month month) {
  using namespace std::chrono;
  const auto first = sys_days{year{month.year()} / month.month_of_year() / 1};
  return static_cast<int>((first - sys_days{year{1990} / 1 / 1}).count());
}

}  // namespace resettle
