#include "processes/facility.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/numerics.h"
#include "engine/thinned.h"

namespace resettle::facility {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"policies.facility_program.months", "months", "investigation and course, by month of arrival",
      1, 36, ParameterKind::integer},
     level(&P::months)},
    {{"policies.facility_program.job_placement_share", "share",
      "adults placed in a regular job at exit, by month of arrival", 0, 1},
     effect(&P::job_placement_share)},
    {{"facility.cohort_ties", "ties", "mean number of ties to others of the arrival cohort", 0, 12},
     effect(&P::cohort_ties)},
    {{"facility.dialect_gain", "per month", "share of missing dialect fluency gained a month", 0,
      0.2},
     effect(&P::dialect_gain)},
    {{"facility.waiting_loss", "per month", "self-confidence lost a month after the first", 0, 0.2},
     effect(&P::waiting_loss)},
    {{"household.join_kin", "probability", "a unit with kin moves into their household", 0, 1},
     effect(&P::join_kin)},
    {{"facility.placement_spread", "log",
      "vacant flats of a locality vary by quarter of arrival, standard deviation", 0, 2},
     effect(&P::placement_spread)},
    borrowed<P>("ties.degree_cap", &P::degree_cap),
};

constexpr Decision kCohortTies{"facility", 0, "number of ties proposed in the cohort"};
constexpr Decision kLocality{"facility", 1, "locality of placement"};
constexpr Decision kPlacement{"facility", 2, "job placement at exit"};
constexpr Decision kJoinKin{"facility", 3, "moves into the household of kin"};
constexpr Decision kCohortPartner{"facility cohort", 0, "partner of a cohort tie"};
constexpr Decision kMetAgain{"facility cohort", 1, "meets somebody of the cohort again"};

constexpr Decision kVacant{"vacant flats", 0, "flats of a locality that are vacant in a quarter"};

constexpr int kPlacementFrom = 18;
constexpr int kPlacementTo = 54;

/// Where newcomers of one quarter of arrival are placed: shares of the localities, which vary about
/// their means with the flats that are vacant then, added up. By arrival, so that a longer stay in
/// the facility changes nobody's place.
class Placement {
 public:
  Placement(const World& world, const P& p, Month quarter) {
    double cumulative = 0;
    std::uint32_t number = 0;
    for (const auto& locality : world.inputs->localities) {
      const float vacant = world.random.normal(kVacant, number++, quarter);
      cumulative +=
          locality.placement_share * static_cast<double>(exponential(p.placement_spread * vacant));
      up_to_.push_back(cumulative);
    }
    all_ = p.placement_spread > 0.0F ? cumulative : 1.0;
  }
  [[nodiscard]] std::uint8_t locality(float u) const {
    const auto found =
        std::upper_bound(up_to_.begin(), up_to_.end(), all_ * static_cast<double>(u));
    return static_cast<std::uint8_t>(found == up_to_.end() ? up_to_.size() - 1
                                                           : found - up_to_.begin());
  }

 private:
  std::vector<double> up_to_;
  double all_ = 1;
};

/// Those of the quarters in which who leaves this month has arrived.
class Placements {
 public:
  Placements(const World& world, const P& p) : world_(world), p_(p) {}
  const Placement& of(Month arrival) {
    const Month quarter = month_of(arrival.year(), 3 * ((arrival.month_of_year() - 1) / 3) + 1);
    return known_.try_emplace(quarter, world_, p_, quarter).first->second;
  }

 private:
  const World& world_;
  const P& p_;
  std::map<Month, Placement> known_;
};

/// Each newcomer proposes ties to others of the same month of arrival; applied in their order.
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
  std::set<std::pair<PersonIndex, PersonIndex>> proposed;
  for (std::size_t a = 0; a < cohort.size(); ++a) {
    const std::uint32_t id = people.ticket[cohort[a]];
    const int count =
        poisson_quantile(0.5F * p.cohort_ties, world.random.uniform(kCohortTies, id, world.month));
    for (int k = 0; k < count; ++k) {
      const auto number = static_cast<std::uint32_t>(k);
      const float u = world.random.uniform(kCohortPartner, id, world.month, number);
      const std::size_t others = cohort.size() - 1;
      const auto first = static_cast<std::size_t>(u * static_cast<float>(others));
      for (std::size_t n = 0; n < others; ++n) {  // the first, unless it is a thinned world
        const PersonIndex other = cohort[(a + 1 + (first + n) % others) % cohort.size()];
        const bool is_new = proposed.insert(std::minmax(cohort[a], other)).second;
        if (is_new || is_met_again(world, kMetAgain, cohort[a], number)) break;
      }
    }
  }
  for (const auto& [one, other] : proposed) {
    world.ties.connect(one, other, world.month, false, p.degree_cap);
  }
}

/// The resident of the locality with the nearest earlier arrival; equal ones: smallest index.
PersonIndex nearest_kin(const World& world, std::size_t newcomer) {
  const Persons& people = world.persons;
  const auto residents = world.residents.of(people.locality[newcomer]);
  PersonIndex kin = kNobody;
  for (auto it = residents.rbegin(); it != residents.rend(); ++it) {
    const std::int16_t arrival = people.arrival_month[*it];
    if (arrival >= people.arrival_month[newcomer]) continue;
    if (kin != kNobody && arrival < people.arrival_month[kin]) break;
    if (people.in_south(*it)) kin = *it;
  }
  return kin;
}

