#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "policies/case_officers.h"
#include "policies/case_teams.h"
#include "support/institutions.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

Country country_of_officers(std::size_t localities) {
  return {localities, case_officers::process(), kOfficerSettings};
}

/// Caseloads of the officers at work, by type, in order of id.
std::vector<int> caseloads(const World& world, bool social_workers) {
  std::vector<int> loads;
  for (std::size_t o = 0; o < world.officers.count(); ++o) {
    const bool of_type = (world.officers.social_worker[o] != 0) == social_workers;
    if (of_type && world.officers.cases[o] > 0) loads.push_back(world.officers.cases[o]);
  }
  return loads;
}

std::int64_t salaries(Country& country) {
  const auto cost = case_officers::cost();
  country.run(*cost, kExit);
  return country.world().ledger.amount(LedgerLine::case_management);
}

TEST_CASE("officers by cases - attention by caseload - sponsors by quality") {
  CHECK(case_officers::officers_needed(0, 30) == 0);
  CHECK(case_officers::officers_needed(1, 30) == 1);
  CHECK(case_officers::officers_needed(30, 30) == 1);
  CHECK(case_officers::officers_needed(31, 30) == 2);
  CHECK(case_officers::officers_needed(1230, 30) == 41);
  CHECK(case_officers::service_intensity(10, 5) == 1);
  CHECK(case_officers::service_intensity(10, 10) == 1);
  CHECK(case_officers::service_intensity(10, 40) == 0.25F);
  CHECK(case_officers::sponsor_probability(0.15F, 0.5F, 1) == Approx(0.15));
  CHECK(case_officers::sponsor_probability(0.15F, 0.5F, 0) == 0);
  CHECK(case_officers::sponsor_probability(0.15F, 0.5F, -1) == 0);
}

TEST_CASE("the least loaded officer takes the case - the first among equals") {
  case_officers::CaseQueue queue;
  CHECK(queue.take() == kNoOfficer);
  const std::array<std::uint16_t, 4> cases{7, 3, 1, 3};
  for (std::uint32_t officer = 0; officer < 4; ++officer) queue.add(10 + officer, cases[officer]);
  std::vector<std::uint32_t> taken;
  for (int n = 0; n < 5; ++n) taken.push_back(queue.take());
  CHECK(taken == std::vector<std::uint32_t>{12, 12, 11, 12, 13});
  queue.add(20, 0);  // later ones join
  CHECK(queue.take() == 20);
}

TEST_CASE(
    "newcomers of 15 and more get police officers of their locality for the relation months") {
  Country country = country_of_officers(2);
  country.add(61, 0, kExit);
  country.add(30, 1, kExit);
  country.add(1, 1, kExit);
  Persons& people = country.people();
  people.active[91] = 0;  // a child
  country.run(kExit);
  CHECK(caseloads(country.world(), false) == std::vector<int>{30, 30, 1, 30});
  CHECK(people.officer[91] == kNoOfficer);
  for (std::size_t i = 0; i < 91; ++i) {
    const std::uint32_t officer = people.officer[i];
    REQUIRE(officer != kNoOfficer);
    CHECK(country.world().officers.locality[officer] == people.locality[i]);
    CHECK(people.officer_until[i] == kExit.index + 24);
    const int cases = country.world().officers.cases[officer];
    CHECK(people.service_intensity[i] == std::min(1.0F, 10.0F / static_cast<float>(cases)));
    CHECK(people.officer_quality[i] == country.world().officers.quality_draw[officer]);
  }
  people.presence[0] = Presence::departed;
  country.run(kExit + 1);
  CHECK(people.officer[0] == kNoOfficer);
  CHECK(people.officer_until[0] == kNever.index);
  CHECK(people.service_intensity[0] == 0);
  CHECK(people.officer_quality[0] == 0);
  CHECK(caseloads(country.world(), false) == std::vector<int>{29, 30, 1, 30});
  country.run(kExit + 23);
  CHECK(people.officer[1] != kNoOfficer);
  country.run(kExit + 24);
  CHECK(std::count(people.officer.begin(), people.officer.end(), kNoOfficer) == 92);
  CHECK(caseloads(country.world(), false).empty());
}

TEST_CASE("officers beyond the number needed take no new case - and rest - and come back") {
  Country country = country_of_officers(1);
  country.add(90, 0, kExit);
  country.run(kExit);
  CHECK(caseloads(country.world(), false) == std::vector<int>{30, 30, 30});
  country.add(10, 0, kExit + 24);
  country.run(kExit + 24);
  CHECK(caseloads(country.world(), false) == std::vector<int>{10});
  country.add(25, 0, kExit + 25);
  country.run(kExit + 25);
  CHECK(caseloads(country.world(), false) == std::vector<int>{30, 5});
  CHECK(country.world().officers.count() == 3);  // nobody new was needed
}

