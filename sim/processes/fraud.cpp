#include "processes/fraud.h"

#include <algorithm>

#include "core/numerics.h"
#include "engine/screened.h"

namespace resettle::fraud {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"fraud.rate", "per month", "defrauded in the first five years, with small savings", 0, 0.2},
     effect(&P::rate)},
    {{"fraud.loss_share", "share", "savings lost to a fraud", 0, 1}, effect(&P::loss_share)},
    {{"fraud.officer_base", "log", "protection by a case officer of quality 0", -5, 5},
     effect(&P::officer_base)},
    {{"fraud.officer_shield", "per SD", "log of the protection by a case officer", -5, 5},
     effect(&P::officer_shield)},
};

constexpr auto kDefrauded = Decision::screened(5, "fraud", 0, "defrauded this month");

constexpr int kExposedMonths = 60;          // MODEL 12.5
constexpr std::int32_t kSmall = 1'000'000;  // KRW; MODEL 12.5
constexpr float kMostAttraction = 3.0F;     // factor for large savings; MODEL 12.5

bool is_exposed(const Persons& people, std::size_t i, Month now) {
  return (people.active[i] != 0) & (people.months_since_exit(i, now) < kExposedMonths) &
         (people.assets_krw[i] > kSmall);
}

/// Log of the protection by the case officer, by quality and time for the person (MODEL2 13).
float protection_of(const P& p, const Persons& people, std::size_t i) {
  return people.service_intensity[i] *
         (p.officer_base + p.officer_shield * people.officer_quality[i]);
}

/// Less protection than minus this could make a fraud more likely than 2^-screen_bits: then its
/// number need not be low. A little less, so that rounding does no harm.
float log_odds_within_screen(const P& p) {
  const float screen = screen_limit(kDefrauded);
  return logarithm(screen / (kMostAttraction * std::max(p.rate, 1e-6F))) - 0.01F;
}

void step(World& world, const P p, Rows rows) {
  const float largest_log_odds = log_odds_within_screen(p);
  Persons& people = world.persons;
  RowFlags exposed;
  work_out(rows, exposed, [&](std::size_t i) -> std::uint8_t {
    return is_exposed(people, i, world.month) ? 1 : 0;
  });
  RowValues<float> bounds;  // an officer bad enough may make it more likely than the screen
  work_out(rows, bounds, [&](std::size_t i) {
    const bool above = -protection_of(p, people, i) > largest_log_odds;
    return above ? 1.0F : 0.0F;
  });
  std::int64_t losses = 0;
  for_each_at_risk(world, kDefrauded, rows, exposed, &bounds, [&](std::size_t i, float u) {
    const auto assets = static_cast<float>(people.assets_krw[i]);
    if (u >= probability(p, assets, protection_of(p, people, i))) return;
    const auto loss = static_cast<std::int32_t>(p.loss_share * assets);
    people.assets_krw[i] -= loss;
    people.defrauded[i] = 1;
    losses += loss;
  });
  world.ledger.add(LedgerLine::fraud_losses, losses);
}

}  // namespace

float probability(const Parameters& p, float assets_krw, float protection) {
  const float attraction = 1.0F + assets_krw / 1e7F;
  return p.rate * exponential(-protection) * std::min(kMostAttraction, attraction);
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"fraud",
       "In the first five years savings attract fraud, the more the larger they are; a good case "
       "officer protects.",
       "MODEL 12.5, MODEL2 13; surveys of 2006 and 2021 (S13)",
       {"active", "exit_month", "officer_quality", "service_intensity"},
       {"assets_krw", "defrauded"},
       {kDefrauded}},
      kTable, step);
}

}  // namespace resettle::fraud
