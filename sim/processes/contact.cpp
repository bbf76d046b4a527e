#include "processes/contact.h"

#include <algorithm>
#include <vector>

#include "core/numerics.h"
#include "engine/screened.h"
#include "population/host_sums.h"

namespace resettle::contact {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"contact.discrimination_rate", "per month", "discrimination at exposure 1 and prejudice 1", 0,
      2},
     effect(&P::discrimination_rate)},
    {{"contact.dialect_shield", "share", "discrimination that full dialect fluency prevents", 0, 1},
     effect(&P::dialect_shield)},
    {{"contact.exposure_base", "dimensionless", "contact in daily life", 0, 5},
     effect(&P::exposure_base)},
    {{"contact.exposure_work", "dimensionless", "contact at work", 0, 5},
     effect(&P::exposure_work)},
    {{"contact.exposure_school", "dimensionless", "contact at school", 0, 5},
     effect(&P::exposure_school)},
    {{"contact.exposure_tie", "dimensionless", "contact through a tie to a host", 0, 1},
     effect(&P::exposure_tie)},
    {{"contact.conflict_rate", "per month", "a worker of weak dialect quarrels with a host", 0, 1},
     effect(&P::conflict_rate)},
};

constexpr auto kDiscriminated =
    Decision::screened(4, "contact", 0, "discriminated against this month");
constexpr Decision kAtWork{"contact", 1, "the discrimination happens at work"};
constexpr Decision kWhichHost{"contact", 2, "host of the bad contact"};
constexpr auto kConflict = Decision::screened(4, "contact", 3, "conflict at work");

constexpr float kWeakDialect = 0.3F;  // MODEL 9.2

/// What the hosts show to strangers this month.
struct Reception {
  std::vector<float> cumulative;  ///< running sums of each locality: who discriminates is drawn so
  std::vector<float> prejudice;   ///< mean of each locality, 0-1, after a campaign of this month
};

Reception reception_by(const Hosts& hosts) {
  const auto each = static_cast<float>(hosts.per_locality);
  Reception reception{std::vector<float>(hosts.size()),
                      std::vector<float>(hosts.size() / hosts.per_locality)};
  sum_by_locality(
      hosts,
      [&](std::size_t h, float sum) {
        return reception.cumulative[h] = sum + hosts.stranger_attitude(static_cast<HostIndex>(h));
      },
      [&](std::size_t l, float sum) { reception.prejudice[l] = sum / each; });
  return reception;
}

HostIndex draw_by_attitude(const Hosts& hosts, const std::vector<float>& cumulative,
                           std::size_t locality, float u) {
  const auto first =
      cumulative.begin() + static_cast<std::ptrdiff_t>(locality * hosts.per_locality);
  const auto last = first + static_cast<std::ptrdiff_t>(hosts.per_locality);
  const auto chosen = std::upper_bound(first, last, u * *(last - 1));
  return static_cast<HostIndex>(std::min(chosen, last - 1) - cumulative.begin());
}

/// Discrimination expected in a month.
float hazard(const P& p, float exposure, float prejudice, float dialect_fluency) {
  return p.discrimination_rate * exposure * prejudice * (1.0F - p.dialect_shield * dialect_fluency);
}

float exposure_at_work(const Persons& people, const P& p, std::size_t i) {
  return people.works(i) ? p.exposure_work : 0.0F;
}

float exposure_of(const World& world, const P& p, std::size_t i) {
  const Persons& people = world.persons;
  return p.exposure_base + exposure_at_work(people, p, i) +
         when(people.in_school(i), p.exposure_school) +
         p.exposure_tie * static_cast<float>(host_ties_of(world, i));
}

/// A month has passed, until now without discrimination by hosts; an officer's hostility counts.
void open_month(World& world, Rows rows) {
  Persons& people = world.persons;
  RowValues<std::uint16_t> flags;
  work_out(rows, flags, [&](std::size_t i) -> std::uint16_t {
    const unsigned before = people.discrimination_flags[i];
    const unsigned now = (before << 1 | (people.hostile_event[i] != 0 ? 1U : 0U)) & 0x0fffU;
    return static_cast<std::uint16_t>(people.active[i] != 0 ? now : before);
  });
  store(rows, flags, people.discrimination_flags);
  RowValues<std::uint8_t> at_work;
  work_out(rows, at_work, [&](std::size_t i) -> std::uint8_t {
    const std::uint8_t before = people.discriminated_at_work[i];
    return people.active[i] != 0 ? 0 : before;
  });
  store(rows, at_work, people.discriminated_at_work);
  RowValues<HostIndex> host;
  work_out(rows, host, [&](std::size_t i) {
    const HostIndex before = people.negative_contact_host[i];
    return people.active[i] != 0 ? kNoHost : before;
  });
  store(rows, host, people.negative_contact_host);
}

