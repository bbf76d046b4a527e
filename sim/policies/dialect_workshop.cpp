#include "policies/dialect_workshop.h"

#include <cmath>
#include <vector>

#include "policies/course.h"

namespace resettle::dialect_workshop {

namespace {

using P = Parameters;

const ParameterTable<P> kTable =
    with_offer<P>("dialect_workshop",
                  {
                      {{"policies.dialect_workshop.window_months", "months",
                        "months after leaving the facility in which it may start", 0, 600,
                        ParameterKind::integer},
                       level(&P::window_months).by_line()},
                      {{"policies.dialect_workshop.months", "months", "length of a workshop", 1,
                        120, ParameterKind::integer},
                       level(&P::months).by_line()},
                      {{"policies.dialect_workshop.cost_krw", "KRW/month",
                        "cost of a participant, in KRW of 2025", 0, 1e8},
                       level(&P::cost_krw)},
                      borrowed<P>("ngos.reference_effect", &P::reference_effect),
                  },
                  OfferedTo::holders);

constexpr Decision kVolunteers{"dialect workshop", 0, "volunteers for a dialect workshop"};
constexpr Decision kRation{"dialect workshop", 1, "order of the queue for dialect workshops"};

std::vector<PersonIndex> volunteers(const World& world, const P& p) {
  const Persons& people = world.persons;
  const auto newcomer = [&world, &people](const P& terms, std::size_t i) {
    return (people.active[i] != 0) & (people.workshop_before[i] == 0) &
           (people.months_since_exit(i, world.month) < terms.window_months);
  };
  return persons_in_lines(world, p, newcomer, [&](std::size_t line, std::size_t i) {
    const P& terms = terms_of_line(p, line);
    return is_offered_locally(world, terms, terms.reference_effect, kVolunteers, i);
  });
}

/// Cost of a participant in a month, in KRW of that month.
double participant_krw(const World& world, const P& p, Month month) {
  return static_cast<double>(p.cost_krw) * world.inputs->consumer_prices.at(month) / 100.0;
}

/// Volunteers start as places and money allow; returns how many. Who finds no place waits for the
/// next month, to the end of the window.
std::size_t start_workshops(World& world, const P& p, std::size_t running) {
  const auto chosen =
      ration(world, p, Place::dialect_workshop, kRation, volunteers(world, p), running);
  const bool capped = world.budgets.cap(CappedInstrument::dialect_workshop);
  const auto krw = [&](Month month) { return participant_krw(world, p, month); };
  FreeMoney money(world, CappedInstrument::dialect_workshop,
                  capped ? still_to_pay(world, world.persons.workshop_months_left, krw)
                         : Promises(world.month));
  std::size_t started = 0;
  for (const PersonIndex i : chosen) {
    const int months = terms_of_line(p, line_for(world, p, i).value_or(0)).months;
    if (capped && !money.take(price_of(world, months, krw))) break;
    world.persons.workshop_months_left[i] = static_cast<std::uint8_t>(months);
    world.persons.workshop_before[i] = 1;
    ++started;
  }
  world.places.begin(Place::dialect_workshop, started);
  return started;
}

void step(World& world, const P& p) {
  std::size_t taken = continue_courses(world, p, &Persons::workshop_months_left);
  if (p.is_on(world.month) && p.coverage > 0.0F) taken += start_workshops(world, p, taken);
  if (taken == 0) return;
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double cost = static_cast<double>(taken) * static_cast<double>(p.cost_krw) * prices;
  world.ledger.add(LedgerLine::dialect_workshops, std::llround(cost));
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>({"dialect workshop",
                          "Newcomers who volunteer learn the speech and norms of the workplace.",
                          "MODEL 16.2; speech and hiring (D01, D04, D09)",
                          {"active", "exit_month", "arrival_month", "locality", "pilot_group",
                           "organisations", kEligibility},
                          {"workshop_months_left", "workshop_before", "budgets", "workshops begun"},
                          {kVolunteers, kRation}},
                         kTable, step);
}

}  // namespace resettle::dialect_workshop
