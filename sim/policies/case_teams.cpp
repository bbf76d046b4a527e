#include "policies/case_teams.h"

#include <cmath>

namespace resettle::case_officers {

namespace {

/// A new officer. Quality goes by locality, type and rank, so that it is the same in every arm.
void hire(World& world, Team& team, std::size_t locality, bool social_worker) {
  Officers& officers = world.officers;
  const auto id = static_cast<std::uint32_t>(locality * 65536 + team.officers.size());
  const auto draws = world.random.draws(kPoliceQuality, id, Month{0});
  team.officers.push_back(static_cast<std::uint32_t>(officers.count()));
  officers.locality.push_back(static_cast<std::uint8_t>(locality));
  officers.social_worker.push_back(social_worker ? 1 : 0);
  officers.quality_draw.push_back(
      draws.normal(social_worker ? kSocialWorkerQuality : kPoliceQuality));
  officers.cases.push_back(0);
}

}  // namespace

std::size_t officers_needed(std::size_t cases, float caseload) {
  return static_cast<std::size_t>(std::ceil(static_cast<float>(cases) / caseload));
}

void CaseQueue::add(std::uint32_t officer, std::uint16_t cases) {
  places_.push({cases, static_cast<std::uint32_t>(officers_.size())});
  officers_.push_back(officer);
}

std::uint32_t CaseQueue::take() {
  if (places_.empty()) return kNoOfficer;
  auto [cases, place] = places_.top();
  places_.pop();
  places_.push({++cases, place});
  return officers_[place];
}

Teams teams_of(const World& world) {
  const Officers& officers = world.officers;
  Teams teams;
  teams.by_locality.resize(world.localities());
  for (std::uint32_t o = 0; o < officers.count(); ++o) {
    Team& team = teams.by_locality[officers.locality[o]][officers.social_worker[o]];
    team.officers.push_back(o);
    team.cases += officers.cases[o];
    if (officers.social_worker[o] != 0 && officers.cases[o] > 0) ++teams.social_workers;
  }
  return teams;
}

std::uint32_t choose(World& world, Team& team, std::size_t locality, bool social_worker,
                     float caseload) {
  const std::size_t needed = officers_needed(team.cases + 1, caseload);
  while (team.officers.size() < needed) hire(world, team, locality, social_worker);
  for (; team.in_queue < needed; ++team.in_queue) {
    const std::uint32_t officer = team.officers[team.in_queue];
    team.queue.add(officer, world.officers.cases[officer]);
  }
  return team.queue.take();
}

std::uint32_t choose_at_work(const World& world, Team& team) {
  if (!std::exchange(team.at_work_only, true)) {
    team.queue = {};
    for (const std::uint32_t officer : team.officers) {
      const std::uint16_t cases = world.officers.cases[officer];
      if (cases > 0) team.queue.add(officer, cases);
    }
  }
  return team.queue.take();
}

}  // namespace resettle::case_officers
