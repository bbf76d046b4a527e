// Checks that need a whole scenario.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "io/scenario_reader.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

const ParameterEntry* find(const Scenario& scenario, const std::string& path) {
  const auto found = scenario.parameters.find(path);
  return found == scenario.parameters.end() ? nullptr : &found->second;
}

bool has_problem(const ProblemList& problems, const std::string& path) {
  const auto& items = problems.items();
  return std::any_of(items.begin(), items.end(), [&](const Problem& problem) {
    return problem.key.compare(0, path.size(), path) == 0;
  });
}

/// Every month at which one of the series may change.
std::set<Month> steps_of(const std::vector<const ParameterEntry*>& entries) {
  std::set<Month> months;
  for (const auto* entry : entries) {
    for (const auto& step : entry->value.steps()) months.insert(step.first);
  }
  return months;
}

void check_ends(const Scenario& scenario, ProblemList& problems) {
  const std::string ending = ".on_to";
  for (const auto& [path, end] : scenario.parameters) {
    if (path.size() <= ending.size() ||
        path.compare(path.size() - ending.size(), ending.size(), ending) != 0) {
      continue;
    }
    const auto section = path.substr(0, path.size() - ending.size());
    const auto* start = find(scenario, section + ".on_from");
    if (start == nullptr || has_problem(problems, section + ".on_")) continue;
    for (const auto month : steps_of({&end, start})) {
      const double from = start->value.at(month);
      const double to = end.value.at(month);
      if (from == kNoEnd || to >= from) continue;  // `on_from: none` = never in force
      problems.add({end.where, path,
                    fmt::format("the policy ends in {} but begins in {}",
                                value_text(to, ParameterKind::month),
                                value_text(from, ParameterKind::month)),
                    "the end must not come before the start; write none for no end"});
      break;
    }
  }
}

void check_weights(const Scenario& scenario, ProblemList& problems) {
  const std::array<std::string, 3> paths{"scores.income_weight", "scores.job_weight",
                                         "scores.skill_weight"};
  std::vector<const ParameterEntry*> weights;
  for (const auto& path : paths) {
    const auto* weight = find(scenario, path);
    if (weight == nullptr || has_problem(problems, path)) return;
    weights.push_back(weight);
  }
  for (const auto month : steps_of(weights)) {
    double sum = 0;
    for (const auto* weight : weights) sum += weight->value.at(month);
    if (std::abs(sum - 1) <= 1e-6) continue;
    // Point at the weight that was changed last, if the files differ.
    std::size_t shown = 0;
    for (std::size_t i = 1; i < weights.size(); ++i) {
      if (weights[i]->where.file != scenario.files.front().string()) shown = i;
    }
    problems.add(
        {weights[shown]->where, paths.at(shown),
         fmt::format("{} add up to {:.7g}, not 1", join({paths.begin(), paths.end()}), sum),
         "change the three weights so that they add up to 1"});
    return;
  }
}

}  // namespace

void check_together(const Scenario& scenario, ProblemList& problems) {
  check_ends(scenario, problems);
  check_weights(scenario, problems);
}

void check_period(const NamedMonth& named_start, const NamedMonth& named_end,
                  const std::string& key, const Inputs& inputs, ProblemList& problems) {
  const auto& [start, start_where] = named_start;
  const auto& [end, end_where] = named_end;
  if (start < month_of(1990, 1)) {
    problems.add({start_where, key + ".start",
                  fmt::format("the start {} is before 1990-01", to_string(start)),
                  "start in 1990-01 or later; earlier arrivals are there from the beginning"});
  }
  if (end < start) {
    problems.add(
        {end_where, key + ".end",
         fmt::format("the end {} is before the start {}", to_string(end), to_string(start)),
         "write a later end"});
  }
  if (inputs.arrivals.empty()) return;  // the table has problems of its own
  const auto last = month_of(inputs.arrivals.back().year, 12);
  if (end <= last) return;
  problems.add({end_where, key + ".end",
                fmt::format("the end {} is after {}, the last month of the arrivals table",
                            to_string(end), to_string(last)),
                "end earlier, or add years to the arrivals table"});
}

}  // namespace resettle
