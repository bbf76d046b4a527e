#include "study/run_study.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "core/parallel.h"
#include "core/version.h"
#include "history/replicate.h"
#include "io/seal.h"
#include "study/needs.h"
#include "study_file/study_writer.h"
#include "study_file/writer_thread.h"

namespace resettle {

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A replicate of which some arms are not there yet.
struct Missing {
  int replicate;
  std::vector<std::string> arms;
};

using Digests = std::map<std::string, Digest>;

/// Why a cell that is there does not go together with one that this program makes.
[[noreturn]] void refuse_other_results(const std::string& file, const PackedCell& again,
                                       const Digests& kept) {
  if (records_more(kept, again.digests)) {
    throw InputError({{file},
                      "",
                      "an older version of the program has recorded less than this one does",
                      "use the program that wrote it (its version is in /provenance), or run the "
                      "study anew"});
  }
  throw InputError(
      {{file},
       "",
       fmt::format("this program gives other results than those in the file (arm {}, replicate {})",
                   again.arm, again.replicate),
       "use the program that wrote it (its version is in /provenance), or run a new study"});
}

/// One task with everything known about it.
class Run {
 public:
  Run(ProgressFile progress, std::filesystem::path output, const RunSettings& settings)
      : progress_(std::move(progress)),
        output_(std::move(output)),
        settings_(settings),
        task_(progress_.task()),
        plan_(plan_of(task_.source)),
        shape_(plan_),
        threads_(settings.threads > 0 ? settings.threads : machine_threads()) {}

  RunEnd carry_out() {
    if (!task_.base.empty() && !open_base()) {
      give_up_progress();
      return RunEnd::complete;
    }
    const auto missing = find_missing();
    check_room(plan_, amount_of(missing), threads_, output_, room_for(output_));
    prove_same_results();
    if (settings_.begun) {
      settings_.begun(static_cast<int>(task_.replicates.size() - missing.size()));
    }
    simulate(missing);
    if (!find_missing().empty()) return RunEnd::stopped;
    write();
    return RunEnd::complete;
  }

 private:
  [[nodiscard]] std::filesystem::path base_file() const {
    return output_.parent_path() / task_.base;
  }

  /// False if the base has been replaced by the result already: the run was killed between giving
  /// the study its name and removing the progress.
  bool open_base() {
    base_.emplace(base_file());
    if (seal_text(base_file()) == task_.base_seal) return true;
    const StudySource there = base_->source();
    if (to_json(there) == to_json(task_.source) && there.inputs == task_.source.inputs &&
        base_->replicates() == task_.replicates) {
      return false;
    }
    throw InputError({{base_file().string()},
                      "",
                      "the study file is not the one that was to be extended",
                      "bring that one back, or begin again with 'resettle extend --restart'"});
  }

  [[nodiscard]] std::vector<const CellSource*> sources() const {
    std::vector<const CellSource*> sources{&progress_};
    if (base_) sources.push_back(&*base_);
    return sources;
  }

  [[nodiscard]] std::vector<Missing> find_missing() const {
    std::vector<Missing> missing;
    const auto all = sources();
    for (const int replicate : task_.replicates) {
      Missing one{replicate, {}};
      for (const auto& arm : arm_names(plan_)) {
        const bool there = std::any_of(all.begin(), all.end(), [&](const CellSource* source) {
          return source->has(arm, replicate);
        });
        if (!there) one.arms.push_back(arm);
      }
      if (!one.arms.empty()) missing.push_back(std::move(one));
    }
    return missing;
  }

  [[nodiscard]] Amount amount_of(const std::vector<Missing>& missing) const {
    std::size_t cells = 0;
    for (const auto& one : missing) cells += one.arms.size();
    return {missing.size(), cells, task_.replicates.size()};
  }

  /// What another version of the program has left is tried on one cell of it: of an arm with a
  /// policy if there is one, as that has lived through more of the program.
  void prove_same_results() const {
    const auto prove = [&](const CellSource& source, const std::string& file) {
      auto arms = arm_names(plan_);
      std::rotate(arms.begin(), arms.begin() + static_cast<std::ptrdiff_t>(plan_.reference) + 1,
                  arms.end());  // the reference last
      for (const auto& arm : arms) {
        for (const int replicate : task_.replicates) {
          if (!source.has(arm, replicate)) continue;
          check_same(source.read(arm, replicate), file, simulate_again(plan_, arm, replicate));
          return;
        }
      }
    };
    if (may_differ(progress_.begun_by())) {
      prove(progress_, ProgressFile::path_for(output_).string());
    }
    if (base_ && may_differ(base_->written_by())) prove(*base_, base_file().string());
  }

  static void check_same(const PackedCell& kept, const std::string& file, const PackedCell& again) {
    if (kept.digests != again.digests) refuse_other_results(file, again, kept.digests);
  }

