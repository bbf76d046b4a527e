#include "policies/housing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/queue.h"

namespace resettle::housing {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "housing",
    {
        {{"policies.housing.subsidy_krw", "KRW",
          "housing money of one person, by arrival; 0 where a flat is provided", 0, 2e8},
         effect(&P::subsidy_krw).by_line()},
        {{"policies.housing.multiple_2_to_4", "factor",
          "housing money of a unit of 2 to 4 relative to one person", 0, 10},
         level(&P::multiple_2_to_4)},
        {{"policies.housing.multiple_5_plus", "factor",
          "housing money of a unit of 5 or more relative to one person", 0, 10},
         level(&P::multiple_5_plus)},
        {{"policies.housing.rent_gap_krw", "KRW/month",
          "gap between market and public rent per household, by arrival", 0, 1e7},
         effect(&P::rent_gap_krw)},
        {{"policies.housing.rent_gap_months", "months", "months after exit for which it is paid", 0,
          1200, ParameterKind::integer},
         level(&P::rent_gap_months)},
    },
    OfferedTo::recipients);

constexpr Decision kOffered{"housing", 0, "public housing is offered"};
constexpr Decision kRation{"housing", 1, "order of the queue for public housing"};

/// Households in public housing: those where somebody lives whose unit was given a flat.
std::size_t households_supported(const World& world) {
  const Persons& people = world.persons;
  std::vector<std::uint8_t> counted(world.households.count());
  std::size_t households = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.housing_supported[i] == 0 || !people.in_south(i) || people.in_facility(i)) continue;
    std::uint8_t& seen = counted[people.household[i]];
    households += seen == 0 ? 1 : 0;
    seen = 1;
  }
  return households;
}

/// Units that leave this month and are offered a flat, by their first ticket, which stands for the
/// unit even if that person has died in the facility.
std::vector<PersonIndex> leaving_units(const World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<PersonIndex> units;
  PersonIndex last = kNobody;
  for (const PersonIndex i : persons_with(world, [&](std::size_t person) {
         return (people.exit_month[person] == world.month.index) & people.in_south(person);
       })) {
    const PersonIndex head = world.households.head[i];
    if (head == last) continue;  // members of a unit stand next to one another
    last = head;
    if (offered_terms(world, p, kOffered, head) != nullptr) units.push_back(head);
  }
  return units;
}

void house(World& world, const P& p, PersonIndex head) {
  Persons& people = world.persons;
  world.places.begin(Place::housing);
  int size = 0;
  // The members of a unit stand next to one another from its head on.
  for (std::size_t i = head; i < people.size() && world.households.head[i] == head; ++i) {
    if (!people.in_south(i)) continue;
    people.housing_supported[i] = 1;
    ++size;
  }
  // To the landlord: it never enters the assets, so no swindler can get at it.
  const P& terms = terms_of_line(p, line_for(world, p, head).value_or(0));
  world.ledger.add(LedgerLine::housing_subsidy,
                   subsidy_of(terms, Month{people.arrival_month[head]}, size));
}

/// Once for every household, by the arrival of its first member in a supported flat.
void pay_rent_gaps(World& world, const P& p) {
  const auto& steps = p.rent_gap_krw.steps();
  const bool ever =
      std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.second > 0.0; });
  if (!ever) return;
  const Persons& people = world.persons;
  std::vector<std::uint8_t> paid(world.households.count());
  std::int64_t total = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.housing_supported[i] == 0 || !people.in_south(i) || people.in_facility(i)) continue;
    std::uint8_t& seen = paid[people.household[i]];
    if (seen != 0 || people.months_since_exit(i, world.month) >= p.rent_gap_months) continue;
    seen = 1;
    total += std::llround(p.rent_gap_krw.at(Month{people.arrival_month[i]}));
  }
  world.ledger.add(LedgerLine::housing_rent_gap, total);
}

void step(World& world, const P& p) {
  if (p.is_on(world.month) && p.coverage > 0.0F) {
    const auto units = leaving_units(world, p);
    const std::size_t running = p.is_limited() ? households_supported(world) : 0;
    for (const PersonIndex head : ration(world, p, Place::housing, kRation, units, running)) {
      house(world, p, head);
    }
  }
  pay_rent_gaps(world, p);
}

}  // namespace

std::int64_t subsidy_of(const Parameters& p, Month arrival, int size) {
  const double multiple = size >= 5   ? p.multiple_5_plus.at(arrival)
                          : size >= 2 ? p.multiple_2_to_4.at(arrival)
                                      : 1.0;
  return std::llround(p.subsidy_krw.at(arrival) * multiple);
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"housing",
       "Units get a public flat at exit; the deposit and the rent gap go to landlords.",
       "MODEL 16.1, 16.2; housing money by month of arrival (settlement_packages.csv)",
       {"exit_month", "arrival_month", "presence", "household", "labour_state", "households",
        kEligibility},
       {"housing_supported", "flats begun"},
       {kOffered, kRation}},
      kTable, step);
}

}  // namespace resettle::housing
