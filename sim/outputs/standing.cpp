#include "outputs/standing.h"

#include <algorithm>

namespace resettle {

namespace {

bool is_counted(const Persons& people, std::size_t i) {
  return people.adjustment_type[i] != AdjustmentType::not_counted;
}

}  // namespace

void StandingRecorder::record(World& world) {
  const Persons& people = world.persons;
  counted_.resize(people.size(), 0);
  income_.resize(people.size(), 0.0F);
  groups_.resize(subgroups_.attributes().size());
  for (auto& column : groups_) column.resize(people.size(), 0);
  for_blocks(world.parallel, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags first_time;
    work_out(rows, first_time, [&](std::size_t i) -> std::uint8_t {
      return is_counted(people, i) & (counted_[i] == 0);
    });
    note(world, rows, first_time);
  });
}

/// Few blocks have somebody who is counted for the first time: the newest arrivals, and children
/// who turn 15.
void StandingRecorder::note(const World& world, Rows rows, const RowFlags& first_time) {
  const auto* end = first_time.begin() + rows.count();
  if (std::find(first_time.begin(), end, 1) == end) return;
  const Persons& people = world.persons;
  const float median = world.economy.median_income_krw;
  for_each_flagged(rows, first_time, [&](std::size_t i) {
    counted_[i] = 1;
    income_[i] = people.equivalent_income_krw[i] / median;
  });
  for (std::size_t a = 0; a < groups_.size(); ++a) {
    RowValues<std::uint8_t> now;
    subgroups_.attributes()[a]->groups_of(world, rows, now);
    for_each_flagged(rows, first_time, [&](std::size_t i) { groups_[a][i] = now[i - rows.begin]; });
  }
}

}  // namespace resettle
