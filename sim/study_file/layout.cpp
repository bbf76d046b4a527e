#include "study_file/layout.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/errors.h"
#include "model/replicate.h"
#include "outputs/gains.h"
#include "outputs/subgroups.h"
#include "study_file/results_table.h"

namespace resettle {

namespace {

/// Persons of a replicate, or more. Whole units of arrival are kept or left out, each by its own
/// draw, so that the number scatters; sixteen standard deviations of persons kept one by one are at
/// least five of units of up to ten.
std::size_t most_persons(const StudyPlan& plan) {
  const auto tickets = static_cast<double>(count_tickets(plan));
  if (plan.scale >= 1.0) return static_cast<std::size_t>(tickets);
  const double spread = std::sqrt(tickets * plan.scale * (1.0 - plan.scale));
  return static_cast<std::size_t>(
      std::min(tickets, std::ceil(tickets * plan.scale + 16.0 * spread + 16.0)));
}

}  // namespace

StudyShape::StudyShape(const StudyPlan& plan)
    : persons(most_persons(plan)),
      months(static_cast<std::size_t>(plan.end - plan.start + 1)),
      subgroups(Subgroups(plan.subgroups).labels()),
      gain_groups(resettle::gain_groups(subgroups)) {}

bool is_result(const std::vector<std::string>& dimensions) {
  return dimensions.size() > 1 && (dimensions[0] == "replicate" || dimensions[1] == "replicate");
}

std::vector<std::string> results_of(const LabelledFile& file) {
  std::vector<std::string> results;
  std::string name;
  for (const auto& row : results_table({})) {
    if (row.group == name) continue;
    name = row.group;
    if (!file.has_group(name)) continue;
    const Group group = file.group(name);
    for (const auto& variable : group.names()) {
      if (group.holds_text(variable)) continue;
      const auto dimensions = group.variable(variable).dimensions();
      if (is_result(dimensions)) results.push_back(fmt::format("{}/{}", name, variable));
    }
  }
  return results;
}

Variable result_in(const LabelledFile& file, const std::string& result) {
  const auto slash = result.find('/');
  return file.group(result.substr(0, slash)).variable(result.substr(slash + 1));
}

Shape chunk_place(const Variable& result, std::size_t arm, std::size_t replicate,
                  std::size_t first) {
  Shape place(result.shape().size(), 0);
  if (place.size() > 1 && result.dimensions().front() == "replicate") {
    place[0] = replicate;
  } else {
    if (place.size() < 3) {
      throw InputError({{result.name().file},
                        result.name().path,
                        "its dimensions are not those of a result",
                        "check that the file was written by this version"});
    }
    place[0] = arm;
    place[1] = replicate;
    place[2] = first;
  }
  return place;
}

}  // namespace resettle
