#include <map>
#include <numeric>

#include "policies/settlement_grant.h"
#include "policies/wage_subsidy.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

std::int64_t total(const std::vector<std::int32_t>& column) {
  return std::accumulate(column.begin(), column.end(), std::int64_t{0});
}

/// What the saving step should do, worked out from the columns before it.
struct Saving {
  std::int64_t change = 0;      ///< saved minus spent
  std::int64_t borrowed = 0;    ///< and spent at once
  std::int64_t deductions = 0;  ///< from gross pay
};

Saving expected_saving(const Lab& lab, const World& world) {
  const Persons& people = world.persons;
  const Households& households = world.households;
  const float rate = lab.value("wages.deduction_rate");
  const float saved = lab.value("household.saving_share");
  const auto limit = static_cast<std::int64_t>(lab.value("household.debt_limit") *
                                               world.economy.potential_wage_krw());
  Saving sum;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0) continue;
    const auto gross = static_cast<float>(people.monthly_wage_krw[i]);
    const auto deductions = static_cast<std::int32_t>(rate * gross);
    sum.deductions += deductions;
    const std::size_t h = people.household[i];
    const std::int64_t lacks = households.shortfall_krw[h];
    const std::int64_t pooled = households.assets_krw[h];
    if (lacks == 0) {
      if (!people.works(i)) continue;
      sum.change += static_cast<std::int32_t>(saved * (gross - static_cast<float>(deductions)));
    } else if (lacks < pooled) {
      sum.change -= lacks * people.assets_krw[i] / pooled;
    } else {
      sum.change -= people.assets_krw[i];
      const auto wanted = static_cast<std::int64_t>(lab.value("household.borrow_share") *
                                                    static_cast<float>(lacks - pooled) /
                                                    static_cast<float>(households.members[h]));
      const std::int64_t room = limit - people.debt_krw[i] - people.loan_debt_krw[i];
      sum.borrowed += std::max<std::int64_t>(0, std::min(wanted, room));
    }
  }
  return sum;
}

std::int64_t expected_subsidies(const Persons& people) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0 || people.subsidised_months_left[i] == 0 || !people.has_wage_job(i)) {
      continue;
    }
    const auto cap =
        static_cast<float>(people.subsidised_months[i] < 12 ? people.subsidy_first_year_cap_krw[i]
                                                            : people.subsidy_cap_krw[i]);
    sum += static_cast<std::int64_t>(wage_subsidy::amount_krw(
        static_cast<float>(people.monthly_wage_krw[i]), people.subsidy_share[i], cap));
  }
  return sum;
}

/// How a line bears on the savings of persons: +1 what they receive, -1 what they give, 0 what
/// passes them by (deductions and benefits are income, housing money goes to the landlord).
int bears_on_savings(LedgerLine line) {
  using enum LedgerLine;
  switch (line) {
    case settlement_grant:
    case employment_incentive:
    case training_allowance:
    case matched_savings:
    case business_loans:
    case business_capital_returned:
      return 1;
    case business_capital:
    case loan_repayment:
    case fraud_losses:
    case remittances:
    case broker_repayment:
      return -1;
    default:
      return 0;
  }
}

std::int64_t flow_into_savings(const Ledger& ledger) {
  std::int64_t sum = 0;
  for (const auto& info : kLedger) sum += bears_on_savings(info.line) * ledger.amount(info.line);
  return sum;
}

/// Everything people have put aside: savings and their own part of matched accounts.
std::int64_t all_savings(const Persons& people) {
  return total(people.assets_krw) + total(people.account_own_krw);
}

/// Debts to brokers and lenders, running loans among them.
std::int64_t all_debt(const Persons& people) {
  return total(people.debt_krw) + total(people.loan_debt_krw) + total(people.business_loan_krw);
}

