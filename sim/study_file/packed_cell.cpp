#include "study_file/packed_cell.h"

#include <algorithm>
#include <span>

#include "core/errors.h"
#include "io/chunk.h"
#include "outputs/gains.h"
#include "outputs/indicators.h"

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

  /// A result that is one chunk.
  template <class T>
  void add(const std::string& result, const std::vector<T>& values) {
    const std::span<const T> all(values);
    cell_.digests[result] = sha256(std::as_bytes(all));
    cell_.chunks.push_back({result, 0, compressed(all)});
  }

  /// Values of the whole population; subgroups are missing.
  void add_whole_population(const std::string& result, const std::vector<float>& months) {
    std::vector<float> values(months.size() * shape_.subgroups.size(), kMissing);
    for (std::size_t m = 0; m < months.size(); ++m) values[m * shape_.subgroups.size()] = months[m];
    add(result, values);
  }

  /// Values of recorded persons, month by month, as [person][month] in chunks of persons. Chunks in
  /// which nobody lives (a thinned study) are left out and read as missing.
  template <class T, class MonthOf>
  void add_persons(const std::string& result, T missing, MonthOf&& month_of) {
    const std::size_t months = shape_.months;
    const std::size_t per_chunk = std::min(kPersonsPerChunk, shape_.persons);
    const std::size_t present = month_of(months - 1).size();
    check_room(present);
    Sha256 digest;
    for (std::size_t first = 0; first < present; first += per_chunk) {
      std::vector<T> block(per_chunk * months, missing);
      for (std::size_t m = 0; m < months; ++m) {
        const auto& values = month_of(m);
        const std::size_t end = std::min(first + per_chunk, values.size());
        for (std::size_t i = first; i < end; ++i) block[(i - first) * months + m] = values[i];
      }
      const std::span<const T> all(block);
      digest.add(std::as_bytes(all.first(std::min(per_chunk, present - first) * months)));
      cell_.chunks.push_back({result, first, compressed(all)});
    }
    cell_.digests[result] = digest.finish();
  }

  /// Background of recorded persons.
  template <class T>
  void add_background(const std::string& result, std::vector<T> values, T missing) {
    check_room(values.size());
    cell_.digests[result] = sha256(std::as_bytes(std::span<const T>(values)));
    values.resize(shape_.persons, missing);  // a chunk is always whole
    cell_.chunks.push_back({result, 0, compressed(std::span<const T>(values))});
  }

  [[nodiscard]] PackedCell take() { return std::move(cell_); }

 private:
  void check_room(std::size_t persons) const {
    require(persons <= shape_.persons, "a replicate has more persons than the study has room for");
  }

  const StudyShape& shape_;
  PackedCell cell_;
};

void add_network(CellPacker& cell, const std::vector<Cohesion>& years) {
  if (years.empty()) return;
  const auto add = [&](const char* name, double Cohesion::*member) {
    std::vector<float> values;
    for (const auto& year : years) values.push_back(static_cast<float>(year.*member));
    cell.add(std::string("network/") + name, values);
  };
  add("mean_degree", &Cohesion::mean_degree);
  add("isolated_share", &Cohesion::isolated_share);
  add("largest_component_share", &Cohesion::largest_component_share);
  add("clustering", &Cohesion::clustering);
}

void add_aggregates(CellPacker& cell, const ArmRecords& arm) {
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    cell.add("aggregates/" + std::string(indicators()[k].name), arm.aggregates.values(k));
  }
  cell.add_whole_population("aggregates/deaths", arm.exits.deaths());
  cell.add_whole_population("aggregates/departures", arm.exits.departures());
  cell.add("transitions/persons", arm.types.transitions());
  cell.add("ledger/amount", arm.ledger.amounts());
  for (std::size_t k = 0; k < society_series().size(); ++k) {
    cell.add("society/" + std::string(society_series()[k].name), arm.society.values(k));
  }
  cell.add("society/separations", arm.society.separations());
  add_network(cell, arm.network.years());
}

/// Who gains and loses against the reference, and whose subsidised hire it has too.
void add_twins(CellPacker& cell, const StudyPlan& plan, const ReplicateRecords& records,
               std::size_t arm) {
  const TypeRecorder& reference = records.arms[plan.reference].types;
  const TypeRecorder& types = records.arms[arm].types;
  cell.add("twins/persons", cross_table(reference, types));
  const auto from = static_cast<std::size_t>(plan.policy_start - plan.start);
  const Gains gains = gains_of(records.standing, reference, types, from);
  cell.add("gains/persons", gains.persons);
  cell.add("gains/gaining", gains.gaining);
  cell.add("gains/losing", gains.losing);
  cell.add("gains/months_gained", gains.months_gained);
  cell.add("gains/months_lost", gains.months_lost);
  const HireCounts hires = compare_hires(records.hires[plan.reference], records.hires[arm]);
  cell.add("hires/subsidised_hires", hires.subsidised);
  cell.add("hires/hired_anyway", hires.anyway);
}

void add_people(CellPacker& cell, const StudyPlan& plan, const ArmRecords& arm) {
  std::size_t next_column = 0;
  for (const auto& column : plan.record_persons) {
    if (column == "adjustment_type") {
      cell.add_persons(
          "persons/" + column,
          kNotCounted, [&](std::size_t m) -> const auto& { return arm.types.month(m); });
    } else {
      const auto& recorder = arm.columns[next_column++];
      cell.add_persons(
          "persons/" + column,
          kMissing, [&](std::size_t m) -> const auto& { return recorder.month(m); });
    }
  }
}

void add_background(CellPacker& cell, const Background& background) {
  std::vector<std::int32_t> arrival;
  for (const auto month : background.arrival_month) {
    arrival.push_back(days_since_1990(Month{month}));
  }
  cell.add_background("persons/sex", background.sex, kNoCode);
  cell.add_background("persons/age_at_arrival", background.age_at_arrival, kNoAge);
  cell.add_background("persons/arrival_month", arrival, kNoDay);
  cell.add_background("persons/northern_schooling", background.northern_schooling, kNoCode);
}

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
  add_aggregates(cell, records.arms[arm]);
  add_twins(cell, plan, records, arm);
  if (replicate < plan.record_replicates) {
    add_people(cell, plan, records.arms[arm]);
    if (arm == plan.reference) add_background(cell, records.background);
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
