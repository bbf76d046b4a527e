#include "study_file/progress_file.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/called_as.h"
#include "core/errors.h"
#include "core/version.h"
#include "io/sha256.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

constexpr int kProgressVersion = 2;

constexpr const char* kTables[] = {
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE input (name TEXT PRIMARY KEY, content TEXT)",
    "CREATE TABLE cell (arm TEXT, replicate INTEGER, sha256 BLOB, PRIMARY KEY (arm, replicate))",
    "CREATE TABLE chunk (arm TEXT, replicate INTEGER, result TEXT, first INTEGER, bytes BLOB)",
    "CREATE INDEX chunk_of_cell ON chunk (arm, replicate)",
    "CREATE TABLE digest (arm TEXT, replicate INTEGER, result TEXT, sha256 BLOB)",
    "CREATE INDEX digest_of_cell ON digest (arm, replicate)"};

/// The digest of the task: everything that is said about it, and its inputs.
std::string digest_of(const std::map<std::string, std::string>& about, const InputFiles& inputs) {
  Sha256 digest;
  for (const auto& [name, value] : about) {
    if (name == "sha256") continue;
    digest.add_text(name);
    digest.add_text(value);
  }
  for (const auto& [name, text] : inputs) {
    digest.add_text(name);
    digest.add_text(text);
  }
  return to_hex(digest.finish());
}

/// The digest of a cell as it is kept.
Digest digest_of(const PackedCell& cell) {
  Sha256 digest;
  digest.add_text(fmt::format("{} {}", cell.arm, cell.replicate));
  for (const auto& chunk : cell.chunks) {
    digest.add_text(fmt::format("{} {} {}", chunk.result, chunk.first, chunk.bytes.size()));
    digest.add(chunk.bytes);
  }
  for (const auto& [result, values] : cell.digests) {
    digest.add_text(result + " " + to_hex(values));
  }
  return digest.finish();
}

[[noreturn]] void refuse_damaged(const fs::path& file, std::string message) {
  throw InputError({{file.string()},
                    "",
                    std::move(message),
                    "the disk may be failing; begin again, with the command that began it and "
                    "--restart"});
}

/// Carries out what reads a progress file; tables that no such statement fits are damaged ones.
template <typename Read>
auto reading(const fs::path& file, Read read) {
  try {
    return read();
  } catch (const std::logic_error&) {
    refuse_damaged(file,
                   "the progress of the run is damaged: its tables are not as they were made");
  }
}

Digest to_digest(const std::vector<std::byte>& bytes) {
  Digest digest{};
  std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
  return digest;
}

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
  ProgressFile progress = reading(path_for(study), [&] {
    ProgressFile opened(path_for(study), Database::Use::create);
    if (!opened.has_task()) return opened;
    throw InputError({{path_for(study).string()},
                      "",
                      "here is the progress of a run that was interrupted",
                      fmt::format("'{}' finishes that one; --restart gives it up",
                                  command_on("resume", study))});
  });
  progress.task_ = task;
  progress.is_new_ = true;
  try {
    progress.write_task();
  } catch (...) {
    progress.give_up();
    throw;
  }
  return progress;
}

std::optional<ProgressFile> ProgressFile::find(const fs::path& study) {
  std::error_code ignored;  // a file that cannot be seen cannot be opened either
  if (!fs::exists(path_for(study), ignored)) return std::nullopt;
  return reading(path_for(study), [&]() -> std::optional<ProgressFile> {
    ProgressFile progress(path_for(study), Database::Use::open);
    if (!progress.has_task()) {
      progress.give_up();
      return std::nullopt;
    }
    progress.read_task();
    progress.check_tables();
    progress.find_cells();
    return progress;
  });
}

bool ProgressFile::is_worked_on(const fs::path& study) {
  return Database::is_in_use(path_for(study));
}

void ProgressFile::give_up(const fs::path& study) { Database::remove(path_for(study)); }

void ProgressFile::give_up_if_empty(const fs::path& study, const Task& task) {
  try {
    auto found = find(study);
    if (found && found->cells_.empty() && found->task() == task) found->give_up();
  } catch (const InputError&) {
    // Another process works on it: then it is no longer ours.
  }
}

void ProgressFile::write_task() {
  Transaction transaction(*database_);
  for (const char* table : kTables) database_->execute(table);
  begun_by_ = build_info().git_commit;
  write_about();
  auto keep = database_->prepare("INSERT INTO input VALUES (?, ?)");
  for (const auto& [name, text] : task_.source.inputs) keep.bind(1, name).bind(2, text).run();
  transaction.commit();
}

