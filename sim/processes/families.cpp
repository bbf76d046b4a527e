#include "processes/families.h"

#include <algorithm>

#include "engine/screened.h"

namespace resettle::families {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.partner_at_exit", "probability",
      "a person of 25+ without partner has one on leaving the facility", 0, 1},
     effect(&P::partner_at_exit)},
    {{"household.child_at_exit", "probability", "a woman of 22-41 has a child on leaving", 0, 1},
     effect(&P::child_at_exit)},
    {{"household.union_rate", "per month", "a person of 20-59 without partner finds one", 0, 0.1},
     effect(&P::union_rate)},
    {{"household.separation_rate", "per month", "a couple separates", 0, 0.1},
     effect(&P::separation_rate)},
    {{"household.birth_rate", "per month", "a woman of 20-41 with a partner has a child", 0, 0.1},
     effect(&P::birth_rate)},
};

constexpr Decision kPartnerAtExit{"family at exit", 0, "has a partner on leaving the facility"};
constexpr Decision kChildAtExit{"family at exit", 1, "has a child on leaving the facility"};
constexpr Decision kChildAge{"family at exit", 2, "age of that child"};
constexpr auto kUnion = Decision::screened(6, "family", 0, "a union begins");
constexpr Decision kOrigin{"family", 1, "origin of the new partner"};
constexpr auto kSeparation = Decision::screened(8, "family", 2, "a couple separates");
constexpr auto kBirth = Decision::screened(6, "family", 3, "a child is born");
constexpr Decision kPartnerWorks{"partner's work", 0, "the partner works this year"};

/// Origin of a new partner: national survey 2012 (S15), rounded to add up to 1.
PartnerOrigin draw_origin(float u) {
  if (u < 0.47F) return PartnerOrigin::northern;
  if (u < 0.78F) return PartnerOrigin::chinese;
  if (u < 0.99F) return PartnerOrigin::southern;
  return PartnerOrigin::other;
}

/// Share of partners with pay, by origin (MODEL 12.1; assumption).
float works_share(PartnerOrigin origin) {
  if (origin == PartnerOrigin::northern) return 0.50F;
  return origin == PartnerOrigin::southern ? 0.75F : 0.60F;
}

void draw_partner_work(World& world, std::size_t i) {
  Persons& people = world.persons;
  const Month january = month_of(world.month.year(), 1);
  const float u = world.random.uniform(kPartnerWorks, people.ticket[i], january);
  people.partner_works[i] = u < works_share(people.partner_origin[i]);
}

void begin_union(World& world, std::size_t i, float u) {
  world.persons.partner_origin[i] = draw_origin(u);
  draw_partner_work(world, i);
}

void add_child(World& world, std::size_t i, Month birth) {
  Persons& people = world.persons;
  auto& children = people.children[i];
  const auto free = std::find(children.begin(), children.end(), kNever.index);
  if (free == children.end()) return;  // six children beside those who came along are the limit
  *free = static_cast<std::int16_t>(birth.index);
  people.youngest_child_birth[i] =
      std::max(people.youngest_child_birth[i], static_cast<std::int16_t>(birth.index));
}

void on_leaving_facility(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kPartnerAtExit, people.ticket[i], world.month);
  if (people.age[i] >= 25 && !people.has_partner(i) &&
      draws.uniform(kPartnerAtExit) < p.partner_at_exit) {
    begin_union(world, i, world.random.uniform(kOrigin, people.ticket[i], world.month));
  }
  if (people.woman[i] != 0 && people.age[i] >= 22 && people.age[i] <= 41 &&
      draws.uniform(kChildAtExit) < p.child_at_exit) {
    add_child(world, i, world.month - static_cast<int>(draws.uniform(kChildAge) * 156.0F));
  }
}

void separate_alone(Persons& people, std::size_t i) {
  people.partner_origin[i] = PartnerOrigin::none;
  people.partner_works[i] = 0;
}

/// Those who just left the facility; then everybody active on their own, as things then stand:
/// unions, partners' work, separations from partners who are no persons of the simulation, births.
void step_alone(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowFlags flags;
  work_out(rows, flags, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & (people.exit_month[i] == world.month.index);
  });
  for_each_flagged(rows, flags, [&](std::size_t i) { on_leaving_facility(world, p, i); });
  RowFlags may_unite;
  work_out(rows, may_unite, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & !people.has_partner(i) & (people.age[i] >= 20) &
           (people.age[i] <= 59);
  });
  RowFlags may_bear;
  work_out(rows, may_bear, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & people.has_partner(i) & (people.woman[i] != 0) &
           (people.age[i] >= 20) & (people.age[i] <= 41);
  });
  RowFlags couple;
  work_out(rows, couple, [&](std::size_t i) -> std::uint8_t {
    return (people.active[i] != 0) & people.has_partner(i) & (people.partner[i] == kNobody);
  });
  if (world.month.month_of_year() == 1) {
    for_each_flagged(rows, couple, [&](std::size_t i) { draw_partner_work(world, i); });
  }
  for_each_hit(world, kUnion, rows, may_unite, p.union_rate, [&](std::size_t i) {
    begin_union(world, i, world.random.uniform(kOrigin, people.ticket[i], world.month));
  });
  for_each_hit(world, kSeparation, rows, couple, p.separation_rate,
               [&](std::size_t i) { separate_alone(people, i); });
  for_each_hit(world, kBirth, rows, may_bear, p.birth_rate, [&](std::size_t i) {
    if (people.has_partner(i)) add_child(world, i, world.month);
  });
}

