#include "study/merge.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/errors.h"
#include "core/version.h"
#include "study/identity.h"
#include "study/needs.h"
#include "study/run_study.h"
#include "study/same_results.h"
#include "study_file/progress_file.h"
#include "study_file/study_writer.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

using Parts = std::vector<std::unique_ptr<ExistingStudy>>;

void check_same_study(const Parts& parts) {
  const auto source = parts.front()->source();
  const auto first = identity_of(source, parts.front()->plan());
  for (const auto& part : parts) {
    const auto other_source = part->source();
    const auto different = differences(first, identity_of(other_source, part->plan()));
    if (different.empty()) continue;
    refuse(part->path(),
           fmt::format("this is no part of the same study as {}: another {}",
                       parts.front()->path().string(), different.front()),
           "merge parts that were run from the same files with the same settings");
  }
}

/// "replicate 3, replicate 8 to 11"
std::string ranges_of(const std::vector<int>& numbers) {
  std::string text;
  for (std::size_t begin = 0, end = 0; begin < numbers.size(); begin = end) {
    end = begin + 1;
    while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
    text += (text.empty() ? "" : ", ") + replicate_name(numbers[begin]);
    if (end - begin > 1) text += fmt::format(" to {}", within_draw(numbers[end - 1]));
  }
  return text;
}

void check_replicates(const Parts& parts, const std::vector<int>& all) {
  std::map<int, const ExistingStudy*> owner;
  for (const auto& part : parts) {
    for (const int replicate : part->replicates()) {
      const auto [known, fresh] = owner.emplace(replicate, part.get());
      if (fresh) continue;
      refuse(part->path(),
             fmt::format("{} is in {} as well", replicate_name(replicate),
                         known->second->path().string()),
             "give each part once");
    }
  }
  std::vector<int> missing;
  for (const int replicate : all) {
    if (!owner.contains(replicate)) missing.push_back(replicate);
  }
  if (missing.empty()) return;
  refuse(
      parts.front()->path(),
      fmt::format("{} of {} replicates are in none of the parts given: {}", missing.size(),
                  all.size(), ranges_of(missing)),
      fmt::format("give all parts, or run the missing ones with '{} run ... --part'", called_as()));
}

/// A part written by another version must be what this one gives.
void prove_parts(const Parts& parts, const StudyPlan& plan) {
  for (const auto& part : parts) {
    if (!may_differ(part->written_by())) continue;
    prove_same_results(plan, *part, part->replicates(), part->path().string());
  }
}

/// A run that was interrupted would replace the merged study when it is resumed.
void check_no_progress(const fs::path& output) {
  const auto progress = ProgressFile::path_for(output);
  if (!fs::exists(progress)) return;
  refuse(progress,
         fmt::format("here is the progress of a run that is under way or was interrupted: when it "
                     "is complete it takes the name {}",
                     output.string()),
         fmt::format("give the merged study another name with -o, or finish that run first "
                     "('{}')",
                     command_on("resume", output)));
}

/// The whole is about as large as its parts together, which stay.
void check_disk(const std::vector<fs::path>& parts, const fs::path& output) {
  double needed = 0;
  for (const auto& part : parts) needed += static_cast<double>(fs::file_size(part));
  const double there = room_for(output).disk_bytes;
  if (needed <= there) return;
  refuse(output,
         fmt::format("the joined study needs {} of disk, {} are free there", size_text(needed),
                     size_text(there)),
         "free space, or join the parts in another folder (-o)");
}

}  // namespace

void merge_studies(const std::vector<fs::path>& files, const fs::path& output) {
  check_no_progress(output);
  Parts parts;
  for (const auto& file : files) {
    parts.push_back(std::make_unique<ExistingStudy>(file));
    LabelledFile::check_if_large(file);
  }
  check_disk(files, output);
  check_same_study(parts);
  const StudySource source = parts.front()->source();
  const StudyPlan plan = parts.front()->plan();
  check_replicates(parts, replicate_numbers(plan));
  prove_parts(parts, plan);
  std::vector<const CellSource*> sources;
  for (const auto& part : parts) sources.push_back(part.get());
  write_study({source, plan, StudyShape(plan), replicate_numbers(plan)}, sources, output,
              IfThere::refuse);
}

}  // namespace resettle