TEST_CASE("cases moved to a fixed number of social workers multiply caseloads") {
  Country bought = country_of_officers(2);
  Country moved = country_of_officers(2);
  moved.set("policies.case_management.capacity", 2);
  for (Country* country : {&bought, &moved}) {
    country->set("policies.case_management.social_worker_share", 1);
    country->add(400, 0, kExit);
    country->add(10, 1, kExit);
    country->run(kExit);
  }
  CHECK(caseloads(bought.world(), true) ==
        std::vector<int>{40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 10});
  CHECK(caseloads(moved.world(), true) == std::vector<int>{200, 200});
  CHECK(caseloads(moved.world(), false) == std::vector<int>{10});  // no headcount left: police
  CHECK(bought.people().service_intensity[0] == 1);
  CHECK(moved.people().service_intensity[0] == 0.2F);
  // 24 M a year, a quarter on top, for each head.
  CHECK(salaries(bought) == 11 * 2'500'000);
  CHECK(salaries(moved) == 2 * 2'500'000);
  moved.set("policies.case_management.capacity", 6);  // headcount is paid whether it is needed or
  CHECK(salaries(moved) == 6 * 2'500'000);            // not
  moved.set("policies.case_management.on_to", kExit.index - 1);
  CHECK(salaries(moved) == 2 * 2'500'000);  // running cases go on
}

TEST_CASE("the share of new cases - the pilot group and the dates of case management") {
  Country country = country_of_officers(1);
  country.set("policies.case_management.social_worker_share", 0.5);
  country.set("policies.case_management.coverage", 0.6);
  country.add(5000, 0, kExit);
  country.run(kExit);
  double social = 0;
  for (const int cases : caseloads(country.world(), true)) social += cases;
  CHECK(agrees(social / 5000, 0.3, share_error(0.3, 5000)));
  CHECK_FALSE(agrees(social / 5000, 0.5, share_error(0.5, 5000)));

  Country pilot = country_of_officers(1);
  pilot.set("policies.case_management.social_worker_share", 1);
  pilot.set("policies.case_management.pilot_only", 1);
  pilot.set("policies.case_management.on_to", kExit.index);
  pilot.add(40, 0, kExit);
  std::fill_n(pilot.people().pilot_group.begin(), 8, std::uint8_t{1});
  pilot.run(kExit);
  CHECK(caseloads(pilot.world(), true) == std::vector<int>{8});
  pilot.add(5, 0, kExit + 1);
  pilot.people().pilot_group.back() = 1;
  pilot.run(kExit + 1);
  CHECK(caseloads(pilot.world(), true) == std::vector<int>{8});
}

TEST_CASE("quality is drawn by place and rank - and its mean moves those at work") {
  Country one = country_of_officers(2);
  Country other = country_of_officers(2);
  one.add(3000, 0, kExit);
  other.add(300, 1, kExit);  // founded in another order
  other.add(3000, 0, kExit);
  one.run(kExit);
  other.run(kExit);
  const auto draws_of = [](const World& world, std::uint8_t locality) {
    std::vector<float> draws;
    for (std::size_t o = 0; o < world.officers.count(); ++o) {
      if (world.officers.locality[o] == locality) draws.push_back(world.officers.quality_draw[o]);
    }
    return draws;
  };
  const auto draws = draws_of(one.world(), 0);
  CHECK(draws.size() == 100);
  CHECK(draws == draws_of(other.world(), 0));
  double mean = 0;
  for (const float draw : draws) mean += draw / 100.0;
  CHECK(agrees(mean, 0, 0.1));
  CHECK_FALSE(agrees(mean, 1, 0.1));
  const float before = one.people().officer_quality[0];
  one.set("officers.police_quality", 1);
  one.run(kExit + 1);
  CHECK(one.people().officer_quality[0] == Approx(before + 1));
}

