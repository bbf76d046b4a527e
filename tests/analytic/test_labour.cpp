#include <numeric>

#include "processes/finding.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The disposition that finds and loses jobs more easily by a constant is left out.
bool counts(const Persons& people, std::size_t i) {
  return people.active[i] != 0 && people.disposition[i] != Disposition::situation_responsive;
}

struct Labour {
  double persons = 0;
  double employed = 0;
  double unemployed = 0;
  std::vector<double> tenures;
};

Labour look(const Persons& people) {
  Labour labour;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (!counts(people, i)) continue;
    ++labour.persons;
    if (people.works(i)) {
      ++labour.employed;
      labour.tenures.push_back(people.job_tenure_months[i]);
    } else if (people.searched[i] != 0) {
      ++labour.unemployed;
    }
  }
  return labour;
}

constexpr double kSearch = 0.4;
constexpr double kFind = 0.3;
constexpr double kSeparate = 0.08;
constexpr double kHire = kSearch * kFind;

TEST_CASE("V1 employment moves to s f / (s f + d) - geometrically") {
  Lab lab;
  switch_off(lab);
  set_labour(lab, kSearch, kFind, kSeparate);
  begin_cohort(lab, 6000);
  lab.step();  // arrival; the first month on the labour market is the next
  const double stationary = kHire / (kHire + kSeparate);
  for (int t = 1; t <= 60; ++t) {
    lab.step();
    const Labour labour = look(lab.world().persons);
    const double expected = stationary * (1 - std::pow(1 - kHire - kSeparate, t));
    const double measured = labour.employed / labour.persons;
    INFO("month " << t);
    REQUIRE(labour.persons > 4000);
    if (t == 1 || t == 3 || t == 8 || t == 60) {
      CHECK(agrees(measured, expected, share_error(expected, labour.persons)));
      const double wrong = kSearch / (kSearch + kSeparate);  // finding forgotten
      CHECK_FALSE(agrees(measured, wrong, share_error(wrong, labour.persons)));
    }
  }
  const Labour labour = look(lab.world().persons);
  const double unemployed = (1 - stationary) * kSearch * (1 - kFind);
  CHECK(agrees(labour.unemployed / labour.persons, unemployed,
               share_error(unemployed, labour.persons)));
  const double wrong = unemployed / (1 - kFind);  // all who search, also those who found work
  CHECK_FALSE(
      agrees(labour.unemployed / labour.persons, wrong, share_error(wrong, labour.persons)));
}

TEST_CASE("V2 tenure is geometric") {
  Lab lab;
  switch_off(lab);
  set_labour(lab, kSearch, kFind, kSeparate);
  begin_cohort(lab, 6000);
  lab.advance(kCohortMonth + 150);
  const auto tenures = look(lab.world().persons).tenures;
  const auto n = static_cast<double>(tenures.size());
  const double mean = std::accumulate(tenures.begin(), tenures.end(), 0.0) / n;
  const double spread = std::sqrt(1 - kSeparate) / kSeparate;
  CHECK(agrees(mean, (1 - kSeparate) / kSeparate, spread / std::sqrt(n)));
  CHECK_FALSE(agrees(mean, 1 / kSeparate + 1, spread / std::sqrt(n)));
  const double long_tenure = std::pow(1 - kSeparate, 36);
  double measured = 0;
  for (const double tenure : tenures) measured += tenure >= 36;
  CHECK(agrees(measured / n, long_tenure, share_error(long_tenure, n)));
}

/// Months from the exit to the first job, the month of exit being 1; 0 = none in `months`.
std::vector<int> first_jobs(Lab& lab, int months) {
  std::vector<int> first;
  for (int t = 1; t <= months; ++t) {
    lab.step();
    const Persons& people = lab.world().persons;
    first.resize(people.size());
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (first[i] == 0 && people.works(i)) first[i] = t;
    }
  }
  return first;
}

