#include "processes/host_attitudes.h"

#include <algorithm>
#include <cmath>

#include "core/numerics.h"
#include "core/rows.h"
#include "population/host_sums.h"

namespace resettle::host_attitudes {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"host_attitudes.anchor", "0-1 scale", "attitude of the nation, an input", 0, 1}, &P::anchor},
    {{"host_attitudes.offset_sd", "0-1 scale", "lasting differences among hosts", 0, 1},
     &P::offset_sd},
    {{"host_attitudes.youth_offset", "0-1 scale", "hosts under 30 are more distant", 0, 1},
     &P::youth_offset},
    {{"host_attitudes.young_share", "share", "hosts under 30", 0, 1}, &P::young_share},
    {{"host_attitudes.reversion", "per month", "return to the anchor and the own offset", 0, 1},
     &P::reversion},
    {{"host_attitudes.contact_gain", "per month", "warmth gained per tie", 0, 0.1},
     &P::contact_gain},
    {{"host_attitudes.negative_ratio", "factor", "weight of a bad contact against a good one", 0,
      20},
     &P::negative_ratio},
    {{"host_attitudes.generalisation", "share", "warmth to a friend that extends to strangers", 0,
      1},
     &P::generalisation},
    {{"host_attitudes.peer_weight", "per month", "pull of peers within the confidence bound", 0, 1},
     &P::peer_weight},
    {{"host_attitudes.confidence_bound", "0-1 scale", "peers further away are not listened to", 0,
      1},
     &P::confidence_bound},
    {{"host_attitudes.noise_sd", "0-1 scale", "other influences in a month", 0, 0.5}, &P::noise_sd},
    {{"host_attitudes.media_effect", "SD", "warmth of those a campaign reaches; 1 SD = 0.2", 0, 2},
     &P::media_effect},
    {{"host_attitudes.media_decay", "per month", "share of that warmth lost", 0, 1},
     &P::media_decay},
    {{"host_attitudes.exposed_weight", "share", "share of the nation that meets defectors", 0, 1},
     &P::exposed_weight},
    {{"host_attitudes.explicit_hosts", "switch",
      "hosts are agents; false: all hosts of a locality share one attitude (mean field)", 0, 1,
      ParameterKind::flag},
     &P::explicit_hosts},
    {{"host_attitudes.rewiring", "share", "peers who live further away", 0, 1}, &P::rewiring},
    {{"host_attitudes.hosts_per_locality", "persons", "exposed hosts simulated per locality", 8,
      100000, ParameterKind::integer},
     &P::hosts_per_locality},
};

constexpr Decision kOffset{"host", 0, "lasting offset of a host"};
constexpr Decision kYoung{"host", 1, "the host is under 30"};
constexpr Decision kNoise{"host noise", 0, "other influences on a host"};

constexpr int kTiesThatCount = 3;  // MODEL 9.3: min(ties, 3)

/// Hosts appear in the first month of the simulation, at their own resting point.
void create_hosts(World& world, const P& p) {
  Hosts& hosts = world.hosts;
  const float wanted = static_cast<float>(p.hosts_per_locality) * world.scale;
  hosts.per_locality = std::max<std::size_t>(8, static_cast<std::size_t>(std::lround(wanted)));
  const std::size_t count = hosts.per_locality * world.localities();
  hosts.first_month = world.month;
  hosts.attitude.resize(count);
  hosts.offset.resize(count);
  hosts.media.resize(count);
  hosts.mentees.resize(count);
  hosts.negative.resize(count);
  hosts.prejudice_by_locality.resize(world.localities());
  for (std::size_t h = 0; h < count; ++h) {
    const auto draws = world.random.draws(kOffset, static_cast<std::uint32_t>(h), Month{0});
    hosts.offset[h] = p.offset_sd * draws.normal(kOffset) +
                      when(draws.uniform(kYoung) < p.young_share, p.youth_offset);
    hosts.attitude[h] = clamp(p.anchor + hosts.offset[h], 0.0F, 1.0F);
  }
  world.ties.append_hosts(count);
  world.peers = PeerGraph(world.localities(), hosts.per_locality, p.rewiring, world.random);
}

