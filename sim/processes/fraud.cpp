#include "processes/fraud.h"

#include <algorithm>

#include "core/numerics.h"

namespace resettle::fraud {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"fraud.rate", "per month", "defrauded in the first five years, with small savings", 0, 0.2},
     &P::rate},
    {{"fraud.loss_share", "share", "savings lost to a fraud", 0, 1}, &P::loss_share},
    {{"fraud.officer_shield", "per SD", "log of the protection by a case officer", -5, 5},
     &P::officer_shield},
};

constexpr auto kDefrauded = Decision::screened(5, "fraud", 0, "defrauded this month");

constexpr int kExposedMonths = 60;          // MODEL 12.5
constexpr std::int32_t kSmall = 1'000'000;  // KRW; MODEL 12.5

void step(World& world, const P& p) {
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    if (people.months_since_exit(i, world.month) >= kExposedMonths) return;
    if (people.assets_krw[i] <= kSmall) return;
    const auto assets = static_cast<float>(people.assets_krw[i]);
    const float officer = people.officer_quality[i] * people.service_intensity[i];
    if (world.random.uniform(kDefrauded, people.ticket[i], world.month) >=
        probability(p, assets, officer)) {
      return;
    }
    const auto loss = static_cast<std::int32_t>(p.loss_share * assets);
    people.assets_krw[i] -= loss;
    people.defrauded[i] = 1;
    world.ledger.add(LedgerLine::fraud_losses, loss);
  });
}

}  // namespace

float probability(const Parameters& p, float assets_krw, float officer) {
  return p.rate * exponential(-p.officer_shield * officer) *
         std::min(3.0F, 1.0F + assets_krw / 1e7F);
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"fraud",
       "In the first five years savings attract fraud, the more the larger they are; a good case "
       "officer protects.",
       "MODEL 12.5; surveys of 2006 and 2021 (S13)",
       {"active", "exit_month", "officer_quality", "service_intensity"},
       {"assets_krw", "defrauded"},
       {kDefrauded}},
      kTable, step);
}

}  // namespace resettle::fraud
