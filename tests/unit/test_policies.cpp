#include <set>

#include "engine/queue.h"
#include "policies/employment_incentive.h"
#include "policies/offer.h"
#include "policies/settlement_grant.h"
#include "policies/wage_subsidy.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

Series of(const Lab& lab, const std::string& policy, const std::string& name) {
  return lab.values.at("policies." + policy + "." + name);
}

settlement_grant::Parameters grant_parameters(const Lab& lab) {
  settlement_grant::Parameters p;
  p.basic_krw = of(lab, "settlement_grant", "basic_krw");
  p.initial_share = of(lab, "settlement_grant", "initial_share");
  p.instalment_months = of(lab, "settlement_grant", "instalment_months");
  p.elderly_krw = of(lab, "settlement_grant", "elderly_krw");
  p.lump_sum = of(lab, "settlement_grant", "lump_sum");
  return p;
}

TEST_CASE("the settlement grant of 2013: 7 M - of them 3.99 M at exit - the rest in four parts") {
  const Lab lab;
  auto p = grant_parameters(lab);
  const auto one = settlement_grant::grant_of(p, lab.inputs, month_of(2013, 5), 1, 0);
  CHECK(one.total_krw == 7'000'000);
  CHECK(one.at_exit_krw == 3'990'000);
  CHECK(one.quarterly_parts == 4);
  const auto four = settlement_grant::grant_of(p, lab.inputs, month_of(2013, 5), 4, 0);
  CHECK(four.total_krw == 7'000'000 * lab.inputs.grant_multiple[3]);
  const auto crowd = settlement_grant::grant_of(p, lab.inputs, month_of(2013, 5), 12, 0);
  CHECK(crowd.total_krw == Approx(7'000'000 * lab.inputs.grant_multiple.back()));
  const auto old = settlement_grant::grant_of(p, lab.inputs, month_of(2013, 5), 2, 2);
  CHECK(old.total_krw ==
        Approx(7'000'000 * lab.inputs.grant_multiple[1] + 2 * p.elderly_krw.at(month_of(2013, 5))));
  p.lump_sum = Series(1.0);
  const auto lump = settlement_grant::grant_of(p, lab.inputs, month_of(2013, 5), 1, 0);
  CHECK(lump.at_exit_krw == 7'000'000);
  CHECK(lump.quarterly_parts == 0);
}

TEST_CASE("the settlement grant of other years goes by the month of arrival") {
  const Lab lab;
  const auto p = grant_parameters(lab);
  const auto single = [&](int year) {
    return settlement_grant::grant_of(p, lab.inputs, month_of(year, 6), 1, 0);
  };
  CHECK(single(1992).total_krw == 20'000'000);
  CHECK(single(1992).at_exit_krw == 20'000'000);  // all at exit to 1998
  CHECK(single(1992).quarterly_parts == 0);
  CHECK(single(2002).total_krw == 28'000'000);
  CHECK(single(2002).at_exit_krw == 7'000'000);  // a quarter at exit
  CHECK(single(2002).quarterly_parts == 12);
  CHECK(single(2006).total_krw == 10'000'000);
  CHECK(single(2025).total_krw == 15'000'000);
}

TEST_CASE("employment incentives by arrival and region - the half year is part of year one") {
  const Lab lab;
  employment_incentive::Parameters p;
  const auto get = [&](const char* name) { return of(lab, "employment_incentive", name); };
  p.half_year_capital_krw = get("half_year_capital_krw");
  p.year_1_capital_krw = get("year_1_capital_krw");
  p.year_2_capital_krw = get("year_2_capital_krw");
  p.year_3_capital_krw = get("year_3_capital_krw");
  p.half_year_other_krw = get("half_year_other_krw");
  p.year_1_other_krw = get("year_1_other_krw");
  p.year_2_other_krw = get("year_2_other_krw");
  p.year_3_other_krw = get("year_3_other_krw");
  using Amounts = std::array<std::int32_t, 4>;
  constexpr std::int32_t kM = 1'000'000;
  CHECK(employment_incentive::milestones(p, month_of(2004, 12), true) == Amounts{0, 0, 0, 0});
  CHECK(employment_incentive::milestones(p, month_of(2006, 1), true) ==
        Amounts{0, 2 * kM, 3 * kM, 4 * kM});
  CHECK(employment_incentive::milestones(p, month_of(2013, 1), false) ==
        Amounts{0, 5'500'000, 6 * kM, 6'500'000});
  CHECK(employment_incentive::milestones(p, month_of(2022, 1), true) ==
        Amounts{2 * kM, 3 * kM, 6 * kM, 7 * kM});
  CHECK(employment_incentive::milestones(p, month_of(2022, 1), false) ==
        Amounts{2'500'000, 3'500'000, 7 * kM, 8 * kM});
}