/// Whom the newcomers of this month may have as kin: the same person for all who came in one month
/// and go to one locality.
class Kin {
 public:
  explicit Kin(const World& world) : world_(world) {}
  PersonIndex of(std::size_t newcomer) {
    const Persons& people = world_.persons;
    const auto [entry, is_new] =
        known_.try_emplace({people.locality[newcomer], people.arrival_month[newcomer]}, kNobody);
    if (is_new) entry->second = nearest_kin(world_, newcomer);
    return entry->second;
  }

 private:
  const World& world_;
  std::map<std::pair<std::uint8_t, std::int16_t>, PersonIndex> known_;
};

/// Persons of one unit, the first ticket first.
using Unit = std::span<const std::size_t>;

/// A unit with kin gets one strong tie, and may move in with them.
void meet_kin(World& world, const P& p, Kin& all_kin, Unit unit) {
  Persons& people = world.persons;
  const std::size_t head = unit.front();
  const PersonIndex kin = all_kin.of(head);
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

/// All members of a unit leave together, to the locality drawn for its first ticket, who stands for
/// the unit even if that person has died in the facility.
void leave(World& world, const P& p, std::uint8_t locality, Unit unit) {
  Persons& people = world.persons;
  const Month arrival{people.arrival_month[unit.front()]};
  const Month exit = arrival + static_cast<int>(p.months.at(arrival));
  for (const std::size_t i : unit) {
    people.locality[i] = locality;
    people.exit_month[i] = static_cast<std::int16_t>(exit.index);
    people.idle_since[i] = people.exit_month[i];
    people.labour_state[i] = LabourState::not_employed;
    place_in_job(world, p, i);
  }
}

/// Those in the facility learn and wait. Returns those whose time there is over, in order.
std::vector<std::size_t> stay(World& world, const P& p) {
  Persons& people = world.persons;
  std::vector<std::size_t> leaving;
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags inside;
    work_out(rows, inside, [&](std::size_t i) -> std::uint8_t {
      return people.in_south(i) & people.in_facility(i) ? 1 : 0;
    });
    for_each_flagged(rows, inside, [&](std::size_t i) {
      const Month arrival{people.arrival_month[i]};
      const int months = world.month - arrival;
      if (months >= static_cast<int>(p.months.at(arrival))) {
        leaving.push_back(i);
        return;
      }
      people.dialect_fluency[i] += p.dialect_gain * (1.0F - people.dialect_fluency[i]);
      if (months >= 1) {
        people.self_confidence[i] = positive_part(people.self_confidence[i] - p.waiting_loss);
      }
    });
  });
  return leaving;
}

void step(World& world, const P& p) {
  const Persons& people = world.persons;
  form_cohort_ties(world, p);
  const std::vector<std::size_t> leaving = stay(world, p);
  if (leaving.empty()) return;
  Placements placements(world, p);
  Kin kin(world);
  for (std::size_t begin = 0; begin < leaving.size();) {
    // Members of a unit stand next to one another and share the month of arrival.
    const std::uint32_t household = people.household[leaving[begin]];
    std::size_t end = begin + 1;
    while (end < leaving.size() && people.household[leaving[end]] == household) ++end;
    const Unit unit(leaving.data() + begin, end - begin);
    const PersonIndex head = world.households.head[unit.front()];
    const Month arrival{people.arrival_month[head]};
    const float u = world.random.uniform(kLocality, people.ticket[head], arrival);
    leave(world, p, placements.of(arrival).locality(u), unit);
    if (world.households.has_kin[head] != 0) meet_kin(world, p, kin, unit);
    begin = end;
  }
}

struct NoParameters {};
const ParameterTable<NoParameters> kNoTable{};

/// Ages, and who is aged 15+, in the South and outside the facility.
void note_ages(World& world, Rows rows) {
  Persons& people = world.persons;
  RowValues<std::uint8_t> age;
  RowFlags active;
  work_out(rows, age, [&](std::size_t i) {
    const auto months = static_cast<std::uint32_t>(world.month.index - people.birth_month[i]);
    const auto now = static_cast<std::uint8_t>(months / 12);
    const std::uint8_t before = people.age[i];
    return people.in_south(i) ? now : before;
  });
  store(rows, age, people.age);
  work_out(rows, active, [&](std::size_t i) -> std::uint8_t {
    return people.in_south(i) & !people.in_facility(i) & (people.age[i] >= 15) ? 1 : 0;
  });
  store(rows, active, people.active);
}

void note_residence(World& world, const NoParameters&) {
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    note_ages(world, {begin, end});
  });
  world.residents.renew(world.persons, world.parallel);
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"facility",
       "Newcomers get to know their cohort, learn, wait, and leave together with their unit.",
       "MODEL 7.3, MODEL2 6; Yoon 2001 (length, placement); Hainmueller et al. 2016 (cost of "
       "waiting)",
       {"arrival_month", "age", "household", "presence", "households"},
       {"labour_state", "exit_month", "idle_since", "locality", "household", "dialect_fluency",
        "self_confidence", "insured", "ties"},
       {kCohortTies, kLocality, kVacant, kPlacement, kJoinKin, kCohortPartner, kMetAgain}},
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
