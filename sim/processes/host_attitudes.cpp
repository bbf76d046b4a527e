#include "processes/host_attitudes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/numerics.h"
#include "core/rows.h"
#include "networks/unseen_friends.h"
#include "population/host_sums.h"

namespace resettle::host_attitudes {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"host_attitudes.anchor", "0-1 scale", "attitude of the nation, an input", 0, 1},
     level(&P::anchor)},
    {{"host_attitudes.offset_sd", "0-1 scale", "lasting differences among hosts", 0, 1},
     effect(&P::offset_sd)},
    {{"host_attitudes.youth_offset", "0-1 scale", "hosts under 30 are more distant", 0, 1},
     effect(&P::youth_offset)},
    {{"host_attitudes.young_share", "share", "hosts under 30", 0, 1}, level(&P::young_share)},
    {{"host_attitudes.reversion", "per month", "return to the anchor and the own offset", 0, 1},
     effect(&P::reversion)},
    {{"host_attitudes.contact_gain", "per month", "warmth gained per tie", 0, 0.1},
     effect(&P::contact_gain)},
    {{"host_attitudes.negative_ratio", "factor", "weight of a bad contact against a good one", 0,
      20},
     effect(&P::negative_ratio)},
    {{"host_attitudes.generalisation", "share", "warmth to a friend that extends to strangers", 0,
      1},
     effect(&P::generalisation)},
    {{"host_attitudes.peer_weight", "per month", "pull of peers within the confidence bound", 0, 1},
     effect(&P::peer_weight)},
    {{"host_attitudes.work_slope", "0-1 scale", "warmer where all defectors work than where none",
      -1, 1},
     effect(&P::work_slope)},
    {{"host_attitudes.work_reference", "share", "of working defectors that changes nothing", 0, 1},
     level(&P::work_reference)},
    {{"host_attitudes.confidence_bound", "0-1 scale", "peers further away are not listened to", 0,
      1},
     level(&P::confidence_bound)},
    {{"host_attitudes.noise_sd", "0-1 scale", "other influences in a month", 0, 0.5},
     effect(&P::noise_sd)},
    {{"host_attitudes.media_effect", "SD", "warmth of those a campaign reaches; 1 SD = 0.2", 0, 2},
     effect(&P::media_effect).of("media_campaign")},
    {{"host_attitudes.media_decay", "per month", "share of that warmth lost", 0, 1},
     effect(&P::media_decay)},
    {{"host_attitudes.exposed_weight", "share", "share of the nation that meets defectors", 0, 1},
     level(&P::exposed_weight)},
    {{"host_attitudes.explicit_hosts", "switch",
      "hosts are agents; false: all hosts of a locality share one attitude (mean field)", 0, 1,
      ParameterKind::flag},
     level(&P::explicit_hosts)},
    {{"host_attitudes.rewiring", "share", "peers who live further away", 0, 1},
     effect(&P::rewiring)},
    {{"host_attitudes.hosts_per_locality", "persons", "exposed hosts simulated per locality", 8,
      100000, ParameterKind::integer},
     level(&P::hosts_per_locality)},
};

constexpr Decision kOffset{"host", 0, "lasting offset of a host"};
constexpr Decision kYoung{"host", 1, "the host is under 30"};
constexpr Decision kNoise{"host noise", 0, "other influences on a host"};

constexpr int kTiesThatCount = 3;  // MODEL 9.3: min(ties, 3)

