#include <algorithm>

#include "outputs/indicators.h"

namespace resettle {

namespace {

std::size_t arrival_age_of(const World& w, std::size_t i) {
  const int age = (w.persons.arrival_month[i] - w.persons.birth_month[i]) / 12;
  return static_cast<std::size_t>((age >= 20) + (age >= 35) + (age >= 50));
}

std::size_t cohort_of(const World& w, std::size_t i) {
  const int year = Month{w.persons.arrival_month[i]}.year();
  return year < 1990 ? 0 : std::min<std::size_t>(1 + static_cast<std::size_t>(year - 1990) / 5, 8);
}

std::size_t years_since_arrival_of(const World& w, std::size_t i) {
  const int years = (w.month.index - w.persons.arrival_month[i]) / 12;
  return static_cast<std::size_t>((years >= 3) + (years >= 5) + (years >= 10));
}

}  // namespace

const std::vector<SubgroupInfo>& subgroup_attributes() {
  static const std::vector<SubgroupInfo> all{
      {"sex",
       {"man", "woman"},
       [](const World& w, std::size_t i) -> std::size_t { return w.persons.woman[i]; }},
      {"arrival_age", {"under 20", "20-34", "35-49", "50+"}, arrival_age_of},
      {"cohort",
       {"to 1989", "1990-94", "1995-99", "2000-04", "2005-09", "2010-14", "2015-19", "2020-24",
        "from 2025"},
       cohort_of},
      {"years_since_arrival", {"under 3", "3-4", "5-9", "10+"}, years_since_arrival_of},
      {"northern_schooling",
       {"secondary or less", "college", "university"},
       [](const World& w, std::size_t i) -> std::size_t {
         return w.persons.northern_schooling[i];
       }},
      {"ptsd_at_entry",
       {"no", "yes"},
       [](const World& w, std::size_t i) -> std::size_t { return w.persons.ptsd_at_entry[i]; }},
      {"region",
       {"capital region", "other"},
       [](const World& w, std::size_t i) -> std::size_t {
         return w.inputs->localities[w.persons.locality[i]].capital_region ? 0 : 1;
       }},
  };
  return all;
}

}  // namespace resettle
