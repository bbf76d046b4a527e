#include <cmath>

#include "processes/resocialization.h"
#include "processes/self_employment.h"
#include "processes/training.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("training: entry worked out by hand") {
  const training::Parameters p{
      .entry_rate = 0.03F, .allowance_gain = 0.3F, .orientation_strength = 1};
  CHECK(training::entry_probability(p, {}) == Approx(0.03));
  CHECK(training::entry_probability(p, {.learning_orientation = true}) == Approx(0.06));
  CHECK(training::entry_probability(p, {true, true, true}) == Approx(0.06 * 1.3 * 0.5));
  auto a1 = p;
  a1.orientation_strength = 0;  // ablation A1
  CHECK(training::entry_probability(a1, {.learning_orientation = true}) == Approx(0.03));
}

TEST_CASE("training: courses last - lock people in - and are completed by the share") {
  Lab lab;
  switch_off(lab);
  constexpr int kPersons = 4000;
  set_labour(lab, 1e-6, 0.5, 0.5);  // nobody looks for work
  lab.set({{"training.entry_rate", 1},
           {"training.completion_share", 0.54},
           {"training.certificate_share", 0.5},
           {"training.skill_gain", 0.1},
           {"training.search_factor", 0},
           {"skills.skill_loss", 0},
           {"policies.training_allowance.coverage", 0}});
  begin_cohort(lab, kPersons);
  lab.advance(kCohortMonth + 1);  // out of the facility and into a course
  const Persons& people = lab.world().persons;
  const std::size_t first = people.size() - kPersons;
  const std::vector<float> skill_before = people.south_skill;
  for (std::size_t i = first; i < people.size(); ++i) REQUIRE(people.in_training(i));
  lab.advance(kCohortMonth + 5);
  for (std::size_t i = first; i < people.size(); ++i) REQUIRE(people.in_training(i));
  lab.set({{"training.entry_rate", 0}});
  lab.begin_again();
  lab.advance(kCohortMonth + 6);
  double completed = 0;
  double certificates = 0;
  for (std::size_t i = first; i < people.size(); ++i) {
    REQUIRE(people.not_employed(i));
    const bool done = people.training_completed_month[i] == (kCohortMonth + 6).index;
    completed += done;
    certificates += people.certificate[i];
    if (!done) REQUIRE(people.certificate[i] == 0);
    const float gain = people.south_skill[i] - skill_before[i];
    REQUIRE(gain == Approx(done ? 0.1F * (1.0F - skill_before[i]) : 0.0F).margin(1e-6));
  }
  CHECK(agrees(completed / kPersons, 0.54, share_error(0.54, kPersons)));
  CHECK(agrees(certificates / completed, 0.5, share_error(0.5, completed)));
}

const self_employment::Parameters kBusiness{.entry_rate = 0.004F,
                                            .exit_rate = 0.013F,
                                            .capital_slope = 1,
                                            .capital_need_krw = 3e7F,
                                            .coach_effect = 0.3F,
                                            .income_shift = 0.05F,
                                            .income_sd = 0.6F,
                                            .wage_intercept = -0.73F,
                                            .wage_skill_slope = 0.7F,
                                            .orientation_strength = 1};

TEST_CASE("self-employment: starts need capital - ends depend on age of the business") {
  using namespace self_employment;
  const auto& p = kBusiness;
  // With the capital needed the logistic is a half.
  CHECK(start_probability(p, 3e7F, false) == Approx(0.004).epsilon(1e-5));
  CHECK(start_probability(p, 3e7F, true) == Approx(0.008).epsilon(1e-5));
  CHECK(start_probability(p, 1.5e7F, false) == Approx(0.004 * 2 / 3).epsilon(1e-5));
  CHECK(start_probability(p, 0, false) == start_probability(p, 1e5F, false));
  CHECK(end_probability(p, 3, false, 40) == Approx(0.013 * 1.6));
  CHECK(end_probability(p, 60, false, 40) == Approx(0.013));
  CHECK(end_probability(p, 61, false, 40) == Approx(0.0065));
  CHECK(end_probability(p, 61, true, 70) == Approx(0.0065 * std::exp(-0.3) + 0.01));
  CHECK(monthly_income_krw(p, 2e6F, 0.5F, 1) ==
        Approx(2e6 * std::exp(-0.73 + 0.35 + 0.05 + 0.6)).epsilon(1e-5));
}