TEST_CASE("employment incentives are paid after 6 - 12 - 24 and 36 insured months in one job") {
  Lab lab;
  switch_off(lab);
  set_labour(lab, 1 - 1e-7, 1 - 1e-7, 1e-9);  // everybody works from the exit on
  lab.set({{"policies.employment_incentive.coverage", 1},
           {"job_quality.intercept", 50},
           {"policies.employment_incentive.half_year_other_krw", 2e6},
           {"policies.employment_incentive.half_year_capital_krw", 2e6},
           {"policies.employment_incentive.year_1_other_krw", 5e6},
           {"policies.employment_incentive.year_1_capital_krw", 5e6},
           {"policies.employment_incentive.year_2_other_krw", 6e6},
           {"policies.employment_incentive.year_2_capital_krw", 6e6},
           {"policies.employment_incentive.year_3_other_krw", 7e6},
           {"policies.employment_incentive.year_3_capital_krw", 7e6},
           {"policies.employment_incentive.window_months", 60}});
  begin_cohort(lab, 50);
  lab.step();
  lab.step();  // hired in the month of exit
  std::map<int, std::int64_t> paid;
  for (int month = 1; month <= 60; ++month) {
    lab.step();
    const auto amount = lab.world().ledger.amount(LedgerLine::employment_incentive);
    if (amount != 0) paid[month] = amount / 50;
  }
  // Insured months are counted at the end of a month, incentives paid in the next.
  CHECK(paid == std::map<int, std::int64_t>{
                    {7, 2'000'000}, {13, 3'000'000}, {25, 6'000'000}, {37, 7'000'000}});
}

