#include "io/relative_value.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "io/strict_text.h"

namespace resettle {

namespace {

constexpr const char* kTimes = "times";
constexpr const char* kPlus = "plus";

double of_below(const RelativeStep& step, double below) {
  if (step.times == 0) return step.plus;
  return below * step.times + step.plus;
}

}  // namespace

bool is_one_relative(const YamlNode& node) {
  return node.is_map() && (node.find(kTimes) != nullptr || node.find(kPlus) != nullptr);
}

bool is_relative(const YamlNode& node) {
  return is_one_relative(node) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const YamlEntry& entry) { return is_one_relative(entry.value); });
}

std::optional<RelativeStep> read_relative(const YamlNode& node, const std::string& path,
                                          ProblemList& problems) {
  const std::string remedy =
      "write {times: 1.5} or {plus: 200000}, by month as {2012-01: {times: 1.5}}";
  if (node.entries.size() != 1) {
    problems.add({node.where, path,
                  "a value beside that of the file below is one of times and plus, alone", remedy});
    return std::nullopt;
  }
  const auto& entry = node.entries.front();
  const auto number = read_number(entry.value, problems);
  if (!number) return std::nullopt;
  if (entry.key == kPlus) return RelativeStep{kNever, 1, *number};
  if (*number >= 0) return RelativeStep{kNever, *number, 0};
  problems.add({entry.value.where, path,
                fmt::format("times {} turns the sign", number_text(*number)),
                "write a factor of 0 or more, or plus with a negative amount"});
  return std::nullopt;
}

Series applied(const std::vector<RelativeStep>& steps, const Series& below) {
  const Month first = steps.front().from;
  std::set<Month> months{first};
  for (const auto& step : steps) months.insert(step.from);
  for (const auto& step : below.steps()) months.insert(std::max(step.first, first));
  std::vector<std::pair<Month, double>> found;
  for (const auto month : months) {
    const auto next = std::find_if(steps.begin(), steps.end(),
                                   [&](const auto& step) { return step.from > month; });
    const double value = of_below(*std::prev(next), below.at(month));
    if (found.empty() || found.back().second != value) found.emplace_back(month, value);
  }
  return Series(std::move(found));
}

}  // namespace resettle
