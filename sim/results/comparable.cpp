#include "results/comparable.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/calendar.h"
#include "core/called_as.h"
#include "core/errors.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& one, const std::filesystem::path& other,
                         const std::vector<std::string>& reasons) {
  Problem problem;
  problem.where.file = other.string();
  problem.message = fmt::format("its arms cannot be compared with {}: {}", one.string(),
                                fmt::join(reasons, "; "));
  problem.remedy =
      "run both with the same period, scale, seed and reference, or add the arms to one study: " +
      command_on("extend", one) + " --arm OVERLAY.yaml";
  throw InputError(std::move(problem));
}

/// What both must have in common, by the words of a user.
std::map<std::string, std::string> head_of(const ExistingStudy& study) {
  const auto provenance = study.file().group("provenance");
  const auto days = study.file().group("aggregates").variable("month").read<std::int32_t>();
  std::map<std::string, std::string> head;
  for (const char* name : {"seed", "scale", "policy_start"}) {
    auto value = provenance.printed_attribute(name);
    value.erase(value.find_last_not_of(' ') + 1);
    head[name] = value;
  }
  if (days.empty()) return head;
  head["first month"] = fmt::format("{} days after 1990", days.front());
  head["last month"] = fmt::format("{} days after 1990", days.back());
  return head;
}

std::map<std::string, std::string> inputs_of(const ExistingStudy& study) {
  const auto provenance = study.file().group("provenance");
  const auto names = provenance.text("input").read();
  const auto digests = provenance.text("input_sha256").read();
  std::map<std::string, std::string> inputs;
  for (std::size_t i = 0; i < std::min(names.size(), digests.size()); ++i) {
    inputs[names[i]] = digests[i];
  }
  return inputs;
}

/// Why two reference arms may have come out differently.
std::vector<std::string> possible_causes(const ExistingStudy& one, const ExistingStudy& other) {
  std::vector<std::string> causes;
  const auto before = inputs_of(one);
  for (const auto& [name, digest] : inputs_of(other)) {
    const auto found = before.find(name);
    if (found != before.end() && found->second != digest) {
      causes.push_back(fmt::format("the input {} is another", name));
    }
  }
  if (one.written_by() != other.written_by()) {
    causes.emplace_back("they were written by different versions of the program");
  }
  return causes;
}

std::string reference_of(const ExistingStudy& study) {
  return study.file().group("aggregates").text("arm").text_attribute("reference");
}

/// Whether a result is there in both files whatever subgroups and persons they keep.
bool depends_on_world_only(const std::string& result) {
  return result.starts_with("transitions/") || result.starts_with("ledger/") ||
         result.starts_with("society/") || result.starts_with("network/");
}

bool same_reference(const ExistingStudy& one, const ExistingStudy& other, int replicate) {
  const auto before = one.digests(reference_of(one), replicate);
  const auto after = other.digests(reference_of(other), replicate);
  return std::all_of(before.begin(), before.end(), [&](const auto& entry) {
    if (!depends_on_world_only(entry.first)) return true;
    const auto found = after.find(entry.first);
    return found != after.end() && found->second == entry.second;
  });
}

}  // namespace

std::vector<std::int32_t> comparable_replicates(const std::filesystem::path& one_path,
                                                const std::filesystem::path& other_path) {
  const ExistingStudy one(one_path);
  const ExistingStudy other(other_path);
  std::vector<std::string> reasons;
  const auto other_head = head_of(other);
  for (const auto& [name, value] : head_of(one)) {
    const auto found = other_head.find(name);
    if (found != other_head.end() && found->second == value) continue;
    reasons.push_back(fmt::format("{} {} there and {} here", name, value,
                                  found == other_head.end() ? "-" : found->second));
  }
  if (!reasons.empty()) refuse(one_path, other_path, reasons);
  std::vector<std::int32_t> common;
  for (const int replicate : one.replicates()) {
    if (!other.has(reference_of(other), replicate)) continue;
    common.push_back(replicate);
    if (same_reference(one, other, replicate)) continue;
    reasons.push_back(fmt::format("the reference arms differ (from replicate {} on)", replicate));
    const auto causes = possible_causes(one, other);
    reasons.insert(reasons.end(), causes.begin(), causes.end());
    refuse(one_path, other_path, reasons);
  }
  if (common.empty()) refuse(one_path, other_path, {"they have no replicate in common"});
  return common;
}

}  // namespace resettle
