#include <algorithm>

#include "support/entries.h"

// What an entry of the month declares to read is what it reads. Scrambling anything else must not
// change what it does.

namespace {

using namespace resettle;
using namespace resettle::testing;

template <class T>
void turn(std::vector<T>& values) {
  if (values.size() > 3) std::rotate(values.begin(), values.begin() + 3, values.end());
}

/// One kind of thing that an entry may read, and how it is made another.
struct Part {
  std::string name;
  std::function<void(World&)> scramble;
};

std::vector<Part> parts() {
  std::vector<Part> all;
  for (const auto& column : person_dictionary()) {
    if (column.name == "ticket") continue;  // every draw is addressed by it
    all.push_back({std::string(column.name), [&column](World& world) {
                     std::visit([&](auto member) { turn(world.persons.*member); }, column.member);
                   }});
  }
  all.push_back({"ties", [](World& world) {
                   for (std::uint32_t i = 0; i < world.persons.size(); i += 2) {
                     world.ties.isolate(i);
                   }
                 }});
  all.push_back({"hosts", [](World& world) {
                   Hosts& hosts = world.hosts;
                   for (auto* values : {&hosts.attitude, &hosts.media, &hosts.offset,
                                        &hosts.prejudice_by_locality, &hosts.ease}) {
                     turn(*values);
                   }
                   turn(hosts.mentees);
                   turn(hosts.negative);
                 }});
  all.push_back({"households", [](World& world) {
                   Households& homes = world.households;
                   for (auto* values :
                        {&homes.has_kin, &homes.members, &homes.size, &homes.able_members,
                         &homes.with_child, &homes.housed, &homes.rent_burdened}) {
                     turn(*values);
                   }
                   for (auto* values : {&homes.earnings_krw, &homes.countable_krw,
                                        &homes.stipends_krw, &homes.assets_krw, &homes.benefit_krw,
                                        &homes.debt_krw, &homes.shortfall_krw}) {
                     turn(*values);
                   }
                   turn(homes.head);
                   turn(homes.last_exit);
                   for (auto* values : {&homes.equivalent_income_krw, &homes.hardship,
                                        &homes.liquid_months, &homes.debt_months}) {
                     turn(*values);
                   }
                 }});
  all.push_back({"officers", [](World& world) {
                   turn(world.officers.locality);
                   turn(world.officers.social_worker);
                   turn(world.officers.quality_draw);
                   turn(world.officers.cases);
                 }});
  all.push_back({"organisations", [](World& world) {
                   for (auto& here : world.organisations) {
                     here.effect *= 0.5F;
                     here.reach *= 0.5F;
                     here.public_effort += 0.2F;
                     here.joint_funds += 0.2F;
                     here.northern_active = !here.northern_active;
                   }
                 }});
  for (const auto& info : kPlaceInfo) {
    all.push_back({std::string(info.begun),
                   [place = info.place](World& world) { world.places.begin(place, 3); }});
  }
  all.push_back({"budgets", [](World& world) {
                   world.purses.in_force = !world.purses.in_force;
                   for (double& krw : world.purses.krw) krw = 0.3 * krw + 1e6;
                   for (const auto& info : kCapped) {
                     Budget& budget = world.budgets.of(info.instrument);
                     budget.in_force = !budget.in_force;
                     for (double& krw : budget.years_krw) krw = 0.3 * krw + 1e6;
                     budget.released_krw = 0.3 * budget.released_krw + 1e6;
                   }
                 }});
  return all;
}

std::set<std::string> as_set(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

/// A condition whose answer depends on every trait.
Condition asks_for_everything() {
  Clause any{Clause::Kind::any, nullptr, {}, {}, {}};
  for (const auto& trait : traits()) {
    Clause clause{Clause::Kind::trait, &trait, {{1, 30}}, {}, {}};
    if (trait.form == TraitForm::locality) clause = {Clause::Kind::trait, &trait, {}, {"Jeju"}, {}};
    any.parts.push_back({{std::move(clause)}});
  }
  Clause all = any;
  all.kind = Clause::Kind::all;
  Clause neither{Clause::Kind::none, nullptr, {}, {}, {{{std::move(all)}}}};
  return {{std::move(any), std::move(neither)}};
}

TEST_CASE("every process reads only what it declares") {
  Lab lab;
  const bool with_conditions = GENERATE(false, true);
  const double everything = number_of(asks_for_everything());
  for (const auto& spec : parameter_catalogue()) {
    if (!with_conditions) break;
    if (spec.kind == ParameterKind::condition) lab.values.set(spec.path, Series(everything));
    if (spec.path.ends_with(".capacity_per_year")) lab.values.set(spec.path, Series(30));
    if (spec.path.ends_with(".first_come")) lab.values.set(spec.path, Series(1));
    if (spec.path.ends_with(".while_eligible")) lab.values.set(spec.path, Series(1));
  }
  begin_offered_nation(lab, month_of(2011, 12));
  const auto all = parts();
  std::set<std::string> undeclared;  // "entry: column"
  std::size_t noticed = 0;           // a scrambled column that is declared, and does matter
  for (const Month when : {month_of(2011, 12), month_of(2012, 1), month_of(2014, 7)}) {
    lab.advance(when - 1);
    visit_entries(lab, lab.world(), when, [&](Process& entry, const World& before) {
      const auto& description = entry.description();
      auto declared = as_set(description.reads);
      declared.insert(description.writes.begin(), description.writes.end());
      if (declared.contains(kEligibility)) {
        declared.insert(columns_of_traits().begin(), columns_of_traits().end());
      }
      World plain = before;
      entry.step(plain);
      for (const Part& part : all) {
        World other = before;
        part.scramble(other);
        try {
          entry.step(other);
        } catch (const std::exception&) {
          if (!declared.contains(part.name)) undeclared.insert(description.name + ": " + part.name);
          continue;
        }
        auto changed = differences(plain, other);
        changed.erase(part.name);
        const bool matters = !changed.empty() || !same_payments(plain.ledger, other.ledger);
        if (!matters) continue;
        if (declared.contains(part.name)) {
          ++noticed;
        } else {
          undeclared.insert(description.name + ": " + part.name);
        }
      }
    });
  }
  CHECK(undeclared == std::set<std::string>{});
  CHECK(noticed > 500);  // able to fail: these would be missed if they were not declared
}

TEST_CASE("every process changes only the parts of society that it declares") {
  Lab lab;
  begin_offered_nation(lab, month_of(2011, 12));
  std::map<std::string, std::set<std::string>> changed;
  for (const Month when : {month_of(2011, 12), month_of(2012, 1), month_of(2014, 7)}) {
    lab.advance(when - 1);
    visit_entries(lab, lab.world(), when, [&](Process& entry, const World& before) {
      World after = before;
      entry.step(after);
      changed[entry.description().name].merge(differences(before, after));
    });
  }
  std::size_t changes = 0;
  for (const auto& entry : the_month()) {
    const auto& description = entry.process->description();
    const auto declared = as_set(description.writes);
    INFO(description.name);
    std::set<std::string> undeclared;
    for (const auto& name : changed[description.name]) {
      changes += 1;
      if (!declared.contains(name)) undeclared.insert(name);
    }
    CHECK(undeclared == std::set<std::string>{});
  }
  CHECK(changes > 80);
}

}  // namespace
