#pragma once

#include <string>
#include <vector>

#include "results/arm_source.h"
#include "results/compared_study.h"

// Arms that gave the same results as another one: a policy that never acts, or one written twice.

namespace resettle {

/// An arm with the same results as another one, in every replicate.
struct SameArm {
  std::string name;
  std::string label;
  std::string as;  ///< name of the other one
  Translations labels{};
};

struct SameArms {
  std::vector<SameArm> as_reference;  ///< arms that never act, and so are not compared
  std::vector<SameArm> as_another;    ///< among those compared, after the one that they equal
};

/// Whether both have the same values in every result that both keep, in every replicate that is
/// compared: by the digests that the files keep. False where a file keeps none.
bool same_results(const ArmSource& one, const ArmSource& other);
/// The same of how many persons are in each type and move between them, in every month.
bool same_types(const ArmSource& one, const ArmSource& other);

/// Takes the arms that are the same as the reference out of `study.arms` and names those that are
/// the same as an arm before them. `sources` are those of `study.arms`.
SameArms set_same_arms_apart(ComparedStudy& study, const std::vector<ArmSource>& sources);

/// What is to be said of them: one sentence for each arm.
std::vector<std::string> same_arms_sentences(const SameArms& same);

}  // namespace resettle
