#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "outputs/surveys.h"

namespace {

using namespace resettle;

Inputs one_locality() {
  Inputs inputs;
  inputs.localities.push_back({"Seoul", true, 1.0});
  return inputs;
}

constexpr Month kSurvey = month_of(2012, 7);
constexpr SurveyRules kRules{.impulse_threshold = 1.66F,
                             .ill_strong = 0.7F,
                             .ill_ordinary = 0.2F,
                             .money_strong = 0.4F,
                             .money_ordinary = 0.05F};

/// A few residents of 30 who are not employed, each in an own household, arrived in 2005.
struct TinyWorld {
  explicit TinyWorld(std::size_t persons) : world(inputs, Random(1, 0), 1.0F, false) {
    world.month = kSurvey;
    world.economy.host_wage_krw = 2'000'000;
    world.persons.append(persons);
    world.households.append(persons);
    world.ties.append(persons);
    world.ties.append_hosts(8);
    Persons& p = world.persons;
    for (std::size_t i = 0; i < persons; ++i) {
      p.labour_state[i] = LabourState::not_employed;
      p.age[i] = 30;
      p.active[i] = 1;
      p.household[i] = static_cast<std::uint32_t>(i);
      p.arrival_month[i] = static_cast<std::int16_t>(month_of(2005, 1).index);
      p.exit_month[i] = static_cast<std::int16_t>(month_of(2005, 4).index);
    }
  }

  double ask(SurveyQuestion question) {
    question.month = world.month;
    SurveyRecorder survey({question}, kRules);
    survey.record(world);
    return survey.answers().front();
  }
  double ask(const std::string& indicator, const std::string& population = "residents",
             const std::string& subgroup = "all") {
    return ask(SurveyQuestion{indicator, population, subgroup});
  }

