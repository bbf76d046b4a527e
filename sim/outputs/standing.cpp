#include "outputs/standing.h"

#include <algorithm>

namespace resettle {

namespace {

bool is_counted(const Persons& people, std::size_t i) {
  return people.adjustment_type[i] != AdjustmentType::not_counted;
}

}  // namespace

double StandingRecorder::mean_income(std::size_t i) const {
  return months_[i] == 0 ? 0.0 : income_[i] / months_[i];
}

void StandingRecorder::record(World& world) {
  const Persons& people = world.persons;
  months_.resize(people.size(), 0);
  income_.resize(people.size(), 0.0);
  groups_.resize(subgroups_.attributes().size());
  for (auto& column : groups_) column.resize(people.size(), 0);
  const SubgroupView view = subgroups_.view(world);
  const float median = world.economy.median_income_krw;
  for_blocks(world.parallel, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags first_time;
    work_out(rows, first_time, [&](std::size_t i) -> std::uint8_t {
      return is_counted(people, i) & (months_[i] == 0);
    });
    note_groups(view, rows, first_time);
    RowValues<double> income;
    work_out(rows, income, [&](std::size_t i) {
      const double before = income_[i];
      const auto share = static_cast<double>(people.equivalent_income_krw[i] / median);
      return before + (is_counted(people, i) ? share : 0.0);
    });
    store(rows, income, income_);
    RowValues<std::int16_t> months;
    work_out(rows, months, [&](std::size_t i) {
      return static_cast<std::int16_t>(months_[i] + (is_counted(people, i) ? 1 : 0));
    });
    store(rows, months, months_);
  });
}

/// Few blocks have somebody who is counted for the first time: the newest arrivals, and children
/// who turn 15.
void StandingRecorder::note_groups(const SubgroupView& view, Rows rows,
                                   const RowFlags& first_time) {
  const auto* end = first_time.begin() + rows.count();
  if (std::find(first_time.begin(), end, 1) == end) return;
  for (std::size_t a = 0; a < groups_.size(); ++a) {
    RowValues<std::uint8_t> now;
    subgroups_.attributes()[a]->groups_of(view, rows, now);
    for_each_flagged(rows, first_time, [&](std::size_t i) { groups_[a][i] = now[i - rows.begin]; });
  }
}

}  // namespace resettle
