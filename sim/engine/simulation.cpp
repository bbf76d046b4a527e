#include "engine/simulation.h"

#include <utility>

namespace resettle {

Simulation::Simulation(World world, std::vector<std::unique_ptr<Process>> month,
                       ParameterValues values)
    : world_(std::move(world)), month_(std::move(month)), values_(std::move(values)) {}

void Simulation::step(Month month) {
  world_.month = month;
  world_.economy = economy_of(*world_.inputs, month);
  world_.ledger.open_month();
  const bool renew = !parameters_known_ || values_.change_in(month);
  for (const auto& process : month_) {
    if (renew) process->update(values_, month);
    process->step(world_);
  }
  parameters_known_ = true;
}

void Simulation::advance(Month last, Month record_from, std::span<Recorder* const> recorders) {
  for (; next_ <= last; ++next_) {
    step(next_);
    if (next_ < record_from) continue;
    for (Recorder* recorder : recorders) recorder->record(world_);
  }
}

}  // namespace resettle
