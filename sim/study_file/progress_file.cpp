#include "study_file/progress_file.h"

#include <algorithm>
#include <cstring>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "core/version.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

constexpr int kProgressVersion = 1;

}  // namespace

bool operator==(const Task& one, const Task& other) {
  return to_json(one.source) == to_json(other.source) && one.source.inputs == other.source.inputs &&
         one.replicates == other.replicates && one.base == other.base &&
         one.base_seal == other.base_seal;
}

fs::path ProgressFile::path_for(const fs::path& study) {
  fs::path path = study;
  path += ".progress";
  return path;
}

ProgressFile::ProgressFile(const fs::path& file, Database::Use use)
    : database_(std::make_unique<Database>(file, use)) {}

ProgressFile ProgressFile::begin(const fs::path& study, const Task& task) {
  ProgressFile progress(path_for(study), Database::Use::create);
  progress.task_ = task;
  progress.write_task();
  return progress;
}

std::optional<ProgressFile> ProgressFile::find(const fs::path& study) {
  std::error_code ignored;  // a file that cannot be seen cannot be opened either
  if (!fs::exists(path_for(study), ignored)) return std::nullopt;
  ProgressFile progress(path_for(study), Database::Use::open);
  auto tables = progress.database_->prepare("SELECT count(*) FROM sqlite_master");
  tables.step();
  if (tables.integer(0) == 0) {
    remove(study);
    return std::nullopt;
  }
  progress.read_task();
  progress.find_cells();
  return progress;
}

void ProgressFile::write_task() {
  Transaction transaction(*database_);
  database_->execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)");
  database_->execute("CREATE TABLE input (name TEXT PRIMARY KEY, content TEXT)");
  database_->execute(
      "CREATE TABLE cell (arm TEXT, replicate INTEGER, PRIMARY KEY (arm, replicate))");
  database_->execute(
      "CREATE TABLE chunk (arm TEXT, replicate INTEGER, result TEXT, first INTEGER, bytes BLOB)");
  database_->execute("CREATE INDEX chunk_of_cell ON chunk (arm, replicate)");
  database_->execute("CREATE TABLE digest (arm TEXT, replicate INTEGER, result TEXT, sha256 BLOB)");
  database_->execute("CREATE INDEX digest_of_cell ON digest (arm, replicate)");
  begun_by_ = build_info().git_commit;
  const std::vector<std::pair<std::string, std::string>> about{
      {"version", std::to_string(kProgressVersion)},
      {"settings", to_json(task_.source)},
      {"replicates", nlohmann::json(task_.replicates).dump()},
      {"base", task_.base.string()},
      {"base_seal", task_.base_seal},
      {"begun_by", begun_by_}};
  auto say = database_->prepare("INSERT INTO about VALUES (?, ?)");
  for (const auto& [name, value] : about) say.bind(1, name).bind(2, value).run();
  auto keep = database_->prepare("INSERT INTO input VALUES (?, ?)");
  for (const auto& [name, text] : task_.source.inputs) keep.bind(1, name).bind(2, text).run();
  transaction.commit();
}

void ProgressFile::read_task() {
  std::map<std::string, std::string> about;
  auto said = database_->prepare("SELECT name, value FROM about");
  while (said.step()) about[said.text(0)] = said.text(1);
  if (about["version"] != std::to_string(kProgressVersion)) {
    throw InputError({{database_->file().string()},
                      "",
                      fmt::format("the progress was written by another version of the program "
                                  "(format {}, here {})",
                                  about["version"], kProgressVersion),
                      "resume it with the program that began it"});
  }
  InputFiles inputs;
  auto kept = database_->prepare("SELECT name, content FROM input");
  while (kept.step()) inputs[kept.text(0)] = kept.text(1);
  task_.source = source_from_json(about["settings"], std::move(inputs), database_->file());
  task_.replicates = nlohmann::json::parse(about["replicates"]).get<std::vector<int>>();
  task_.base = about["base"];
  task_.base_seal = about["base_seal"];
  begun_by_ = about["begun_by"];
}

void ProgressFile::find_cells() {
  auto cells = database_->prepare("SELECT arm, replicate FROM cell");
  while (cells.step()) cells_.emplace(cells.text(0), static_cast<int>(cells.integer(1)));
}

void ProgressFile::save(const std::vector<PackedCell>& cells) {
  Transaction transaction(*database_);
  auto add_chunk = database_->prepare("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)");
  auto add_digest = database_->prepare("INSERT INTO digest VALUES (?, ?, ?, ?)");
  auto add_cell = database_->prepare("INSERT INTO cell VALUES (?, ?)");
  for (const auto& cell : cells) {
    const std::int64_t replicate = cell.replicate;
    for (const auto& chunk : cell.chunks) {
      add_chunk.bind(1, cell.arm).bind(2, replicate).bind(3, chunk.result);
      add_chunk.bind(4, static_cast<std::int64_t>(chunk.first)).bind(5, chunk.bytes).run();
    }
    for (const auto& [result, digest] : cell.digests) {
      add_digest.bind(1, cell.arm).bind(2, replicate).bind(3, result);
      add_digest.bind(4, std::span<const std::byte>(digest)).run();
    }
    add_cell.bind(1, cell.arm).bind(2, replicate).run();
  }
  transaction.commit();
  for (const auto& cell : cells) cells_.emplace(cell.arm, cell.replicate);
}

bool ProgressFile::has(const std::string& arm, int replicate) const {
  return cells_.contains({arm, replicate});
}

PackedCell ProgressFile::read(const std::string& arm, int replicate) const {
  PackedCell cell{arm, replicate, {}, {}};
  auto chunks = database_->prepare(
      "SELECT result, first, bytes FROM chunk WHERE arm = ? AND replicate = ? ORDER BY rowid");
  chunks.bind(1, arm).bind(2, std::int64_t{replicate});
  while (chunks.step()) {
    cell.chunks.push_back(
        {chunks.text(0), static_cast<std::size_t>(chunks.integer(1)), chunks.bytes(2)});
  }
  auto digests =
      database_->prepare("SELECT result, sha256 FROM digest WHERE arm = ? AND replicate = ?");
  digests.bind(1, arm).bind(2, std::int64_t{replicate});
  while (digests.step()) {
    const auto bytes = digests.bytes(1);
    Digest& digest = cell.digests[digests.text(0)];
    std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
  }
  return cell;
}

void ProgressFile::remove(const fs::path& study) {
  std::error_code ignored;  // what stays behind is found by the next run of the study
  fs::remove(path_for(study), ignored);
}

}  // namespace resettle
