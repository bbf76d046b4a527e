#include "processes/exits.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/numerics.h"
#include "engine/screened.h"

namespace resettle::exits {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"exits.mortality_level", "per month", "death to age 40", 0, 0.05},
     effect(&P::mortality_level)},
    {{"exits.mortality_age_slope", "per year of age", "growth of mortality over 40", 0, 0.3},
     effect(&P::mortality_age_slope)},
    {{"exits.suicide_annual", "per year", "suicide, mean of residents of 15+", 0, 0.05},
     effect(&P::suicide_annual)},
    {{"exits.suicide_slope", "per SD", "more with distress", 0, 5}, effect(&P::suicide_slope)},
    {{"exits.departure_rate", "per month", "leaves for a third country", 0, 0.1},
     effect(&P::departure_rate)},
    {{"exits.departure_distress", "log/SD", "more leave with distress", -3, 3},
     effect(&P::departure_distress)},
    {{"exits.departure_belonging", "log", "fewer leave who belong, full against none", -5, 5},
     effect(&P::departure_belonging)},
    {{"exits.departure_family", "log", "more leave with close family in the North", -3, 3},
     effect(&P::departure_family)},
    {{"exits.return_share", "share", "of those who come back", 0, 1}, effect(&P::return_share)},
    {{"exits.north_rate", "per month", "returns to the North", 0, 0.01}, effect(&P::north_rate)},
    {{"exits.north_distress", "log/SD", "more return North with distress", -3, 3},
     effect(&P::north_distress)},
    {{"exits.north_belonging", "log", "fewer return North who belong, full against none", -5, 5},
     effect(&P::north_belonging)},
    {{"exits.north_family", "log", "more return North with close family there", -3, 3},
     effect(&P::north_family)},
    {{"exits.refoulement_rate", "per month", "forced return, where the law does not protect", 0,
      0.5},
     effect(&P::refoulement_rate)},
    {{"exits.illness_onset", "per month", "chronic illness begins, from age 40", 0, 0.1},
     effect(&P::illness_onset)},
};

constexpr auto kDies = Decision::screened(6, "exit", 0, "dies this month");
constexpr auto kDeparts = Decision::screened(8, "exit", 1, "leaves for a third country");
constexpr auto kReturnsNorth =
    Decision::screened(8, "exit", 2, "returns, or is returned, to the North");
constexpr auto kFallsIll = Decision::screened(8, "exit", 3, "chronic illness begins");
constexpr Decision kComesBack{"departure", 0, "will come back"};
constexpr Decision kTimeAway{"departure", 1, "time until coming back"};

constexpr int kDepartureMonths = 180;  // MODEL 13: the first fifteen years
constexpr float kMeanMonthsAway = 24;  // MODEL 13
constexpr int kIllnessFromAge = 40;

/// What the risks of this month are relative to: means over the active population.
struct Means {
  float suicide_weight = 1;
  float distress = 0;
  float belonging = 0;
  float family = 0;                       ///< share with close family in the North
  std::vector<float> suicide_weights;     ///< of each person, 0 unless active
  std::array<float, 128> death_by_age{};  ///< of other causes; years of age
};

Means means_of(World& world, const P& p) {
  const Persons& people = world.persons;
  Means means;
  for (std::size_t age = 0; age < means.death_by_age.size(); ++age) {
    means.death_by_age[age] = death_probability(p, static_cast<float>(age));
  }
  means.suicide_weights.resize(people.size());
  for_blocks(world.parallel, people.size(), [&](std::size_t begin, std::size_t end) {
    RowValues<float> weights;
    work_out({begin, end}, weights, [&](std::size_t i) {
      return when(people.active[i] != 0, exponential(p.suicide_slope * people.distress[i]));
    });
    store({begin, end}, weights, means.suicide_weights);
  });
  const auto sums = sum_over_persons<5>(world, [&](std::size_t i) -> std::array<double, 5> {
    const bool active = people.active[i] != 0;
    return {active ? 1.0 : 0.0, static_cast<double>(means.suicide_weights[i]),
            static_cast<double>(when(active, people.distress[i])),
            static_cast<double>(when(active, people.belonging[i])),
            active & (people.family_left_behind[i] != 0) ? 1.0 : 0.0};
  });
  if (sums[0] == 0) return means;
  const auto mean = [&](std::size_t k) { return static_cast<float>(sums[k] / sums[0]); };
  means.suicide_weight = mean(1);
  means.distress = mean(2);
  means.belonging = mean(3);
  means.family = mean(4);
  return means;
}

/// Leaves the South; `exits` counts how.
void leave_for(World& world, Exits& exits, std::size_t i, Presence where) {
  world.persons.presence[i] = where;
  world.persons.active[i] = 0;
  ++(where == Presence::dead ? exits.deaths : exits.departures);
}

void depart(World& world, const P& p, Exits& exits, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kComesBack, people.ticket[i], world.month);
  if (draws.uniform(kComesBack) >= p.return_share) {
    leave_for(world, exits, i, Presence::departed);
    return;
  }
  leave_for(world, exits, i, Presence::abroad);
  const float months = -kMeanMonthsAway * logarithm(draws.uniform(kTimeAway));
  people.return_month[i] =
      static_cast<std::int16_t>(world.month.index + 1 + static_cast<int>(months));
}

/// What drives people away or draws them back, relative to the mean.
struct Leaning {
  float distress;
  float belonging;
  float family;

  /// Logarithm of the rate of somebody relative to the mean's.
  [[nodiscard]] float of(const World& world, const Means& means, std::size_t i) const {
    const Persons& people = world.persons;
    return distress * (people.distress[i] - means.distress) -
           belonging * (people.belonging[i] - means.belonging) +
           family * (when(people.family_left_behind[i] != 0, 1.0F) - means.family);
  }
};

