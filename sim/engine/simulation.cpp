#include "engine/simulation.h"

#include <utility>

namespace resettle {

Simulation::Simulation(World world, std::vector<std::unique_ptr<Process>> month,
                       ParameterValues values)
    : world_(std::move(world)), month_(std::move(month)), values_(std::move(values)) {}

void Simulation::begin(Month month) {
  world_.month = month;
  world_.economy = economy_of(*world_.inputs, month);
  world_.ledger.open_month(month);
  world_.places.open_month(month);
  if (!parameters_known_ || values_.change_in(month)) {
    for (const auto& process : month_) process->update(values_, month);
  }
  parameters_known_ = true;
}

void Simulation::step(Month month) {
  begin(month);
  auto next = month_.cbegin();
  while (next != month_.end()) next = run_together(next);
}

/// Runs an entry of the month together with those that follow it, as long as they work by rows.
/// Returns the first entry after them.
Simulation::Entry Simulation::run_together(Entry next) {
  std::vector<RowWork> work;
  for (; next != month_.end() && (*next)->works_by_rows(); ++next) {
    work.push_back((*next)->begin(world_));
  }
  if (work.empty()) {
    (*next)->step(world_);
    return next + 1;
  }
  for_blocks(world_.parallel, world_.persons.size(), [&](std::size_t first, std::size_t last) {
    for (const RowWork& part : work) part({first, last});
  });
  return next;
}

const Description* Simulation::advance_by_entry() {
  if (next_entry_ == 0) begin(next_);
  if (next_entry_ == month_.size()) {
    next_entry_ = 0;
    ++next_;
    return nullptr;
  }
  Process& process = *month_[next_entry_++];
  process.step(world_);
  return &process.description();
}

void Simulation::advance(Month last, Month record_from, std::span<Recorder* const> recorders) {
  for (; next_ <= last; ++next_) {
    step(next_);
    if (next_ < record_from) continue;
    for (Recorder* recorder : recorders) recorder->record(world_);
  }
}

}  // namespace resettle
