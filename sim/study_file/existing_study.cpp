#include "study_file/existing_study.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/errors.h"
#include "io/near_file.h"
#include "io/seal.h"
#include "study_file/declared.h"
#include "study_file/progress_file.h"
#include "study_file/verification.h"

namespace resettle {

namespace {

constexpr const char* kOtherProgram = "check that the file was written by this version";

void check_version(const LabelledFile& file, const std::filesystem::path& path) {
  const auto root = file.root();
  if (!root.has_attribute("format") || root.text_attribute("format") != "resettle-study") {
    refuse(path, "is not a study file", "give the .h5 file that a study has written");
  }
  const double version = root.number_attribute("format_version");
  if (version >= kOldestFormatVersion && version <= kFormatVersion) return;
  refuse(path,
         fmt::format("has format version {}, this program reads {} to {}", version,
                     kOldestFormatVersion, kFormatVersion),
         version > kFormatVersion ? "use the newer program that wrote it"
                                  : "run the study again, or use the older program that wrote it");
}

/// Takes over the chunks of one result.
void read_chunks(const Variable& variable, const std::string& result, std::size_t arm,
                 std::size_t replicate, PackedCell& cell) {
  const bool by_person = result.starts_with("persons/") && variable.shape().size() == 4;
  chunk_place(variable, arm, replicate, 0);  // refuses other dimensions
  if (by_person && variable.chunk().empty()) {
    refuse(variable.name().file, result + " is not stored in chunks", kOtherProgram);
  }
  const std::size_t persons = by_person ? variable.shape()[2] : 1;
  const std::size_t per_chunk = by_person ? variable.chunk()[2] : 1;
  for (std::size_t first = 0; first < persons; first += per_chunk) {
    auto bytes = variable.read_chunk(chunk_place(variable, arm, replicate, first));
    if (!bytes.empty()) cell.chunks.push_back({result, first, std::move(bytes)});
  }
}

}  // namespace

namespace {

bool has_more(const std::vector<int>& replicates, const StudyPlan& plan) {
  return std::any_of(replicates.begin(), replicates.end(), [&](int number) {
    return draw_of(number) > plan.draws.draws || within_draw(number) >= plan.replicates;
  });
}

}  // namespace

void check_finished(const std::filesystem::path& path) {
  if (std::filesystem::exists(path)) return;
  if (std::filesystem::exists(ProgressFile::path_for(path))) {
    if (ProgressFile::is_worked_on(path)) {
      refuse(path, "this study is not finished: it is being run", "wait until the run has ended");
    }
    refuse(path, "this study is not finished: its run was stopped or interrupted",
           fmt::format("finish it with '{}'", command_on("resume", path)));
  }
  const auto partial = LabelledFile::partial_files(path);
  if (!partial.empty()) {
    refuse(path,
           fmt::format("there is only {}: the file is still being written, or was when its process "
                       "was killed",
                       partial.front().filename().string()),
           "wait, or repeat the command that was to write it (it removes what is left)");
  }
  refuse(path, "there is no such file", missing_file_remedy(path, {".h5"}));
}

namespace {

LabelledFile open_known_version(const std::filesystem::path& path) {
  const bool described = path.extension() == ".yaml" || path.extension() == ".yml";
  if (described && (std::filesystem::exists(path) || near_file(path, {".h5"}).empty())) {
    refuse(path, "this is the description of a study or scenario, not its results",
           fmt::format("run it first with '{}', or give the .h5 file that a run has written",
                       command_on("run", path)));
  }
  check_finished(path);
  auto file = LabelledFile::open(path);
  check_version(file, path);
  return file;
}

}  // namespace

LabelledFile open_study_file(const std::filesystem::path& path) {
  auto file = open_known_version(path);
  check_declared(file);
  return file;
}

ExistingStudy::ExistingStudy(const std::filesystem::path& path)
    : path_(path), file_(open_known_version(path)) {
  auto declared = check_declared(file_);
  arms_ = std::move(declared.arms);
  replicates_ = std::move(declared.replicates);
}

std::string ExistingStudy::about_part() const {
  const auto provenance = file_.group("provenance");
  const auto replicates = static_cast<int>(provenance.number_attribute("replicates"));
  return resettle::about_part(replicates_, replicate_numbers(draws_in(provenance), replicates));
}

StudySource ExistingStudy::source() const {
  const auto provenance = file_.group("provenance");
  const auto names = provenance.text("input").read();
  const auto texts = provenance.text("input_text").read();
  if (names.size() != texts.size()) {
    refuse(path_, fmt::format("keeps {} input files, but names {}", texts.size(), names.size()),
           kOtherProgram);
  }
  InputFiles inputs;
  for (std::size_t i = 0; i < names.size(); ++i) inputs[names[i]] = texts[i];
  return source_from_json(provenance.text_attribute("settings"), std::move(inputs), path_);
}

StudyPlan ExistingStudy::plan() const {
  StudyPlan plan = plan_of(source());
  const char* what = arms_ != arm_names(plan)      ? "other arms"
                     : has_more(replicates_, plan) ? "more replicates or draws"
                                                   : nullptr;
  if (what == nullptr) return plan;
  refuse(path_, fmt::format("has {} than the settings and inputs that it keeps", what),
         kOtherProgram);
}

std::string ExistingStudy::written_by() const {
  return file_.group("provenance").text_attribute("git_commit");
}

std::size_t ExistingStudy::arm_position(const std::string& arm) const {
  const auto found = std::find(arms_.begin(), arms_.end(), arm);
  if (found == arms_.end()) {
    refuse(path_, fmt::format("there is no arm '{}'", arm),
           fmt::format("arms: {}", fmt::join(arms_, ", ")));
  }
  return static_cast<std::size_t>(found - arms_.begin());
}

std::size_t ExistingStudy::replicate_position(int replicate) const {
  const auto found = std::find(replicates_.begin(), replicates_.end(), replicate);
  if (found == replicates_.end()) {
    refuse(path_, fmt::format("there is no {}", replicate_name(replicate)),
           fmt::format("it has {} replicates, {} to {}", replicates_.size(),
                       replicate_name(replicates_.front()), replicate_name(replicates_.back())));
  }
  return static_cast<std::size_t>(found - replicates_.begin());
}

bool ExistingStudy::has(const std::string& arm, int replicate) const {
  return std::find(arms_.begin(), arms_.end(), arm) != arms_.end() &&
         std::find(replicates_.begin(), replicates_.end(), replicate) != replicates_.end();
}

PackedCell ExistingStudy::read(const std::string& arm, int replicate) const {
  const std::size_t a = arm_position(arm);
  const std::size_t r = replicate_position(replicate);
  PackedCell cell{arm, replicate, {}, kept_digests(file_, a, r)};
  for (const auto& [result, digest] : cell.digests) {
    read_chunks(result_in(file_, result), result, a, r, cell);
  }
  return cell;
}

void ExistingStudy::check_fits(const LabelledFile& target) const {
  const auto inner = [](const Variable& variable, Shape shape) {
    const auto outer = variable.dimensions().front() == "arm" ? 2 : 1;
    shape.erase(shape.begin(), shape.begin() + std::min<std::ptrdiff_t>(outer, std::ssize(shape)));
    return shape;
  };
  for (const auto& result : results_of(target)) {
    const auto slash = result.find('/');
    if (!file_.has_group(result.substr(0, slash)) ||
        !file_.group(result.substr(0, slash)).has(result.substr(slash + 1))) {
      continue;  // a part without recorded persons
    }
    const auto ours = result_in(file_, result);
    const auto wanted = result_in(target, result);
    if (ours.type() == wanted.type() && ours.dimensions() == wanted.dimensions() &&
        inner(ours, ours.shape()) == inner(wanted, wanted.shape()) &&
        inner(ours, ours.chunk()) == inner(wanted, wanted.chunk())) {
      continue;
    }
    refuse(path_, result + " is of another shape or type than this version writes", kOtherProgram);
  }
}

std::map<std::string, Digest> ExistingStudy::digests(const std::string& arm, int replicate) const {
  return kept_digests(file_, arm_position(arm), replicate_position(replicate));
}

}  // namespace resettle