void forget_partner(Persons& people, PersonIndex i) {
  people.partner[i] = kNobody;
  people.partner_origin[i] = PartnerOrigin::none;
}

/// Ends a couple of two persons: he moves out, or she with the children where the household began
/// with him (a household keeps the number of the person it began with).
void separate(World& world, PersonIndex she, PersonIndex he) {
  Persons& people = world.persons;
  forget_partner(people, she);
  forget_partner(people, he);
  if (people.household[she] != people.household[he]) return;
  const PersonIndex leaver = people.household[he] == he ? she : he;
  const std::uint32_t old_household = people.household[leaver];
  people.household[leaver] = leaver;
  world.households.head[leaver] = leaver;
  world.households.has_kin[leaver] = world.households.has_kin[old_household];
  if (leaver != she) return;
  // Her children of the same arrival unit, under 18, stand near her and go with her.
  const auto [first, last] = std::equal_range(
      people.arrival_month.begin(), people.arrival_month.end(), people.arrival_month[she]);
  const auto begin = static_cast<std::size_t>(first - people.arrival_month.begin());
  const auto end = static_cast<std::size_t>(last - people.arrival_month.begin());
  for (std::size_t i = begin; i < end; ++i) {
    if (people.household[i] == old_household && people.age[i] < 18) people.household[i] = leaver;
  }
}

/// The separation of a couple is one decision, made by the number of whoever came first.
bool separates(const World& world, const P& p, PersonIndex one, PersonIndex other) {
  const auto& ticket = world.persons.ticket;
  const PersonIndex first = ticket[one] < ticket[other] ? one : other;
  const unsigned low = world.prepared.low_months(kSeparation)[first];
  const bool low_now = (low >> place_in_window(world.month) & 1U) != 0;
  if (!low_now && p.separation_rate <= 0x1p-8F) return false;
  return world.random.uniform(kSeparation, ticket[first], world.month) < p.separation_rate;
}

void step_couple(World& world, const P& p, PersonIndex i, PersonIndex j) {
  Persons& people = world.persons;
  if (!people.in_south(i) || !people.in_south(j)) {
    const bool abroad =
        people.presence[i] == Presence::abroad || people.presence[j] == Presence::abroad;
    if (abroad) return;
    forget_partner(people, i);
    forget_partner(people, j);
    return;
  }
  // Not before they have lived outside the facility: a unit leaves it, and gets its grant,
  // together.
  const bool settled =
      people.active[i] != 0 && people.active[j] != 0 && people.exit_month[i] < world.month.index;
  if (settled && separates(world, p, i, j)) {
    separate(world, people.woman[i] != 0 ? i : j, people.woman[i] != 0 ? j : i);
  }
}

/// Couples in which both are persons of the simulation: decided once per pair, in order.
void step_couples(World& world, const P& p) {
  const auto& partner = world.persons.partner;
  for_blocks(false, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags couple;
    work_out(rows, couple, [&](std::size_t i) -> std::uint8_t {
      return (partner[i] != kNobody) & (partner[i] >= static_cast<PersonIndex>(i));
    });
    for_each_flagged(rows, couple, [&](std::size_t i) {
      if (partner[i] != kNobody) step_couple(world, p, static_cast<PersonIndex>(i), partner[i]);
    });
  });
}

void step(World& world, const P& p) {
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    step_alone(world, p, {begin, end});
  });
  step_couples(world, p);
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"families",
       "Unions begin and end, children are born, partners find or lose work.",
       "MODEL 12.1; national survey of defectors 2012 (S15)",
       {"age", "woman", "active", "exit_month", "arrival_month", "presence", "ticket"},
       {"partner", "partner_origin", "partner_works", "children", "youngest_child_birth",
        "household", "households"},
       {kPartnerAtExit, kChildAtExit, kChildAge, kUnion, kOrigin, kSeparation, kBirth,
        kPartnerWorks}},
      kTable, step);
}

}  // namespace resettle::families