void check_hazard(const std::vector<int>& first, int months, double hazard) {
  double hired = 0;
  double at_risk = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    hired += first[i] > 0;
    at_risk += first[i] > 0 ? first[i] : months;
  }
  CHECK(agrees(hired / at_risk, hazard, share_error(hazard, at_risk)));
  CHECK_FALSE(agrees(hired / at_risk, hazard * 1.2, share_error(hazard, at_risk)));
  double early = 0;  // the shape, not only the mean
  for (const int t : first) early += t > 0 && t <= 5;
  const auto n = static_cast<double>(first.size());
  const double expected = 1 - std::pow(1 - hazard, 5);
  CHECK(agrees(early / n, expected, share_error(expected, n)));
}

TEST_CASE("V3 the first job comes after a geometric time") {
  Lab lab;
  switch_off(lab);
  set_labour(lab, kSearch, kFind, kSeparate);
  begin_cohort(lab, 4000);
  lab.step();
  for (auto& disposition : lab.world().persons.disposition) disposition = Disposition::learning;
  check_hazard(first_jobs(lab, 40), 40, kHire);
}

TEST_CASE("V3 with n ties to hosts the chance is 1 - (1-f)(1-phi)^n") {
  constexpr double kPhi = 0.06;
  Lab lab;
  switch_off(lab);
  set_labour(lab, kSearch, kFind, kSeparate);
  lab.set({{"finding.host_tie_rate", kPhi}});
  begin_cohort(lab, 4000);
  lab.step();
  World& world = lab.world();
  for (std::uint32_t i = 0; i < world.persons.size(); ++i) {
    world.persons.disposition[i] = Disposition::learning;
    for (const HostIndex host : {3U, 70U, 500U}) {
      REQUIRE(world.ties.connect_host(i, host, world.month, true, 15));
    }
  }
  const double find = 1 - (1 - kFind) * std::pow(1 - kPhi, 3);
  check_hazard(first_jobs(lab, 40), 40, kSearch * find);
}

TEST_CASE("V19 a vacancy is shared by those who compete for it") {
  constexpr double kPhi = 0.2;
  // One settled worker knows k searchers; all else switched off, only the finding step runs.
  const auto referrals = [&](std::uint32_t searchers) {
    Lab lab;
    switch_off(lab);
    lab.set({{"finding.intercept", -80}, {"finding.coethnic_rate", kPhi}});
    begin_cohort(lab, static_cast<int>(searchers) + 1);
    lab.step();
    World& world = lab.world();
    Persons& people = world.persons;
    people.labour_state[0] = LabourState::regular;
    people.arrival_month[0] = static_cast<std::int16_t>(world.month.index - 30);
    people.active[0] = 1;
    for (std::uint32_t i = 1; i <= searchers; ++i) {
      people.active[i] = people.searched[i] = 1;
      people.labour_state[i] = LabourState::not_employed;
      world.ties.connect(0, i, world.month, true, 15);
    }
    const auto process = finding::process();
    process->update(lab.values, world.month);
    int offers = 0;
    constexpr int kMonths = 20000;
    for (int m = 0; m < kMonths; ++m) {
      ++world.month;
      process->step(world);
      for (std::uint32_t i = 1; i <= searchers; ++i) {
        REQUIRE(people.job_offer[i] != JobOffer::formal);
        offers += people.job_offer[i] == JobOffer::through_coethnic;
      }
    }
    const double each = 1 - std::pow(1 - kPhi, 1.0 / searchers);
    const double error = share_error(each, static_cast<double>(searchers) * kMonths);
    CHECK(agrees(offers / (static_cast<double>(searchers) * kMonths), each, error));
    if (searchers > 1) {  // unshared, it would be phi for each
      CHECK_FALSE(agrees(offers / (static_cast<double>(searchers) * kMonths), kPhi, error));
    }
    // In rates, -ln(1 - p) summed over the searchers does not depend on their number.
    return -std::log(1 - offers / (static_cast<double>(searchers) * kMonths)) * searchers;
  };
  const double whole = -std::log(1 - kPhi);
  for (const std::uint32_t searchers : {1U, 2U, 5U}) {
    CHECK(referrals(searchers) == Approx(whole).epsilon(0.06));
  }
}

}  // namespace
