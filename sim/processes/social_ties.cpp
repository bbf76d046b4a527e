#include "processes/social_ties.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/numerics.h"
#include "engine/screened.h"
#include "engine/thinned.h"
#include "networks/meeting.h"

namespace resettle::social_ties {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"ties.coethnic_formation", "per month", "new ties to fellow defectors per person", 0, 1},
     effect(&P::coethnic_formation)},
    {{"ties.host_formation", "per month", "proposals of a tie to a host, at exposure 1", 0, 1},
     effect(&P::host_formation)},
    {{"ties.centre_gain", "factor", "more co-ethnic meetings since regional centres opened", 0, 5},
     effect(&P::centre_gain)},
    {{"ties.density_power", "exponent",
      "more co-ethnic meetings where more fellows live than usual", 0, 3},
     effect(&P::density_power)},
    {{"ties.school_ties", "ties", "ties that school has brought who came as a child, at 15", 0, 16},
     effect(&P::school_ties)},
    {{"ties.school_host_share", "share", "of them to South Koreans", 0, 1},
     level(&P::school_host_share)},
    {{"ties.exposure_base", "dimensionless", "occasions to meet hosts in daily life", 0, 5},
     effect(&P::exposure_base)},
    {{"ties.exposure_work", "dimensionless", "occasions at work", 0, 5}, effect(&P::exposure_work)},
    {{"ties.exposure_school", "dimensionless", "occasions at school", 0, 5},
     effect(&P::exposure_school)},
    {{"ties.exposure_mentor", "dimensionless", "occasions through a mentor", 0, 10},
     effect(&P::exposure_mentor).of("mentoring")},
    {{"ties.exposure_ngo", "dimensionless", "occasions through organisations' work with the public",
      0, 10},
     effect(&P::exposure_ngo)},
    {{"ties.degree_cap", "ties", "largest number of ties of a person", 1, TieBook::kSlots,
      ParameterKind::integer},
     level(&P::degree_cap)},
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr auto kCoethnicProposals =
    Decision::screened(5, "tie proposals", 0, "number of co-ethnic ties proposed");
constexpr auto kHostProposals =
    Decision::screened(3, "tie proposals", 1, "number of host ties proposed");
constexpr Decision kHostPartner{"host tie", 0, "which host is proposed a tie"};
constexpr Decision kHostAccepts{"host tie", 1, "the host accepts"};
constexpr Decision kSchoolTies{"school ties", 0, "number of ties that school has brought"};
constexpr Decision kSchoolFriend{"school friend", 0, "the friend from school is a South Korean"};
constexpr Decision kMetAgain{"thinned world", 2, "meets a friend again"};

constexpr Month kCentresOpen = month_of(2010, 1);  // regional centres (MODEL 9.1)
constexpr int kGrown = 15 * 12;                    // months of age at which ties begin to count
constexpr float kCommunityTilt = 0.3F;             // MODEL 9.1, community orientation

/// Meetings of a month have numbers: those at school are the last of them.
constexpr std::uint32_t kSchoolMeetings = 192;

using Pair = std::pair<PersonIndex, PersonIndex>;

/// Mean number of co-ethnic ties a person proposes in a month. The parameter is the rate at which a
/// person gains ties (limit V5 of the model); a tie may come from either end, so each proposes at
/// half of it.
float coethnic_proposals(const World& world, const P& p, bool community) {
  return 0.5F * p.coethnic_formation * (world.month >= kCentresOpen ? 1.0F + p.centre_gain : 1.0F) *
         (1.0F + when(community, kCommunityTilt * p.orientation_strength));
}

/// Ties are only proposed by who draws a small number: below about the mean number of proposals.
int number_proposed(float mean, float u) { return poisson_quantile(mean, 1.0F - u); }

/// Whom the person meets at the k-th meeting of the month; kNobody if there is nobody. Nobody has
/// as many as kProposals meetings in a month; if one did, the later would repeat tries of the
/// first.
PersonIndex meet(const World& world, Meetings& meetings, PersonIndex self, std::uint32_t k) {
  constexpr std::uint32_t kTries = 16;
  constexpr std::uint32_t kProposals = 256 / kTries;  // a month's meetings have numbers below 256
  for (std::uint32_t number = k; number < 256; number += kProposals) {
    const PersonIndex other = meetings.draw(self, number);
    const bool known =
        world.scale < 1.0F && other != kNobody && world.ties.has(self, TieKind::coethnic, other);
    if (!known || is_met_again(world, kMetAgain, self, number)) return other;
  }
  return kNobody;
}

