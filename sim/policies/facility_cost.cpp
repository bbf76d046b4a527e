#include "policies/facility_cost.h"

#include <cmath>

namespace resettle::facility_cost {

namespace {

using P = Parameters;

// Length and content of the stay belong to the process of the facility.
const ParameterTable<P> kTable{
    {{"policies.facility_program.per_month_krw", "KRW/month",
      "cost of the facility per person and month; none = not known, no cost is counted", 0, 1e9,
      ParameterKind::capacity},
     level(&P::per_month_krw)},
};

void step(World& world, const P& p) {
  if (std::isinf(p.per_month_krw)) return;
  const Persons& people = world.persons;
  std::int64_t residents = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.in_south(i) && people.in_facility(i)) ++residents;
  }
  world.ledger.add(LedgerLine::facility_programme, residents * std::llround(p.per_month_krw));
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>({"facility cost",
                          "Running the settlement facility is paid per person and month.",
                          "MODEL 16.2; the cost is for the user to give",
                          {"presence", "labour_state"},
                          {},
                          {}},
                         kTable, step);
}

}  // namespace resettle::facility_cost
