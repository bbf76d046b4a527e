#include "results/same_arms.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/called_as.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

using CellDigests = std::map<std::string, Digest>;

/// Where the cells of an arm stand among the digests of its file.
class DigestsOfArm {
 public:
  explicit DigestsOfArm(const ArmSource& source) : source_(source) {
    if (!source.file->has_group("verification")) return;
    const auto group = source.file->group("verification");
    const auto arms = group.text("arm").read();
    arm_ = static_cast<std::size_t>(std::find(arms.begin(), arms.end(), source.arm) - arms.begin());
    numbers_ = group.variable("replicate").read<std::int32_t>();
    there_ = arm_ < arms.size();
  }

  /// Nothing where the file keeps none.
  [[nodiscard]] std::optional<CellDigests> of(std::int32_t replicate) const {
    const auto found = std::find(numbers_.begin(), numbers_.end(), replicate);
    if (!there_ || found == numbers_.end()) return {};
    const auto position = static_cast<std::size_t>(found - numbers_.begin());
    return kept_digests(*source_.file, arm_, position);
  }

 private:
  const ArmSource& source_;
  std::size_t arm_ = 0;
  std::vector<std::int32_t> numbers_;
  bool there_ = false;
};

constexpr const char* kTypesOfPersons = "transitions/persons";

/// The same in all results that both have; the background of persons is kept of the reference only.
bool same_cell(const CellDigests& one, const CellDigests& other) {
  if (!one.contains(kTypesOfPersons) || !one.contains("ledger/amount")) return false;
  std::size_t common = 0;
  for (const auto& [result, digest] : one) {
    const auto found = other.find(result);
    if (found == other.end()) continue;
    if (found->second != digest) return false;
    ++common;
  }
  return common > 0;
}

/// Whether `same` holds of the cells of two arms in every replicate that is compared.
template <class Same>
bool in_every_replicate(const ArmSource& one, const ArmSource& other, Same same) {
  if (one.replicates.empty() || one.replicates != other.replicates) return false;
  const DigestsOfArm first(one);
  const DigestsOfArm second(other);
  return std::all_of(one.replicates.begin(), one.replicates.end(), [&](std::int32_t replicate) {
    const auto a = first.of(replicate);
    const auto b = second.of(replicate);
    return a && b && same(*a, *b);
  });
}

/// With the label that tables show.
std::string named(const SameArm& arm) {
  const bool alike = arm.label.empty() || arm.label == arm.name;
  return alike ? arm.name : fmt::format("{} ({})", arm.name, arm.label);
}

}  // namespace

bool same_results(const ArmSource& one, const ArmSource& other) {
  return in_every_replicate(one, other, same_cell);
}

bool same_types(const ArmSource& one, const ArmSource& other) {
  return in_every_replicate(one, other, [](const CellDigests& a, const CellDigests& b) {
    const auto first = a.find(kTypesOfPersons);
    const auto second = b.find(kTypesOfPersons);
    return first != a.end() && second != b.end() && first->second == second->second;
  });
}

SameArms set_same_arms_apart(ComparedStudy& study, const std::vector<ArmSource>& sources) {
  SameArms same;
  std::vector<ComparedArm> acting;
  std::vector<const ArmSource*> sources_of_acting;
  for (std::size_t a = 0; a < sources.size(); ++a) {
    auto& arm = study.arms[a];
    ArmSource reference = sources[a];
    reference.arm = reference.reference;
    if (same_results(sources[a], reference)) {
      same.as_reference.push_back({arm.name, arm.label, study.reference, arm.labels});
      continue;
    }
    for (std::size_t before = 0; before < acting.size(); ++before) {
      if (!same_results(sources[a], *sources_of_acting[before])) continue;
      same.as_another.push_back({arm.name, arm.label, acting[before].name});
      break;
    }
    sources_of_acting.push_back(&sources[a]);
    acting.push_back(std::move(arm));
  }
  study.arms = std::move(acting);
  return same;
}

std::vector<std::string> same_arms_sentences(const SameArms& same) {
  std::vector<std::string> sentences;
  for (const auto& arm : same.as_reference) {
    sentences.push_back(fmt::format(
        "{}: the same as the reference in every result: it never acts. It is not compared or "
        "ranked; '{} check' says what it lacks, where that can be known.",
        named(arm), called_as()));
  }
  for (const auto& arm : same.as_another) {
    sentences.push_back(fmt::format("{}: the same as {} in every result. They share first places.",
                                    named(arm), arm.as));
  }
  return sentences;
}

}  // namespace resettle