/// Those of the rows who are at risk and whose number is below `rate` by their leaning, and
/// `besides` for everybody. The decision is screened to chances of 1/256.
template <class Leave>
void for_each_leaving(World& world, const Decision& decision, Rows rows, const RowFlags& at_risk,
                      const Means& means, const Leaning& leaning, float rate, float besides,
                      const Leave& leave) {
  const auto chance = [&](std::size_t i) {
    return rate * exponential(leaning.of(world, means, i)) + besides;
  };
  // Where the chance reaches 1/256, less a margin wider than rounding.
  const float room = std::max(0x1p-8F - besides, 0.0F);
  const float limit = logarithm(std::max(room, 1e-12F) / std::max(rate, 1e-12F)) - 1e-3F;
  RowValues<float> bounds;
  work_out(rows, bounds,
           [&](std::size_t i) { return leaning.of(world, means, i) > limit ? 1.0F : 0.0F; });
  for_each_at_risk(world, decision, rows, at_risk, &bounds, [&](std::size_t i, float u) {
    if (u < chance(i)) leave(i);
  });
}

/// Deaths of all residents, suicides among the active.
void step_deaths(World& world, const P& p, const Means& means, Rows rows, Exits& exits) {
  const Persons& people = world.persons;
  RowFlags in_south;
  work_out(rows, in_south, [&](std::size_t i) -> std::uint8_t { return people.in_south(i); });
  // A chance above 1/64 needs half of it from one of the two terms.
  constexpr float kHalf = 0x1p-7F;
  const auto old = std::find_if(means.death_by_age.begin(), means.death_by_age.end(),
                                [](float chance) { return chance > kHalf; });
  const auto old_age = old - means.death_by_age.begin();
  const float suicide = p.suicide_annual / 12.0F;
  const float threshold = kHalf * means.suicide_weight;
  RowValues<float> bounds;
  work_out(rows, bounds, [&](std::size_t i) {
    const bool above =
        (people.age[i] >= old_age) | (suicide * means.suicide_weights[i] > threshold);
    return above ? 1.0F : 0.0F;
  });
  for_each_at_risk(world, kDies, rows, in_south, &bounds, [&](std::size_t i, float u) {
    const float death = means.death_by_age[people.age[i]] +
                        suicide * means.suicide_weights[i] / means.suicide_weight;
    if (u < death) leave_for(world, exits, i, Presence::dead);
  });
}

/// Illness and the way north of those who are active and have not died.
void step_others(World& world, const P& p, const Means& means, Rows rows, Exits& exits) {
  Persons& people = world.persons;
  RowFlags at_risk;
  work_out(rows, at_risk, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.age[i] >= kIllnessFromAge) &
           (people.chronic_illness[i] == 0);
  });
  for_each_hit(world, kFallsIll, rows, at_risk, p.illness_onset,
               [&](std::size_t i) { people.chronic_illness[i] = 1; });
  work_out(rows, at_risk, [&](std::size_t i) -> std::uint8_t { return people.active[i] != 0; });
  const Leaning leaning{p.north_distress, p.north_belonging, p.north_family};
  for_each_leaving(world, kReturnsNorth, rows, at_risk, means, leaning, p.north_rate,
                   p.refoulement_rate,
                   [&](std::size_t i) { leave_for(world, exits, i, Presence::departed); });
}

void step_departures(World& world, const P& p, const Means& means, Rows rows, Exits& exits) {
  const Persons& people = world.persons;
  RowFlags at_risk;
  work_out(rows, at_risk, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.months_since_exit(i, world.month) < kDepartureMonths);
  });
  const Leaning leaning{p.departure_distress, p.departure_belonging, p.departure_family};
  for_each_leaving(world, kDeparts, rows, at_risk, means, leaning, p.departure_rate, 0.0F,
                   [&](std::size_t i) { depart(world, p, exits, i); });
}

void step_rows(World& world, const P& p, const Means& means, Rows rows, Exits& exits) {
  Persons& people = world.persons;
  RowFlags returning;
  work_out(rows, returning, [&](std::size_t i) -> std::uint8_t {
    return (people.presence[i] == Presence::abroad) & (people.return_month[i] <= world.month.index);
  });
  step_deaths(world, p, means, rows, exits);
  step_others(world, p, means, rows, exits);
  step_departures(world, p, means, rows, exits);
  for_each_flagged(rows, returning,
                   [&](std::size_t i) { people.presence[i] = Presence::resident; });
}

void step(World& world, const P& p) {
  const Means means = means_of(world, p);
  const std::size_t count = world.persons.size();
  std::vector<Exits> by_block((count + kBlockSize - 1) / kBlockSize);
  for_blocks(world.parallel, count, [&](std::size_t begin, std::size_t end) {
    step_rows(world, p, means, {begin, end}, by_block[begin / kBlockSize]);
  });
  world.exits = {};
  for (const Exits& exits : by_block) {
    world.exits.deaths += exits.deaths;
    world.exits.departures += exits.departures;
  }
}

}  // namespace

float death_probability(const Parameters& p, float age) {
  return p.mortality_level * exponential(p.mortality_age_slope * positive_part(age - 40.0F));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"exits",
       "People die, leave for third countries and perhaps return; illness begins.",
       "MODEL 13, MODEL2 17; ministry figure of deaths in 2019 (M08)",
       {"presence", "active", "age", "distress", "belonging", "family_left_behind", "exit_month"},
       {"presence", "active", "return_month", "chronic_illness"},
       {kDies, kDeparts, kReturnsNorth, kFallsIll, kComesBack, kTimeAway}},
      kTable, step);
}

}  // namespace resettle::exits
