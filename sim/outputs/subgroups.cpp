#include "outputs/subgroups.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/conditions.h"

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

std::uint8_t age_of(const World& w, std::size_t i) {
  return interval_of(w.persons.age[i], 20, 35, 50, 65);
}

std::uint8_t cohort_of(const World& w, std::size_t i) {
  const auto january = [](int year) { return month_of(year, 1).index; };
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

std::uint8_t orientation_of(const World& w, std::size_t i) {
  return static_cast<std::uint8_t>(w.persons.disposition[i]);
}

template <auto group_of>
void by_rows(const World& world, Rows rows, RowValues<std::uint8_t>& groups) {
  work_out(rows, groups, [&](std::size_t i) { return group_of(world, i); });
}

/// As the household was when money was pooled this month (MODEL 12.1).
void household_type_of(const World& w, Rows rows, RowValues<std::uint8_t>& groups) {
  static const Trait& type = *find_trait("household_type");
  look_up(rows, groups, [&](std::size_t i) { return static_cast<std::uint8_t>(type.of(w, i)); });
}

}  // namespace

const std::vector<SubgroupInfo>& subgroup_attributes() {
  static const std::vector<SubgroupInfo> all{
      {"sex", {"man", "woman"}, by_rows<sex_of>},
      {"arrival_age", {"under 20", "20-34", "35-49", "50+"}, by_rows<arrival_age_of>},
      {"age", {"under 20", "20-34", "35-49", "50-64", "65+"}, by_rows<age_of>},
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
      {"household_type", {"alone", "couple", "with children", "other"}, household_type_of},
      {"orientation",
       {"community", "self-directed", "learning", "professional skill", "situation-responsive"},
       by_rows<orientation_of>},
  };
  return all;
}

Subgroups::Subgroups(const std::vector<std::string>& asked) {
  for (const auto& one : asked) {
    Split split{{}, labels_.size(), 1};
    std::vector<std::string> labels{""};
    const auto named = named_condition(one);
    const auto names =
        named ? std::vector<std::string>{std::string(named->name)} : crossed_names(one);
    for (const auto& name : names) {
      split.attributes.push_back(named ? condition(*named) : attribute(name));
      std::vector<std::string> longer;
      for (const auto& before : labels) {
        for (const auto& label : attributes_[split.attributes.back()]->labels) {
          longer.push_back(
              fmt::format("{}{}{}={}", before, before.empty() ? "" : ", ", name, label));
        }
      }
      labels = std::move(longer);
    }
    split.groups = labels.size();
    labels_.insert(labels_.end(), labels.begin(), labels.end());
    splits_.push_back(std::move(split));
  }
}

std::size_t Subgroups::attribute(const std::string& name) {
  const auto there = std::find_if(attributes_.begin(), attributes_.end(),
                                  [&](const auto& info) { return info->name == name; });
  const auto place = static_cast<std::size_t>(there - attributes_.begin());
  if (there != attributes_.end()) return place;
  const auto& known = subgroup_attributes();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const SubgroupInfo& info) { return info.name == name; });
  if (found == known.end()) throw std::logic_error("unknown subgroup attribute " + name);
  attributes_.push_back(std::make_shared<const SubgroupInfo>(*found));
  return place;
}

std::size_t Subgroups::condition(const NamedCondition& named) {
  const Condition& asked = condition_written(std::string(named.condition));
  attributes_.push_back(std::make_shared<const SubgroupInfo>(SubgroupInfo{
      std::string(named.name),
      {"no", "yes"},
      [&asked](const World& world, Rows rows, RowValues<std::uint8_t>& groups) {
        look_up(rows, groups,
                [&](std::size_t i) -> std::uint8_t { return holds(asked, world, i) ? 1 : 0; });
      }}));
  return attributes_.size() - 1;
}

}  // namespace resettle
