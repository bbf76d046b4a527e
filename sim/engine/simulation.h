#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/parameter.h"
#include "engine/process.h"
#include "engine/world.h"

namespace resettle {

/// Looks at the world at the end of every recorded month. The engine does not know what is kept.
class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void record(World& world) = 0;
};

/// A world, the processes of its month, and the parameter values that drive them.
class Simulation {
 public:
  Simulation(World world, std::vector<std::unique_ptr<Process>> month, ParameterValues values);

  /// Simulates every month from the next one up to `last` (included); months before `record_from`
  /// are not shown to the recorders.
  void advance(Month last, Month record_from, std::span<Recorder* const> recorders);

  /// Simulates one entry of the next month, the first one to begin with, and describes it; null:
  /// all are done, and the month is over. The same as advance() in every bit, but slower.
  const Description* advance_by_entry();

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] const World& world() const { return world_; }
  /// First month not yet simulated.
  [[nodiscard]] Month next_month() const { return next_; }
  void start_at(Month month) { next_ = month; }

 private:
  using Entry = std::vector<std::unique_ptr<Process>>::const_iterator;

  void begin(Month month);
  void step(Month month);
  Entry run_together(Entry next);

  World world_;
  std::vector<std::unique_ptr<Process>> month_;
  ParameterValues values_;
  Month next_{};
  std::size_t next_entry_ = 0;  ///< within a month that is simulated entry by entry
  bool parameters_known_ = false;
};

}  // namespace resettle
