#include "study/identity.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/month.h"

namespace resettle {

Identity identity_of(const StudySource& source, const StudyPlan& plan) {
  Identity identity{{"name", plan.name},
                    {"period", fmt::format("{} {} {}", to_string(plan.start),
                                           to_string(plan.policy_start), to_string(plan.end))},
                    {"number of replicates", std::to_string(plan.replicates)},
                    {"set of draws", fmt::format("{} {}", plan.draws.draws, plan.draws.from)},
                    {"seed", std::to_string(plan.seed)},
                    {"scale", fmt::format("{}", plan.scale)},
                    {"arms", fmt::format("{}", fmt::join(arm_names(plan), ", "))},
                    {"reference", plan.arms[plan.reference].name},
                    {"subgroups", fmt::format("{}", fmt::join(plan.subgroups, ", "))},
                    {"recorded persons", fmt::format("{} {}", fmt::join(plan.record_persons, ", "),
                                                     plan.record_replicates)}};
  const auto& catalogue = parameter_catalogue();
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

std::vector<std::string> differences(const Identity& one, const Identity& other) {
  std::vector<std::string> names;
  for (const auto& entry : other) {
    if (std::find(one.begin(), one.end(), entry) == one.end()) names.push_back(entry.first);
  }
  return names;
}

}  // namespace resettle
