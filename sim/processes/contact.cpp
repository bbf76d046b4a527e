#include "processes/contact.h"

#include <algorithm>
#include <vector>

#include "core/numerics.h"

namespace resettle::contact {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"contact.discrimination_rate", "per month", "discrimination at exposure 1 and prejudice 1", 0,
      2},
     &P::discrimination_rate},
    {{"contact.dialect_shield", "share", "discrimination that full dialect fluency prevents", 0, 1},
     &P::dialect_shield},
    {{"contact.exposure_base", "dimensionless", "contact in daily life", 0, 5}, &P::exposure_base},
    {{"contact.exposure_work", "dimensionless", "contact at work", 0, 5}, &P::exposure_work},
    {{"contact.exposure_school", "dimensionless", "contact at school", 0, 5}, &P::exposure_school},
    {{"contact.exposure_tie", "dimensionless", "contact through a tie to a host", 0, 1},
     &P::exposure_tie},
    {{"contact.conflict_rate", "per month", "a worker of weak dialect quarrels with a host", 0, 1},
     &P::conflict_rate},
};

constexpr auto kDiscriminated =
    Decision::screened(4, "contact", 0, "discriminated against this month");
constexpr Decision kAtWork{"contact", 1, "the discrimination happens at work"};
constexpr Decision kWhichHost{"contact", 2, "host of the bad contact"};
constexpr auto kConflict = Decision::screened(4, "contact", 3, "conflict at work");

constexpr float kWeakDialect = 0.3F;  // MODEL 9.2

/// Running sums of the attitudes of each locality's hosts: who discriminates is drawn by them.
std::vector<float> cumulative_attitudes(const Hosts& hosts) {
  std::vector<float> cumulative(hosts.size());
  float total = 0;
  for (std::size_t h = 0; h < hosts.size(); ++h) {
    if (h % hosts.per_locality == 0) total = 0;
    total += hosts.stranger_attitude(static_cast<HostIndex>(h));
    cumulative[h] = total;
  }
  return cumulative;
}

HostIndex draw_by_attitude(const Hosts& hosts, const std::vector<float>& cumulative,
                           std::size_t locality, float u) {
  const auto first =
      cumulative.begin() + static_cast<std::ptrdiff_t>(locality * hosts.per_locality);
  const auto last = first + static_cast<std::ptrdiff_t>(hosts.per_locality);
  const auto chosen = std::upper_bound(first, last, u * *(last - 1));
  return static_cast<HostIndex>(std::min(chosen, last - 1) - cumulative.begin());
}

void meet(World& world, const P& p, const std::vector<float>& cumulative, std::size_t i) {
  Persons& people = world.persons;
  const auto number = [&](const Decision& decision) {
    return world.random.uniform(decision, people.ticket[i], world.month);
  };
  const bool works = people.works(i);
  const float work = works ? p.exposure_work : 0.0F;
  const float exposure = p.exposure_base + work + when(people.in_school(i), p.exposure_school) +
                         p.exposure_tie * static_cast<float>(host_ties_of(world, i));
  // The mean attitude shown now, after a campaign of this month.
  const std::size_t hosts = world.hosts.per_locality;
  const float prejudice =
      cumulative[(people.locality[i] + std::size_t{1}) * hosts - 1] / static_cast<float>(hosts);
  const float dialect = people.dialect_fluency[i];
  const bool by_hosts =
      number(kDiscriminated) < discrimination_probability(p, exposure, prejudice, dialect);
  const bool event = by_hosts | (people.hostile_event[i] != 0);  // an officer's hostility counts
  people.discrimination_flags[i] = static_cast<std::uint16_t>(
      ((people.discrimination_flags[i] << 1) | (event ? 1U : 0U)) & 0x0fffU);
  people.discriminated_at_work[i] = by_hosts && number(kAtWork) * exposure < work;
  people.negative_contact_host[i] = kNoHost;
  if (by_hosts) {
    people.negative_contact_host[i] =
        draw_by_attitude(world.hosts, cumulative, people.locality[i], number(kWhichHost));
  } else if (works && dialect < kWeakDialect && number(kConflict) < p.conflict_rate) {
    const auto rank = static_cast<std::size_t>(number(kWhichHost) *
                                               static_cast<float>(world.hosts.per_locality));
    people.negative_contact_host[i] =
        static_cast<HostIndex>(people.locality[i] * world.hosts.per_locality + rank);
  }
}

void step(World& world, const P& p) {
  const auto cumulative = cumulative_attitudes(world.hosts);
  for_each_active(world, [&](std::size_t i) { meet(world, p, cumulative, i); });
  auto& negative = world.hosts.negative;
  std::fill(negative.begin(), negative.end(), std::uint8_t{0});
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    const HostIndex host = world.persons.negative_contact_host[i];
    if (world.persons.active[i] != 0 && host != kNoHost && negative[host] < 255) ++negative[host];
  }
}

}  // namespace

float discrimination_probability(const Parameters& p, float exposure, float prejudice,
                                 float dialect_fluency) {
  return 1.0F - exponential(-p.discrimination_rate * exposure * prejudice *
                            (1.0F - p.dialect_shield * dialect_fluency));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"contact",
       "Contact brings discrimination, more of it with weak dialect and much prejudice.",
       "MODEL 9.2; national surveys 2014-2018 (S17); survey of 2015 (D04)",
       {"active", "labour_state", "locality", "dialect_fluency", "partner_origin", "hostile_event"},
       {"discrimination_flags", "discriminated_at_work", "negative_contact_host"},
       {kDiscriminated, kAtWork, kWhichHost, kConflict}},
      kTable, step);
}

}  // namespace resettle::contact
