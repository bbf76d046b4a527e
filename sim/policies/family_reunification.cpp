#include "policies/family_reunification.h"

#include <cmath>
#include <vector>

#include "core/errors.h"
#include "engine/free_money.h"
#include "engine/queue.h"

namespace resettle::family_reunification {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "family_reunification",
    {
        {{"policies.family_reunification.rate", "per month",
          "reunited with the family left behind, of those to whom it is offered", 0, 1},
         effect(&P::rate).by_line()},
        {{"policies.family_reunification.cost_krw", "KRW",
          "cost of one reunification, in KRW of 2025; the user must give it", 0, 1e10,
          ParameterKind::capacity},
         level(&P::cost_krw)},
    },
    OfferedTo::recipients);

constexpr Decision kOffered{"family reunification", 0, "family reunification is offered"};
constexpr Decision kReunited{"family reunification", 1, "reunited with the family this month"};
constexpr Decision kRation{"family reunification", 2, "order of the queue for reunification"};

std::vector<PersonIndex> candidates(const World& world, const P& p) {
  const Persons& people = world.persons;
  const auto separated = [&](std::size_t i) {
    return (people.active[i] != 0) & (people.family_left_behind[i] != 0);
  };
  return persons_with(world, separated, [&](std::size_t i) {
    const float u = world.random.uniform(kReunited, people.ticket[i], world.month);
    return offered_terms(world, p, kOffered, i, [u](const P& terms) { return u < terms.rate; }) !=
           nullptr;
  });
}

/// A reunification takes its place for one month: capacity is the number in a month. Those who
/// come are not persons of the simulation (MODEL 24).
void step(World& world, const P& p) {
  if (!p.is_on(world.month) || p.coverage <= 0.0F || p.largest(&P::rate) <= 0.0F) return;
  require(std::isfinite(p.cost_krw),
          "families are reunited, but policies.family_reunification.cost_krw is not given");
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double family_krw = static_cast<double>(p.cost_krw) * prices;
  auto chosen = ration(world, p, Place::family_reunification, kRation, candidates(world, p), 0);
  chosen.resize(
      within_budget(world, CappedInstrument::family_reunification, family_krw, chosen.size()));
  world.places.begin(Place::family_reunification, chosen.size());
  for (const PersonIndex i : chosen) world.persons.family_left_behind[i] = 0;
  const double cost = static_cast<double>(chosen.size()) * static_cast<double>(p.cost_krw) * prices;
  world.ledger.add(LedgerLine::family_reunification, std::llround(cost));
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>({"family reunification",
                          "Families left behind are brought to the South.",
                          "MODEL 16.2",
                          {"active", "arrival_month", "pilot_group", kEligibility},
                          {"family_left_behind", "budgets", "reunifications begun"},
                          {kOffered, kReunited, kRation}},
                         kTable, step);
}

}  // namespace resettle::family_reunification
