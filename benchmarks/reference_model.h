#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/calendar.h"
#include "core/random.h"
#include "neighbour_runs.h"
#include "reference_checks.h"
#include "reference_kernels.h"

namespace resettle::bench {

/// The reference workload on the engine's building blocks: columns, named decisions drawn at the
/// address (decision, agent, month), its exponential, blocks of persons, a step that reads what was
/// published last month and writes the own row.
class ReferenceModel {
 public:
  /// `parallel`: persons may run in several threads.
  ReferenceModel(const NeighbourRuns& ties, std::uint32_t replicate, ReferenceKernels kernels,
                 bool parallel);

  /// Simulates the 120 months. `count_events` is for the check only.
  void run(bool count_events);
  [[nodiscard]] ReferenceOutcome outcome() const;

 private:
  void set_initial_state();
  void step(Month month, bool count_events);
  Strip strip_at(std::size_t begin, std::size_t persons);

  template <class T>
  using Column = std::vector<T>;

  const NeighbourRuns* ties_;
  Random random_;
  ReferenceKernels kernels_;
  bool parallel_;

  // fixed
  Column<float> age_at_start_;
  Column<std::uint8_t> subgroup_;
  // state
  Column<std::uint8_t> employed_;
  Column<std::uint8_t> healthy_;
  Column<std::uint16_t> tenure_;
  Column<float> skill_;
  Column<float> wage_;
  Column<float> contact_;
  Column<float> belonging_;  ///< as published at the end of last month
  Column<float> belonging_next_;
  Column<float> wellbeing_;
  Column<std::uint8_t> type_;

  std::vector<TypeCounts> counts_;        ///< by month
  std::array<std::int64_t, 6> events_{};  ///< over all months
};

}  // namespace resettle::bench
