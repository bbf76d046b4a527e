#include "policies/pilot.h"

#include <algorithm>

namespace resettle::pilot {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"pilot.share", "share", "persons drawn into the group of the pilot", 0, 1},
     effect(&P::share)},
    {{"pilot.arrivals_from", "month", "first month of arrival of the group", -400, kNoEnd,
      ParameterKind::month},
     level(&P::arrivals_from)},
    {{"pilot.arrivals_to", "month", "last month of arrival of the group", -400, kNoEnd,
      ParameterKind::month},
     level(&P::arrivals_to)},
    {{"pilot.host_tie", "switch", "every member gets one lasting tie to a host", 0, 1,
      ParameterKind::flag},
     effect(&P::host_tie)},
    borrowed<P>("ties.degree_cap", &P::degree_cap),
};

constexpr Decision kInGroup{"pilot", 0, "belongs to the group of the pilot"};
constexpr Decision kWhichHost{"pilot", 1, "host of the tie given to the group"};

/// Once in a life: a larger share keeps those who were in the group of a smaller one.
bool in_group(const World& world, const P& p, std::size_t i) {
  const Month arrival{world.persons.arrival_month[i]};
  return p.arrivals_from <= arrival && arrival <= p.arrivals_to &&
         world.random.uniform(kInGroup, world.persons.ticket[i], arrival) < p.share;
}

/// The draw does not depend on the month, so it names the same host every month and only the
/// first time adds a tie. An ordinary tie to that host becomes a lasting one.
void give_host_tie(World& world, const P& p, std::size_t i) {
  const Hosts& hosts = world.hosts;
  const Month arrival{world.persons.arrival_month[i]};
  const float u = world.random.uniform(kWhichHost, world.persons.ticket[i], arrival);
  const auto place = static_cast<std::size_t>(u * static_cast<float>(hosts.per_locality));
  const auto host = static_cast<HostIndex>(world.persons.locality[i] * hosts.per_locality + place);
  for (Tie& tie : world.ties.of(i)) {
    if (tie.kind == TieKind::host && tie.other == host) tie.strong = true;
  }
  world.ties.connect_host(static_cast<PersonIndex>(i), host, world.month, true, p.degree_cap);
}

void step(World& world, const P& p) {
  const auto& group = world.persons.pilot_group;
  const auto outside = std::count(group.begin(), group.end(), std::uint8_t{0});
  if (p.share <= 0.0F && static_cast<std::size_t>(outside) == group.size()) return;
  for_each_person(world, [&](std::size_t i) {
    Persons& people = world.persons;
    people.pilot_group[i] = static_cast<std::uint8_t>(in_group(world, p, i));
    const bool member = people.pilot_group[i] != 0;
    if (p.host_tie && member && people.active[i] != 0) give_host_tie(world, p, i);
  });
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>({"pilot",
                          "Newcomers are drawn into the group to which a pilot is offered.",
                          "MODEL 21 (virtual trials EP1, EP8)",
                          {"active", "arrival_month", "locality"},
                          {"pilot_group", "ties"},
                          {kInGroup, kWhichHost}},
                         kTable, step);
}

}  // namespace resettle::pilot
