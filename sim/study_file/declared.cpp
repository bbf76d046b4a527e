#include "study_file/declared.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/sha256.h"
#include "io/study_plan.h"
#include "study_file/layout.h"

namespace resettle {

namespace {

[[noreturn]] void refuse(const ObjectName& where, std::string message) {
  throw InputError({{where.file},
                    where.path,
                    std::move(message),
                    "check that the file was written by this program"});
}

/// Arms are named in commands, tables and names of files.
bool is_name(const std::string& text) {
  return !text.empty() && text != "." && text != ".." &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return c == '/' || (static_cast<unsigned char>(c) < ' ') || c == '\x7f';
         });
}

std::vector<std::string> arms_in(const Group& group) {
  const auto variable = group.text("arm");
  auto arms = variable.read();
  if (arms.empty()) refuse(variable.name(), "holds no arms");
  std::set<std::string> known;
  for (const auto& arm : arms) {
    if (!is_name(arm)) refuse(variable.name(), fmt::format("\"{}\" is no name of an arm", arm));
    if (!known.insert(arm).second) {
      refuse(variable.name(), fmt::format("there are two arms \"{}\"", arm));
    }
  }
  return arms;
}

std::vector<int> replicates_in(const Group& group) {
  const auto variable = group.variable("replicate");
  const auto numbers = variable.read<std::int32_t>();
  if (numbers.empty()) refuse(variable.name(), "holds no replicates");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const int before = i == 0 ? -1 : numbers[i - 1];
    if (numbers[i] > before && numbers[i] < kMostNumbers) continue;
    refuse(variable.name(), fmt::format("replicate {} is not one of 0 to {} in ascending order",
                                        numbers[i], kMostNumbers - 1));
  }
  return {numbers.begin(), numbers.end()};
}

/// Numbers by which all results are multiplied or discounted; older files do not have all of them.
void check_settings(const LabelledFile& file) {
  struct Setting {
    const char* name;
    double low;
    double high;
  };
  static constexpr std::array<Setting, 3> kSettings{
      {{"scale", kSmallestScale, 1}, {"discount_rate", 0, 1}, {"displacement_share", 0, 1}}};
  if (!file.has_group("provenance")) return;
  const Group provenance = file.group("provenance");
  for (const auto& setting : kSettings) {
    if (!provenance.has_attribute(setting.name)) continue;
    const double value = provenance.number_attribute(setting.name);
    if (setting.low <= value && value <= setting.high) continue;
    refuse(provenance.name(), fmt::format("{} is {}, not from {} to {}", setting.name, value,
                                          setting.low, setting.high));
  }
}

/// The number of replicates of the whole study; older files do not say.
void check_number(const LabelledFile& file, const std::vector<int>& replicates) {
  if (!file.has_group("provenance")) return;
  const Group provenance = file.group("provenance");
  if (!provenance.has_attribute("replicates")) return;
  const double number = provenance.number_attribute("replicates");
  const int draws = draws_in(provenance);
  const bool whole = number == std::floor(number) && number <= kMostReplicates;
  for (const int replicate : replicates) {
    if (whole && within_draw(replicate) < number && draw_of(replicate) <= draws) continue;
    refuse(provenance.name(),
           fmt::format("the study has {} replicates and {} draws, but there is {}", number, draws,
                       replicate_name(replicate)));
  }
}

/// Every cell has a digest of each result, which no packing makes smaller.
void check_digests(const LabelledFile& file, const Declared& declared) {
  const Group group = file.group("verification");
  const auto cells = group.variable("cell_sha256");
  const auto results = group.text("result").read();
  const Shape expected{declared.arms.size(), declared.replicates.size(), results.size(),
                       std::tuple_size_v<Digest>};
  const std::vector<std::string> names{"arm", "replicate", "result", "digest_byte"};
  if (cells.type() != ElementType::uint8 || cells.shape() != expected ||
      cells.dimensions() != names) {
    refuse(cells.name(), "does not hold a digest for each arm, replicate and result");
  }
  if (Variable::product(expected) > file.bytes()) {
    refuse(cells.name(), fmt::format("{} arms and {} replicates do not fit a file of {} bytes",
                                     expected[0], expected[1], file.bytes()));
  }
  auto there = results_of(file);
  auto named = results;
  std::sort(there.begin(), there.end());
  std::sort(named.begin(), named.end());
  if (there != named) refuse(group.name(), "the results it names are not those of the file");
}

void check_group(const Group& group, const std::string& name, const Declared& declared) {
  if (group.has("arm") && arms_in(group) != declared.arms) {
    refuse(group.name(), "has other arms than /verification");
  }
  if (!group.has("replicate")) return;
  const auto replicates = replicates_in(group);
  const bool same = name == "persons" ? replicates.size() <= declared.replicates.size() &&
                                            std::equal(replicates.begin(), replicates.end(),
                                                       declared.replicates.begin())
                                      : replicates == declared.replicates;
  if (!same) refuse(group.name(), "has other replicates than /verification");
}

void check_reference(const LabelledFile& file, const Declared& declared) {
  if (!file.has_group("aggregates")) return;
  const auto arm = file.group("aggregates").text("arm");
  const auto reference = arm.text_attribute("reference");
  const auto& arms = declared.arms;
  if (std::find(arms.begin(), arms.end(), reference) != arms.end()) return;
  refuse(arm.name(), fmt::format("the reference \"{}\" is no arm of it", reference));
}

}  // namespace

int draws_in(const Group& provenance) {
  if (!provenance.has_attribute("draws")) return 0;
  const double draws = provenance.number_attribute("draws");
  if (draws == std::floor(draws) && draws >= 0 && draws <= kMostDraws) {
    return static_cast<int>(draws);
  }
  refuse(provenance.name(), fmt::format("{} is no number of draws", draws));
}

Declared check_declared(const LabelledFile& file) {
  const Group verification = file.group("verification");
  const Declared declared{arms_in(verification), replicates_in(verification)};
  check_settings(file);
  check_number(file, declared.replicates);
  check_digests(file, declared);
  for (const auto& name : file.root().names()) check_group(file.group(name), name, declared);
  check_reference(file, declared);
  return declared;
}

}  // namespace resettle