/// Hosts appear in the first month of the simulation, at their own resting point.
void create_hosts(World& world, const P& p) {
  Hosts& hosts = world.hosts;
  hosts.per_locality = static_cast<std::size_t>(p.hosts_per_locality);  // at every scale
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

/// What a host hears from the peers it listens to: those within the confidence bound.
struct Heard {
  float sum = 0;  ///< of the differences
  int peers = 0;

  void add(float difference, bool listened_to) {
    sum += when(listened_to, difference);
    peers += listened_to ? 1 : 0;
  }
  /// Mean difference; the sum over nobody is 0.
  [[nodiscard]] float mean() const { return sum / static_cast<float>(peers == 0 ? 1 : peers); }
};

using Columns = std::make_index_sequence<PeerGraph::kColumns>;

/// Mean difference to the peers listened to, of those in the columns of the graph. Who has fewer
/// peers than there are columns is listed in place of a peer, and does not listen to oneself.
template <std::size_t... kColumn>
void compare_with_columns(const World& world, float bound, Rows rows,
                          std::index_sequence<kColumn...> /*all columns*/,
                          RowValues<float>& __restrict differences) {
  const float* attitude = world.hosts.attitude.data();
  const std::array<const std::uint32_t*, sizeof...(kColumn)> peers{world.peers.column(kColumn)...};
  const auto first = static_cast<std::int32_t>(rows.begin);
  const auto count = static_cast<std::int32_t>(rows.count());
  RESETTLE_ROWS_AT_ONCE
  for (std::int32_t n = 0; n < count; ++n) {
    const std::int32_t host = first + n;
    const float own = attitude[host];
    Heard heard;
    const auto hear = [&](std::int32_t peer) {
      const float difference = attitude[peer] - own;
      heard.add(difference, (std::fabs(difference) < bound) & (peer != host));
    };
    (hear(static_cast<std::int32_t>(peers[kColumn][host])), ...);
    differences[static_cast<std::size_t>(n)] = heard.mean();
  }
}

/// Mean difference to the peers listened to; 0 where there are none.
void compare_with_peers(const World& world, const P& p, Rows rows, RowValues<float>& differences) {
  compare_with_columns(world, p.confidence_bound, rows, Columns{}, differences);
  RowFlags has_more;
  work_out(rows, has_more, [&](std::size_t h) -> std::uint8_t {
    return world.peers.neighbours(h).size() > PeerGraph::kColumns;
  });
  const auto& attitude = world.hosts.attitude;
  for_each_flagged(rows, has_more, [&](std::size_t h) {  // the few who have more listen to all
    Heard heard;
    for (const std::uint32_t peer : world.peers.neighbours(h)) {
      const float difference = attitude[peer] - attitude[h];
      heard.add(difference, std::fabs(difference) < p.confidence_bound);
    }
    differences[h - rows.begin] = heard.mean();
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

constexpr int kWorksFrom = 18;  // MODEL2 18
constexpr int kWorksTo = 64;

/// By locality: how much colder hosts rest because few of those who live there work, or warmer.
std::vector<float> judged_by_work(const World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<float> colder(world.localities());
  if (p.work_slope == 0.0F) return colder;
  for (std::size_t l = 0; l < colder.size(); ++l) {
    int able = 0;
    int working = 0;
    for (const PersonIndex i : world.residents.of(l)) {
      const bool counts = (people.age[i] >= kWorksFrom) & (people.age[i] <= kWorksTo);
      able += counts ? 1 : 0;
      working += counts & people.works(i) ? 1 : 0;
    }
    if (able == 0) continue;  // nobody to judge
    const float share = static_cast<float>(working) / static_cast<float>(able);
    colder[l] = p.work_slope * (p.work_reference - share);
  }
  return colder;
}

/// Without hosts of their own, localities return to the anchor alone.
float resting_point(const Hosts& hosts, const P& p, std::size_t host) {
  const float own = hosts.offset[host];
  return p.anchor + when(!hosts.mean_field, own);
}

/// Defectors whom the hosts of the rows know, unseen ones included.
void count_friends(const World& world, const UnseenFriends* unseen, Rows rows,
                   RowValues<int>& friends) {
  work_out(rows, friends, [&](std::size_t h) { return world.ties.known_by_host(h); });
  if (unseen == nullptr) return;
  for (std::size_t h = rows.begin; h < rows.end; ++h) {
    friends[h - rows.begin] += unseen->of(world.hosts, world.random, h);
  }
}

/// The attitudes of some hosts next month.
void move_attitudes(const World& world, const P& p, const UnseenFriends* unseen,
                    const std::vector<float>& colder, Rows rows, RowValues<float>& next) {
  const Hosts& hosts = world.hosts;
  RowValues<float> noise_draw;
  work_out(rows, noise_draw, [&](std::size_t h) {
    return world.random.uniform(kNoise, static_cast<std::uint32_t>(h), world.month);
  });
  RowValues<float> noise;
  work_out(rows, noise, [&](std::size_t h) { return normal_quantile(noise_draw[h - rows.begin]); });
  RowValues<int> friends;
  count_friends(world, unseen, rows, friends);
  RowValues<float> peers;
  compare_with_peers(world, p, rows, peers);
  work_out(rows, next, [&](std::size_t h) {
    const std::size_t n = h - rows.begin;
    return next_attitude(
        p, hosts.attitude[h],
        {.anchor_and_offset = resting_point(hosts, p, h) + colder[h / hosts.per_locality],
         .ties = friends[n],
         .negative_contacts = hosts.negative[h],
         .peer_difference = peers[n],
         .noise = noise[n]});
  });
}

void step(World& world, const P& p) {
  grow_closer(world.hosts, p, world.month);
  std::optional<UnseenFriends> unseen;
  if (world.scale < 1.0F) {
    unseen.emplace(world.hosts, world.ties, world.scale, kTiesThatCount);
  }
  const auto colder = judged_by_work(world, p);
  std::vector<float> next(world.hosts.size());
  for_blocks(world.parallel, next.size(), [&](std::size_t begin, std::size_t end) {
    RowValues<float> attitudes;
    move_attitudes(world, p, unseen.has_value() ? &*unseen : nullptr, colder, {begin, end},
                   attitudes);
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
       "the national anchor, which contact cannot move, warmer where more defectors work.",
       "MODEL 9.3, MODEL2 18; Pettigrew and Tropp 2006, Paluck et al. 2019, Mousa 2020 (S01-S04); "
       "Flache 2017",
       {"negative_contact_host", "ties", "hosts", "active", "locality", "age", "labour_state"},
       {"hosts"},
       {kNoise, kUnseenFriends}},
      kTable, step);
}

std::unique_ptr<Process> creation() {
  auto decisions = PeerGraph::decisions();
  decisions.insert(decisions.end(), {kOffset, kYoung});
  return make_process<P>({"hosts appear",
                          "In the first month the hosts of every locality appear.",
                          "MODEL 3, 9.3",
                          {},
                          {"hosts"},
                          decisions},
                         kTable, begin_month);
}

}  // namespace resettle::host_attitudes
