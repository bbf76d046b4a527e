#include "processes/household_money.h"

#include <algorithm>

namespace resettle::household_money {

namespace {

const ParameterTable<PoolingParameters> kPoolingTable{
    {{"policies.benefit_taper.run_on_months", "months",
      "months after starting to work in which the benefit is paid as if there were no earnings", 0,
      240, ParameterKind::integer},
     effect(&PoolingParameters::run_on_months)},
};

constexpr float kPartnerPay = 0.60F;          // of the host wage; MODEL 12.1, assumption
constexpr float kSouthernPartnerPay = 0.85F;  // MODEL 12.1, assumption
constexpr int kAdult = 18;
constexpr int kAdultMonths = kAdult * 12;

/// Pay of partners who are no persons of the simulation, KRW/month.
struct PartnerPay {
  std::int32_t southern;
  std::int32_t other;

  [[nodiscard]] std::int32_t of(const Persons& people, std::size_t i) const {
    const std::int32_t pay = people.partner_origin[i] == PartnerOrigin::southern ? southern : other;
    return (people.partner_works[i] != 0) & (people.partner[i] == kNobody) ? pay : 0;
  }
};

/// Earnings in the first months of a job that began with the benefit may not count against it.
bool earnings_count(const Persons& people, const PoolingParameters& p, std::size_t i) {
  return (people.benefit_at_hire[i] == 0) | (people.job_tenure_months[i] >= p.run_on_months);
}

bool lives_in_household(const Persons& people, std::size_t i) {
  return people.in_south(i) & !people.in_facility(i);
}

/// Able to work as in Persons::able, without branches.
bool is_able(const Persons& people, std::size_t i, Month now) {
  return (people.age[i] >= 18) & (people.age[i] <= 64) & (people.chronic_illness[i] == 0) &
         !people.child_under_7(i, now);
}

bool has_child(const Persons& people, std::size_t i, Month now) {
  return now.index - people.youngest_child_birth[i] < kAdultMonths;
}

/// Children under 18, as in Persons::young_children, without branches.
int young_children(const ChildBirths& births, Month now) {
  int count = 0;
  for (const std::int16_t birth : births) count += now.index - birth < kAdultMonths ? 1 : 0;
  return count;
}

/// What the persons of some rows bring to their households.
struct Shares {
  RowFlags size;
  RowFlags able;
  RowFlags child;  ///< is under 18, or has such a child
  RowValues<std::int32_t> earnings;
  RowValues<std::int32_t> countable;
};

void count_heads(const World& world, Rows rows, Shares& shares) {
  const Persons& people = world.persons;
  work_out(rows, shares.size, [&](std::size_t i) -> std::uint8_t {
    const bool partner_outside = people.has_partner(i) & (people.partner[i] == kNobody);
    return partner_outside ? 2 : 1;
  });
  RowFlags with_children;  // the youngest is under 18
  work_out(rows, with_children, [&](std::size_t i) -> std::uint8_t {
    return lives_in_household(people, i) & has_child(people, i, world.month);
  });
  for_each_flagged(rows, with_children, [&](std::size_t i) {
    std::uint8_t& size = shares.size[i - rows.begin];
    size = static_cast<std::uint8_t>(size + young_children(people.children[i], world.month));
  });
  work_out(rows, shares.child, [&](std::size_t i) -> std::uint8_t {
    return (people.age[i] < kAdult) | has_child(people, i, world.month);
  });
  work_out(rows, shares.able,
           [&](std::size_t i) -> std::uint8_t { return is_able(people, i, world.month) ? 1 : 0; });
}

void add_up_pay(const World& world, const PoolingParameters& p, Rows rows, Shares& shares) {
  const Persons& people = world.persons;
  const float host_wage = world.economy.host_wage_krw;
  const PartnerPay partner{.southern = static_cast<std::int32_t>(kSouthernPartnerPay * host_wage),
                           .other = static_cast<std::int32_t>(kPartnerPay * host_wage)};
  work_out(rows, shares.earnings,
           [&](std::size_t i) { return people.monthly_wage_krw[i] + partner.of(people, i); });
  work_out(rows, shares.countable, [&](std::size_t i) {
    const std::int32_t wage = people.monthly_wage_krw[i];
    return shares.earnings[i - rows.begin] - (earnings_count(people, p, i) ? 0 : wage);
  });
}

/// Writes value(n) for the households whose first person lives in them, `otherwise` for the others.
template <class T, class Value>
[[gnu::flatten]] void begin_column(Rows rows, const RowFlags& own, T otherwise,
                                   std::vector<T>& column, const Value& value) {
  T* to = column.data() + rows.begin;
  const std::size_t count = rows.count();
  RESETTLE_ROWS_AT_ONCE
  for (std::size_t n = 0; n < count; ++n) {
    const T its = value(rows.begin + n);
    to[n] = own[n] != 0 ? its : otherwise;
  }
}

/// Households of the rows with the share of the person they began with, if that person lives there.
void begin_households(World& world, Rows rows, const RowFlags& own, const Shares& shares) {
  const Persons& people = world.persons;
  Households& households = world.households;
  const auto never = static_cast<std::int16_t>(kNever.index);
  const std::size_t first = rows.begin;
  store(rows, own, households.members);
  begin_column<std::uint8_t>(rows, own, 0, households.size,
                             [&](std::size_t i) { return shares.size[i - first]; });
  begin_column<std::uint8_t>(rows, own, 0, households.able_members,
                             [&](std::size_t i) { return shares.able[i - first]; });
  begin_column<std::uint8_t>(rows, own, 0, households.with_child,
                             [&](std::size_t i) { return shares.child[i - first]; });
  begin_column<std::int16_t>(rows, own, never, households.last_exit,
                             [&](std::size_t i) { return people.exit_month[i]; });
  begin_column<std::int32_t>(rows, own, 0, households.earnings_krw,
                             [&](std::size_t i) { return shares.earnings[i - first]; });
  begin_column<std::int32_t>(rows, own, 0, households.countable_krw,
                             [&](std::size_t i) { return shares.countable[i - first]; });
  begin_column<std::int32_t>(rows, own, 0, households.stipends_krw,
                             [&](std::size_t i) { return people.stipend_krw[i]; });
  begin_column<std::int32_t>(rows, own, 0, households.assets_krw,
                             [&](std::size_t i) { return people.assets_krw[i]; });
  begin_column<std::int32_t>(rows, own, 0, households.debt_krw,
                             [&](std::size_t i) { return people.debt(i); });
  begin_column<std::uint8_t>(rows, own, 0, households.housed,
                             [&](std::size_t i) { return people.housing_supported[i]; });
}

/// Somebody who lives in a household that began with another person.
struct Joined {
  PersonIndex person;
  std::int32_t earnings;
  std::int32_t countable;
  std::uint8_t size;
  std::uint8_t able;
  std::uint8_t child;
};

void add_member(World& world, const Joined& share) {
  const Persons& people = world.persons;
  Households& households = world.households;
  const std::size_t h = people.household[share.person];
  ++households.members[h];
  households.size[h] = static_cast<std::uint8_t>(households.size[h] + share.size);
  households.able_members[h] = static_cast<std::uint8_t>(households.able_members[h] + share.able);
  households.with_child[h] |= share.child;
  households.last_exit[h] = std::max(households.last_exit[h], people.exit_month[share.person]);
  households.earnings_krw[h] += share.earnings;
  households.countable_krw[h] += share.countable;
  households.stipends_krw[h] += people.stipend_krw[share.person];
  households.assets_krw[h] += people.assets_krw[share.person];
  households.debt_krw[h] += people.debt(share.person);
  households.housed[h] |= people.housing_supported[share.person];
}

void pool(World& world, const PoolingParameters& p) {
  const Persons& people = world.persons;
  std::vector<Joined> early;  // in a household that began with somebody who arrived much later
  // One block after another: several persons write the row of their household.
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    Shares shares;
    count_heads(world, rows, shares);
    add_up_pay(world, p, rows, shares);
    RowFlags own;
    work_out(rows, own, [&](std::size_t i) -> std::uint8_t {
      return lives_in_household(people, i) & (people.household[i] == static_cast<PersonIndex>(i));
    });
    begin_households(world, rows, own, shares);
    RowFlags joined;
    work_out(rows, joined, [&](std::size_t i) -> std::uint8_t {
      return lives_in_household(people, i) & (own[i - begin] == 0);
    });
    for_each_flagged(rows, joined, [&](std::size_t i) {
      const std::size_t n = i - begin;
      const Joined share{.person = static_cast<PersonIndex>(i),
                         .earnings = shares.earnings[n],
                         .countable = shares.countable[n],
                         .size = shares.size[n],
                         .able = shares.able[n],
                         .child = shares.child[n]};
      if (people.household[i] < end) {
        add_member(world, share);
      } else {
        early.push_back(share);
      }
    });
  });
  for (const Joined& share : early) add_member(world, share);
}

}  // namespace

std::unique_ptr<Process> pooling() {
  return make_process<PoolingParameters>(
      {"household pooling",
       "Members pool pay, assets and debts; size and ability to work are noted.",
       "MODEL 12.1, 12.2, MODEL2 2, 3",
       {"household", "presence", "partner_origin", "partner_works", "children", "monthly_wage_krw",
        "assets_krw", "debt_krw", "loan_debt_krw", "housing_supported", "exit_month", "age",
        "chronic_illness", "partner", "youngest_child_birth", "stipend_krw", "benefit_at_hire",
        "job_tenure_months", "labour_state"},
       {"households"},
       {}},
      kPoolingTable, pool);
}

}  // namespace resettle::household_money
