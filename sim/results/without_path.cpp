#include "results/without_path.h"

#include <utility>

#include <fmt/format.h>

#include "io/instrument_reach.h"
#include "model/month.h"
#include "results/same_arms.h"

namespace resettle {

std::vector<WithoutPath> arms_without_path(const StudyResults& results, const ComparedStudy& study,
                                           ResolvedScenarios& scenarios) {
  const auto& catalogue = parameter_catalogue();
  std::vector<WithoutPath> found;
  const auto sources = results.arm_sources(study);
  for (std::size_t a = 0; a < sources.size(); ++a) {
    const auto& source = sources[a];
    if (!ResolvedScenarios::kept_in(*source.file)) continue;
    const Changes changes(scenarios.values(*source.file, source.arm, catalogue),
                          scenarios.values(*source.file, source.reference, catalogue), catalogue,
                          {study.policy_start, study.end});
    if (changes.without_path().empty()) continue;
    ArmSource reference = source;
    reference.arm = reference.reference;
    found.push_back({study.arms[a].name, study.arms[a].label,
                     changes.moves_nobody() && same_types(source, reference),
                     changes.without_path()});
  }
  return found;
}

std::vector<std::string> without_path_sentences(const std::vector<WithoutPath>& arms) {
  std::vector<std::string> sentences;
  for (const auto& arm : arms) {
    if (arm.whole) {
      sentences.push_back(
          fmt::format("{}: it cannot work in this model and is not ranked.", arm.name));
    }
    for (const auto& why : arm.why) sentences.push_back(fmt::format("{}: {}.", arm.name, why));
  }
  return sentences;
}

}  // namespace resettle
