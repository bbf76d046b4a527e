#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "engine/world.h"

namespace resettle::case_officers {

inline constexpr Decision kPoliceQuality{"officer quality", 0, "quality of a police officer"};
inline constexpr Decision kSocialWorkerQuality{"officer quality", 1, "quality of a social worker"};

/// Officers whom so many cases need (MODEL 17.1).
std::size_t officers_needed(std::size_t cases, float caseload);
/// Officers who take cases: each time the one with the fewest, the first among equals.
class CaseQueue {
 public:
  void add(std::uint32_t officer, std::uint16_t cases);
  /// The officer who takes one more case; kNoOfficer if there is none.
  std::uint32_t take();

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;  ///< cases, and place in `officers_`
  std::vector<std::uint32_t> officers_;
  std::priority_queue<Place, std::vector<Place>, std::greater<>> places_;
};

/// Officers of one locality and type, in order of rank (and of id), with their cases together.
struct Team {
  std::vector<std::uint32_t> officers;
  std::size_t cases = 0;
  CaseQueue queue;            ///< those who may take a case
  std::size_t in_queue = 0;   ///< as many of the first officers are in the queue
  bool at_work_only = false;  ///< the queue holds those with cases and nobody else
};
struct Teams {
  std::vector<std::array<Team, 2>> by_locality;  ///< police, social workers
  std::size_t social_workers = 0;                ///< with cases, in the whole country
};

/// The teams of this month, by the cases that go on.
Teams teams_of(const World& world);
/// The officer who takes one more case: of as many as the cases need, the least loaded. Officers
/// beyond that number take no new case and rest when their last one ends.
std::uint32_t choose(World& world, Team& team, std::size_t locality, bool social_worker,
                     float caseload);
/// The least loaded of those who have cases already; once nobody can be hired, that remains so for
/// the month.
std::uint32_t choose_at_work(const World& world, Team& team);

}  // namespace resettle::case_officers
