#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/world_state.h"
#include "support/worlds.h"

/// The entries of the month one by one, each asked what it would do in a world that a test changes.
namespace resettle::testing {

/// Every instrument is offered to half of those it is for, and some money is capped.
inline void offer_everything(Lab& lab) {
  for (const auto& spec : parameter_catalogue()) {
    const bool is_coverage = spec.path.starts_with("policies.") && spec.path.ends_with(".coverage");
    if (is_coverage) lab.values.set(spec.path, Series(0.5));
  }
  lab.set({{"policies.family_reunification.rate", 0.02},
           {"policies.family_reunification.cost_krw", 1e6},
           {"policies.media_campaign.cost_per_reached_krw", 100},
           {"boards.minimum_defectors", 1},
           {"policies.case_management.social_worker_share", 0.5},
           {"policies.media_campaign.reach", 0.5},
           {"policies.media_campaign.months", 600},
           {"policies.self_employment_support.loan_krw", 1e7},
           {"policies.self_employment_support.coaching", 1},
           {"policies.ngo_partnership.joint_funds_krw", 1e9},
           {"policies.facility_program.job_placement_share", 0.3},
           {"policies.benefit_taper.run_on_months", 3},
           {"policies.wage_subsidy.last_arrival", kNoEnd},
           {"policies.wage_subsidy.budget_krw_per_year", 1e8},
           {"policies.counselling.budget_krw_per_year", 1e8},
           {"ngos.foreign_funding", 0.02},
           {"exits.departure_rate", 0.005},
           {"exits.refoulement_rate", 0.001}});
}

/// A thirtieth of the nation in which everything is offered, at the beginning of `when`.
inline void begin_offered_nation(Lab& lab, Month when) {
  make_small(lab);
  offer_everything(lab);
  lab.begin(arrivals::kSpinUpStart, 0.33F);
  lab.advance(when - 1);
}

/// Runs the month of a world entry by entry; look(entry, world before it) comes before each.
inline void visit_entries(const Lab& lab, World world, Month when,
                          const std::function<void(Process&, const World&)>& look) {
  world.month = when;
  world.economy = economy_of(*world.inputs, when);
  world.ledger.open_month(when);
  const auto month = the_month();
  for (const auto& entry : month) entry.process->update(lab.values, when);
  for (const auto& entry : month) {
    look(*entry.process, world);
    entry.process->step(world);
  }
}

/// The name under which an entry declares a piece of the state: that of a column of persons, or of
/// the part of society it belongs to.
inline std::string declared_name(const StateColumn& column) {
  if (column.of == "person") return std::string(column.name);
  if (column.of == "locality") return "organisations";
  if (column.of == "month of formation of ties" || column.of == "host") return "hosts";
  return std::string(column.of) + "s";  // household, officer
}

/// The declared names of what differs between two states.
inline std::set<std::string> differences(const World& one, const World& other) {
  std::set<std::string> names;
  const auto before = state_of(one);
  const auto after = state_of(other);
  for (std::size_t c = 0; c < before.size(); ++c) {
    if (before[c].of == "purse or budget") continue;  // with payments, which are no state
    if (before[c].of == "place") continue;            // below, by name
    const auto& a = before[c].bytes;
    const auto& b = after[c].bytes;
    // Persons and hosts who have come since are no difference.
    const std::size_t both = std::min(a.size(), b.size());
    if (std::memcmp(a.data(), b.data(), both) != 0) names.insert(declared_name(before[c]));
  }
  const bool same_money = one.purses == other.purses && one.budgets == other.budgets;
  if (!same_money) names.insert("budgets");
  for (const auto& info : kPlaceInfo) {
    const bool same = one.places.begun(info.place) == other.places.begun(info.place);
    if (!same) names.insert(std::string(info.begun));
  }
  return names;
}

/// How many persons of one sex have a row in which a column differs, but for some columns.
inline std::size_t rows_that_differ(const World& one, const World& other, std::uint8_t woman,
                                    const std::set<std::string>& but_for = {}) {
  std::size_t rows = 0;
  for (std::size_t i = 0; i < one.persons.size(); ++i) {
    if (one.persons.woman[i] != woman) continue;
    const auto differs = [&](const PersonColumn& column) {
      if (but_for.contains(std::string(column.name))) return false;
      const auto in_member = [&](auto member) {
        const auto& a = one.persons.*member;
        const auto& b = other.persons.*member;
        return std::memcmp(&a[i], &b[i], sizeof(a[i])) != 0;
      };
      return std::visit(in_member, column.member);
    };
    const auto& columns = person_dictionary();
    rows += std::any_of(columns.begin(), columns.end(), differs) ? 1 : 0;
  }
  return rows;
}

/// Units share a grant and a flat; officers and mentors are shared by all: what such an instrument
/// gives one person changes what others get.
inline const std::set<std::string> kSharedInstruments{"settlement_grant", "housing",
                                                      "case_management", "mentoring"};

/// Whether the payments of the month are the same.
inline bool same_payments(const Ledger& one, const Ledger& other) {
  return std::all_of(kLedger.begin(), kLedger.end(), [&](const LedgerLineInfo& info) {
    return one.amount(info.line) == other.amount(info.line);
  });
}

}  // namespace resettle::testing
