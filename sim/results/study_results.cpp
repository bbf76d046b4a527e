#include "results/study_results.h"

#include <algorithm>
#include <iterator>

#include "core/errors.h"
#include "core/replicate_number.h"
#include "results/comparable.h"

namespace resettle {

namespace {

/// With draws of the parameters either those of the draws or those of the central values, which are
/// one more set of values, of which no draw knows that it is central.
std::vector<std::int32_t> chosen(const std::vector<std::int32_t>& numbers, StudyResults::Of of) {
  if (numbers.empty() || draw_of(numbers.back()) == 0) return numbers;
  std::vector<std::int32_t> some;
  std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(some), [&](int number) {
    return (draw_of(number) == 0) == (of == StudyResults::Of::central_values);
  });
  return some;
}

}  // namespace

StudyResults::StudyResults(const std::filesystem::path& path,
                           const std::optional<std::filesystem::path>& with, Of of) {
  files_.push_back(std::make_unique<StudyTables>(path));
  for (const auto& arm : first().arms()) places_[arm] = {files_.front().get(), arm};
  if (!with) {
    files_.front()->keep_replicates(chosen(first().replicates(), of));
    return;
  }
  files_.push_back(std::make_unique<StudyTables>(*with));
  const auto common = chosen(comparable_replicates(path, *with), of);
  for (const auto& file : files_) file->keep_replicates(common);
  add_arms(*files_.back());
}

void StudyResults::add_arms(const StudyTables& file) {
  for (auto& arm : file.describe().arms) {
    const std::string name = arm.name;
    while (places_.contains(arm.name)) arm.name += " (2)";
    places_[arm.name] = {&file, name};
    more_arms_.push_back(arm);
  }
}

ComparedStudy StudyResults::describe() const {
  auto study = first().describe();
  study.arms.insert(study.arms.end(), more_arms_.begin(), more_arms_.end());
  return study;
}

const StudyResults::Place& StudyResults::place(const std::string& arm) const {
  const auto found = places_.find(arm);
  require(found != places_.end(), "an arm that is not compared");
  return found->second;
}

void StudyResults::check_outcome(const std::string& name) const {
  for (const auto& file : files_) file->check_outcome(name);
}

bool StudyResults::has_indicator(const std::string& name) const {
  return std::all_of(files_.begin(), files_.end(),
                     [&](const auto& file) { return file->has_indicator(name); });
}

std::span<const double> StudyResults::indicator(const std::string& name,
                                                const std::string& arm) const {
  const auto& where = place(arm);
  return where.file->indicator(name, where.arm);
}

std::vector<double> StudyResults::at_end(const std::string& name, const std::string& arm) const {
  const auto& where = place(arm);
  return where.file->at_end(name, where.arm);
}

std::vector<double> StudyResults::twin_tables(const std::string& arm) const {
  const auto& where = place(arm);
  return where.file->twin_tables(where.arm);
}

std::vector<double> StudyResults::payments(const std::string& arm) const {
  const auto& where = place(arm);
  return where.file->payments(where.arm);
}

ArmSource StudyResults::reference_source() const {
  return {&first().file(), first().reference(), first().reference(), first().replicates()};
}

std::vector<ArmSource> StudyResults::arm_sources(const ComparedStudy& study) const {
  std::vector<ArmSource> sources;
  for (const auto& arm : study.arms) {
    const Place& found = place(arm.name);
    sources.push_back(
        {&found.file->file(), found.arm, found.file->reference(), found.file->replicates()});
  }
  return sources;
}

}  // namespace resettle
