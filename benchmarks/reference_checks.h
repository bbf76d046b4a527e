#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace resettle::bench {

/// The reference workload: synthetic, with the same sort of work per person and month as the model
/// (12 state variables, 6 draws, 6 hazards, about 10 neighbours), and defined so that other
/// programs can run it. Its equations are in prototype.cpp (plain) and reference_model.cpp.
inline constexpr std::size_t kReferenceAgents = 100000;  // W1
inline constexpr std::size_t kEnsembleAgents = 34000;    // W2, in many replicates
inline constexpr int kReferenceMonths = 120;
inline constexpr std::uint64_t kReferenceGraphSeed = 42;

/// Agents by type and subgroup: counts[4 * type + subgroup].
using TypeCounts = std::array<std::int64_t, 16>;

/// What a replicate of the workload comes to, to be held against the check values.
struct ReferenceOutcome {
  TypeCounts counts{};             ///< in the last month
  std::array<double, 8> means{};   ///< employed, healthy, skill, wage, contact, belonging,
                                   ///< wellbeing, tenure in the last month
  std::array<double, 6> events{};  ///< per agent and month: job found, job lost, skill gained,
                                   ///< health flipped, contact, adverse event
};

/// How far the mean of the outcomes is from the published check values.
struct ReferenceCheck {
  double shares;  ///< largest distance of a type's share from its published range; up to 0.006 is
                  ///< accepted
  double means;   ///< largest distance of a mean, relative to the published value
  double events;  ///< the same of the events per agent and month
  bool passed;

  [[nodiscard]] std::string text() const;
};

ReferenceCheck check_reference(const std::vector<ReferenceOutcome>& outcomes);

/// Type counts of replicate 0 as published for the reference addresses of the draws.
const TypeCounts& published_counts();

}  // namespace resettle::bench
