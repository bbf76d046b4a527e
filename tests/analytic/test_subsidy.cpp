#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr double kShare = 0.5;
constexpr double kCap = 700'000;
constexpr int kMonthsPaid = 12;

/// One cohort with a wage subsidy for everybody; people look for work and find it now and then.
void begin(Lab& lab, double slope, double separation, double coverage = 1) {
  switch_off(lab);
  set_labour(lab, 0.4, 0.1, separation);
  lab.set({{"finding.subsidy_slope", slope},
           {"host_attitudes.contact_gain", 0},
           {"policies.wage_subsidy.coverage", coverage},
           {"policies.wage_subsidy.employer_take_up", 0.5},
           {"policies.wage_subsidy.share", kShare},
           {"policies.wage_subsidy.cap_krw", kCap},
           {"policies.wage_subsidy.first_year_cap_krw", kCap},
           {"policies.wage_subsidy.months", kMonthsPaid},
           {"policies.wage_subsidy.window_months", 36},
           {"policies.wage_subsidy.applies_to_running", 0}});
  begin_cohort(lab, 1500);
  lab.step();
}

TEST_CASE("V20 with an endless slope every entitled searcher finds work") {
  Lab lab;
  begin(lab, 1000, 0.05);
  int searchers = 0;
  int others_left = 0;
  for (int t = 0; t < 36; ++t) {
    lab.step([](const Process&) {},
             [&](const Process& process) {
               if (process.description().name != "finding") return;
               const Persons& people = lab.world().persons;
               for (std::size_t i = 0; i < people.size(); ++i) {
                 if (people.active[i] == 0 || people.searched[i] == 0) continue;
                 if (people.subsidy_value[i] > 0) {
                   ++searchers;
                   REQUIRE(people.job_offer[i] == JobOffer::formal);
                 } else {
                   others_left += people.job_offer[i] == JobOffer::none;
                 }
               }
             });
  }
  CHECK(searchers > 500);
  CHECK(others_left > 500);
}

TEST_CASE("V20 the outlay stays within its bound - and jobs that last cost exactly their months") {
  Lab lab;
  begin(lab, 0.5, 1e-9);  // nobody leaves a job
  double outlay = 0;
  double person_months = 0;
  double expected = 0;
  for (int t = 0; t < 60; ++t) {
    lab.step(
        [&](const Process& process) {
          if (process.description().name != "wage subsidy payment") return;
          const Persons& people = lab.world().persons;
          for (std::size_t i = 0; i < people.size(); ++i) {
            if (people.subsidised_months_left[i] == 0) continue;
            ++person_months;
            expected += std::floor(std::min(kShare * people.monthly_wage_krw[i], kCap));
          }
        },
        [](const Process&) {});
    outlay += static_cast<double>(lab.world().ledger.amount(LedgerLine::wage_subsidy));
  }
  double subsidised = 0;
  const Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    CHECK(people.subsidised_months[i] <= kMonthsPaid);
    subsidised += people.subsidised_months[i] > 0;
  }
  CHECK(subsidised > 300);
  CHECK(person_months == subsidised * kMonthsPaid);
  CHECK(outlay == Approx(expected).epsilon(1e-6));
  CHECK(outlay <= subsidised * kMonthsPaid * kCap);
  CHECK(outlay > 0.3 * subsidised * kMonthsPaid * kCap);  // the bound is not idle
}

TEST_CASE("V20 with slopes of zero there is outlay but no effect: all of it is deadweight") {
  Lab with;
  Lab without;
  begin(with, 0, 0.05);
  begin(without, 0, 0.05, 0);
  double outlay = 0;
  for (int t = 0; t < 48; ++t) {
    with.step();
    without.step();
    outlay += static_cast<double>(with.world().ledger.amount(LedgerLine::wage_subsidy));
    for (const char* column : {"labour_state", "monthly_wage_krw", "assets_krw", "distress",
                               "belonging", "adjustment_type", "south_skill"}) {
      REQUIRE(same_column(with.world().persons, without.world().persons,
                          *find_person_column(column), with.world().persons.size()));
    }
  }
  CHECK(outlay > 0);
  CHECK_FALSE(same_column(with.world().persons, without.world().persons,
                          *find_person_column("subsidised_months"),
                          without.world().persons.size()));
}

TEST_CASE("V22 a higher slope never delays a first job") {
  const auto first_jobs = [](double slope) {
    Lab lab;
    begin(lab, slope, 0.05);
    std::vector<int> first(lab.world().persons.size(), 1000);
    for (int t = 1; t <= 36; ++t) {
      lab.step();
      for (std::size_t i = 0; i < first.size(); ++i) {
        if (lab.world().persons.works(i)) first[i] = std::min(first[i], t);
      }
    }
    return first;
  };
  const auto none = first_jobs(0);
  const auto some = first_jobs(0.5);
  const auto much = first_jobs(2);
  int sooner = 0;
  for (std::size_t i = 0; i < none.size(); ++i) {
    REQUIRE(some[i] <= none[i]);
    REQUIRE(much[i] <= some[i]);
    sooner += much[i] < none[i];
  }
  CHECK(sooner > 100);
}

}  // namespace