void ProgressFile::write_about() {
  std::map<std::string, std::string> about{{"version", std::to_string(kProgressVersion)},
                                           {"settings", to_json(task_.source)},
                                           {"replicates", nlohmann::json(task_.replicates).dump()},
                                           {"base", task_.base.string()},
                                           {"base_seal", task_.base_seal},
                                           {"replaces", task_.replaces},
                                           {"begun_by", begun_by_}};
  about["sha256"] = digest_of(about, task_.source.inputs);
  auto say = database_->prepare("INSERT OR REPLACE INTO about VALUES (?, ?)");
  for (const auto& [name, value] : about) say.bind(1, name).bind(2, value).run();
}

void ProgressFile::allow_to_replace(const std::string& mark) {
  task_.replaces = mark;
  Transaction transaction(*database_);
  write_about();
  transaction.commit();
}

bool ProgressFile::has_task() const {
  auto tables = database_->prepare("SELECT count(*) FROM sqlite_master");
  return tables.step() && tables.integer(0) > 0;
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
                      "resume it with the program that began it, or begin again, with the command "
                      "that began it and --restart"});
  }
  InputFiles inputs;
  auto kept = database_->prepare("SELECT name, content FROM input");
  while (kept.step()) inputs[kept.text(0)] = kept.text(1);
  if (about["sha256"] != digest_of(about, inputs)) {
    refuse_damaged(database_->file(), "what it says about the run is not as it was saved");
  }
  task_.source = source_from_json(about["settings"], std::move(inputs), database_->file());
  task_.replicates = nlohmann::json::parse(about["replicates"]).get<std::vector<int>>();
  task_.base = about["base"];
  task_.base_seal = about["base_seal"];
  task_.replaces = about["replaces"];
  begun_by_ = about["begun_by"];
}

void ProgressFile::check_tables() const {
  auto made = database_->prepare("SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid");
  const bool same = std::all_of(std::begin(kTables), std::end(kTables), [&](const char* table) {
    return made.step() && made.text(0) == table;
  });
  require(same, "the tables are those that were made");
}

void ProgressFile::find_cells() {
  auto cells = database_->prepare("SELECT arm, replicate FROM cell");
  while (cells.step()) cells_.emplace(cells.text(0), static_cast<int>(cells.integer(1)));
}

void ProgressFile::save(const std::vector<PackedCell>& cells) {
  Transaction transaction(*database_);
  auto add_chunk = database_->prepare("INSERT INTO chunk VALUES (?, ?, ?, ?, ?)");
  auto add_digest = database_->prepare("INSERT INTO digest VALUES (?, ?, ?, ?)");
  auto add_cell = database_->prepare("INSERT INTO cell VALUES (?, ?, ?)");
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
    const Digest digest = digest_of(cell);
    add_cell.bind(1, cell.arm).bind(2, replicate);
    add_cell.bind(3, std::span<const std::byte>(digest)).run();
  }
  transaction.commit();
  for (const auto& cell : cells) cells_.emplace(cell.arm, cell.replicate);
}

bool ProgressFile::has(const std::string& arm, int replicate) const {
  return cells_.contains({arm, replicate});
}

int ProgressFile::drop_damaged() {
  return reading(database_->file(), [&] {
    const auto before = cells_.size();
    for (auto cell = cells_.begin(); cell != cells_.end();) {
      const auto& [arm, replicate] = *cell;
      if (read_intact(arm, replicate)) {
        ++cell;
        continue;
      }
      Transaction transaction(*database_);
      for (const char* table : {"cell", "chunk", "digest"}) {
        database_->prepare(fmt::format("DELETE FROM {} WHERE arm = ? AND replicate = ?", table))
            .bind(1, arm)
            .bind(2, std::int64_t{replicate})
            .run();
      }
      transaction.commit();
      cell = cells_.erase(cell);
    }
    return static_cast<int>(before - cells_.size());
  });
}

std::optional<PackedCell> ProgressFile::read_intact(const std::string& arm, int replicate) const {
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
    cell.digests[digests.text(0)] = to_digest(digests.bytes(1));
  }
  auto kept = database_->prepare("SELECT sha256 FROM cell WHERE arm = ? AND replicate = ?");
  kept.bind(1, arm).bind(2, std::int64_t{replicate});
  if (!kept.step() || to_digest(kept.bytes(0)) != digest_of(cell)) return std::nullopt;
  return cell;
}

PackedCell ProgressFile::read(const std::string& arm, int replicate) const {
  auto cell = read_intact(arm, replicate);
  if (!cell) {
    refuse_damaged(database_->file(), fmt::format("the results of arm {}, replicate {} are not as "
                                                  "they were saved",
                                                  arm, replicate));
  }
  return std::move(*cell);
}

void ProgressFile::give_up() {
  [[maybe_unused]] const auto ignored = database_->unlink();  // what stays, the next run finds
  database_.reset();
}

}  // namespace resettle
