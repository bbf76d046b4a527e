#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/world_state.h"
#include "study_file/study_source.h"

namespace resettle {

/// One history: an arm of a replicate of a study.
struct History {
  const StudyPlan& plan;
  std::size_t arm;
  int replicate;
};

/// Where two histories part: after which entry of which month, and in what.
struct Divergence {
  Month month;
  std::string entry;   ///< of the month, for example "search"
  std::string source;  ///< what the entry follows
  StateDifference difference;
};

/// Simulates both again and finds the first difference between their states, or nothing if they
/// are the same to the end of the shorter one. `progress(month)` is called every December.
std::optional<Divergence> first_divergence(const History& one, const History& other,
                                           const std::function<void(Month)>& progress);

}  // namespace resettle
