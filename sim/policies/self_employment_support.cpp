#include "policies/self_employment_support.h"

#include <cmath>
#include <vector>

#include "engine/queue.h"

namespace resettle::self_employment_support {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "self_employment_support",
    {
        {{"policies.self_employment_support.loan_krw", "KRW", "loan for a new business", 0, 1e9},
         effect(&P::loan_krw).by_line()},
        {{"policies.self_employment_support.coaching", "switch", "businesses are coached", 0, 1,
          ParameterKind::flag},
         effect(&P::coaching)},
        {{"policies.self_employment_support.default_share", "share",
          "loans to failed businesses whose missing part is never paid back", 0, 1},
         effect(&P::default_share)},
        {{"ledger.hour_krw", "KRW/hour", "value of an hour of help, in KRW of 2025", 0, 1e6},
         effect(&P::hour_krw)},
    },
    OfferedTo::holders);

constexpr Decision kOffered{"business support", 0, "self-employment support is offered"};
constexpr Decision kRationLoans{"business support", 1, "order of the queue for business loans"};
constexpr Decision kRationCoaches{"business support", 2, "order of the queue for coaches"};

constexpr int kMonthsSinceExit = 24;  // MODEL 8.5, 16.2
constexpr int kFromAge = 25;          // MODEL 8.5
constexpr int kToAge = 62;            // MODEL 8.5

/// Who could start a business with a loan, if it is offered.
bool may_borrow(const Persons& people, std::size_t i, Month now) {
  const bool may_start = people.not_employed(i) | (people.works(i) & !people.self_employed(i));
  return (people.active[i] != 0) & may_start & (people.age[i] >= kFromAge) &
         (people.age[i] <= kToAge) & (people.months_since_exit(i, now) >= kMonthsSinceExit);
}

/// With fewer loans than candidates, the others have none open to them this month.
void ration_loans(World& world, const P& p) {
  Persons& people = world.persons;
  std::vector<PersonIndex> candidates;
  std::size_t running = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0) continue;
    if (people.business_loan_krw[i] > 0) ++running;
    if (people.offered_loan_krw[i] == 0) continue;
    candidates.push_back(static_cast<PersonIndex>(i));
    people.offered_loan_krw[i] = 0;
  }
  for (const PersonIndex i :
       ration(world, p, Place::business_loan, kRationLoans, candidates, running)) {
    const P& terms = terms_of_line(p, line_for(world, p, i).value_or(0));
    people.offered_loan_krw[i] = static_cast<std::int32_t>(terms.loan_krw);
  }
}

void offer_loans(World& world, const P& p) {
  Persons& people = world.persons;
  const bool on = p.is_on(world.month) && p.largest(&P::loan_krw) > 0.0F && p.coverage > 0.0F;
  for_blocks(world.parallel, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowValues<std::int32_t> offered;
    work_out(rows, offered, [&](std::size_t i) {
      const std::int32_t before = people.offered_loan_krw[i];
      return people.active[i] != 0 ? 0 : before;
    });
    store(rows, offered, people.offered_loan_krw);
    if (!on) return;
    RowFlags candidates;
    work_out(rows, candidates, [&](std::size_t i) -> std::uint8_t {
      return may_borrow(people, i, world.month) ? 1 : 0;
    });
    for_each_flagged(rows, candidates, [&](std::size_t i) {
      const P* terms = offered_terms(world, p, kOffered, i);
      if (terms == nullptr) return;
      people.offered_loan_krw[i] = static_cast<std::int32_t>(terms->loan_krw);
    });
  });
  if (on && p.is_rationed()) ration_loans(world, p);
}

/// A coach stays until the business ends.
void assign_coaches(World& world, const P& p) {
  Persons& people = world.persons;
  const auto has_business = [&](std::size_t i) {
    return (people.active[i] != 0) & people.self_employed(i);
  };
  for (const PersonIndex i : persons_with(world, [&](std::size_t person) {
         return (people.active[person] != 0) && (people.business_coached[person] != 0) &&
                (!people.self_employed(person) || has_run_out(world, p, person));
       })) {
    people.business_coached[i] = 0;
  }
  if (!p.is_on(world.month) || !p.coaching || p.coverage <= 0.0F) return;
  auto candidates = persons_with(
      world, [&](std::size_t i) { return has_business(i) & (people.business_coached[i] == 0); });
  std::erase_if(candidates,
                [&](PersonIndex i) { return offered_terms(world, p, kOffered, i) == nullptr; });
  const std::size_t running = count_persons(
      world, [&](std::size_t i) { return has_business(i) & (people.business_coached[i] != 0); });
  for (const PersonIndex i :
       ration(world, p, Place::business_coach, kRationCoaches, candidates, running)) {
    people.business_coached[i] = 1;
    world.places.begin(Place::business_coach);
  }
}

void step_offers(World& world, const P& p) {
  offer_loans(world, p);
  assign_coaches(world, p);
}

void step_payment(World& world, const P& p) {
  const Persons& people = world.persons;
  const std::size_t coached = count_persons(world, [&](std::size_t i) {
    return (people.business_coached[i] != 0) & (people.active[i] != 0);
  });
  if (coached == 0) return;
  const double prices = world.inputs->consumer_prices.at(world.month) / 100.0;
  const double cost =
      static_cast<double>(coached) * kCoachHours * static_cast<double>(p.hour_krw) * prices;
  world.ledger.add(LedgerLine::business_coaching, std::llround(cost));
}

}  // namespace

std::unique_ptr<Process> offers() {
  return make_process<P>(
      {"self-employment support",
       "Loans are open to those who may start a business; businesses are coached.",
       "MODEL 8.5, 16.2; Yoon 2001 and Kim white paper (capital), business coaching (G14)",
       {"active", "labour_state", "age", "exit_month", "business_loan_krw", "arrival_month",
        "business loans begun", kEligibility},
       {"offered_loan_krw", "business_coached", "coached businesses begun"},
       {kOffered, kRationLoans, kRationCoaches}},
      kTable, step_offers);
}

std::unique_ptr<Process> payment() {
  return make_process<P>({"business coaching cost",
                          "Coaches of businesses are paid by the hour.",
                          "MODEL 16.2; minimum wage of 2025",
                          {"active", "business_coached"},
                          {},
                          {}},
                         kTable, step_payment);
}

}  // namespace resettle::self_employment_support
