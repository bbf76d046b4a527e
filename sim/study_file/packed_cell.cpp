#include "study_file/packed_cell.h"

#include <algorithm>
#include <span>

#include "core/errors.h"
#include "io/chunk.h"
#include "study_file/results_table.h"

namespace resettle {

namespace {

using namespace study_layout;

template <class T>
std::vector<std::byte> compressed(std::span<const T> values) {
  const auto shuffled = shuffle_bytes(std::as_bytes(values), sizeof(T));
  return compress_chunk(shuffled, kDeflate);
}

/// Packs the results of one arm one by one.
class CellPacker {
 public:
  CellPacker(const StudyShape& shape, std::string arm, int replicate) : shape_(shape) {
    cell_.arm = std::move(arm);
    cell_.replicate = replicate;
  }

  void add(const ResultRow& row, const CellRecords& records) {
    auto worked_out = row.values(records);
    std::visit([&](auto& values) { pack(row, std::move(values)); }, worked_out);
  }

  [[nodiscard]] PackedCell take() { return std::move(cell_); }

 private:
  /// A result that is one chunk.
  template <class T>
  void pack(const ResultRow& row, std::vector<T> values) {
    if (values.empty() && row.has_arm()) return;  // a short study has no December
    cell_.digests[row.path()] = sha256(std::as_bytes(std::span<const T>(values)));
    if (!row.has_arm()) {  // by person; a chunk is always whole
      check_room(values.size());
      values.resize(shape_.persons, std::get<T>(row.missing));
    }
    cell_.chunks.push_back({row.path(), 0, compressed(std::span<const T>(values))});
  }

  /// Persons month by month, as [person][month] in chunks of persons. Chunks in which nobody lives
  /// (a thinned study) are left out and read as missing.
  template <class T>
  void pack(const ResultRow& row, const PersonMonths<T>& recorded) {
    const std::size_t months = shape_.months;
    const std::size_t per_chunk = std::min(kPersonsPerChunk, shape_.persons);
    const std::size_t present = recorded.month(months - 1).size();
    check_room(present);
    Sha256 digest;
    for (std::size_t first = 0; first < present; first += per_chunk) {
      std::vector<T> block(per_chunk * months, std::get<T>(row.missing));
      for (std::size_t m = 0; m < months; ++m) {
        const auto& values = recorded.month(m);
        const std::size_t end = std::min(first + per_chunk, values.size());
        for (std::size_t i = first; i < end; ++i) block[(i - first) * months + m] = values[i];
      }
      const std::span<const T> all(block);
      digest.add(std::as_bytes(all.first(std::min(per_chunk, present - first) * months)));
      cell_.chunks.push_back({row.path(), first, compressed(all)});
    }
    cell_.digests[row.path()] = digest.finish();
  }

  void check_room(std::size_t persons) const {
    require(persons <= shape_.persons, "a replicate has more persons than the study has room for");
  }

  const StudyShape& shape_;
  PackedCell cell_;
};

}  // namespace

bool records_more(const std::map<std::string, Digest>& kept,
                  const std::map<std::string, Digest>& again) {
  const bool same = std::all_of(kept.begin(), kept.end(), [&](const auto& one) {
    const auto found = again.find(one.first);
    return found != again.end() && found->second == one.second;
  });
  return same && again.size() > kept.size();
}

PackedCell pack_arm(const StudyPlan& plan, const StudyShape& shape, const ReplicateRecords& records,
                    std::size_t arm, int replicate) {
  CellPacker cell(shape, plan.arms[arm].name, replicate);
  const ArmRecords& own = records.arms[arm];
  const ArmRecords& reference = records.arms[plan.reference];
  const auto past = static_cast<std::size_t>(plan.policy_start - plan.start);
  const CellRecords of_arm{own,
                           reference,
                           records.background,
                           shape.subgroups.size(),
                           gains_of(records.standing, reference.types, own.types, past),
                           compare_hires(records.hires[plan.reference], records.hires[arm])};
  for (const auto& row : results_table(plan)) {
    const bool is_recorded = row.group != "persons" || replicate < plan.record_replicates;
    if (is_recorded && (row.has_arm() || arm == plan.reference)) cell.add(row, of_arm);
  }
  return cell.take();
}

std::vector<PackedCell> pack(const StudyPlan& plan, const StudyShape& shape,
                             const ReplicateRecords& records, int replicate) {
  std::vector<PackedCell> cells;
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    cells.push_back(pack_arm(plan, shape, records, arm, replicate));
  }
  return cells;
}

}  // namespace resettle