/// Peers a host listens to: those whose attitude is within the confidence bound.
struct Heard {
  RowValues<float> sum;  ///< of the differences
  RowValues<int> peers;
};

/// Hosts listen to one peer each. Who has fewer peers than there are columns is listed in place of
/// a peer, and does not listen to oneself.
void hear_column(const Hosts& hosts, float bound, Rows rows, const std::uint32_t* column,
                 Heard& heard) {
  const float* attitude = hosts.attitude.data();
  const auto first = static_cast<std::int32_t>(rows.begin);
  const auto count = static_cast<std::int32_t>(rows.count());
  RESETTLE_ROWS_AT_ONCE
  for (std::int32_t n = 0; n < count; ++n) {
    const auto peer = static_cast<std::int32_t>(column[first + n]);
    const float difference = attitude[peer] - attitude[first + n];
    const bool listened_to = (std::fabs(difference) < bound) & (peer != first + n);
    heard.sum[n] += when(listened_to, difference);
    heard.peers[n] += listened_to ? 1 : 0;
  }
}

/// The few who have more peers than there are columns listen to the others as well.
void hear_the_rest(const World& world, float bound, Rows rows, Heard& heard) {
  const auto& attitude = world.hosts.attitude;
  RowFlags has_more;
  work_out(rows, has_more, [&](std::size_t h) -> std::uint8_t {
    return world.peers.neighbours(h).size() > PeerGraph::kColumns;
  });
  for_each_flagged(rows, has_more, [&](std::size_t h) {
    for (const std::uint32_t peer : world.peers.neighbours(h).subspan(PeerGraph::kColumns)) {
      const float difference = attitude[peer] - attitude[h];
      const bool listened_to = std::fabs(difference) < bound;
      heard.sum[h - rows.begin] += when(listened_to, difference);
      heard.peers[h - rows.begin] += listened_to ? 1 : 0;
    }
  });
}

/// Mean difference to the peers listened to; 0 where there are none.
void compare_with_peers(const World& world, const P& p, Rows rows, RowValues<float>& differences) {
  Heard heard;
  std::fill_n(heard.sum.begin(), rows.count(), 0.0F);
  std::fill_n(heard.peers.begin(), rows.count(), 0);
  for (std::size_t k = 0; k < PeerGraph::kColumns; ++k) {
    hear_column(world.hosts, p.confidence_bound, rows, world.peers.column(k), heard);
  }
  hear_the_rest(world, p.confidence_bound, rows, heard);
  work_out(rows, differences, [&](std::size_t h) {
    const int peers = heard.peers[h - rows.begin];  // the sum over nobody is 0
    return heard.sum[h - rows.begin] / static_cast<float>(peers == 0 ? 1 : peers);
  });
}

/// Mean field: every host of a locality takes its mean attitude.
void share_attitude(Hosts& hosts, std::size_t first) {
  float sum = 0;
  for (std::size_t j = 0; j < hosts.per_locality; ++j) sum += hosts.attitude[first + j];
  const float mean = sum / static_cast<float>(hosts.per_locality);
  for (std::size_t j = 0; j < hosts.per_locality; ++j) hosts.attitude[first + j] = mean;
}

void note_prejudice(World& world, const P& p) {
  Hosts& hosts = world.hosts;
  if (hosts.mean_field) {
    for (std::size_t l = 0; l < world.localities(); ++l)
      share_attitude(hosts, l * hosts.per_locality);
  }
  const auto each = static_cast<float>(hosts.per_locality);
  sum_by_locality(
      hosts,
      [&](std::size_t h, float sum) {
        return sum + positive_part(hosts.attitude[h] - hosts.media[h]);
      },
      [&](std::size_t l, float sum) { hosts.prejudice_by_locality[l] = sum / each; });
  double attitude = 0;
  double media = 0;
  for (std::size_t h = 0; h < hosts.size(); ++h) {
    attitude += static_cast<double>(hosts.attitude[h]);
    media += static_cast<double>(hosts.media[h]);
  }
  const auto count = static_cast<double>(hosts.size());
  hosts.national_attitude =
      national_attitude(p, static_cast<float>(attitude / count), static_cast<float>(media / count));
}

