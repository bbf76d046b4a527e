// Packing replicates for the study file: done by the workers, in parallel.

#include <algorithm>

#include "io/chunk.h"
#include "study/study_writer.h"

namespace resettle {

namespace {

using namespace study_layout;

template <class T>
std::vector<std::byte> pack_values(std::span<const T> values) {
  const auto shuffled = shuffle_bytes(std::as_bytes(values), sizeof(T));
  return compress_chunk(shuffled, kDeflate);
}

/// Values of one variable of every month, persons first: [person][month] in chunks of persons.
template <class T, class MonthOf>
void pack_persons(std::vector<PackedReplicate::Chunk>& chunks, const std::string& variable,
                  std::size_t arm, std::size_t replicate, std::size_t persons, std::size_t months,
                  T missing, MonthOf&& month_of) {
  const std::size_t per_chunk = std::min(kPersonsPerChunk, persons);
  // Chunks in which nobody lives (a thinned study) are left out and read as missing.
  const std::size_t present = months == 0 ? 0 : month_of(months - 1).size();
  for (std::size_t first = 0; first < std::min(persons, present); first += per_chunk) {
    std::vector<T> block(per_chunk * months, missing);
    for (std::size_t m = 0; m < months; ++m) {
      const auto& values = month_of(m);
      const std::size_t end = std::min(first + per_chunk, values.size());
      for (std::size_t i = first; i < end; ++i) block[(i - first) * months + m] = values[i];
    }
    chunks.push_back(
        {"persons", variable, {arm, replicate, first, 0}, pack_values(std::span<const T>(block))});
  }
}

}  // namespace

PackedReplicate StudyWriter::pack(const ReplicateRecords& records, std::size_t replicate) const {
  PackedReplicate packed;
  auto& chunks = packed.chunks;
  const auto add = [&](const char* group, std::string_view variable, std::size_t arm,
                       std::size_t dimensions, const auto& values) {
    Shape offset(dimensions, 0);
    offset[0] = arm;
    offset[1] = replicate;
    chunks.push_back({group, std::string(variable), offset, pack_values(std::span(values))});
  };
  const auto& reference = records.arms[plan_.reference].types;
  for (std::size_t a = 0; a < records.arms.size(); ++a) {
    const ArmRecords& arm = records.arms[a];
    for (std::size_t k = 0; k < indicators().size(); ++k) {
      add("aggregates", indicators()[k].name, a, 4, arm.aggregates.values(k));
    }
    const auto whole_population = [&](const std::vector<float>& months) {
      std::vector<float> values(months.size() * subgroups_.size(), kMissing);
      for (std::size_t m = 0; m < months.size(); ++m) values[m * subgroups_.size()] = months[m];
      return values;
    };
    add("aggregates", "deaths", a, 4, whole_population(arm.exits.deaths()));
    add("aggregates", "departures", a, 4, whole_population(arm.exits.departures()));
    add("transitions", "persons", a, 5, arm.types.transitions());
    add("twins", "persons", a, 5, cross_table(reference, arm.types));
    add("ledger", "amount", a, 4, arm.ledger.amounts());
    for (std::size_t k = 0; k < society_series().size(); ++k) {
      add("society", society_series()[k].name, a, 3, arm.society.values(k));
    }
    add("society", "separations", a, 4, arm.society.separations());
    const auto& years = arm.network.years();
    const auto add_network = [&](const char* name, double Cohesion::*member) {
      std::vector<float> values;
      for (const auto& year : years) values.push_back(static_cast<float>(year.*member));
      if (!values.empty()) add("network", name, a, 3, values);
    };
    add_network("mean_degree", &Cohesion::mean_degree);
    add_network("isolated_share", &Cohesion::isolated_share);
    add_network("largest_component_share", &Cohesion::largest_component_share);
    add_network("clustering", &Cohesion::clustering);
  }
  if (static_cast<int>(replicate) < plan_.record_replicates)
    pack_people(packed, records, replicate);
  return packed;
}

void StudyWriter::pack_people(PackedReplicate& packed, const ReplicateRecords& records,
                              std::size_t replicate) const {
  auto& chunks = packed.chunks;
  for (std::size_t a = 0; a < records.arms.size(); ++a) {
    const ArmRecords& arm = records.arms[a];
    std::size_t next_column = 0;
    for (const auto& column : plan_.record_persons) {
      if (column == "adjustment_type") {
        pack_persons(
            chunks, column, a, replicate, persons_, months_,
            kNotCounted, [&](std::size_t m) -> const auto& { return arm.types.month(m); });
      } else {
        const auto& recorder = arm.columns[next_column++];
        pack_persons(
            chunks, column, a, replicate, persons_, months_,
            kMissing, [&](std::size_t m) -> const auto& { return recorder.month(m); });
      }
    }
  }
  const Background& background = records.background;
  std::vector<std::int32_t> arrival;
  for (const auto month : background.arrival_month) {
    arrival.push_back(days_since_1990(Month{month}));
  }
  const auto add = [&](const char* variable, auto values, auto missing) {
    values.resize(persons_, missing);  // a chunk is always whole
    const std::span<const typename decltype(values)::value_type> whole(values);
    chunks.push_back({"persons", variable, {replicate, 0}, pack_values(whole)});
  };
  add("sex", background.sex, kNoCode);
  add("age_at_arrival", background.age_at_arrival, kNoAge);
  add("arrival_month", arrival, kNoDay);
  add("northern_schooling", background.northern_schooling, kNoCode);
}

}  // namespace resettle
