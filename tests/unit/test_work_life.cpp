#include <cmath>

#include "core/numerics.h"
#include "processes/finding.h"
#include "processes/mind.h"
#include "processes/resocialization.h"
#include "processes/self_employment.h"
#include "processes/training.h"
#include "support/institutions.h"
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
                                            .exit_first_year = 1.1F,
                                            .exit_next_years = 1.25F,
                                            .exit_fourth_year = 0.85F,
                                            .exit_later = 0.6F,
                                            .exit_capital_slope = 0.1F,
                                            .exit_old_age = 0.01F,
                                            .capital_slope = 1,
                                            .capital_need_krw = 3e7F,
                                            .minimum_capital_krw = 0,
                                            .capital_elasticity = 0.25F,
                                            .capital_lost = 0.5F,
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
  CHECK(start_probability(p, 0, false) == Approx(0.008 / 301).epsilon(1e-5));  // 0.1 M of 30 M
  auto needs_more = p;
  needs_more.minimum_capital_krw = 3e6F;
  CHECK(start_probability(needs_more, 2999999, false) == 0);
  CHECK(start_probability(needs_more, 3000000, false) == start_probability(p, 3000000, false));
}

TEST_CASE("self-employment: ends depend on the age of the business and on its capital") {
  using namespace self_employment;
  const auto& p = kBusiness;
  const auto end = [&](int months, float capital = 3e7F, bool coached = false, int age = 40) {
    return end_probability(
        p, {.tenure_months = months, .capital_krw = capital, .coached = coached, .age = age});
  };
  CHECK(end(0) == Approx(0.013 * 1.1));
  CHECK(end(11) == Approx(0.013 * 1.1));
  CHECK(end(12) == Approx(0.013 * 1.25));
  CHECK(end(35) == Approx(0.013 * 1.25));
  CHECK(end(36) == Approx(0.013 * 0.85));
  CHECK(end(59) == Approx(0.013 * 0.85));
  CHECK(end(60) == Approx(0.013 * 0.6));
  CHECK(end(60, 3e7F, true, 68) == Approx(0.013 * 0.6 * std::exp(-0.3) + 0.01));
  CHECK(end(60, 3e7F, true, 67) == Approx(0.013 * 0.6 * std::exp(-0.3)));
  CHECK(end(0, 3e6F) == Approx(0.013 * 1.1 * std::pow(10, 0.1)).epsilon(1e-5));
  CHECK(end(0, 0) == end(0, 1e6F));
}

TEST_CASE("self-employment: income rises with capital, less than in proportion") {
  using namespace self_employment;
  const auto& p = kBusiness;
  const auto income = [&](float capital) {
    const Business business{.capital_krw = capital, .south_skill = 0.5F};
    return static_cast<double>(monthly_income_krw(p, 2e6F, business, 1));
  };
  CHECK(income(3e7F) == Approx(2e6 * std::exp(-0.73 + 0.35 + 0.05 + 0.6)).epsilon(1e-5));
  // A shop of 2.1 million earns about half of one of 30 million (MODEL2 8).
  CHECK(income(2.1e6F) / income(3e7F) == Approx(0.51).margin(0.01));
  CHECK(income(0) == income(1e6F));
}

TEST_CASE("self-employment: capital and loan are settled to the won") {
  using self_employment::settle;
  const auto rich = settle(kBusiness, 30000001, 10000000);
  CHECK(rich.left == 15000000);
  CHECK(rich.repaid == 10000000);
  CHECK(rich.missing == 0);
  const auto poor = settle(kBusiness, 20000000, 20000000);
  CHECK(poor.repaid == 10000000);
  CHECK(poor.missing == 10000000);
}

