#include "processes/exits.h"

#include <array>
#include <vector>

#include "core/numerics.h"

namespace resettle::exits {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"exits.mortality_level", "per month", "death to age 40", 0, 0.05}, &P::mortality_level},
    {{"exits.mortality_age_slope", "per year of age", "growth of mortality over 40", 0, 0.3},
     &P::mortality_age_slope},
    {{"exits.suicide_annual", "per year", "suicide, mean of residents of 15+", 0, 0.05},
     &P::suicide_annual},
    {{"exits.suicide_slope", "per SD", "more with distress", 0, 5}, &P::suicide_slope},
    {{"exits.departure_rate", "per month", "leaves for a third country", 0, 0.1},
     &P::departure_rate},
    {{"exits.return_share", "share", "of those who come back", 0, 1}, &P::return_share},
    {{"exits.north_rate", "per month", "returns to the North", 0, 0.01}, &P::north_rate},
    {{"exits.refoulement_rate", "per month", "forced return, where the law does not protect", 0,
      0.5},
     &P::refoulement_rate},
    {{"exits.illness_onset", "per month", "chronic illness begins, from age 40", 0, 0.1},
     &P::illness_onset},
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
  std::vector<float> suicide_weights;     ///< of each person
  std::array<float, 128> death_by_age{};  ///< of other causes; years of age
};

Means means_of(World& world, const P& p) {
  const Persons& people = world.persons;
  Means means;
  for (std::size_t age = 0; age < means.death_by_age.size(); ++age) {
    means.death_by_age[age] = death_probability(p, static_cast<float>(age));
  }
  means.suicide_weights.resize(people.size());
  const auto sums = sum_over_persons<4>(world, [&](std::size_t i) -> std::array<double, 4> {
    if (people.active[i] == 0) return {};
    means.suicide_weights[i] = exponential(p.suicide_slope * people.distress[i]);
    return {1.0, static_cast<double>(means.suicide_weights[i]),
            static_cast<double>(people.distress[i]), static_cast<double>(people.belonging[i])};
  });
  if (sums[0] == 0) return means;
  const auto mean = [&](std::size_t k) { return static_cast<float>(sums[k] / sums[0]); };
  means.suicide_weight = mean(1);
  means.distress = mean(2);
  means.belonging = mean(3);
  return means;
}

void leave_for(World& world, std::size_t i, Presence where) {
  world.persons.presence[i] = where;
  world.persons.active[i] = 0;
}

void depart(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kComesBack, people.ticket[i], world.month);
  if (draws.uniform(kComesBack) >= p.return_share) {
    leave_for(world, i, Presence::departed);
    return;
  }
  leave_for(world, i, Presence::abroad);
  const float months = -kMeanMonthsAway * logarithm(draws.uniform(kTimeAway));
  people.return_month[i] =
      static_cast<std::int16_t>(world.month.index + 1 + static_cast<int>(months));
}

float departure_probability(const P& p, const Means& means, float distress, float belonging) {
  return p.departure_rate *
         exponential(0.3F * (distress - means.distress) - 0.5F * (belonging - means.belonging));
}

void step_resident(World& world, const P& p, const Means& means, std::size_t i) {
  Persons& people = world.persons;
  const auto number = [&](const Decision& decision) {
    return world.random.uniform(decision, people.ticket[i], world.month);
  };
  const bool active = people.active[i] != 0;
  float death = means.death_by_age[people.age[i]];
  if (active) {
    death += p.suicide_annual / 12.0F * means.suicide_weights[i] / means.suicide_weight;
  }
  if (number(kDies) < death) {
    leave_for(world, i, Presence::dead);
    return;
  }
  if (!active) return;
  if (people.age[i] >= kIllnessFromAge && number(kFallsIll) < p.illness_onset) {
    people.chronic_illness[i] = 1;
  }
  if (number(kReturnsNorth) < p.north_rate + p.refoulement_rate) {
    leave_for(world, i, Presence::departed);
  } else if (people.months_since_exit(i, world.month) < kDepartureMonths &&
             number(kDeparts) <
                 departure_probability(p, means, people.distress[i], people.belonging[i])) {
    depart(world, p, i);
  }
}

void count_exits(World& world, const std::vector<Presence>& before) {
  world.exits = {};
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] != Presence::resident || world.persons.in_south(i)) continue;
    ++(world.persons.presence[i] == Presence::dead ? world.exits.deaths : world.exits.departures);
  }
}

void step(World& world, const P& p) {
  const Means means = means_of(world, p);
  const std::vector<Presence> before = world.persons.presence;
  for_each_person(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (people.in_south(i)) {
      step_resident(world, p, means, i);
    } else if (people.presence[i] == Presence::abroad &&
               people.return_month[i] <= world.month.index) {
      people.presence[i] = Presence::resident;
    }
  });
  count_exits(world, before);
}

}  // namespace

float death_probability(const Parameters& p, float age) {
  return p.mortality_level * exponential(p.mortality_age_slope * positive_part(age - 40.0F));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"exits",
       "People die, leave for third countries and perhaps return; illness begins.",
       "MODEL 13; ministry figure of deaths in 2019 (M08)",
       {"presence", "active", "age", "distress", "belonging", "exit_month"},
       {"presence", "active", "return_month", "chronic_illness"},
       {kDies, kDeparts, kReturnsNorth, kFallsIll, kComesBack, kTimeAway}},
      kTable, step);
}

}  // namespace resettle::exits