  Inputs inputs = one_locality();
  World world;
};

TEST_CASE("surveys: the labour force - trainees who searched count as unemployed") {
  TinyWorld tiny(8);
  Persons& p = tiny.world.persons;
  p.labour_state[0] = LabourState::temporary;
  p.labour_state[1] = LabourState::regular;
  p.labour_state[2] = LabourState::self_employed;
  p.searched[3] = 1;
  p.searched[4] = 1;
  p.labour_state[4] = LabourState::training;
  p.searched[5] = 1;
  p.labour_state[5] = LabourState::school;    // searched, but at school
  p.labour_state[6] = LabourState::facility;  // not asked
  CHECK(tiny.ask("labour_force_participation_rate") == Approx(5.0 / 7));
  CHECK(tiny.ask("unemployment_rate") == Approx(2.0 / 5));
  CHECK(tiny.ask("employment_rate") == Approx(3.0 / 7));
  CHECK(tiny.ask("regular_share", "employed") == Approx(1.0 / 3));
  CHECK(tiny.ask("self_employed_share", "employed") == Approx(1.0 / 3));
}

TEST_CASE("surveys: age filter - sex and absence decide who is asked") {
  TinyWorld tiny(6);
  Persons& p = tiny.world.persons;
  p.age = {14, 15, 19, 64, 65, 30};
  p.woman = {0, 0, 1, 1, 0, 0};
  p.presence[5] = Presence::dead;
  p.labour_state[2] = LabourState::regular;
  p.labour_state[4] = LabourState::regular;
  CHECK(tiny.ask({"employment_rate", "residents", "all", 15}) == Approx(2.0 / 4));
  CHECK(tiny.ask({"employment_rate", "residents", "all", 15, 64}) == Approx(1.0 / 3));
  CHECK(tiny.ask({"employment_rate", "residents", "woman", 19, 64}) == Approx(1.0 / 2));
  CHECK(tiny.ask({"employment_rate", "residents", "man", 20}) == Approx(1));
  CHECK(std::isnan(tiny.ask({"employment_rate", "residents", "all", 70})));
}

TEST_CASE("surveys: wages and tenure are those of wage workers") {
  TinyWorld tiny(4);
  Persons& p = tiny.world.persons;
  p.labour_state = {LabourState::temporary, LabourState::regular, LabourState::self_employed,
                    LabourState::not_employed};
  p.monthly_wage_krw = {1'000'000, 2'000'000, 9'000'000, 0};
  p.job_tenure_months = {6, 30, 90, 0};
  CHECK(tiny.ask("wage_mean", "wage_workers") == Approx(1'500'000));
  CHECK(tiny.ask("wage_ratio_to_host", "wage_workers") == Approx(0.75));
  CHECK(tiny.ask("job_tenure_months_mean", "wage_workers") == Approx(18));
}

TEST_CASE("surveys: benefit reaches persons of all ages in the household") {
  TinyWorld tiny(4);
  tiny.world.persons.household = {0, 0, 2, 3};
  tiny.world.persons.age[1] = 5;
  tiny.world.households.benefit_krw[0] = 400'000;
  CHECK(tiny.ask({"benefit_receipt_rate", "residents", "all", 0}) == Approx(0.5));
  CHECK(tiny.ask({"benefit_receipt_rate", "residents", "all", 15}) == Approx(1.0 / 3));
}

TEST_CASE("surveys: satisfaction - discrimination and impulses") {
  TinyWorld tiny(4);
  Persons& p = tiny.world.persons;
  p.criteria = {criterion::kSatisfied, criterion::kMaterial, 0, 0};
  p.discrimination_flags = {0, 1, 0x0800, 0x1000};  // the last flag is more than a year old
  p.distress_year[0].fill(1.6F);
  p.distress_year[1].fill(1.7F);
  p.distress_year[2].fill(0);
  p.distress_year[2][3] = 12;  // bad, but not over the year
  CHECK(tiny.ask("life_satisfaction_share") == Approx(0.25));
  CHECK(tiny.ask("discrimination_past_year_share") == Approx(0.5));
  CHECK(tiny.ask("suicidal_impulse_past_year_share") == Approx(0.25));
}

TEST_CASE("surveys: support - every tie helps by chance and strong ones more often") {
  TinyWorld tiny(4);
  World& w = tiny.world;
  w.ties.connect(0, 1, kSurvey, false, 16);
  w.ties.connect_host(1, 7, kSurvey, true, 16);
  w.persons.partner_origin[2] = PartnerOrigin::chinese;
  const auto mean = [](double strong, double ordinary) {
    return (std::exp(-ordinary) + std::exp(-ordinary - strong) + std::exp(-strong) + 1) / 4;
  };
  CHECK(tiny.ask("no_support_share") == Approx(mean(0.7, 0.2)).epsilon(1e-6));
  CHECK(tiny.ask("no_large_support_share") == Approx(mean(0.4, 0.05)).epsilon(1e-6));
  CHECK(tiny.ask("partnered_share") == Approx(1.0 / 4));
}

TEST_CASE("surveys: single flags") {
  TinyWorld tiny(4);
  tiny.world.persons.remitted[0] = 1;
  tiny.world.persons.defrauded = {1, 1, 0, 0};
  tiny.world.persons.ptsd[3] = 1;
  CHECK(tiny.ask("remittance_past_year_share") == Approx(0.25));
  CHECK(tiny.ask("defrauded_share") == Approx(0.5));
  CHECK(tiny.ask("ptsd_share") == Approx(0.25));
}

TEST_CASE("surveys: 1998 - status of those who came since 1990 and income of their households") {
  TinyWorld tiny(5);
  World& w = tiny.world;
  Persons& p = w.persons;
  p.arrival_month[0] = -1;  // December 1989
  p.labour_state = {LabourState::regular, LabourState::temporary, LabourState::school,
                    LabourState::training, LabourState::not_employed};
  p.household = {0, 1, 1, 3, 4};
  w.households.earnings_krw = {9'000'000, 400'000, 0, 0, 0};
  w.households.benefit_krw[1] = 100'000;
  w.households.stipends_krw[3] = 600'000;
  const std::string status = "survey1998_status_share";
  CHECK(tiny.ask(status, "arrivals_1990s", "employed") == Approx(0.25));
  CHECK(tiny.ask(status, "arrivals_1990s", "student") == Approx(0.25));
  CHECK(tiny.ask(status, "arrivals_1990s", "not working") == Approx(0.5));
  const std::string band = "survey1998_household_income_band_share";
  CHECK(tiny.ask(band, "households", "below 0.5M") == Approx(2.0 / 3));
  CHECK(tiny.ask(band, "households", "0.5-1.0M") == Approx(1.0 / 3));
  CHECK(tiny.ask(band, "households", "above 2.0M") == Approx(0));
}

TEST_CASE("surveys: PTSD of a panel at its first wave is that on leaving the facility") {
  TinyWorld tiny(3);
  World& w = tiny.world;
  w.month = month_of(2001, 2);
  for (std::size_t i = 0; i < 2; ++i) {
    w.persons.arrival_month[i] = static_cast<std::int16_t>(month_of(2000, 6).index);
  }
  w.persons.ptsd = {1, 1, 1};  // the third arrived later
  SurveyRecorder survey({{"ptsd_share", "cohort_2000", "all", 15, 99, month_of(2001, 3)},
                         {"ptsd_share", "cohort_2000", "all", 15, 99, month_of(2001, 4)}},
                        kRules);
  survey.record(w);
  w.persons.ptsd[0] = 0;
  ++w.month;
  survey.record(w);
  ++w.month;
  survey.record(w);
  CHECK(survey.answers()[0] == Approx(1));
  CHECK(survey.answers()[1] == Approx(0.5));
}

TEST_CASE("surveys: PTSD at entry is asked of a year of newcomers") {
  TinyWorld tiny(3);
  Persons& p = tiny.world.persons;
  p.arrival_month[0] = static_cast<std::int16_t>(kSurvey.index);
  p.labour_state[0] = LabourState::facility;
  p.arrival_month[1] = static_cast<std::int16_t>(kSurvey.index - 11);
  p.ptsd_at_entry = {1, 0, 1};
  CHECK(tiny.ask("ptsd_at_entry_share", "all", "in_facility") == Approx(0.5));
}

TEST_CASE("surveys: deaths and subsidised persons of twelve months over the share simulated") {
  TinyWorld tiny(2);
  World& w = tiny.world;
  w.scale = 0.5F;
  w.month = month_of(2006, 12);
  SurveyRecorder survey(
      {{"deaths", "all", "all", 0, kNoAgeLimit, month_of(2007, 12)},
       {"wage_subsidy_persons", "all", "all", 0, kNoAgeLimit, month_of(2007, 12)},
       {"wage_subsidy_persons", "all", "all", 0, kNoAgeLimit, month_of(2008, 12)}},
      kRules);
  w.persons.labour_state = {LabourState::regular, LabourState::regular};
  w.persons.subsidised_months_left = {1, 0};  // to be paid in January
  w.exits.deaths = 5;                         // of 2006
  survey.record(w);
  for (++w.month; w.month <= month_of(2008, 12); ++w.month) {
    w.persons.subsidised_months_left[0] = 0;
    w.exits.deaths = 2;
    survey.record(w);
  }
  CHECK(survey.answers()[0] == Approx(48));
  CHECK(survey.answers()[1] == Approx(2));
  CHECK(survey.answers()[2] == Approx(0));
}

TEST_CASE("surveys: completed stays - a shorter tenure is a new job") {
  TinyWorld tiny(3);
  World& w = tiny.world;
  Persons& p = w.persons;
  p.labour_state = {LabourState::regular, LabourState::regular, LabourState::regular};
  p.job_tenure_months = {5, 40, 3};
  const auto stay = [](const char* band) {
    return SurveyQuestion{"job_stay_share", "residents", band, 0, kNoAgeLimit, kSurvey + 1};
  };
  SurveyRecorder survey({stay("to 6 months"), stay("6-12 months"), stay("3 years or more")},
                        kRules);
  survey.record(w);
  ++w.month;
  p.labour_state[0] = LabourState::not_employed;
  p.job_tenure_months = {0, 0, 4};
  survey.record(w);
  CHECK(survey.answers()[0] == Approx(0.5));  // six months; the running job does not count
  CHECK(survey.answers()[1] == Approx(0));
  CHECK(survey.answers()[2] == Approx(0.5));  // 41 months
}

TEST_CASE("surveys: the same newcomers early and late") {
  TinyWorld tiny(2);
  World& w = tiny.world;
  SurveyRecorder survey({{"employment_change", "residents", "all", 0, 99, month_of(2010, 1)},
                         {"distress_change", "residents", "all", 0, 99, month_of(2010, 1)}},
                        kRules);
  for (w.month = month_of(2005, 4); w.month <= month_of(2010, 1); ++w.month) {
    const bool late = w.persons.months_since_exit(0, w.month) >= 42;
    w.persons.labour_state[0] = late ? LabourState::regular : LabourState::not_employed;
    w.persons.measured_distress[0] = late ? 0.75F : 0.25F;
    if (late) w.persons.active[1] = 0;  // gone: not counted
    w.persons.measured_distress[1] = 9;
    survey.record(w);
  }
  CHECK(survey.answers()[0] == Approx(1));
  CHECK(survey.answers()[1] == Approx(0.5));
}

TEST_CASE("surveys: distress goes with adaptation and prejudice as it was made") {
  TinyWorld tiny(400);
  Persons& p = tiny.world.persons;
  for (std::size_t i = 0; i < p.size(); ++i) {
    p.partner_origin[i] = PartnerOrigin::northern;
    p.dialect_fluency[i] = static_cast<float>(i % 20) / 20;
    const std::size_t twenties = i / 20;
    p.self_confidence[i] = static_cast<float>(twenties) / 20;
    if (i % 3 == 0)
      tiny.world.ties.connect_host(static_cast<std::uint32_t>(i), 0, kSurvey, false, 9);
    p.discrimination_flags[i] = i % 2 == 0 ? 1 : 0;
    p.measured_distress[i] = when(i % 2 == 0, 0.4F) - p.dialect_fluency[i];
  }
  const auto beta = [&](const char* predictor) {
    return tiny.ask({"distress_regression_beta", "partnered", predictor, 19});
  };
  CHECK(beta("adaptation") < -0.4);
  CHECK(beta("prejudice") == Approx(0.57).margin(0.1));
  CHECK(std::abs(beta("prejudice x adaptation")) < 0.1);
  p.partner_origin.assign(p.size(), PartnerOrigin::none);
  CHECK(std::isnan(beta("adaptation")));
}

TEST_CASE("surveys: a question with an unknown name is a fault - a gap is said") {
  CHECK(fault_in({"wage_mean", "wage_workers", "man"}).empty());
  CHECK(fault_in({"job_stay_share", "wage_workers", "to 6 months"}).empty());
  CHECK_THAT(fault_in({"wage_man", "wage_workers"}), Catch::Contains("indicator 'wage_man'"));
  CHECK_THAT(fault_in({"wage_mean", "nobody"}), Catch::Contains("population 'nobody'"));
  CHECK_THAT(fault_in({"wage_mean", "residents", "tall"}), Catch::Contains("subgroup 'tall'"));
  CHECK_THAT(fault_in({"job_stay_share", "residents", "all"}), Catch::Contains("category 'all'"));
  CHECK_THAT(fault_in({"deaths", "all", "man"}), Catch::Contains("subgroup 'man'"));
  CHECK(fault_in({"divorced_share"}).empty());
  CHECK_THAT(why_not_measured({"divorced_share"}), Catch::Contains("marital history"));
  CHECK_THROWS_AS(SurveyRecorder({{"divorced_share"}}, kRules), std::logic_error);
}

TEST_CASE("network: who counts as newcomer and as settled in the locality") {
  TinyWorld tiny(5);
  World& w = tiny.world;
  const auto month = [](int year, int m) {
    return static_cast<std::int16_t>(month_of(year, m).index);
  };
  w.persons.arrival_month = {month(2001, 1), month(2003, 4), month(2004, 1), month(2005, 1),
                             month(2005, 2)};
  w.persons.exit_month.assign(5, month(1995, 1));
  w.persons.exit_month[3] = month(2005, 4);
  w.residents.renew(w.persons, false);
  w.month = month_of(2006, 4);
  NetworkCases network;
  network.observe(w);
  REQUIRE(network.cases().size() == 1);
  CHECK(network.cases()[0].year == 2005);
  CHECK(network.cases()[0].arrivals == 2);  // of 2004 and 2005, without the person
  CHECK(network.cases()[0].settled == 1);   // two years before January 2005
}

}  // namespace