TEST_CASE("a good officer brings a sponsor of the locality - a strong tie") {
  Country country = country_of_officers(3);
  country.set("officers.sponsor_rate", 0.05);
  country.set("officers.police_full_attention", 30);
  country.set("officers.police_quality", 9);  // everybody good
  country.add(3000, 2, kExit);
  country.run(kExit);
  double sponsors = 0;
  double expected = 0;
  double variance = 0;
  std::set<std::uint32_t> hosts;
  for (std::size_t i = 0; i < 3000; ++i) {
    const double p = 0.05 * (1 + static_cast<double>(country.people().officer_quality[i]));
    expected += p;
    variance += p * (1 - p);
    for (const Tie& tie : country.world().ties.of(i)) {
      CHECK(tie.kind == TieKind::host);
      CHECK(tie.strong == 1);
      CHECK(tie.since == kExit.index);
      CHECK(tie.other / 20 == 2);
      hosts.insert(tie.other);
      ++sponsors;
    }
  }
  CHECK(agrees(sponsors, expected, std::sqrt(variance)));
  CHECK_FALSE(agrees(sponsors, 0.8 * expected, std::sqrt(variance)));
  CHECK(hosts.size() == 20);
  country.run(kExit + 1);  // once, at assignment
  double later = 0;
  for (std::size_t i = 0; i < 3000; ++i) later += country.world().ties.host_ties(i);
  CHECK(later == sponsors);

  Country bad = country_of_officers(1);
  bad.set("officers.sponsor_rate", 1);
  bad.set("officers.police_quality", -9);
  bad.add(300, 0, kExit);
  bad.run(kExit);
  for (std::size_t i = 0; i < 300; ++i) CHECK(bad.world().ties.host_ties(i) == 0);
}

TEST_CASE("case_officers: the mean quality of social workers moves their cases by as much") {
  Country usual = country_of_officers(2);
  Country better = country_of_officers(2);
  usual.set("officers.social_worker_quality", 0);
  better.set("officers.social_worker_quality", 0.5);
  for (Country* country : {&usual, &better}) {
    country->set("policies.case_management.social_worker_share", 1);
    country->add(100, 1, kExit);
    country->run(kExit);
  }
  for (std::size_t i = 0; i < 100; ++i) {
    CHECK(better.people().officer_quality[i] ==
          Approx(static_cast<double>(usual.people().officer_quality[i]) + 0.5).margin(1e-6));
  }
}

TEST_CASE("case_officers: a sponsor takes one of the places for ties") {
  Country country = country_of_officers(1);
  country.set("officers.sponsor_rate", 1);
  country.set("officers.police_full_attention", 1000);
  country.set("officers.police_quality", 9);
  country.set("ties.degree_cap", 3);
  country.add(30, 0, kExit);
  for (std::uint32_t i = 0; i < 30; ++i) {
    for (std::uint32_t host = 0; host < 3; ++host) {
      country.world().ties.connect_host(i, host, kExit, false, 3);
    }
  }
  country.run(kExit);
  for (std::size_t i = 0; i < 30; ++i) CHECK(country.world().ties.host_ties(i) == 3);
}

TEST_CASE("case_officers: police officers with cases are paid for the part of their time") {
  Country country = country_of_officers(1);
  country.add(61, 0, kExit);
  country.run(kExit);
  REQUIRE(caseloads(country.world(), false).size() == 3);
  CHECK(salaries(country) == 0);  // no social workers
  CHECK(country.world().ledger.amount(LedgerLine::police_officers) == 7'500'000);
  country.set("officers.police_time_share", 0);
  salaries(country);
  CHECK(country.world().ledger.amount(LedgerLine::police_officers) == 0);
}

TEST_CASE("case_officers: places below a billion are a headcount that is paid - a billion none") {
  Country country = country_of_officers(1);
  country.set("policies.case_management.social_worker_share", 1);
  country.add(40, 0, kExit);
  country.run(kExit);
  country.set("policies.case_management.capacity", 6e8);
  CHECK(salaries(country) == 600'000'000LL * 2'500'000);
  country.set("policies.case_management.capacity", 1e9);
  CHECK(salaries(country) == 2'500'000);
}

TEST_CASE("case_teams: the first officers of two localities are different persons") {
  Country country = country_of_officers(2);
  country.add(10, 0, kExit);
  country.add(10, 1, kExit);
  country.run(kExit);
  const auto& draws = country.world().officers.quality_draw;
  REQUIRE(draws.size() == 2);
  CHECK(draws[0] != draws[1]);
}

