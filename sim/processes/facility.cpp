#include "processes/facility.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/numerics.h"

namespace resettle::facility {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"policies.facility_program.months", "months", "investigation and course, by month of arrival",
      1, 36, ParameterKind::integer},
     &P::months},
    {{"policies.facility_program.job_placement_share", "share",
      "adults placed in a regular job at exit, by month of arrival", 0, 1},
     &P::job_placement_share},
    {{"facility.cohort_ties", "ties", "mean number of ties to others of the arrival cohort", 0, 12},
     &P::cohort_ties},
    {{"facility.dialect_gain", "per month", "share of missing dialect fluency gained a month", 0,
      0.2},
     &P::dialect_gain},
    {{"facility.waiting_loss", "per month", "self-confidence lost a month after the first", 0, 0.2},
     &P::waiting_loss},
    {{"household.join_kin", "probability", "a unit with kin moves into their household", 0, 1},
     &P::join_kin},
    borrowed<P>("ties.degree_cap", &P::degree_cap),
};

constexpr Decision kCohortTies{"facility", 0, "number of ties proposed in the cohort"};
constexpr Decision kLocality{"facility", 1, "locality of placement"};
constexpr Decision kPlacement{"facility", 2, "job placement at exit"};
constexpr Decision kJoinKin{"facility", 3, "moves into the household of kin"};
constexpr Decision kCohortPartner{"facility cohort", 0, "partner of a cohort tie"};

constexpr int kPlacementFrom = 18;
constexpr int kPlacementTo = 54;

std::uint8_t draw_locality(const Inputs& inputs, float u) {
  double cumulative = 0;
  for (std::size_t l = 0; l < inputs.localities.size(); ++l) {
    cumulative += inputs.localities[l].placement_share;
    if (u < cumulative) return static_cast<std::uint8_t>(l);
  }
  return static_cast<std::uint8_t>(inputs.localities.size() - 1);
}

/// Each newcomer proposes ties to others of the same month of arrival; sorted, then applied.
/// The parameter is the mean number of ties a person ends up with (limit V5 of the model), and a
/// tie may come from either end, so each proposes half of it.
void form_cohort_ties(World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<PersonIndex> cohort;
  for (std::size_t i = people.size(); i-- > 0 && people.arrival_month[i] == world.month.index;) {
    if (people.in_south(i) && people.age[i] >= 15) cohort.push_back(static_cast<PersonIndex>(i));
  }
  if (cohort.size() < 2) return;
  std::reverse(cohort.begin(), cohort.end());
  std::vector<std::pair<PersonIndex, PersonIndex>> proposals;
  for (std::size_t a = 0; a < cohort.size(); ++a) {
    const std::uint32_t id = people.ticket[cohort[a]];
    const int count =
        poisson_quantile(0.5F * p.cohort_ties, world.random.uniform(kCohortTies, id, world.month));
    for (int k = 0; k < count; ++k) {
      const float u =
          world.random.uniform(kCohortPartner, id, world.month, static_cast<std::uint32_t>(k));
      const auto step = static_cast<std::size_t>(u * static_cast<float>(cohort.size() - 1));
      const PersonIndex other = cohort[(a + 1 + step) % cohort.size()];
      proposals.emplace_back(std::minmax(cohort[a], other));
    }
  }
  std::sort(proposals.begin(), proposals.end());
  for (const auto& [one, other] : proposals) {
    world.ties.connect(one, other, world.month, false, p.degree_cap);
  }
}

/// The resident of the locality with the nearest earlier arrival; equal ones: smallest index.
PersonIndex nearest_kin(const World& world, std::size_t newcomer) {
  const Persons& people = world.persons;
  const auto& residents = world.residents[people.locality[newcomer]];
  PersonIndex kin = kNobody;
  for (auto it = residents.rbegin(); it != residents.rend(); ++it) {
    if (it->arrival_month >= people.arrival_month[newcomer]) continue;
    if (kin != kNobody && it->arrival_month < people.arrival_month[kin]) break;
    if (people.in_south(it->person)) kin = it->person;
  }
  return kin;
}

