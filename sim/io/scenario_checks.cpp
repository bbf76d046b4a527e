// Checks that need a whole scenario.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/conditions.h"
#include "io/condition_bounds.h"
#include "io/scenario_checks.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

void check_ends(Together& scenario) {
  for (const auto& end : scenario.ending_in(".on_to")) {
    const auto section = end.substr(0, end.rfind('.'));
    const auto start = section + ".on_from";
    if (scenario.find(start) == nullptr || scenario.has_problem(section + ".on_")) continue;
    for (const auto month : scenario.steps({end, start})) {
      const double from = scenario.at(start, month);
      const double to = scenario.at(end, month);
      if (from == kNoEnd || to >= from) continue;  // `on_from: none` = never in force
      scenario.report(
          end,
          fmt::format("the policy ends in {} but begins in {}",
                      value_text(to, ParameterKind::month), value_text(from, ParameterKind::month)),
          "the end must not come before the start; write none for no end");
      break;
    }
  }
}

void check_weights(Together& together, const std::string& baseline) {
  const std::vector<std::string> weights{"scores.income_weight", "scores.job_weight",
                                         "scores.skill_weight"};
  if (!together.knows(weights)) return;
  for (const auto month : together.steps(weights)) {
    double sum = 0;
    for (const auto& weight : weights) sum += together.at(weight, month);
    if (std::abs(sum - 1) <= 1e-6) continue;
    // Point at the weight that was changed last, if the files differ.
    std::string shown = weights.front();
    for (const auto& weight : weights) {
      if (together.find(weight)->where.file != baseline) shown = weight;
    }
    together.report(shown, fmt::format("{} add up to {:.7g}, not 1", join(weights), sum),
                    "change the three weights so that they add up to 1");
    return;
  }
}

/// Localities that a condition names and the scenario does not have, and conditions that nobody
/// meets.
void check_conditions(Together& together, const Inputs& inputs) {
  auto conditions = together.ending_in(".eligible");
  for (const auto& path : together.ending_in(".priority")) conditions.push_back(path);
  for (const auto& path : conditions) {
    for (const auto& step : together.series(path).steps()) {
      const auto wrong = problem_with(condition_numbered(step.second), inputs);
      if (wrong) together.report(path, wrong->message, wrong->remedy);
    }
  }
}

}  // namespace

std::optional<Problem> problem_with(const Condition& condition, const Inputs& inputs) {
  if (inputs.localities.empty()) return std::nullopt;  // the table has problems of its own
  std::vector<std::string> known;
  for (const auto& locality : inputs.localities) known.push_back(locality.name);
  for (const auto& name : localities_in(condition)) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return Problem{
        {}, "", fmt::format("the scenario has no locality '{}'", name), suggest(name, known)};
  }
  if (can_be_met(condition, inputs)) return std::nullopt;
  return Problem{{},
                 "",
                 fmt::format("nobody can meet the condition {}", text_of(condition)),
                 "all that it asks for must hold together; for one or the other write any: [...]"};
}

std::set<Month> steps_of(const std::vector<const ParameterEntry*>& entries) {
  std::set<Month> months;
  for (const auto* entry : entries) {
    for (const auto& step : entry->value.steps()) months.insert(step.first);
  }
  return months;
}

const ParameterEntry* Together::find(const std::string& path) const {
  const auto found = scenario_.parameters.find(path);
  return found == scenario_.parameters.end() ? nullptr : &found->second;
}

bool Together::has_problem(const std::string& path) const {
  const auto& items = problems_.items();
  return std::any_of(items.begin(), items.end(), [&](const Problem& problem) {
    return problem.key.compare(0, path.size(), path) == 0;
  });
}

bool Together::knows(const std::vector<std::string>& paths) const {
  return std::all_of(paths.begin(), paths.end(), [&](const std::string& path) {
    return find(path) != nullptr && !has_problem(path);
  });
}

std::vector<std::string> Together::lines(const std::string& section) const {
  if (section.find('.') != section.rfind('.')) return {};  // a line of an instrument
  const auto found = scenario_.lines.find(section.substr(section.rfind('.') + 1));
  return found == scenario_.lines.end() ? std::vector<std::string>{} : found->second;
}

std::vector<std::string> Together::ending_in(const std::string& ending) const {
  std::vector<std::string> found;
  for (const auto& [path, entry] : scenario_.parameters) {
    if (path.size() > ending.size() && path.ends_with(ending)) found.push_back(path);
  }
  return found;
}

double Together::at(const std::string& path, Month month) const { return series(path).at(month); }

bool Together::ever_above_0(const std::string& path) const {
  const auto& steps = series(path).steps();
  return std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.second > 0; });
}

std::set<Month> Together::steps(const std::vector<std::string>& paths) const {
  std::vector<const ParameterEntry*> entries;
  for (const auto& path : paths) entries.push_back(find(path));
  return steps_of(entries);
}

std::vector<Month> Together::offered(const std::string& section,
                                     const std::vector<std::string>& paths) const {
  std::set<Month> months = steps(paths);
  for (const auto& step : series(section + ".on_from").steps()) {
    months.insert(Month{static_cast<std::int32_t>(step.second)});
  }
  const bool limited = find(section + ".coverage") != nullptr;
  std::vector<Month> found;
  for (const auto month : months) {
    const double from = at(section + ".on_from", month);
    const bool on = from != kNoEnd && from <= month.index &&
                    month.index <= at(section + ".on_to", month) &&
                    (!limited || at(section + ".coverage", month) > 0);
    if (on) found.push_back(month);
  }
  return found;
}

void Together::report(const std::string& path, const std::string& message,
                      const std::string& remedy) {
  const auto* entry = find(path);
  if (entry == nullptr) return;  // it has problems of its own, which come first
  problems_.add({entry->where, path, message, remedy});
}

void check_together(const Scenario& scenario, ProblemList& problems) {
  Together together(scenario, problems);
  check_ends(together);
  check_weights(together, scenario.files.front().string());
  check_instruments(together);
  check_conditions(together, scenario.inputs);
}

double persons_to(Month end, const Inputs& inputs) {
  double persons = inputs.stock_1990_men + inputs.stock_1990_women;
  for (const auto& arrivals : inputs.arrivals) {
    if (arrivals.year <= end.year()) persons += arrivals.men + arrivals.women;
  }
  return persons;
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
  problems.add(
      {end_where, key + ".end",
       fmt::format(
           "the end {} is after {}, the last month of the arrivals table and its projection",
           to_string(end), to_string(last)),
       "end earlier"});
}

}  // namespace resettle