/// Every instrument is on, so that every line of the ledger is used.
void switch_everything_on(Lab& lab) {
  for (const char* instrument :
       {"mentoring", "counselling", "trauma_therapy", "dialect_workshop", "media_campaign",
        "family_reunification", "self_employment_support", "credential_recognition",
        "ngo_partnership", "case_management"}) {
    lab.values.set(std::string("policies.") + instrument + ".coverage", Series(0.5));
  }
  lab.set({{"policies.training_allowance.stipend_krw", 300000},
           {"policies.self_employment_support.loan_krw", 2e7},
           {"policies.self_employment_support.coaching", 1},
           {"policies.housing.rent_gap_krw", 100000},
           {"policies.case_management.social_worker_share", 1},
           {"policies.ngo_partnership.joint_funds_krw", 5e8},
           {"policies.media_campaign.reach", 0.5},
           {"policies.media_campaign.months", 24},
           {"policies.media_campaign.cost_per_reached_krw", 1000},
           {"policies.family_reunification.rate", 0.001},
           {"policies.family_reunification.cost_krw", 5e6},
           {"policies.facility_program.per_month_krw", 1e6},
           {"policies.benefit_taper.run_on_months", 6},
           {"self_employment.exit_rate", 0.03},
           {"boards.minimum_defectors", 10}});
}

TEST_CASE("V16 every won of every month is accounted for") {
  Lab lab;
  make_small(lab);
  switch_everything_on(lab);
  lab.begin(arrivals::kSpinUpStart);
  using enum LedgerLine;
  std::int64_t savings = 0;
  std::int64_t debt = 0;
  std::int64_t flow = 0;
  std::array<std::int64_t, kLedgerLines> lines{};
  Saving saving;
  std::int64_t subsidies = 0;
  std::array<std::int64_t, kLedgerLines> sums{};
  const auto before = [&](const Process& process) {
    const World& world = lab.world();
    savings = all_savings(world.persons);
    debt = all_debt(world.persons);
    flow = flow_into_savings(world.ledger);
    for (const auto& info : kLedger) {
      lines[static_cast<std::size_t>(info.line)] = world.ledger.amount(info.line);
    }
    if (process.description().name == "saving") saving = expected_saving(lab, world);
    if (process.description().name == "wage subsidy payment") {
      subsidies = expected_subsidies(world.persons);
    }
  };
  const auto after = [&](const Process& process) {
    const std::string& name = process.description().name;
    const World& world = lab.world();
    const auto paid = [&](LedgerLine line) {
      return world.ledger.amount(line) - lines[static_cast<std::size_t>(line)];
    };
    INFO(to_string(world.month) << " " << name);
    // One law for every process: savings move by what the ledger says, and by saving and spending.
    if (name == "arrivals") return;  // newcomers bring their debt along
    const std::int64_t saved = name == "saving" ? saving.change : 0;
    REQUIRE(all_savings(world.persons) - savings == flow_into_savings(world.ledger) - flow + saved);
    REQUIRE(all_debt(world.persons) - debt ==
            paid(business_loans) + paid(household_loans) - paid(loan_repayment) -
                paid(business_loan_defaults) - paid(broker_repayment));
    if (name == "saving") {
      REQUIRE(paid(deductions_from_pay) == saving.deductions);
      REQUIRE(paid(household_loans) == saving.borrowed);
    }
    if (name == "wage subsidy payment") REQUIRE(paid(wage_subsidy) == subsidies);
    if (name == "livelihood benefit") {
      REQUIRE(paid(livelihood_benefit) == total(world.households.benefit_krw));
    }
    if (name == "settlement grant") {
      REQUIRE(paid(settlement_grant) == total(world.persons.settlement_payment_krw));
    }
    if (name == "training allowance payment") {
      std::int64_t stipends = 0;
      for (std::size_t i = 0; i < world.persons.size(); ++i) {
        if (world.persons.active[i] != 0) stipends += world.persons.stipend_krw[i];
      }
      REQUIRE(paid(training_stipend) == stipends);
    }
  };
  while (lab.next_month() <= month_of(2025, 12)) {
    lab.step(before, after);
    const Ledger& ledger = lab.world().ledger;
    std::int64_t balances = 0;
    for (std::size_t account = 0; account < kAccounts; ++account) {
      balances += ledger.balance(static_cast<Account>(account));
    }
    REQUIRE(balances == 0);
    for (const auto& line : kLedger) {
      REQUIRE(ledger.amount(line.line) >= 0);
      sums[static_cast<std::size_t>(line.line)] += ledger.amount(line.line);
    }
  }
  for (const auto& line : kLedger) {
    INFO(line.name);
    CHECK(sums[static_cast<std::size_t>(line.line)] > 0);  // every line was tried
  }
}

