#include "outputs/indicators.h"

namespace resettle {

namespace {

/// How many of the limits a value has reached: the number of its interval.
template <class... Limits>
std::uint8_t interval_of(int value, Limits... limits) {
  const auto reached = [value](int limit) -> std::uint8_t { return value >= limit ? 1 : 0; };
  return static_cast<std::uint8_t>((reached(limits) + ...));
}

std::uint8_t sex_of(const World& w, std::size_t i) { return w.persons.woman[i]; }

std::uint8_t arrival_age_of(const World& w, std::size_t i) {
  const int months = w.persons.arrival_month[i] - w.persons.birth_month[i];
  return interval_of(months, 12 * 20, 12 * 35, 12 * 50);
}

std::uint8_t cohort_of(const World& w, std::size_t i) {
  constexpr auto january = [](int year) { return month_of(year, 1).index; };
  return interval_of(w.persons.arrival_month[i], january(1990), january(1995), january(2000),
                     january(2005), january(2010), january(2015), january(2020), january(2025));
}

std::uint8_t years_since_arrival_of(const World& w, std::size_t i) {
  const int months = w.month.index - w.persons.arrival_month[i];
  return interval_of(months, 12 * 3, 12 * 5, 12 * 10);
}

std::uint8_t northern_schooling_of(const World& w, std::size_t i) {
  return w.persons.northern_schooling[i];
}

std::uint8_t ptsd_at_entry_of(const World& w, std::size_t i) { return w.persons.ptsd_at_entry[i]; }

std::uint8_t region_of(const World& w, std::size_t i) {
  return w.inputs->localities[w.persons.locality[i]].capital_region ? 0 : 1;
}

template <auto group_of>
void by_rows(const World& w, Rows rows, RowValues<std::uint8_t>& groups) {
  work_out(rows, groups, [&](std::size_t i) { return group_of(w, i); });
}

}  // namespace

const std::vector<SubgroupInfo>& subgroup_attributes() {
  static const std::vector<SubgroupInfo> all{
      {"sex", {"man", "woman"}, by_rows<sex_of>},
      {"arrival_age", {"under 20", "20-34", "35-49", "50+"}, by_rows<arrival_age_of>},
      {"cohort",
       {"to 1989", "1990-94", "1995-99", "2000-04", "2005-09", "2010-14", "2015-19", "2020-24",
        "from 2025"},
       by_rows<cohort_of>},
      {"years_since_arrival", {"under 3", "3-4", "5-9", "10+"}, by_rows<years_since_arrival_of>},
      {"northern_schooling",
       {"secondary or less", "college", "university"},
       by_rows<northern_schooling_of>},
      {"ptsd_at_entry", {"no", "yes"}, by_rows<ptsd_at_entry_of>},
      {"region", {"capital region", "other"}, by_rows<region_of>},
  };
  return all;
}

}  // namespace resettle
