#include "study/identity.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "history/month.h"

namespace resettle {

std::vector<std::pair<std::string, std::string>> identity_of(const StudySource& source,
                                                             const StudyPlan& plan) {
  std::vector<std::pair<std::string, std::string>> identity{
      {"name", plan.name},
      {"period", fmt::format("{} {} {}", to_string(plan.start), to_string(plan.policy_start),
                             to_string(plan.end))},
      {"number of replicates", std::to_string(plan.replicates)},
      {"seed", std::to_string(plan.seed)},
      {"scale", fmt::format("{}", plan.scale)},
      {"arms", fmt::format("{}", fmt::join(arm_names(plan), ", "))},
      {"reference", plan.arms[plan.reference].name},
      {"subgroups", fmt::format("{}", fmt::join(plan.subgroups, ", "))},
      {"recorded persons",
       fmt::format("{} {}", fmt::join(plan.record_persons, ", "), plan.record_replicates)}};
  const auto catalogue = parameter_catalogue();
  for (const auto& arm : plan.arms) {
    identity.emplace_back("scenario of arm " + arm.name, resolved_yaml(arm.scenario, catalogue));
  }
  std::vector<std::string> tables;
  for (const auto& [name, text] : source.inputs) {
    if (std::filesystem::path(name).extension() == ".csv") tables.push_back(text);
  }
  std::sort(tables.begin(), tables.end());
  identity.emplace_back("tables", fmt::format("{}", fmt::join(tables, "")));
  return identity;
}

std::vector<std::string> differing_inputs(const StudySource& one, const StudySource& other) {
  std::vector<std::string> different;
  const auto identity = identity_of(one, plan_of(one));
  for (const auto& [what, value] : identity_of(other, plan_of(other))) {
    const auto same = std::find(identity.begin(), identity.end(), std::pair(what, value));
    if (same == identity.end()) different.push_back(what);
  }
  return different;
}

}  // namespace resettle