TEST_CASE("grants of a month equal the units that leave - by their size") {
  Lab lab;
  make_small(lab);
  // Couples who part in the month of exit still get the grant of their unit, once.
  const double separation = GENERATE(0.0, 0.3);
  lab.set({{"household.join_previous", 0.5}, {"household.separation_rate", separation}});
  lab.begin(month_of(2005, 1));
  const auto at = [&](const char* name) {
    return lab.values.at(std::string("policies.settlement_grant.") + name);
  };
  settlement_grant::Parameters p;
  p.basic_krw = at("basic_krw");
  p.initial_share = at("initial_share");
  p.instalment_months = at("instalment_months");
  p.elderly_krw = at("elderly_krw");
  p.lump_sum = at("lump_sum");
  int units_seen = 0;
  int wrong = 0;
  std::map<PersonIndex, std::vector<std::size_t>> units;  // as they leave the facility
  const auto after = [&](const Process& process) {
    const World& world = lab.world();
    const Persons& people = world.persons;
    if (process.description().name == "facility") {
      units.clear();
      for (std::size_t i = 0; i < people.size(); ++i) {
        if (people.exit_month[i] == world.month.index && people.in_south(i)) {
          units[world.households.head[i]].push_back(i);
        }
      }
    }
    if (process.description().name != "settlement grant") return;
    for (const auto& [head, members] : units) {
      static_cast<void>(head);
      int elderly = 0;
      std::int64_t got = 0;
      for (const std::size_t i : members) {
        elderly += people.age[i] >= 60;
        got += people.settlement_payment_krw[i] + people.grant_left_krw[i];
      }
      const auto grant =
          settlement_grant::grant_of(p, lab.inputs, Month{people.arrival_month[members.front()]},
                                     static_cast<int>(members.size()), elderly);
      wrong += got != grant.total_krw;
      if (got != grant.total_krw) UNSCOPED_INFO(got << " instead of " << grant.total_krw);
      ++units_seen;
    }
  };
  while (lab.next_month() <= month_of(2009, 12)) lab.step([](const Process&) {}, after);
  INFO("separation rate " << separation << ", " << units_seen << " units");
  CHECK(wrong == 0);
  CHECK(units_seen > 200);
}

TEST_CASE("no grant is paid twice - and what is left is paid in the end") {
  Lab lab;
  make_small(lab);
  lab.set({{"exits.mortality_level", 0},
           {"exits.suicide_annual", 0},
           {"exits.departure_rate", 0},
           {"exits.north_rate", 0}});
  for (auto& band : lab.inputs.ages) {
    if (band.to_age <= 20) band.share_men = band.share_women = 0;  // adults only
  }
  lab.begin(month_of(2005, 1));
  for (auto& year : lab.inputs.arrivals) {
    if (year.year > 2006) year.men = year.women = 0;
  }
  std::int64_t promised = 0;
  std::int64_t paid = 0;
  while (lab.next_month() <= month_of(2009, 12)) {
    lab.step([](const Process&) {},
             [&](const Process& process) {
               if (process.description().name != "settlement grant") return;
               const World& world = lab.world();
               paid += world.ledger.amount(LedgerLine::settlement_grant);
               for (std::size_t i = 0; i < world.persons.size(); ++i) {
                 if (world.persons.exit_month[i] != world.month.index) continue;
                 promised +=
                     world.persons.settlement_payment_krw[i] + world.persons.grant_left_krw[i];
               }
             });
  }
  CHECK(promised > 0);
  CHECK(paid == promised);
  CHECK(total(lab.world().persons.grant_left_krw) == 0);
}

}  // namespace