TEST_CASE("the wage subsidy is a share of the wage up to the cap") {
  CHECK(wage_subsidy::amount_krw(1'000'000, 0.5F, 700'000) == 500'000);
  CHECK(wage_subsidy::amount_krw(2'000'000, 0.5F, 700'000) == 700'000);
  CHECK(wage_subsidy::amount_krw(2'000'000, 0, 700'000) == 0);
  CHECK(wage_subsidy::value_of(1'000'000, 0.5F, 700'000) == Approx(1));
  CHECK(wage_subsidy::value_of(2'000'000, 0.5F, 700'000) == Approx(0.7));
  CHECK(wage_subsidy::value_of(0, 0.5F, 700'000) == 0);
}

TEST_CASE("places are rationed by lot - never beyond the capacity") {
  static constexpr Decision kQueue{"test of rationing", 0, "order of the queue"};
  Lab lab;
  begin_cohort(lab, 400);
  lab.step();
  World& world = lab.world();
  std::vector<PersonIndex> candidates;
  for (PersonIndex i = 0; i < 400; i += 2) candidates.push_back(i);
  Offer offer;
  offer.capacity = 50;
  const auto chosen = ration(world, offer, Place::mentoring, kQueue, candidates, 0);
  const std::set<PersonIndex> places(chosen.begin(), chosen.end());
  CHECK(places.size() == 50);
  for (const PersonIndex i : places) CHECK(i % 2 == 0);
  CHECK(ration(world, offer, Place::mentoring, kQueue, candidates, 20).size() == 30);
  CHECK(ration(world, offer, Place::mentoring, kQueue, candidates, 90).empty());
  offer.capacity = std::numeric_limits<float>::infinity();
  CHECK(ration(world, offer, Place::mentoring, kQueue, candidates, 90).size() == candidates.size());
  // Who is first does not depend on who else stands in the queue, nor on the order given.
  std::vector<PersonIndex> reversed(candidates.rbegin(), candidates.rend());
  offer.capacity = 50;
  CHECK(ration(world, offer, Place::mentoring, kQueue, reversed, 0) == chosen);
  std::vector<PersonIndex> fewer(candidates.begin() + 100, candidates.end());
  offer.capacity = 20;
  const auto of_fewer = ration(world, offer, Place::mentoring, kQueue, fewer, 0);
  std::vector<PersonIndex> expected;
  offer.capacity = 1000;
  for (const PersonIndex i : ration(world, offer, Place::mentoring, kQueue, candidates, 0)) {
    if (i >= 200 && expected.size() < 20) expected.push_back(i);
  }
  CHECK(of_fewer == expected);
  // The capacity is that of the nation: a thinned world has its share.
  world.scale = 0.1F;
  offer.capacity = 50;
  CHECK(ration(world, offer, Place::mentoring, kQueue, candidates, 0).size() == 5);
}

/// What the catalogue says of a parameter.
ParameterSpec spec_of(const std::string& path) {
  for (const auto& spec : parameter_catalogue()) {
    if (spec.path == path) return spec;
  }
  FAIL(path);
  return {};
}

TEST_CASE("offer: what the rows of an instrument say of themselves") {
  // An effect of the instrument's own, a size of its own, and an effect that it only reads.
  CHECK(spec_of("policies.wage_subsidy.share").instrument == "wage_subsidy");
  CHECK(spec_of("policies.wage_subsidy.window_months").instrument.empty());
  CHECK(spec_of("officers.police_quality").instrument.empty());
  CHECK(spec_of("policies.wage_subsidy.share").acts == ActsWhen::offered);
  CHECK(spec_of("officers.police_quality").acts == ActsWhen::always);
  // Months from long before the first arrival on, to the end of time; up to a billion places.
  for (const char* date : {"on_from", "on_to"}) {
    const auto month = spec_of(std::string("policies.housing.") + date);
    CHECK(month.minimum == -400);
    CHECK(month.maximum == kNoEnd);
  }
  CHECK(spec_of("policies.housing.capacity").maximum == 1e9);
}

TEST_CASE("budget_caps: what the rows of a cap say of themselves") {
  // Tuition is paid for every trainee, whoever is offered the allowance.
  CHECK(spec_of("policies.counselling.budget_krw_per_year").acts == ActsWhen::offered);
  CHECK(spec_of("policies.training_allowance.budget_krw_per_year").acts == ActsWhen::always);
  CHECK(spec_of("policies.counselling.budget_krw_per_year").maximum == 1e15);
}

TEST_CASE("employment_incentive: amounts are 200 M at most") {
  CHECK(spec_of("policies.employment_incentive.year_1_other_krw").maximum == 2e8);
}

TEST_CASE("an offer is drawn once in a life with its coverage") {
  static constexpr Decision kOffered{"test of an offer", 0, "it is offered"};
  Lab lab;
  begin_cohort(lab, 5000);
  lab.step();
  Offer offer;
  offer.coverage = 0.3F;
  double offered = 0;
  std::vector<bool> first;
  for (std::size_t i = 0; i < 5000; ++i) {
    first.push_back(is_offered(lab.world(), offer, kOffered, i));
    offered += first.back();
  }
  CHECK(agrees(offered / 5000, 0.3, share_error(0.3, 5000)));
  CHECK_FALSE(agrees(offered / 5000, 0.35, share_error(0.35, 5000)));
  lab.step();
  int changed = 0;
  offer.coverage = 0.4F;  // a larger coverage keeps those who had it
  for (std::size_t i = 0; i < 5000; ++i) {
    changed += first[i] && !is_offered(lab.world(), offer, kOffered, i);
  }
  CHECK(changed == 0);
}

TEST_CASE("capacities hold in the world") {
  Lab lab;
  make_small(lab);
  lab.set({{"policies.mentoring.coverage", 1},
           {"policies.mentoring.capacity", 12},
           {"policies.wage_subsidy.capacity", 7}});
  lab.begin(month_of(1999, 1));
  int most_pairs = 0;
  int most_jobs = 0;
  while (lab.next_month() <= month_of(2006, 12)) {
    lab.step();
    const Persons& people = lab.world().persons;
    int pairs = 0;
    int jobs = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      pairs += people.mentor_months_left[i] > 0;
      jobs += people.subsidised_months_left[i] > 0;
    }
    most_pairs = std::max(most_pairs, pairs);
    most_jobs = std::max(most_jobs, jobs);
  }
  CHECK(most_pairs == 12);
  CHECK(most_jobs <= 7);  // places are held by offers, not all of which become jobs
  CHECK(most_jobs > 3);
}

}  // namespace
