#include "policies/media_campaign.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "engine/free_money.h"

namespace resettle::media_campaign {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "media_campaign",
    {
        {{"policies.media_campaign.reach", "share", "exposed hosts reached in a month", 0, 1},
         effect(&P::reach)},
        {{"policies.media_campaign.months", "months", "length of the campaign", 0, 600,
          ParameterKind::integer},
         level(&P::months)},
        {{"policies.media_campaign.cost_per_reached_krw", "KRW",
          "cost of reaching one exposed host for a month, in KRW of 2025; the user must give it", 0,
          1e9, ParameterKind::capacity},
         level(&P::cost_per_reached_krw)},
        borrowed<P>("host_attitudes.media_effect", &P::media_effect),
        borrowed<P>("host_attitudes.media_decay", &P::media_decay),
    },
    OfferedTo::nobody);

constexpr Decision kReached{"media campaign", 0, "a host is reached by the campaign"};

constexpr float kAttitudeSd = 0.2F;  // MODEL 9.3: one standard deviation on the 0-1 scale

/// Hosts do not belong to the group of a pilot: a campaign for that group reaches nobody.
bool runs(const World& world, const P& p) {
  return p.is_on(world.month) && world.month < p.on_from + p.months && !p.pilot_only &&
         p.reach * p.coverage > 0.0F;
}

/// The hosts whom the campaign reaches this month. Places and money limit them in the order of
/// their draw.
std::vector<HostIndex> reached(World& world, const P& p, double host_krw) {
  std::vector<std::pair<float, HostIndex>> order;
  for (HostIndex h = 0; h < world.hosts.size(); ++h) {
    const float u = world.random.uniform(kReached, h, world.month);
    if (u < p.reach * p.coverage) order.emplace_back(u, h);
  }
  std::sort(order.begin(), order.end());
  const auto places = static_cast<double>(p.capacity);  // hosts are never thinned
  if (places < static_cast<double>(order.size())) order.resize(static_cast<std::size_t>(places));
  order.resize(within_budget(world, CappedInstrument::media_campaign, host_krw,
                             affordable(world, Purse::media, host_krw, order.size())));
  std::vector<HostIndex> chosen;
  for (const auto& [u, h] : order) chosen.push_back(h);
  return chosen;
}

/// Cost counts the exposed hosts who are reached: the nation's other people are not simulated. In a
/// thinned world all money is thinned.
void campaign(World& world, const P& p) {
  require(std::isfinite(p.cost_per_reached_krw),
          "a media campaign runs, but policies.media_campaign.cost_per_reached_krw is not given");
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double host_krw =
      static_cast<double>(p.cost_per_reached_krw) * prices * static_cast<double>(world.scale);
  const auto hosts = reached(world, p, host_krw);
  for (const HostIndex h : hosts) world.hosts.media[h] = warmth_of_reached(p);
  const double cost = host_krw * static_cast<double>(hosts.size());
  world.ledger.add(LedgerLine::media_campaign, std::llround(cost));
  if (world.purses.in_force) world.purses.spend(Purse::media, cost);
}

void step(World& world, const P& p) {
  auto& media = world.hosts.media;
  const bool warm = std::any_of(media.begin(), media.end(), [](float m) { return m > 0.0F; });
  if (warm) {
    for (float& m : media) m *= 1.0F - p.media_decay;
  }
  if (runs(world, p)) campaign(world, p);  // a level: repeats set it anew and never add
}

}  // namespace

float warmth_of_reached(const Parameters& p) { return p.media_effect * kAttitudeSd; }

std::unique_ptr<Process> process() {
  return make_process<P>({"media campaign",
                          "A campaign in the media warms the hosts it reaches, for a while.",
                          "MODEL 9.3, 16.2; media and attitudes (S05)",
                          {"hosts"},
                          {"hosts", "budgets"},
                          {kReached}},
                         kTable, step);
}

}  // namespace resettle::media_campaign
