#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/version.h"
#include "io/sha256.h"
#include "model/month.h"
#include "model/replicate.h"
#include "study_file/study_labels.h"

// What a study was made of, kept in the file itself.

namespace resettle {

namespace {

void add_inputs(Group& provenance, const InputFiles& inputs) {
  std::vector<std::string> names;
  std::vector<std::string> texts;
  std::vector<std::string> digests;
  for (const auto& [name, text] : inputs) {
    names.push_back(name);
    texts.push_back(text);
    digests.push_back(to_hex(sha256(text)));
  }
  provenance.add_coordinate("input", names);
  provenance.add_text("input_text", "input", texts);
  provenance.add_text("input_sha256", "input", digests);
}

void add_build(Group& provenance) {
  const BuildInfo& build = build_info();
  provenance.set_attribute("version", build.version);
  provenance.set_attribute("git_commit", build.git_commit);
  provenance.set_attribute("compiler", build.compiler);
  provenance.set_attribute("build_type", build.build_type);
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  provenance.set_attribute("created", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)));
}

}  // namespace

void add_provenance(LabelledFile& file, const StudyHead& head) {
  const StudyPlan& plan = head.plan;
  auto group = file.add_group("provenance");
  group.add_coordinate("arm", arm_names(plan));
  const auto& catalogue = parameter_catalogue();
  std::vector<std::string> resolved;
  for (const auto& arm : plan.arms) resolved.push_back(resolved_yaml(arm.scenario, catalogue));
  group.add_text("resolved_scenario", "arm", resolved);
  group.add_text("study", plan.yaml);
  add_inputs(group, head.source.inputs);
  group.set_attribute("settings", to_json(head.source));
  group.set_attribute("seed", static_cast<std::int64_t>(plan.seed));
  group.set_attribute("replicates", static_cast<std::int32_t>(plan.replicates));
  group.set_attribute("draws", static_cast<std::int32_t>(plan.draws.draws));
  group.set_attribute("draws_from", plan.draws.from);
  group.set_attribute("scale", plan.scale);
  group.set_attribute("policy_start", to_string(plan.policy_start));
  const auto values = values_of_arm(plan, plan.reference);
  group.set_attribute("discount_rate", values.at("ledger.discount_rate").at(plan.policy_start));
  group.set_attribute("displacement_share",
                      values.at("ledger.displacement_share").at(plan.policy_start));
  group.set_attribute("price_year", std::int32_t{2025});
  group.set_attribute("command",
                      command_of(head.source, part_text(head.replicates, replicate_numbers(plan))));
  add_build(group);
}

}  // namespace resettle
