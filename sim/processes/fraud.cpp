#include "processes/fraud.h"

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

bool is_exposed(const Persons& people, std::size_t i, Month now) {
  return (people.active[i] != 0) & (people.months_since_exit(i, now) < kExposedMonths) &
         (people.assets_krw[i] > kSmall);
}

float officer_of(const Persons& people, std::size_t i) {
  return people.officer_quality[i] * people.service_intensity[i];
}

RowWork begin(World& world, const P& p) {
  return [&](Rows rows) {
    Persons& people = world.persons;
    // Only a very bad officer makes a fraud more likely than the screen allows.
    const float largest = 1.0F / static_cast<float>(1U << kDefrauded.screen_bits);
    RowFlags above;
    work_out(rows, above, [&](std::size_t i) -> std::uint8_t {
      const auto assets = static_cast<float>(people.assets_krw[i]);
      return is_exposed(people, i, world.month) &
             (probability(p, assets, officer_of(people, i)) > largest);
    });
    std::int64_t losses = 0;
    for_each_screened(world, kDefrauded, rows, &above, [&](std::size_t i, float u) {
      if (!is_exposed(people, i, world.month)) return;
      const auto assets = static_cast<float>(people.assets_krw[i]);
      if (u >= probability(p, assets, officer_of(people, i))) return;
      const auto loss = static_cast<std::int32_t>(p.loss_share * assets);
      people.assets_krw[i] -= loss;
      people.defrauded[i] = 1;
      losses += loss;
    });
    world.ledger.add(LedgerLine::fraud_losses, losses);
  };
}

}  // namespace

float probability(const Parameters& p, float assets_krw, float officer) {
  const float attraction = 1.0F + assets_krw / 1e7F;
  return p.rate * exponential(-p.officer_shield * officer) *
         (attraction < 3.0F ? attraction : 3.0F);
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"fraud",
       "In the first five years savings attract fraud, the more the larger they are; a good case "
       "officer protects.",
       "MODEL 12.5; surveys of 2006 and 2021 (S13)",
       {"active", "exit_month", "officer_quality", "service_intensity"},
       {"assets_krw", "defrauded"},
       {kDefrauded}},
      kTable, begin);
}

}  // namespace resettle::fraud
