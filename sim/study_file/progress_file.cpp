#include "study_file/progress_file.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/called_as.h"
#include "core/errors.h"
#include "core/version.h"
#include "io/sha256.h"
#include "io/study_plan.h"

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

/// Everything that SQLite then lists, in the words of its own table.
std::vector<std::string> expected_objects() {
  std::vector<std::string> objects;
  for (const std::string_view sql : kTables) {
    const bool is_table = sql.starts_with("CREATE TABLE ");
    const auto word_after = [&](std::string_view before) {
      const auto at = sql.find(before) + before.size();
      return std::string(sql.substr(at, sql.find(' ', at) - at));
    };
    const std::string name = word_after(is_table ? "CREATE TABLE " : "CREATE INDEX ");
    const std::string table = is_table ? name : word_after(" ON ");
    objects.push_back(
        fmt::format("{} {} of {}: {}", is_table ? "table" : "index", name, table, sql));
    if (sql.find("PRIMARY KEY") != std::string_view::npos) {  // kept as an index
      objects.push_back(fmt::format("index sqlite_autoindex_{}_1 of {}: ", name, name));
    }
  }
  return objects;
}

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

/// Errors: logic_error if they are not in ascending order or no replicates.
std::vector<int> replicates_from(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  require(json.is_array() && !json.empty(), "the replicates are a list");
  std::vector<int> replicates;
  for (const auto& number : json) {
    const auto value = number.is_number_integer() ? number.get<std::int64_t>() : -1;
    const int before = replicates.empty() ? -1 : replicates.back();
    require(value > before && value < kMostNumbers, "replicates ascend");
    replicates.push_back(static_cast<int>(value));
  }
  return replicates;
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
    progress.check_version();
    progress.check_tables();
    progress.read_task();
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

void ProgressFile::check_version() const {
  auto said = database_->prepare("SELECT value FROM about WHERE name = 'version'");
  const std::string version = said.step() ? said.text(0) : std::string();
  if (version == std::to_string(kProgressVersion)) return;
  throw InputError({{database_->file().string()},
                    "",
                    fmt::format("the progress was written by another version of the program "
                                "(format {}, here {})",
                                version, kProgressVersion),
                    "resume it with the program that began it, or begin again, with the command "
                    "that began it and --restart"});
}

void ProgressFile::read_task() {
  std::map<std::string, std::string> about;
  auto said = database_->prepare("SELECT name, value FROM about");
  while (said.step()) {
    require(about.emplace(said.text(0), said.text(1)).second, "an entry is there once");
  }
  InputFiles inputs;
  auto kept = database_->prepare("SELECT name, content FROM input");
  while (kept.step()) {
    require(inputs.emplace(kept.text(0), kept.text(1)).second, "an input is there once");
  }
  if (about["sha256"] != digest_of(about, inputs)) {
    refuse_damaged(database_->file(), "what it says about the run is not as it was saved");
  }
  task_.source = source_from_json(about["settings"], std::move(inputs), database_->file());
  task_.replicates = replicates_from(about["replicates"]);
  task_.base = about["base"];
  task_.base_seal = about["base_seal"];
  task_.replaces = about["replaces"];
  begun_by_ = about["begun_by"];
}

void ProgressFile::check_tables() const {
  auto expected = expected_objects();
  auto made = database_->prepare("SELECT type, name, tbl_name, sql FROM sqlite_master");
  while (made.step()) {
    const std::string object =
        fmt::format("{} {} of {}: {}", made.text(0), made.text(1), made.text(2), made.text(3));
    const auto found = std::find(expected.begin(), expected.end(), object);
    if (found == expected.end()) {
      refuse_damaged(database_->file(),
                     fmt::format("the progress holds what no run makes: the {} {} (of {})",
                                 made.text(0), made.text(1), made.text(2)));
    }
    expected.erase(found);
  }
  require(expected.empty(), "the tables are those that were made");
  auto journal = database_->prepare("PRAGMA journal_mode");
  require(journal.step() && journal.text(0) == "delete", "changes are kept as they were made");
}

void ProgressFile::find_cells() {
  auto cells = database_->prepare("SELECT arm, replicate FROM cell");
  while (cells.step()) {
    const bool fresh = cells_.emplace(cells.text(0), static_cast<int>(cells.integer(1))).second;
    require(fresh, "a cell is there once");
  }
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
