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
  std::int64_t deductions = 0;  ///< from gross pay
};

Saving expected_saving(const Lab& lab, const World& world) {
  const Persons& people = world.persons;
  const float rate = lab.value("wages.deduction_rate");
  const float saved = lab.value("household.saving_share");
  const float spent = lab.value("household.dissaving_share");
  Saving sum;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0) continue;
    const auto gross = static_cast<float>(people.monthly_wage_krw[i]);
    const auto deductions = static_cast<std::int32_t>(rate * gross);
    sum.deductions += deductions;
    sum.change += people.works(i)
                      ? static_cast<std::int32_t>(saved * (gross - static_cast<float>(deductions)))
                      : -static_cast<std::int32_t>(spent * static_cast<float>(people.assets_krw[i]));
  }
  return sum;
}

std::int64_t expected_subsidies(const Persons& people) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.active[i] == 0 || people.subsidised_months_left[i] == 0 || !people.has_wage_job(i)) {
      continue;
    }
    const auto cap = static_cast<float>(people.subsidised_months[i] < 12
                                            ? people.subsidy_first_year_cap_krw[i]
                                            : people.subsidy_cap_krw[i]);
    sum += static_cast<std::int64_t>(wage_subsidy::amount_krw(
        static_cast<float>(people.monthly_wage_krw[i]), people.subsidy_share[i], cap));
  }
  return sum;
}

TEST_CASE("every won of every month is accounted for") {
  Lab lab;
  make_small(lab);
  lab.set({{"policies.mentoring.coverage", 0.5}});
  lab.begin(arrivals::kSpinUpStart);
  using enum LedgerLine;
  std::int64_t assets = 0;
  std::int64_t debt = 0;
  Saving saving;
  std::int64_t subsidies = 0;
  std::array<std::int64_t, kLedgerLines> sums{};
  const auto before = [&](const Process& process) {
    const World& world = lab.world();
    assets = total(world.persons.assets_krw);
    debt = total(world.persons.debt_krw);
    if (process.description().name == "saving") saving = expected_saving(lab, world);
    if (process.description().name == "wage subsidy payment") {
      subsidies = expected_subsidies(world.persons);
    }
  };
  const auto after = [&](const Process& process) {
    const std::string& name = process.description().name;
    const World& world = lab.world();
    const Ledger& ledger = world.ledger;
    std::int64_t expected = 0;
    INFO(to_string(world.month) << " " << name);
    if (name == "settlement grant") {
      expected = ledger.amount(settlement_grant);
      REQUIRE(total(world.persons.settlement_payment_krw) == expected);
    } else if (name == "employment incentive") {
      expected = ledger.amount(employment_incentive);
    } else if (name == "fraud") {
      expected = -ledger.amount(fraud_losses);
    } else if (name == "saving") {
      expected = saving.change - ledger.amount(broker_repayment) - ledger.amount(remittances);
      REQUIRE(ledger.amount(deductions_from_pay) == saving.deductions);
      REQUIRE(total(world.persons.debt_krw) == debt - ledger.amount(broker_repayment));
    } else if (name == "wage subsidy payment") {
      REQUIRE(ledger.amount(wage_subsidy) == subsidies);
    } else if (name == "livelihood benefit") {
      REQUIRE(ledger.amount(livelihood_benefit) == total(world.households.benefit_krw));
    }
    REQUIRE(total(world.persons.assets_krw) == assets + expected);
  };
  while (lab.next_month() <= month_of(2025, 12)) {
    lab.step(before, after);
    const Ledger& ledger = lab.world().ledger;
    std::int64_t balances = 0;
    for (const Account account : {Account::government, Account::households, Account::firms,
                                  Account::administration, Account::others}) {
      balances += ledger.balance(account);
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
  lab.set({{"exits.mortality_level", 0}, {"exits.suicide_annual", 0}, {"exits.departure_rate", 0},
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