/// A unit with kin gets one strong tie, and may move in with them.
void meet_kin(World& world, const P& p, std::size_t head, const std::vector<std::size_t>& unit) {
  Persons& people = world.persons;
  const PersonIndex kin = nearest_kin(world, head);
  if (kin == kNobody) return;
  world.ties.connect(static_cast<PersonIndex>(head), kin, world.month, true, p.degree_cap);
  if (world.random.uniform(kJoinKin, people.ticket[head], world.month) >= p.join_kin) return;
  for (const std::size_t i : unit) people.household[i] = people.household[kin];
}

void place_in_job(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const Month arrival{people.arrival_month[i]};
  const auto share = static_cast<float>(p.job_placement_share.at(arrival));
  const bool adult = people.age[i] >= kPlacementFrom && people.age[i] <= kPlacementTo;
  if (!adult || people.exit_month[i] != world.month.index) return;
  if (world.random.uniform(kPlacement, people.ticket[i], arrival) >= share) return;
  people.labour_state[i] = LabourState::regular;
  people.insured[i] = 1;
}

/// All members of a unit leave together, to the locality drawn for its first ticket.
void leave(World& world, const P& p, std::size_t head, const std::vector<std::size_t>& unit) {
  Persons& people = world.persons;
  const Month arrival{people.arrival_month[head]};
  const float u = world.random.uniform(kLocality, people.ticket[head], arrival);
  const std::uint8_t locality = draw_locality(*world.inputs, u);
  const Month exit = arrival + static_cast<int>(p.months.at(arrival));
  for (const std::size_t i : unit) {
    people.locality[i] = locality;
    people.exit_month[i] = static_cast<std::int16_t>(exit.index);
    people.idle_since[i] = people.exit_month[i];
    people.labour_state[i] = LabourState::not_employed;
    place_in_job(world, p, i);
  }
  if (world.households.has_kin[head] != 0) meet_kin(world, p, unit.front(), unit);
}

void step(World& world, const P& p) {
  Persons& people = world.persons;
  form_cohort_ties(world, p);
  std::vector<std::vector<std::size_t>> leaving;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (!people.in_south(i) || !people.in_facility(i)) continue;
    const Month arrival{people.arrival_month[i]};
    const int stay = world.month - arrival;
    if (stay >= static_cast<int>(p.months.at(arrival))) {
      // Members of a unit stand next to one another and share the month of arrival.
      const bool same_unit =
          !leaving.empty() && people.household[leaving.back().front()] == people.household[i];
      if (!same_unit) leaving.emplace_back();
      leaving.back().push_back(i);
      continue;
    }
    people.dialect_fluency[i] += p.dialect_gain * (1.0F - people.dialect_fluency[i]);
    if (stay >= 1) {
      people.self_confidence[i] = positive_part(people.self_confidence[i] - p.waiting_loss);
    }
  }
  // The first ticket stands for the unit even if that person has died in the facility.
  for (const auto& unit : leaving) leave(world, p, world.households.head[unit.front()], unit);
}

struct NoParameters {};
const ParameterTable<NoParameters> kNoTable{};

void note_residence(World& world, const NoParameters&) {
  Persons& people = world.persons;
  for (auto& residents : world.residents) residents.clear();
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool in_south = people.in_south(i);
    if (in_south) {
      people.age[i] = static_cast<std::uint8_t>((world.month.index - people.birth_month[i]) / 12);
    }
    people.active[i] = in_south && !people.in_facility(i) && people.age[i] >= 15;
    if (people.active[i] != 0) {
      world.residents[people.locality[i]].push_back(
          {static_cast<PersonIndex>(i), people.birth_month[i], people.arrival_month[i]});
    }
  }
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"facility",
       "Newcomers get to know their cohort, learn, wait, and leave together with their unit.",
       "MODEL 7.3; Yoon 2001 (length, placement); Hainmueller et al. 2016 (cost of waiting)",
       {"arrival_month", "age", "household", "presence"},
       {"labour_state", "exit_month", "idle_since", "locality", "household", "dialect_fluency",
        "self_confidence", "insured"},
       {kCohortTies, kLocality, kPlacement, kJoinKin, kCohortPartner}},
      kTable, step);
}

std::unique_ptr<Process> residence() {
  return make_process<NoParameters>(
      {"residence",
       "People grow older; who is aged 15+ and lives outside the facility is noted.",
       "MODEL 4, 5",
       {"birth_month", "presence", "labour_state", "locality"},
       {"age", "active"},
       {}},
      kNoTable, note_residence);
}

}  // namespace resettle::facility
