#include "processes/families.h"

#include <algorithm>

namespace resettle::families {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"household.partner_at_exit", "probability",
      "a person of 25+ without partner has one on leaving the facility", 0, 1},
     &P::partner_at_exit},
    {{"household.child_at_exit", "probability", "a woman of 22-41 has a child on leaving", 0, 1},
     &P::child_at_exit},
    {{"household.union_rate", "per month", "a person of 20-59 without partner finds one", 0, 0.1},
     &P::union_rate},
    {{"household.separation_rate", "per month", "a couple separates", 0, 0.1}, &P::separation_rate},
    {{"household.birth_rate", "per month", "a woman of 20-41 with a partner has a child", 0, 0.1},
     &P::birth_rate},
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

void step_alone(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  if (people.exit_month[i] == world.month.index) on_leaving_facility(world, p, i);
  const auto number = [&](const Decision& decision) {
    return world.random.uniform(decision, people.ticket[i], world.month);
  };
  if (!people.has_partner(i)) {
    if (people.age[i] >= 20 && people.age[i] <= 59 && number(kUnion) < p.union_rate) {
      begin_union(world, i, number(kOrigin));
    }
    return;
  }
  if (people.partner[i] == kNobody) {
    if (world.month.month_of_year() == 1) draw_partner_work(world, i);
    if (number(kSeparation) < p.separation_rate) {
      people.partner_origin[i] = PartnerOrigin::none;
      people.partner_works[i] = 0;
      return;
    }
  }
  if (people.woman[i] != 0 && people.age[i] >= 20 && people.age[i] <= 41 &&
      number(kBirth) < p.birth_rate) {
    add_child(world, i, world.month);
  }
}

/// Ends a couple of two persons: he moves out, or she with the children where the household began
/// with him (a household keeps the number of the person it began with).
void separate(World& world, PersonIndex she, PersonIndex he) {
  Persons& people = world.persons;
  for (const PersonIndex i : {she, he}) {
    people.partner[i] = kNobody;
    people.partner_origin[i] = PartnerOrigin::none;
  }
  if (people.household[she] != people.household[he]) return;
  const PersonIndex leaver = people.household[he] == he ? she : he;
  const std::uint32_t old_household = people.household[leaver];
  people.household[leaver] = leaver;
  world.households.head[leaver] = leaver;
  world.households.has_kin[leaver] = world.households.has_kin[old_household];
  if (leaver != she) return;
  // Her children of the same arrival unit, under 18, stand near her and go with her.
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool child = people.household[i] == old_household &&
                       people.arrival_month[i] == people.arrival_month[she] && people.age[i] < 18;
    if (child) people.household[i] = leaver;
  }
}

/// Couples in which both are persons of the simulation: decided once per pair, in order.
void step_couples(World& world, const P& p) {
  Persons& people = world.persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const PersonIndex j = people.partner[i];
    if (j == kNobody || j < i) continue;
    if (!people.in_south(i) || !people.in_south(j)) {
      if (people.presence[i] == Presence::abroad || people.presence[j] == Presence::abroad)
        continue;
      for (const std::size_t k : {i, static_cast<std::size_t>(j)}) {
        people.partner[k] = kNobody;
        people.partner_origin[k] = PartnerOrigin::none;
      }
      continue;
    }
    const auto one = static_cast<PersonIndex>(i);
    // Not before they have lived outside the facility: a unit leaves it, and gets its grant,
    // together.
    const bool settled =
        people.active[i] != 0 && people.active[j] != 0 && people.exit_month[i] < world.month.index;
    if (!settled) continue;
    if (world.random.uniform(kSeparation, std::min(people.ticket[i], people.ticket[j]), world.month) <
        p.separation_rate) {
      separate(world, people.woman[one] != 0 ? one : j, people.woman[one] != 0 ? j : one);
    }
  }
}

void step(World& world, const P& p) {
  for_each_active(world, [&](std::size_t i) { step_alone(world, p, i); });
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
        "household"},
       {kPartnerAtExit, kChildAtExit, kChildAge, kUnion, kOrigin, kSeparation, kBirth,
        kPartnerWorks}},
      kTable, step);
}

}  // namespace resettle::families
