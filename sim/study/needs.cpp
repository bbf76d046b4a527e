#include "study/needs.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

#include <fmt/format.h>

#include "core/errors.h"
#include "engine/ledger.h"
#include "model/replicate.h"
#include "outputs/indicators.h"
#include "study_file/layout.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

// Measured by `resettle bench` (persons, households, ties, draws made ahead, reserve of growing
// columns), rounded up.
constexpr double kWorldBytesPerPerson = 1000;
constexpr double kProgramBytes = 150e6;
// Share of their size that packed results take. Measured on settlement_subsidies, white_paper and
// quick_look (scale 0.1 to 1): aggregates 0.56 to 0.64, ledger 0.21 to 0.24, types 0.04 to 0.06,
// other columns of persons 0.01 to 0.27; society, transitions, twins and network 55 bytes a month.
constexpr double kPackedAggregates = 0.65;
constexpr double kPackedLedger = 0.25;
constexpr double kPackedTypes = 0.065;
constexpr double kPackedColumns = 0.28;
constexpr double kPackedRestPerMonth = 60;
// Inputs, resolved scenarios and labels, which are not packed: bytes of a study and of each arm.
constexpr double kDocuments = 0.5e6;
constexpr double kDocumentsOfArm = 0.1e6;
/// What is said is an upper bound: this much more than was measured.
constexpr double kDiskMargin = 1.25;

constexpr double kUnknown = std::numeric_limits<double>::infinity();

/// One arm and replicate as it lies on disk, measured.
struct CellBytes {
  double aggregates;  ///< and everything else that is no person's
  double persons;     ///< of a replicate whose persons are recorded
};

CellBytes cell_bytes(const StudyPlan& plan) {
  const StudyShape shape(plan);
  const auto months = static_cast<double>(shape.months);
  const auto series = static_cast<double>(indicators().size() * shape.subgroups.size());
  double person = 0;  // bytes a month
  for (const auto& column : plan.record_persons) {
    person += column == "adjustment_type" ? kPackedTypes : sizeof(float) * kPackedColumns;
  }
  return {months * (sizeof(float) * series * kPackedAggregates +
                    sizeof(std::int64_t) * kLedgerLines * kPackedLedger + kPackedRestPerMonth),
          months * static_cast<double>(shape.persons) * person};
}

double persons_until(StudyPlan plan, Month end) {
  plan.end = end;
  return static_cast<double>(count_tickets(plan)) * plan.scale;
}

/// Histories in memory at the same time, and the worlds and arms of each.
double memory_at_once(const StudyPlan& plan, double persons, std::size_t replicates, int threads) {
  const auto arms = static_cast<double>(plan.arms.size());
  const double past = plan.arms.size() > 1 ? persons_until(plan, plan.policy_start) : 0.0;
  const auto months = static_cast<double>(plan.end - plan.start + 1);
  const bool large = is_large(plan);
  const double side_by_side =
      large ? 1.0 : std::min(static_cast<double>(replicates), static_cast<double>(threads));
  const bool arms_side_by_side = !large && replicates < static_cast<std::size_t>(threads);
  const double worlds = past + persons * (arms_side_by_side ? arms : 1.0);
  const double columns =
      plan.record_replicates > 0 ? 4.0 * static_cast<double>(plan.record_persons.size()) : 0.0;
  const double records = arms * persons * months * (1.0 + columns);  // a byte is the type
  return side_by_side * (worlds * kWorldBytesPerPerson + records);
}

/// A number behind a word in a file of the system; infinite if there is none.
double number_in(const fs::path& file, const std::string& word) {
  std::ifstream stream(file);
  for (std::string found; word.empty() || stream >> found;) {
    if (word.empty() || found == word) {
      if (double value = 0; stream >> value) return value;
      return kUnknown;
    }
  }
  return kUnknown;
}

double free_memory() {
  const double machine = number_in("/proc/meminfo", "MemAvailable:") * 1024;
  const double limit = number_in("/sys/fs/cgroup/memory.max", "");
  const double used = number_in("/sys/fs/cgroup/memory.current", "");
  return limit < kUnknown && used < kUnknown ? std::min(machine, limit - used) : machine;
}

}  // namespace

Amount all_of(const StudyPlan& plan, std::size_t replicates) {
  return {replicates, replicates * plan.arms.size(), replicates};
}

Needs needs_of(const StudyPlan& plan, const Amount& amount, int threads) {
  Needs needs;
  needs.persons = static_cast<double>(count_tickets(plan)) * plan.scale;
  const CellBytes cell = cell_bytes(plan);
  const auto arms = static_cast<double>(plan.arms.size());
  const auto packed = [&](double cells) {
    const double recorded = std::min(cells, arms * static_cast<double>(plan.record_replicates));
    return kDocuments + arms * kDocumentsOfArm + cells * cell.aggregates + recorded * cell.persons;
  };
  // The progress stays until the study file is complete.
  const double progress = packed(static_cast<double>(amount.cells));
  const double file = packed(arms * static_cast<double>(amount.in_file));
  needs.disk_bytes = kDiskMargin * (progress + file);
  needs.memory_bytes =
      kProgramBytes + memory_at_once(plan, needs.persons, amount.replicates, threads);
  return needs;
}

Room room_for(const fs::path& output) {
  std::error_code error;
  const auto folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  const auto space = fs::space(folder, error);
  return {free_memory(), error ? kUnknown : static_cast<double>(space.available)};
}

std::string size_text(double bytes) {
  return bytes < 1e9 ? fmt::format("{:.0f} MB", std::max(1.0, bytes / 1e6))
                     : fmt::format("{:.1f} GB", bytes / 1e9);
}

std::string describe(const Needs& needs) {
  return fmt::format("about {} of memory and {} of disk", size_text(needs.memory_bytes),
                     size_text(needs.disk_bytes));
}

void check_room(const StudyPlan& plan, const Amount& amount, int threads, const fs::path& output,
                const Room& room) {
  const Needs needs = needs_of(plan, amount, threads);
  if (needs.disk_bytes > room.disk_bytes) {
    refuse(output,
           fmt::format("the run needs {} of disk, {} are free there", size_text(needs.disk_bytes),
                       size_text(room.disk_bytes)),
           "free space, run it in another folder (run -o), or record persons of fewer replicates "
           "(record: replicates in the study)");
  }
  if (needs.memory_bytes <= room.memory_bytes) return;
  int fewer = threads;
  while (fewer > 1 && needs_of(plan, amount, fewer).memory_bytes > room.memory_bytes) --fewer;
  const bool fits = needs_of(plan, amount, fewer).memory_bytes <= room.memory_bytes;
  refuse(output,
         fmt::format("the run needs {} of memory for {:.0f} persons, {} are free",
                     size_text(needs.memory_bytes), needs.persons, size_text(room.memory_bytes)),
         fits ? fmt::format("run it with --threads {}", fewer)
              : "simulate a share of the arrivals (--scale 0.1), or record fewer person columns "
                "(record: persons in the study)");
}

}  // namespace resettle
