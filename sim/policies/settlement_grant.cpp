#include "policies/settlement_grant.h"

#include <algorithm>
#include <cmath>

#include "engine/queue.h"

namespace resettle::settlement_grant {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "settlement_grant",
    {
        {{"policies.settlement_grant.basic_krw", "KRW", "basic grant of one person, by arrival", 0,
          1e8},
         effect(&P::basic_krw).by_line()},
        {{"policies.settlement_grant.initial_share", "share", "paid on leaving the facility", 0, 1},
         level(&P::initial_share).by_line()},
        {{"policies.settlement_grant.instalment_months", "months",
          "months over which the rest is paid in quarterly parts", 0, 240, ParameterKind::integer},
         level(&P::instalment_months).by_line()},
        {{"policies.settlement_grant.elderly_krw", "KRW",
          "supplement for each member of 60 or more", 0, 1e8},
         effect(&P::elderly_krw).by_line()},
        {{"policies.settlement_grant.lump_sum", "switch", "everything is paid at exit", 0, 1,
          ParameterKind::flag},
         effect(&P::lump_sum).by_line()},
    },
    OfferedTo::recipients);

constexpr Decision kOffered{"offers", 0, "the settlement grant is offered"};
constexpr Decision kRation{"rationing", 0, "order of the queue for the settlement grant"};

constexpr int kElderly = 60;
constexpr int kAdult = 18;

/// Payees of the units that leave this month: the first adult of each, else its first member.
std::vector<PersonIndex> payees(const World& world, const P& p) {
  const Persons& people = world.persons;
  std::vector<PersonIndex> found;
  PersonIndex unit = kNobody;
  for (const PersonIndex person : persons_with(world, [&](std::size_t i) {
         return (people.exit_month[i] == world.month.index) & people.in_south(i);
       })) {
    const PersonIndex head = world.households.head[person];
    if (head != unit) {
      unit = head;
      found.push_back(person);
    } else if (people.age[found.back()] < kAdult && people.age[person] >= kAdult) {
      found.back() = person;
    }
  }
  std::erase_if(found,
                [&](PersonIndex i) { return offered_terms(world, p, kOffered, i) == nullptr; });
  const auto running = [&](std::size_t i) {
    return (people.grant_parts_left[i] > 0) & people.in_south(i);
  };
  return ration(world, p, Place::settlement_grant, kRation, found,
                p.is_limited() ? count_persons(world, running) : 0);
}

Grant entitlement(const World& world, const P& p, PersonIndex payee) {
  const Persons& people = world.persons;
  const PersonIndex head = world.households.head[payee];
  int size = 0;
  int elderly = 0;
  // The members of a unit stand next to one another from its head on.
  for (std::size_t i = head; i < people.size() && world.households.head[i] == head; ++i) {
    if (!people.in_south(i)) continue;
    ++size;
    if (people.age[i] >= kElderly) ++elderly;
  }
  const P& terms = terms_of_line(p, line_for(world, p, payee).value_or(0));
  return grant_of(terms, *world.inputs, Month{people.arrival_month[payee]}, size, elderly);
}

void pay(World& world, std::size_t i, std::int32_t amount) {
  world.persons.settlement_payment_krw[i] = amount;
  world.persons.assets_krw[i] += amount;
  world.ledger.add(LedgerLine::settlement_grant, amount);
}

void pay_quarterly(World& world, std::size_t i) {
  Persons& people = world.persons;
  const int months = people.months_since_exit(i, world.month);
  if (months == 0 || months % 3 != 0) return;
  const std::int32_t amount = people.grant_left_krw[i] / people.grant_parts_left[i];
  people.grant_left_krw[i] -= amount;
  --people.grant_parts_left[i];
  pay(world, i, amount);
}

void pay_rows(World& world, Rows rows) {
  Persons& people = world.persons;
  std::fill(people.settlement_payment_krw.data() + rows.begin,
            people.settlement_payment_krw.data() + rows.end, 0);
  RowFlags open;
  work_out(rows, open, [&](std::size_t i) -> std::uint8_t {
    return (people.grant_parts_left[i] != 0) & (people.active[i] != 0);
  });
  for_each_flagged(rows, open, [&](std::size_t i) { pay_quarterly(world, i); });
}

void step(World& world, const P& p) {
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    pay_rows(world, {begin, end});
  });
  if (!p.is_on(world.month)) return;
  for (const PersonIndex payee : payees(world, p)) {
    world.places.begin(Place::settlement_grant);
    const Grant grant = entitlement(world, p, payee);
    world.persons.grant_left_krw[payee] = grant.total_krw - grant.at_exit_krw;
    world.persons.grant_parts_left[payee] = static_cast<std::uint8_t>(grant.quarterly_parts);
    pay(world, payee, grant.at_exit_krw);
  }
}

}  // namespace

Grant grant_of(const Parameters& p, const Inputs& inputs, Month arrival, int size, int elderly) {
  const auto row =
      std::min(static_cast<std::size_t>(std::max(size, 1)), inputs.grant_multiple.size()) - 1;
  const double total =
      p.basic_krw.at(arrival) * inputs.grant_multiple[row] + p.elderly_krw.at(arrival) * elderly;
  Grant grant;
  grant.total_krw = static_cast<std::int32_t>(std::llround(total));
  grant.quarterly_parts = static_cast<int>(p.instalment_months.at(arrival)) / 3;
  const bool at_once = p.lump_sum.at(arrival) != 0.0 || grant.quarterly_parts == 0;
  if (at_once) grant.quarterly_parts = 0;
  const double share = at_once ? 1.0 : p.initial_share.at(arrival);
  grant.at_exit_krw = static_cast<std::int32_t>(std::llround(share * grant.total_krw));
  return grant;
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"settlement grant",
       "Units get their settlement grant at exit and in quarterly parts.",
       "MODEL 16.1, 16.2; settlement rules by month of arrival (settlement_packages.csv)",
       {"exit_month", "arrival_month", "age", "presence", "active", "households", kEligibility},
       {"assets_krw", "grant_left_krw", "grant_parts_left", "settlement_payment_krw",
        "settlement grants begun"},
       {kOffered, kRation}},
      kTable, step);
}

}  // namespace resettle::settlement_grant
