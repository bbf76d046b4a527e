#include "policies/credential_recognition.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/free_money.h"
#include "engine/queue.h"

namespace resettle::credential_recognition {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "credential_recognition",
    {
        {{"policies.credential_recognition.skill_gain", "0-1 scale",
          "job skill gained per level of Northern schooling (college 1, university 2)", 0, 0.5},
         effect(&P::skill_gain)},
        {{"policies.credential_recognition.mismatch_factor", "factor",
          "what is left of the mismatch between schooling and job", 0, 1},
         effect(&P::mismatch_factor, 1)},
        {{"policies.credential_recognition.fee_krw", "KRW", "fee of one recognition", 0, 1e8},
         effect(&P::fee_krw)},
    },
    OfferedTo::recipients);

constexpr Decision kOffered{"credentials", 0, "credential recognition is offered"};
constexpr Decision kRation{"credentials", 1, "order of the queue for credential recognition"};

std::vector<PersonIndex> applicants(const World& world, const P& p) {
  const Persons& people = world.persons;
  const auto schooled_and_exits = [&](std::size_t i) {
    return (people.exit_month[i] == world.month.index) & (people.northern_schooling[i] >= 1) &
           people.in_south(i);
  };
  return persons_with(world, schooled_and_exits, [&](std::size_t i) {
    return offered_terms(world, p, kOffered, i) != nullptr;
  });
}

void step(World& world, const P& p) {
  if (!p.is_on(world.month) || p.coverage <= 0.0F) return;
  Persons& people = world.persons;
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double fee = static_cast<double>(p.fee_krw) * prices;
  // A recognition takes its place for the month of exit only.
  auto chosen = ration(world, p, Place::credential_recognition, kRation, applicants(world, p), 0);
  chosen.resize(within_budget(world, CappedInstrument::credential_recognition,
                              static_cast<double>(std::llround(fee)), chosen.size()));
  world.places.begin(Place::credential_recognition, chosen.size());
  for (const PersonIndex i : chosen) {
    people.south_skill[i] =
        recognised_skill(p, people.south_skill[i], people.northern_schooling[i]);
    people.credentials_recognised[i] = 1;
    world.ledger.add(LedgerLine::credential_recognition, std::llround(fee));
  }
}

}  // namespace

float recognised_skill(const Parameters& p, float south_skill, int northern_schooling) {
  return std::min(1.0F, south_skill + p.skill_gain * static_cast<float>(northern_schooling));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"credential recognition",
       "Northern college and university count in the South from the exit on.",
       "MODEL 7.2, 16.2; assumption",
       {"exit_month", "northern_schooling", "presence", kEligibility},
       {"south_skill", "credentials_recognised", "budgets", "recognitions begun"},
       {kOffered, kRation}},
      kTable, step);
}

}  // namespace resettle::credential_recognition