TEST_CASE("business entry: just those start whose number is below their chance") {
  // 0.0175 is a little more than what the leading bits of the number tell, 1/64.
  static constexpr auto kStarts = Decision::screened(6, "business", 0, "starts a business");
  Lab lab;
  switch_off(lab);
  begin_cohort(lab, 4000);
  lab.advance(kCohortMonth + 30);
  lab.set({{"self_employment.entry_rate", 0.1},
           {"self_employment.capital_slope", 1},
           {"self_employment.capital_need", 30e6},
           {"resocialization.orientation_strength", 0}});
  lab.begin_again();
  const double share = 0.0175 / 0.2;  // logistic(ln(capital / need))
  Persons& people = lab.world().persons;
  int starts = 0;
  for (int month = 0; month < 6; ++month) {
    std::vector<std::size_t> expected;
    const auto before = [&](const Process& process) {
      if (process.description().name != "business entry") return;
      std::fill(people.assets_krw.begin(), people.assets_krw.end(),
                static_cast<std::int32_t>(30e6 * share / (1 - share)));
      for (std::size_t i = 0; i < people.size(); ++i) {
        const float u = lab.world().random.uniform(kStarts, people.ticket[i], lab.world().month);
        if (people.active[i] != 0 && u < 0.0175F) expected.push_back(i);
        people.labour_state[i] = LabourState::not_employed;
      }
    };
    const auto after = [&](const Process& process) {
      if (process.description().name != "business entry") return;
      std::vector<std::size_t> started;
      for (std::size_t i = 0; i < people.size(); ++i) {
        if (people.self_employed(i)) started.push_back(i);
      }
      CHECK(started == expected);
    };
    lab.step(before, after);
    starts += static_cast<int>(expected.size());
  }
  CHECK(starts > 300);
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
  lab.set({{"self_employment.capital_lost", 0.5}});
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
  CHECK(lab.world().ledger.amount(LedgerLine::loan_repayment) == 5'000'000);
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

/// Nobody is hired but by businesses.
const std::map<std::string, double> kOnlyBusinesses{{"finding.intercept", -30},
                                                    {"finding.age_slope", 0},
                                                    {"finding.dialect_slope", 0},
                                                    {"finding.skill_slope", 0},
                                                    {"finding.certificate_effect", 0},
                                                    {"finding.prejudice_slope", 0},
                                                    {"finding.dialect_shield", 0},
                                                    {"finding.duration_slope", 0},
                                                    {"finding.illness_penalty", 0},
                                                    {"finding.officer_slope", 0},
                                                    {"finding.officer_base", 0},
                                                    {"finding.mentor_effect", 0},
                                                    {"finding.trade_mentor_effect", 0},
                                                    {"finding.ngo_slope", 0},
                                                    {"ngos.reference_effect", 0.3},
                                                    {"finding.legal_status", 0},
                                                    {"finding.subsidy_slope", 0},
                                                    {"finding.tightness_slope", 0},
                                                    {"finding.host_tie_rate", 0},
                                                    {"finding.inlaw_rate", 0},
                                                    {"finding.coethnic_rate", 0},
                                                    {"self_employment.vacancy_rate", 0.3},
                                                    {"finding.woman_penalty", 0},
                                                    {"finding.subsidy_stigma", 0},
                                                    {"resocialization.orientation_strength", 0}};

TEST_CASE("finding: an established business offers a job to a tie at the vacancy rate") {
  constexpr int kPairs = 4000;  // an owner and a friend who searches each
  for (const bool capped : {false, true}) {
    Country country(1, finding::process(), kOnlyBusinesses);
    country.world().hosts.attitude.assign(20, 0.5F);
    country.world().hosts.media.assign(20, 0.0F);
    country.world().budgets.of(CappedInstrument::wage_subsidy).in_force = capped;
    country.add(2 * kPairs, 0, kExit);
    Persons& people = country.people();
    for (std::uint32_t i = 0; i < people.size(); i += 2) {
      people.labour_state[i] = LabourState::self_employed;
      people.job_tenure_months[i] = 36;
      people.searched[i + 1] = 1;
      country.world().ties.connect(i, i + 1, kExit, false, 9);
    }
    country.run(kExit + 1);
    double offers = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (i % 2 == 0) REQUIRE(people.job_offer[i] == JobOffer::none);
      offers += people.job_offer[i] == JobOffer::at_business;
      // The job is there without a subsidy too. Nobody asks where no money is capped.
      REQUIRE(people.unsubsidised_offer[i] == (capped ? people.job_offer[i] : JobOffer::none));
    }
    CHECK(agrees(offers / kPairs, 0.3, share_error(0.3, kPairs)));
  }
}

TEST_CASE("mind: the year of distress has a place for every month of the calendar") {
  Lab lab;
  switch_off(lab, {"distress.drift_sd", "distress.trait_sd"});
  begin_cohort(lab, 3);
  const Persons& people = lab.world().persons;
  for (int month = 0; month < 26; ++month) {
    lab.step();
    const auto place = static_cast<std::size_t>(lab.world().month.month_of_year() - 1);
    for (std::size_t i = 0; i < people.size(); ++i) {
      REQUIRE(people.distress[i] != 0);
      CHECK(people.distress_year[i].at(place) == people.distress[i]);
    }
  }
}

TEST_CASE("distress: drift and occasion go by numbers of their own - the larger the more") {
  static constexpr Decision kDrift{"everybody", 0, "slow drift of distress", Drawn::monthly};
  static constexpr Decision kOccasion{"everybody", 3, "the occasion on which distress is measured",
                                      Drawn::monthly};
  Lab lab;
  switch_off(lab);
  lab.set({{"distress.drift_sd", 0.3},
           {"distress.drift_stability", 0.5},
           {"distress.occasion_sd", 0.2},
           {"distress.base", 0},
           {"distress.speed", 1}});
  begin_cohort(lab, 100);
  lab.advance(kCohortMonth + 3);
  const std::vector<float> before = lab.world().persons.distress_drift;
  lab.step();
  const World& world = lab.world();
  const Persons& people = world.persons;
  const double kept = std::pow(0.5, 1.0 / 12);
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto normal = [&](const Decision& decision) {
      const float u = world.random.uniform(decision, people.ticket[i], world.month);
      return static_cast<double>(normal_quantile(u));
    };
    const double drift =
        kept * static_cast<double>(before[i]) + 0.3 * std::sqrt(1 - kept * kept) * normal(kDrift);
    CHECK(people.distress_drift[i] == Approx(drift).margin(1e-5));
    CHECK(people.distress[i] == Approx(drift).margin(1e-5));
    CHECK(people.measured_distress[i] == Approx(drift + 0.2 * normal(kOccasion)).margin(1e-5));
  }
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
