#include "study/same_results.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "core/errors.h"
#include "core/parallel.h"
#include "model/replicate.h"
#include "study_file/study_source.h"

namespace resettle {

std::vector<PackedCell> simulate_again(const StudyPlan& plan, const std::vector<std::string>& arms,
                                       int replicate) {
  auto with_reference = arms;
  with_reference.push_back(plan.arms[plan.reference].name);
  const StudyPlan part = with_arms(plan, with_reference);
  ReplicateRecords records;
  with_threads(machine_threads(),
               [&] { records = run_replicate(part, static_cast<std::uint32_t>(replicate), true); });
  auto cells = pack(part, StudyShape(plan), records, replicate);
  std::erase_if(cells, [&](const PackedCell& cell) {
    return std::find(arms.begin(), arms.end(), cell.arm) == arms.end();
  });
  require(cells.size() == arms.size(), "arms of the study are simulated again");
  return cells;
}

void check_same(const PackedCell& again, const std::map<std::string, Digest>& kept,
                const std::string& file) {
  if (kept == again.digests) return;
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
       fmt::format("this program gives other results than those in the file (arm {}, {})",
                   again.arm, replicate_name(again.replicate)),
       "use the program that wrote it (its version is in /provenance), or run the study anew"});
}

void prove_same_results(const StudyPlan& plan, const CellSource& source,
                        const std::vector<int>& replicates, const std::string& file) {
  for (const int replicate : replicates) {
    auto arms = arm_names(plan);
    std::erase_if(arms, [&](const auto& arm) { return !source.has(arm, replicate); });
    if (arms.empty()) continue;
    for (const auto& again : simulate_again(plan, arms, replicate)) {
      check_same(again, source.read(again.arm, replicate).digests, file);
    }
    return;
  }
}

}  // namespace resettle
