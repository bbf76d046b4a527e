#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "io/database.h"
#include "study_file/packed_cell.h"
#include "study_file/study_source.h"

namespace resettle {

/// What a run sets out to do: which study, and which part of it.
struct Task {
  StudySource source;
  std::vector<int> replicates;  ///< in ascending order
  /// The study file whose cells are taken over, seen from the folder of the study to be written;
  /// empty: none. Its seal says which content was meant.
  std::filesystem::path base;
  std::string base_seal;
  /// Without a base: the file that the study may replace (`mark_of`); empty: none.
  std::string replaces{};

  /// Whether they give the same study; what it may replace does not count.
  friend bool operator==(const Task& one, const Task& other);
};

/// The progress of a run: the task and all finished cells, in a database beside the study file. A
/// cell is there entirely or not at all, whatever happens to the process or the machine; one
/// process at a time may work on it.
class ProgressFile final : public CellSource {
 public:
  /// "<study file>.progress"
  static std::filesystem::path path_for(const std::filesystem::path& study);

  /// Begins a task. Errors: InputError, also if there is the progress of a task already; of a task
  /// that cannot be begun nothing stays.
  static ProgressFile begin(const std::filesystem::path& study, const Task& task);
  /// The progress of an interrupted task; none if there is no such file, or if the run was
  /// interrupted before it had saved what its task is (the file is then removed). Errors:
  /// InputError (another process works on it, damaged, written by another version).
  static std::optional<ProgressFile> find(const std::filesystem::path& study);

  /// Whether a process works on the progress of this study now.
  static bool is_worked_on(const std::filesystem::path& study);

  /// Gives up whatever is there, also what is damaged or of another version. Errors: InputError if
  /// another process works on it.
  static void give_up(const std::filesystem::path& study);
  /// Gives up the progress of this task if it holds no cell and nobody works on it.
  static void give_up_if_empty(const std::filesystem::path& study, const Task& task);

  [[nodiscard]] const Task& task() const { return task_; }
  /// Whether it was begun, not found.
  [[nodiscard]] bool is_new() const { return is_new_; }
  /// The commit of the program that began it.
  [[nodiscard]] const std::string& begun_by() const { return begun_by_; }

  /// Reads all cells and gives up those that are not as they were saved; how many there were.
  int drop_damaged();

  /// From now on the study may replace this file (`mark_of`).
  void allow_to_replace(const std::string& mark);

  /// Where it is now (`Database::whereabouts`). Not after `give_up`.
  [[nodiscard]] std::optional<std::filesystem::path> whereabouts() const {
    return database_->whereabouts();
  }

  /// Saves the cells of a replicate, all together.
  void save(const std::vector<PackedCell>& cells);

  [[nodiscard]] bool has(const std::string& arm, int replicate) const override;
  [[nodiscard]] PackedCell read(const std::string& arm, int replicate) const override;

  /// Gives it up, the study being complete: removed before another process can take it for its own;
  /// nothing can be saved or read any more.
  void give_up();

 private:
  ProgressFile(const std::filesystem::path& file, Database::Use use);
  void write_task();
  /// All that is said about the task but its inputs.
  void write_about();
  [[nodiscard]] bool has_task() const;
  void check_version() const;
  /// Tables and indexes must be those that this version makes, and nothing else: a trigger would
  /// change what is saved.
  void check_tables() const;
  void read_task();
  void find_cells();
  /// The cell as it lies there; nothing if it is not as it was saved.
  [[nodiscard]] std::optional<PackedCell> read_intact(const std::string& arm, int replicate) const;

  std::unique_ptr<Database> database_;
  Task task_;
  std::string begun_by_;
  bool is_new_ = false;
  std::set<std::pair<std::string, int>> cells_;
};

}  // namespace resettle