  void simulate(const std::vector<Missing>& missing) {
    const auto start = std::chrono::steady_clock::now();
    // Many replicates keep all threads busy by themselves; few need threads within a replicate.
    // Large populations come one after another: each has work for all threads, and memory for one
    // is enough.
    const bool large = is_large(plan_);
    const bool parallel_within = large || static_cast<int>(missing.size()) < threads_;
    Progress progress;
    progress.replicates = static_cast<int>(task_.replicates.size());
    progress.done_before = progress.replicates - static_cast<int>(missing.size());
    progress.replicates_done = progress.done_before;
    WriterThread writing(static_cast<std::size_t>(threads_),
                         [&](const std::vector<PackedCell>& cells, double person_months) {
                           progress_.save(cells);
                           progress.replicates_done += completes(cells) ? 1 : 0;
                           progress.person_months += person_months;
                           progress.seconds = seconds_since(start);
                           if (settings_.progress) settings_.progress(progress);
                         });
    with_threads(threads_, [&] {
      if (large) {
        for (const auto& one : missing) simulate_in_turn(one, writing);
      } else {
        parallel_tasks(missing.size(), [&](std::size_t n) {
          if (!is_stopped()) simulate_one(missing[n], parallel_within, writing);
        });
      }
    });
    writing.finish();
  }

  [[nodiscard]] bool is_stopped() const {
    return settings_.stop != nullptr && settings_.stop->load();
  }

  /// Whether with these cells all arms of their replicate are there.
  [[nodiscard]] bool completes(const std::vector<PackedCell>& cells) const {
    const auto all = sources();
    const auto names = arm_names(plan_);
    return !cells.empty() && std::all_of(names.begin(), names.end(), [&](const auto& arm) {
      return std::any_of(all.begin(), all.end(), [&](const CellSource* source) {
        return source->has(arm, cells.front().replicate);
      });
    });
  }

  /// The missing arms of a replicate with the reference, which their comparison needs.
  [[nodiscard]] StudyPlan part_with(const Missing& missing) const {
    auto arms = missing.arms;
    arms.push_back(plan_.arms[plan_.reference].name);
    return with_arms(plan_, arms);
  }

  /// Simulates the missing arms of a replicate.
  void simulate_one(const Missing& missing, bool parallel_within, WriterThread& writing) const {
    const StudyPlan part = part_with(missing);
    const auto records =
        run_replicate(part, static_cast<std::uint32_t>(missing.replicate), parallel_within);
    auto cells = pack(part, shape_, records, missing.replicate);
    std::erase_if(cells, [&](const PackedCell& cell) { return !is_wanted(cell, missing); });
    writing.push(std::move(cells), records.person_months);
  }

  /// The same for a large population: every arm is saved as soon as it is finished, and a signal to
  /// stop is obeyed after it.
  void simulate_in_turn(const Missing& missing, WriterThread& writing) const {
    if (is_stopped()) return;
    const StudyPlan part = part_with(missing);
    double told = 0;
    run_arms_in_turn(part, static_cast<std::uint32_t>(missing.replicate),
                     [&](const ReplicateRecords& records, std::size_t arm) {
                       std::vector<PackedCell> cells;
                       auto cell = pack_arm(part, shape_, records, arm, missing.replicate);
                       if (is_wanted(cell, missing)) cells.push_back(std::move(cell));
                       writing.push(std::move(cells), records.person_months - told);
                       told = records.person_months;
                       return !is_stopped();
                     });
  }

  /// Whether the cell is missing. If it is there already, it shows whether the program still gives
  /// the same results.
  [[nodiscard]] bool is_wanted(const PackedCell& cell, const Missing& missing) const {
    if (std::find(missing.arms.begin(), missing.arms.end(), cell.arm) != missing.arms.end()) {
      return true;
    }
    if (base_ && base_->has(cell.arm, cell.replicate)) {
      const Digests kept = kept_of_base(cell);
      if (kept != cell.digests) refuse_other_results(base_file().string(), cell, kept);
    }
    return false;
  }

  /// HDF5 is for one thread at a time; the others compress meanwhile.
  [[nodiscard]] std::map<std::string, Digest> kept_of_base(const PackedCell& cell) const {
    const std::lock_guard lock(base_mutex_);
    return base_->digests(cell.arm, cell.replicate);
  }

  void write() {
    LabelledFile::remove_abandoned(output_);
    write_study({task_.source, plan_, shape_, task_.replicates}, sources(), output_);
    give_up_progress();
  }

  void give_up_progress() { progress_.give_up(); }

  ProgressFile progress_;
  std::filesystem::path output_;
  const RunSettings& settings_;
  const Task& task_;
  StudyPlan plan_;
  StudyShape shape_;
  int threads_;
  std::optional<ExistingStudy> base_;
  mutable std::mutex base_mutex_;
};

}  // namespace

std::vector<int> replicates_of_part(int replicates, int part, int parts) {
  std::vector<int> chosen;
  const auto begin = static_cast<long>(part - 1) * replicates / parts;
  const auto end = static_cast<long>(part) * replicates / parts;
  for (long replicate = begin; replicate < end; ++replicate) {
    chosen.push_back(static_cast<int>(replicate));
  }
  return chosen;
}

RunEnd carry_out(ProgressFile progress, const std::filesystem::path& output,
                 const RunSettings& settings) {
  return Run(std::move(progress), output, settings).carry_out();
}

PackedCell simulate_again(const StudyPlan& plan, const std::string& arm, int replicate) {
  const StudyPlan part = with_arms(plan, {arm, plan.arms[plan.reference].name});
  ReplicateRecords records;
  with_threads(machine_threads(),
               [&] { records = run_replicate(part, static_cast<std::uint32_t>(replicate), true); });
  for (auto& cell : pack(part, StudyShape(plan), records, replicate)) {
    if (cell.arm == arm) return cell;
  }
  require(false, "an arm of the study is simulated again");
  return {};
}

}  // namespace resettle