/// How much more, or less, one meets fellows in each locality than where the average person lives.
std::vector<float> density_factors(const World& world, const P& p) {
  const std::size_t localities = world.residents.localities();
  std::vector<float> factors(localities, 1.0F);
  if (p.density_power == 0.0F) return factors;
  double persons = 0;
  double squares = 0;
  for (std::size_t l = 0; l < localities; ++l) {
    const auto here = static_cast<double>(world.residents.of(l).size());
    persons += here;
    squares += here * here;
  }
  for (std::size_t l = 0; l < localities && squares > 0.0; ++l) {
    const double relative = static_cast<double>(world.residents.of(l).size()) * persons / squares;
    factors[l] = relative > 0.0 ? power(static_cast<float>(relative), p.density_power) : 0.0F;
  }
  return factors;
}

/// A tie proposed to a host.
struct HostProposal {
  PersonIndex person;
  HostIndex host;
  float u;  ///< the host accepts if this is small
};

/// The k-th tie the person proposes to a host.
HostProposal propose_to_host(const World& world, std::size_t i, std::uint32_t k) {
  const Persons& people = world.persons;
  const auto draws = world.random.draws(kHostPartner, people.ticket[i], world.month, k);
  const auto rank = static_cast<std::size_t>(draws.uniform(kHostPartner) *
                                             static_cast<float>(world.hosts.per_locality));
  const std::size_t host = people.locality[i] * world.hosts.per_locality + rank;
  return {
      .person = static_cast<PersonIndex>(i),
      .host = static_cast<HostIndex>(host),
      .u = draws.uniform(kHostAccepts),
  };
}

/// Who came as a child and is now 15 outside the facility has friends from school, some of them
/// fellows. Children have no ties before.
void bring_school_ties(World& world, const P& p, Rows rows, std::vector<Pair>& proposals) {
  if (p.school_ties <= 0.0F) return;
  const Persons& people = world.persons;
  RowFlags grown;
  work_out(rows, grown, [&](std::size_t i) -> std::uint8_t {
    const int birthday = people.birth_month[i] + kGrown;
    const int since = birthday > people.exit_month[i] ? birthday : people.exit_month[i];
    return (people.active[i] != 0) & (since == world.month.index) &
           (birthday > people.arrival_month[i]);
  });
  Meetings meetings(people, world.residents, world.random, world.month);
  for_each_flagged(rows, grown, [&](std::size_t i) {
    const auto self = static_cast<PersonIndex>(i);
    const std::uint32_t id = people.ticket[i];
    const int count =
        poisson_quantile(p.school_ties, world.random.uniform(kSchoolTies, id, world.month));
    for (std::uint32_t k = 0; k < static_cast<std::uint32_t>(count); ++k) {
      if (world.random.uniform(kSchoolFriend, id, world.month, k) < p.school_host_share) {
        const HostProposal friendship = propose_to_host(world, i, kSchoolMeetings + k);
        world.ties.connect_host(self, friendship.host, world.month, false, p.degree_cap);
      } else if (const PersonIndex other = meetings.draw(self, kSchoolMeetings + k);
                 other != kNobody) {
        proposals.emplace_back(std::minmax(self, other));
      }
    }
  });
}

void propose_coethnic(const World& world, const P& p, const std::vector<float>& density, Rows rows,
                      std::vector<Pair>& proposals) {
  const Persons& people = world.persons;
  const float plain = coethnic_proposals(world, p, false);
  const float tilted = coethnic_proposals(world, p, true);
  RowFlags active;
  work_out(rows, active, [&](std::size_t i) -> std::uint8_t { return people.active[i] != 0; });
  RowValues<float> mean;
  look_up(rows, mean, [&](std::size_t i) {
    return density[people.locality[i]] *
           (people.disposition[i] == Disposition::community ? tilted : plain);
  });
  Meetings meetings(people, world.residents, world.random, world.month);
  for_each_at_risk(world, kCoethnicProposals, rows, active, &mean, [&](std::size_t i, float u) {
    const auto self = static_cast<PersonIndex>(i);
    const auto count = static_cast<std::uint32_t>(number_proposed(mean[i - rows.begin], u));
    for (std::uint32_t k = 0; k < count; ++k) {
      const PersonIndex other = meet(world, meetings, self, k);
      if (other != kNobody) proposals.emplace_back(std::minmax(self, other));
    }
  });
}

