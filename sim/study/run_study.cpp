#include "study/run_study.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/parallel.h"
#include "core/version.h"
#include "io/number_text.h"
#include "io/seal.h"
#include "model/replicate.h"
#include "study/needs.h"
#include "study/same_results.h"
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
    try {
      const RunEnd end = work();
      tell_if_moved(false);
      return end;
    } catch (...) {
      tell_if_moved(false);
      throw;
    }
  }

 private:
  RunEnd work() {
    if (!may_take_name()) {
      give_up_progress();
      return RunEnd::complete;
    }
    // Now, not after the hours that the rest may take.
    const int damaged = progress_.is_new() ? 0 : progress_.drop_damaged();
    if (damaged > 0 && settings_.dropped) settings_.dropped(damaged);
    const auto missing = find_missing();
    check_room(plan_, amount_of(missing), threads_, output_, room_for(output_));
    prove_what_is_there();
    keep_references(missing);
    Progress there;
    there.replicates = static_cast<int>(task_.replicates.size());
    there.done_before = there.replicates - static_cast<int>(missing.size());
    there.replicates_done = there.done_before;
    for (const auto& one : missing) there.further_arms += saved_arms(one.replicate);
    if (settings_.begun) settings_.begun(there);
    simulate(missing, there);
    if (!find_missing().empty()) return RunEnd::stopped;
    write();
    return RunEnd::complete;
  }

  void tell_if_moved(bool running) {
    if (given_up_ || !settings_.moved) return;
    const auto now = progress_.whereabouts();
    if (now == told_whereabouts_) return;
    told_whereabouts_ = now;
    settings_.moved(now, running);
  }

  [[nodiscard]] std::filesystem::path base_file() const {
    return output_.parent_path() / task_.base;
  }

  /// False if the result has its name already: the run was killed between giving the name and
  /// removing the progress. Opens the base.
  bool may_take_name() {
    if (task_.base.empty()) {
      const std::string there = mark_of(output_);
      if (there.empty() || there == task_.replaces) return true;
      if (is_result()) return false;
      throw InputError(
          {{output_.string()},
           "",
           "a file has come to lie under this name since the run began, and nobody "
           "said that it may be replaced",
           fmt::format("move it elsewhere, then '{}' goes on", command_on("resume", output_))});
    }
    base_.emplace(base_file());
    if (seal_text(base_file()) == task_.base_seal) {
      LabelledFile::check_if_large(base_file());
      return true;
    }
    if (is_result()) return false;
    throw InputError({{base_file().string()},
                      "",
                      "the study file is not the one that was to be extended",
                      fmt::format("bring that one back, or begin again with '{} --restart'",
                                  command_on("extend", base_file()))});
  }

  /// Whether what lies under the name is the study of this task.
  [[nodiscard]] bool is_result() const {
    try {
      const ExistingStudy there(output_);
      const StudySource source = there.source();
      return to_json(source) == to_json(task_.source) && source.inputs == task_.source.inputs &&
             there.replicates() == task_.replicates;
    } catch (const InputError&) {
      return false;  // no study, or a damaged one
    }
  }

  [[nodiscard]] std::vector<const CellSource*> sources() const {
    std::vector<const CellSource*> sources{&progress_};
    if (base_) sources.push_back(&*base_);
    return sources;
  }

  [[nodiscard]] std::vector<Missing> find_missing() const {
    std::vector<Missing> missing;
    for (const int replicate : task_.replicates) {
      Missing one{replicate, {}};
      for (const auto& arm : arm_names(plan_)) {
        if (!is_there(arm, replicate)) one.arms.push_back(arm);
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

  /// What another version of the program has left must be what this one gives.
  void prove_what_is_there() const {
    const bool other_base = base_ && may_differ(base_->written_by());
    const bool other_progress = !progress_.is_new() && may_differ(progress_.begun_by());
    if ((other_base || other_progress) && settings_.tried) settings_.tried();
    if (other_progress) {
      prove_same_results(plan_, progress_, task_.replicates,
                         ProgressFile::path_for(output_).string());
    }
    if (other_base) {
      prove_same_results(plan_, *base_, task_.replicates, base_file().string());
    }
  }

  /// References that an interrupted run has saved and that are simulated once more, for the arms
  /// that are missing. The writing thread has the progress for itself later.
  void keep_references(const std::vector<Missing>& missing) {
    const std::string& reference = plan_.arms[plan_.reference].name;
    for (const auto& one : missing) {
      if (!progress_.has(reference, one.replicate)) continue;
      kept_references_[one.replicate] = progress_.read(reference, one.replicate).digests;
    }
  }

  void simulate(const std::vector<Missing>& missing, Progress progress) {
    const auto start = std::chrono::steady_clock::now();
    // Many replicates keep all threads busy by themselves; few need threads within a replicate.
    // Large populations come one after another: each has work for all threads, and memory for one
    // is enough.
    const bool large = is_large(plan_);
    const bool parallel_within = large || static_cast<int>(missing.size()) < threads_;
    WriterThread writing(static_cast<std::size_t>(threads_),
                         [&](const std::vector<PackedCell>& cells, double person_months) {
                           progress_.save(cells);
                           count(cells, progress);
                           progress.person_months += person_months;
                           progress.seconds = seconds_since(start);
                           if (settings_.progress) settings_.progress(progress);
                           tell_if_moved(true);
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

  /// Counts what was just saved.
  void count(const std::vector<PackedCell>& saved, Progress& progress) const {
    if (saved.empty()) return;
    progress.further_arms += static_cast<int>(saved.size());
    const int replicate = saved.front().replicate;
    if (!is_complete(replicate)) return;
    progress.replicates_done += 1;
    progress.further_arms -= saved_arms(replicate);
  }

  [[nodiscard]] bool is_complete(int replicate) const {
    return std::all_of(plan_.arms.begin(), plan_.arms.end(),
                       [&](const ArmPlan& arm) { return is_there(arm.name, replicate); });
  }

  [[nodiscard]] bool is_there(const std::string& arm, int replicate) const {
    return progress_.has(arm, replicate) || (base_ && base_->has(arm, replicate));
  }

  /// How many arms of a replicate are saved in the progress.
  [[nodiscard]] int saved_arms(int replicate) const {
    return static_cast<int>(
        std::count_if(plan_.arms.begin(), plan_.arms.end(),
                      [&](const ArmPlan& arm) { return progress_.has(arm.name, replicate); }));
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
      check_same(cell, kept_of_base(cell), base_file().string());
    }
    const auto reference = kept_references_.find(cell.replicate);
    if (reference != kept_references_.end()) {
      check_same(cell, reference->second, ProgressFile::path_for(output_).string());
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
    const bool is_new = task_.base.empty() && task_.replaces.empty();
    if (may_take_name()) {  // it may have taken hours to come here
      write_study({task_.source, plan_, shape_, task_.replicates}, sources(), output_,
                  is_new ? IfThere::refuse : IfThere::replace);
    }
    give_up_progress();
  }

  void give_up_progress() {
    progress_.give_up();
    given_up_ = true;
  }

  ProgressFile progress_;
  std::filesystem::path output_;
  const RunSettings& settings_;
  const Task& task_;
  StudyPlan plan_;
  StudyShape shape_;
  int threads_;
  std::optional<ExistingStudy> base_;
  std::map<int, Digests> kept_references_;  ///< by replicate
  std::optional<std::filesystem::path> told_whereabouts_ = ProgressFile::path_for(output_);
  bool given_up_ = false;
  mutable std::mutex base_mutex_;
};

}  // namespace

std::string how_far(const Progress& progress) {
  std::string text =
      fmt::format("{} of {}", progress.replicates_done, counted(progress.replicates, "replicate"));
  if (progress.further_arms > 0) {
    text += fmt::format(" (and {} of unfinished ones)", counted(progress.further_arms, "arm"));
  }
  return text;
}

RunEnd carry_out(ProgressFile progress, const std::filesystem::path& output,
                 const RunSettings& settings) {
  return Run(std::move(progress), output, settings).carry_out();
}

}  // namespace resettle