/// Friends grow closer; those of one month are alike. Ties form before this in the month.
void grow_closer(Hosts& hosts, const P& p, Month now) {
  hosts.ease.resize(static_cast<std::size_t>(now - hosts.first_month) + 1);
  for (float& ease : hosts.ease) ease = next_ease(p, ease);
}

/// Without hosts of their own, localities return to the anchor alone.
float resting_point(const Hosts& hosts, const P& p, std::size_t host) {
  const float own = hosts.offset[host];
  return p.anchor + when(!hosts.mean_field, own);
}

/// The attitudes of some hosts next month.
void move_attitudes(const World& world, const P& p, Rows rows, RowValues<float>& next) {
  const Hosts& hosts = world.hosts;
  RowValues<float> noise_draw;
  work_out(rows, noise_draw, [&](std::size_t h) {
    return world.random.uniform(kNoise, static_cast<std::uint32_t>(h), world.month);
  });
  RowValues<float> noise;
  work_out(rows, noise, [&](std::size_t h) { return normal_quantile(noise_draw[h - rows.begin]); });
  RowValues<float> peers;
  compare_with_peers(world, p, rows, peers);
  work_out(rows, next, [&](std::size_t h) {
    const std::size_t n = h - rows.begin;
    return next_attitude(p, hosts.attitude[h],
                         {resting_point(hosts, p, h), world.ties.known_by_host(h),
                          hosts.negative[h], peers[n], noise[n]});
  });
}

void step(World& world, const P& p) {
  grow_closer(world.hosts, p, world.month);
  std::vector<float> next(world.hosts.size());
  for_blocks(world.parallel, next.size(), [&](std::size_t begin, std::size_t end) {
    RowValues<float> attitudes;
    move_attitudes(world, p, {begin, end}, attitudes);
    store({begin, end}, attitudes, next);
  });
  world.hosts.attitude.swap(next);
  note_prejudice(world, p);
}

void begin_month(World& world, const P& p) {
  const bool first_month = world.hosts.size() == 0;
  if (first_month) create_hosts(world, p);
  const bool changes = world.hosts.mean_field == p.explicit_hosts;
  world.hosts.mean_field = !p.explicit_hosts;
  if (first_month || changes) note_prejudice(world, p);
}

}  // namespace

float next_attitude(const Parameters& p, float attitude, const Influences& influences) {
  const auto ties = static_cast<float>(std::min(influences.ties, kTiesThatCount));
  const float contact =
      p.negative_ratio * static_cast<float>(influences.negative_contacts) - p.generalisation * ties;
  const float next = attitude + p.reversion * (influences.anchor_and_offset - attitude) +
                     p.contact_gain * contact + p.peer_weight * influences.peer_difference +
                     p.noise_sd * influences.noise;
  return clamp(next, 0.0F, 1.0F);
}

float national_attitude(const Parameters& p, float mean_attitude, float mean_media) {
  return p.anchor - mean_media + p.exposed_weight * (mean_attitude - p.anchor);
}

float next_ease(const Parameters& p, float ease) {
  return (1.0F - p.reversion) * ease + (1.0F - p.generalisation) * p.contact_gain;
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"host attitudes",
       "Hosts grow warmer by ties and colder by bad contact, listen to near peers, and return to "
       "the "
       "national anchor, which contact cannot move.",
       "MODEL 9.3; Pettigrew and Tropp 2006, Paluck et al. 2019, Mousa 2020 (S01-S04); Flache 2017",
       {"negative_contact_host"},
       {},
       {kNoise}},
      kTable, step);
}

std::unique_ptr<Process> creation() {
  auto decisions = PeerGraph::decisions();
  decisions.insert(decisions.end(), {kOffset, kYoung});
  return make_process<P>({"hosts appear",
                          "In the first month the hosts of every locality appear.",
                          "MODEL 3, 9.3",
                          {},
                          {},
                          decisions},
                         kTable, begin_month);
}

}  // namespace resettle::host_attitudes