/// Ties to hosts are applied at once: they touch the person's own row only, and the attitude read
/// here is not written in this step.
void form_host_ties(World& world, const P p, Rows rows) {
  const Persons& people = world.persons;
  RowValues<float> public_effort;
  look_up(rows, public_effort,
          [&](std::size_t i) { return world.organisations[people.locality[i]].public_effort; });
  RowValues<float> mean;
  work_out(rows, mean, [&](std::size_t i) {
    const Exposure situation{
        .works = people.works(i),
        .in_school = people.in_school(i),
        .has_mentor = people.has_mentor(i),
        .ngo_public_effort = public_effort[i - rows.begin],
    };
    return host_proposals(p, exposure(p, situation), people.dialect_fluency[i],
                          people.disposition[i] == Disposition::community);
  });
  RowFlags active;
  work_out(rows, active, [&](std::size_t i) -> std::uint8_t { return people.active[i] != 0; });
  std::vector<HostProposal> proposals;
  for_each_at_risk(world, kHostProposals, rows, active, &mean, [&](std::size_t i, float u) {
    const auto count = static_cast<std::uint32_t>(number_proposed(mean[i - rows.begin], u));
    for (std::uint32_t k = 0; k < count; ++k) {
      proposals.push_back(propose_to_host(world, i, k));
      world.ties.fetch(i);
      __builtin_prefetch(&world.hosts.attitude[proposals.back().host]);
      __builtin_prefetch(&world.hosts.media[proposals.back().host]);
    }
  });
  for (const auto& [person, host, u] : proposals) {
    if (u >= 1.0F - world.hosts.stranger_attitude(host)) continue;  // refused
    world.ties.connect_host(person, host, world.month, false, p.degree_cap);
  }
}

void apply(World& world, const P& p, const std::vector<Pair>& proposals) {
  constexpr std::size_t kAhead = 8;
  for (std::size_t n = 0; n < proposals.size(); ++n) {
    const auto [soon, soon_too] = proposals[std::min(n + kAhead, proposals.size() - 1)];
    world.ties.fetch(soon);
    world.ties.fetch(soon_too);
    const auto [one, other] = proposals[n];
    world.ties.connect(one, other, world.month, false, p.degree_cap);
  }
}

/// Proposals are made by all at once, each block of persons into its own list; then sorted and
/// applied in order.
void form_ties(World& world, const P& p) {
  std::vector<std::vector<Pair>> by_block(world.persons.size() / kBlockSize + 1);
  const std::vector<float> density = density_factors(world, p);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    bring_school_ties(world, p, {begin, end}, by_block[begin / kBlockSize]);
    propose_coethnic(world, p, density, {begin, end}, by_block[begin / kBlockSize]);
    form_host_ties(world, p, {begin, end});
  });
  std::vector<Pair> proposals;
  for (const auto& block : by_block) proposals.insert(proposals.end(), block.begin(), block.end());
  std::sort(proposals.begin(), proposals.end());
  apply(world, p, proposals);
}

}  // namespace

float exposure(const Parameters& p, const Exposure& situation) {
  return p.exposure_base + when(situation.works, p.exposure_work) +
         when(situation.in_school, p.exposure_school) +
         when(situation.has_mentor, p.exposure_mentor) +
         p.exposure_ngo * situation.ngo_public_effort;
}

float host_proposals(const Parameters& p, float exposure, float dialect_fluency, bool community) {
  return p.host_formation * exposure * 2.0F * (0.4F + dialect_fluency) *
         (1.0F + when(community, kCommunityTilt * p.orientation_strength));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"ties form",
       "Fellow defectors near in age and arrival meet, more where more live; hosts are met at "
       "work, "
       "school, by mentors; who came as a child has friends from school at 15.",
       "MODEL 9.1, MODEL2 6; SOEP refugees 2017 (S11); interviews (S12)",
       {"active", "locality", "birth_month", "arrival_month", "exit_month", "disposition",
        "labour_state", "mentor_months_left", "dialect_fluency", "hosts", "organisations"},
       {"ties"},
       {kCoethnicProposals, kHostProposals, kMetYear, kMetPerson, kMetHappens, kMetAfterAll,
        kHostPartner, kHostAccepts, kSchoolTies, kSchoolFriend, kMetAgain}},
      kTable, form_ties);
}

}  // namespace resettle::social_ties