TEST_CASE("self-employment: capital and loan are settled to the won") {
  using self_employment::settle;
  const auto rich = settle(30000001, 10000000);
  CHECK(rich.left == 15000000);
  CHECK(rich.repaid == 10000000);
  CHECK(rich.missing == 0);
  const auto poor = settle(20000000, 20000000);
  CHECK(poor.repaid == 10000000);
  CHECK(poor.missing == 10000000);
}

TEST_CASE("trainees bring an employer the wage subsidy like others who search") {
  Lab lab;
  switch_off(lab, {"policies.wage_subsidy."});
  set_labour(lab, 1e-6, 0.5, 0.5);
  lab.set({{"training.entry_rate", 1},
           {"policies.wage_subsidy.coverage", 1},
           {"policies.wage_subsidy.employer_take_up", 1}});
  begin_cohort(lab, 50);
  lab.advance(kCohortMonth + 2);
  const Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); ++i) {
    REQUIRE(people.in_training(i));
    CHECK(people.subsidy_value[i] == Approx(1));
  }
}

TEST_CASE("the business of somebody who died is settled - what is missing is a default") {
  Lab lab;
  switch_off(lab);
  begin_cohort(lab, 2);
  lab.advance(kCohortMonth + 2);
  Persons& people = lab.world().persons;
  for (const std::size_t i : {0U, 1U}) {
    people.labour_state[i] = LabourState::self_employed;
    people.business_capital_krw[i] = 10'000'000;
    people.business_loan_krw[i] = 6'000'000;
  }
  people.presence[0] = Presence::dead;
  people.presence[1] = Presence::abroad;  // may come back to it
  lab.step();
  CHECK(people.business_capital_krw[0] == 0);
  CHECK(people.business_capital_krw[1] == 10'000'000);
  CHECK(lab.world().ledger.amount(LedgerLine::business_loan_repayment) == 5'000'000);
  CHECK(lab.world().ledger.amount(LedgerLine::business_loan_defaults) == 1'000'000);
}

TEST_CASE("who comes back from abroad has the old job and its pay") {
  Lab lab;
  switch_off(lab);
  set_labour(lab, 0.5, 0.5, 1e-6);
  begin_cohort(lab, 1);
  lab.advance(kCohortMonth + 2);
  Persons& people = lab.world().persons;
  people.labour_state[0] = LabourState::regular;
  people.monthly_wage_krw[0] = 1'500'000;
  people.presence[0] = Presence::abroad;
  people.return_month[0] = static_cast<std::int16_t>((kCohortMonth + 4).index);
  lab.advance(kCohortMonth + 4);
  CHECK(people.presence[0] == Presence::resident);
  CHECK(people.monthly_wage_krw[0] == 1'500'000);
  CHECK(people.labour_state[0] == LabourState::regular);
}

using resocialization::advanced_stage;
using resocialization::Career;

TEST_CASE("resocialization: each stage needs what the theory says - one step at a time") {
  Career nothing;
  CHECK(advanced_stage(0, nothing) == 0);
  const Career all{true, 40, true, 0.7F, true, 40, 0.7F, 0.6F};
  for (int stage = 0; stage < 4; ++stage) CHECK(advanced_stage(stage, all) == stage + 1);
  CHECK(advanced_stage(4, all) == 4);
  auto without = [&](auto change) {
    Career career = all;
    change(career);
    return career;
  };
  CHECK(advanced_stage(1, without([](Career& c) { c.self_confidence = 0.49F; })) == 1);
  const Career young = without([](Career& c) { c.months_worked = 11; });
  CHECK(advanced_stage(1, young) == 2);  // the credential is enough
  CHECK(advanced_stage(2, without([](Career& c) { c.career_step = false; })) == 2);
  CHECK(advanced_stage(3, without([](Career& c) { c.tenure_months = 35; })) == 3);
  CHECK(advanced_stage(3, without([](Career& c) { c.south_skill = 0.59F; })) == 3);
  CHECK(advanced_stage(3, without([](Career& c) { c.belonging = 0.49F; })) == 3);
}

TEST_CASE("resocialization: regression never undoes the first work") {
  using resocialization::regressed_stage;
  CHECK(regressed_stage(0) == 0);
  CHECK(regressed_stage(1) == 1);
  CHECK(regressed_stage(2) == 1);
  CHECK(regressed_stage(4) == 3);
}

}  // namespace