/// The bad contact of a person happens to the unseen it stands for as well, each with the host
/// meet(u) of a draw u.
template <class Meet>
void meet_others(const World& world, std::size_t i, std::vector<HostIndex>& of_unseen,
                 Meet&& meet) {
  for (std::uint32_t k = world.persons.unseen_fellows[i]; k > 0; --k) {
    const float u = world.random.uniform(kWhichHost, world.persons.ticket[i], world.month, k);
    of_unseen.push_back(meet(u));
  }
}

/// Discrimination, which few meet: chances 1 - e^-x are at most x.
void discriminate(World& world, const P& p, const Reception& reception, Rows rows,
                  std::vector<HostIndex>& of_unseen) {
  Persons& people = world.persons;
  RowFlags active;
  work_out(rows, active, [&](std::size_t i) -> std::uint8_t { return people.active[i] != 0; });
  RowValues<float> prejudice;
  look_up(rows, prejudice, [&](std::size_t i) { return reception.prejudice[people.locality[i]]; });
  RowValues<float> bounds;
  work_out(rows, bounds, [&](std::size_t i) {
    return hazard(p, exposure_of(world, p, i), prejudice[i - rows.begin],
                  people.dialect_fluency[i]);
  });
  for_each_at_risk(world, kDiscriminated, rows, active, &bounds, [&](std::size_t i, float u) {
    const float exposure = exposure_of(world, p, i);
    if (u >= discrimination_probability(p, exposure, prejudice[i - rows.begin],
                                        people.dialect_fluency[i])) {
      return;
    }
    const auto draws = world.random.draws(kAtWork, people.ticket[i], world.month);
    people.discrimination_flags[i] |= 1U;
    people.discriminated_at_work[i] =
        draws.uniform(kAtWork) * exposure < exposure_at_work(people, p, i);
    const auto meet = [&](float which) {
      return draw_by_attitude(world.hosts, reception.cumulative, people.locality[i], which);
    };
    people.negative_contact_host[i] = meet(draws.uniform(kWhichHost));
    meet_others(world, i, of_unseen, meet);
  });
}

/// Conflicts of workers with weak dialect whom nobody discriminated against this month.
void quarrel(World& world, const P& p, Rows rows, std::vector<HostIndex>& of_unseen) {
  Persons& people = world.persons;
  const std::size_t hosts = world.hosts.per_locality;
  RowFlags at_risk;
  work_out(rows, at_risk, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & people.works(i) & (people.dialect_fluency[i] < kWeakDialect) &
           (people.negative_contact_host[i] == kNoHost);
  });
  for_each_hit(world, kConflict, rows, at_risk, p.conflict_rate, [&](std::size_t i) {
    const auto meet = [&](float which) {
      const auto rank = static_cast<std::size_t>(which * static_cast<float>(hosts));
      return static_cast<HostIndex>(people.locality[i] * hosts + rank);
    };
    people.negative_contact_host[i] =
        meet(world.random.uniform(kWhichHost, people.ticket[i], world.month));
    meet_others(world, i, of_unseen, meet);
  });
}

/// Hosts learn of their bad contacts, those with unseen persons included.
void count_negative(World& world, const std::vector<std::vector<HostIndex>>& of_unseen) {
  const Persons& people = world.persons;
  auto& negative = world.hosts.negative;
  std::fill(negative.begin(), negative.end(), std::uint8_t{0});
  const auto count = [&](HostIndex host) {
    if (negative[host] < 255) ++negative[host];
  };
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags met;
    work_out(rows, met, [&](std::size_t i) -> std::uint8_t {
      return (people.active[i] != 0) & (people.negative_contact_host[i] != kNoHost);
    });
    for_each_flagged(rows, met, [&](std::size_t i) { count(people.negative_contact_host[i]); });
  });
  for (const auto& block : of_unseen) std::ranges::for_each(block, count);
}

void step(World& world, const P& p) {
  if (world.persons.size() == 0) return;
  const Reception reception = reception_by(world.hosts);
  std::vector<std::vector<HostIndex>> of_unseen(world.persons.size() / kBlockSize + 1);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    auto& in_block = of_unseen[begin / kBlockSize];
    open_month(world, rows);
    discriminate(world, p, reception, rows, in_block);
    quarrel(world, p, rows, in_block);
  });
  count_negative(world, of_unseen);
}

}  // namespace

float discrimination_probability(const Parameters& p, float exposure, float prejudice,
                                 float dialect_fluency) {
  return 1.0F - exponential(-hazard(p, exposure, prejudice, dialect_fluency));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"contact",
       "Contact brings discrimination, more of it with weak dialect and much prejudice.",
       "MODEL 9.2; national surveys 2014-2018 (S17); survey of 2015 (D04)",
       {"active", "labour_state", "locality", "dialect_fluency", "partner_origin", "hostile_event",
        "unseen_fellows", "hosts", "ties"},
       {"discrimination_flags", "discriminated_at_work", "negative_contact_host", "hosts"},
       {kDiscriminated, kAtWork, kWhichHost, kConflict}},
      kTable, step);
}

}  // namespace resettle::contact