TEST_CASE(
    "case_teams: quality is the number of an officer's place - kind and rank - in every arm") {
  Country country = country_of_officers(3);
  country.set("policies.case_management.social_worker_share", 0.5);
  for (const std::size_t locality : {2U, 1U}) country.add(300, locality, kExit);
  country.run(kExit);
  const Officers& officers = country.world().officers;
  std::map<std::pair<int, int>, std::uint32_t> ranks;
  for (std::size_t o = 0; o < officers.count(); ++o) {
    const bool social_worker = officers.social_worker[o] != 0;
    const std::uint32_t rank = ranks[{officers.locality[o], social_worker}]++;
    const auto draws = country.world().random.draws(case_officers::kPoliceQuality,
                                                    65536U * officers.locality[o] + rank, Month{0});
    CHECK(officers.quality_draw[o] == draws.normal(social_worker
                                                       ? case_officers::kSocialWorkerQuality
                                                       : case_officers::kPoliceQuality));
  }
  CHECK(ranks.size() == 4);
}

TEST_CASE("case_teams: once the headcount is at work newcomers go to who is there") {
  Country country = country_of_officers(1);
  country.set("policies.case_management.social_worker_share", 1);
  country.set("policies.case_management.caseload", 4);
  country.set("policies.case_management.capacity", 1);
  country.add(5, 0, kExit);
  country.run(kExit);
  CHECK(caseloads(country.world(), true) == std::vector<int>{5});
  country.add(6, 0, kExit + 1);
  country.run(kExit + 1);
  CHECK(caseloads(country.world(), true) == std::vector<int>{11});
  CHECK(caseloads(country.world(), false).empty());
}

TEST_CASE("only police officers of bad quality are hostile") {
  Country country = country_of_officers(1);
  country.set("officers.hostile_rate", 0.3);
  country.set("policies.case_management.social_worker_share", 0.5);
  country.set("officers.social_worker_quality", 0);
  country.add(6000, 0, kExit);
  country.run(kExit);
  const Persons& people = country.people();
  double at_risk = 0;
  double events = 0;
  int bad_social_workers = 0;
  for (std::size_t i = 0; i < 6000; ++i) {
    const bool police = country.world().officers.social_worker[people.officer[i]] == 0;
    const bool bad = people.officer_quality[i] < 0;
    bad_social_workers += !police && bad;
    if (police && bad) {
      ++at_risk;
      events += people.hostile_event[i];
    } else {
      REQUIRE(people.hostile_event[i] == 0);
    }
  }
  CHECK(bad_social_workers > 500);
  CHECK(agrees(events / at_risk, 0.3, share_error(0.3, at_risk)));
  CHECK_FALSE(agrees(events / at_risk, 0.4, share_error(0.4, at_risk)));
}

TEST_CASE("without relation months nobody has an officer") {
  Country country = country_of_officers(1);
  country.set("officers.relation_months", 0);
  country.add(50, 0, kExit);
  country.run(kExit);
  CHECK(country.world().officers.count() == 0);
  CHECK(country.people().officer[0] == kNoOfficer);
}

TEST_CASE("in the world every case is counted once - and its officer is of the locality") {
  const bool thinned = GENERATE(false, true);  // a small nation, or a tenth of a large one
  Lab lab;
  if (!thinned) make_small(lab);
  lab.set({{"policies.case_management.social_worker_share", 0.5}, {"officers.hostile_rate", 0.1}});
  lab.begin(month_of(1999, 1), thinned ? 0.1F : 1.0F);
  long charges = 0;
  const auto look = [&](const Process& process) {
    if (process.description().name != "case officers") return;
    const Persons& people = lab.world().persons;
    const Officers& officers = lab.world().officers;
    std::vector<int> counted(officers.count());
    for (std::size_t i = 0; i < people.size(); ++i) {
      const std::uint32_t officer = people.officer[i];
      if (officer == kNoOfficer) {
        REQUIRE(people.service_intensity[i] == 0);
        REQUIRE(people.hostile_event[i] == 0);
        continue;
      }
      REQUIRE(people.active[i] != 0);
      REQUIRE(people.months_since_exit(i, lab.world().month) < 60);
      REQUIRE(officers.locality[officer] == people.locality[i]);
      REQUIRE((people.service_intensity[i] > 0 && people.service_intensity[i] <= 1));
      ++counted[officer];
      ++charges;
    }
    for (const auto& [officer, person] : officers.unseen) {
      REQUIRE(officers.locality[officer] == people.locality[person]);
      REQUIRE(people.officer[person] != kNoOfficer);
      ++counted[officer];
    }
    for (std::size_t o = 0; o < officers.count(); ++o) REQUIRE(officers.cases[o] == counted[o]);
  };
  while (lab.next_month() <= month_of(2006, 12)) lab.step([](const Process&) {}, look);
  CHECK(charges > 10000);
  CHECK(caseloads(lab.world(), false).size() > 0);
  CHECK(caseloads(lab.world(), true).size() > 0);
}

}  // namespace
