#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "study/life.h"
#include "study/life_offers.h"
#include "study/life_teller.h"
#include "support/study_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Month kArrival = month_of(2009, 4);

/// A woman of 34 who arrives in April 2009 and of whom nothing happens for `months` months.
LifeRecord quiet_life(std::size_t months) {
  LifeRecord life;
  life.localities = {"Seoul 1", "Jeju"};
  life.rows.append(months);
  for (std::size_t m = 0; m < months; ++m) {
    life.months.push_back(kArrival + static_cast<int>(m));
    life.rows.woman[m] = 1;
    life.rows.age[m] = 34;
    life.rows.arrival_month[m] = static_cast<std::int16_t>(kArrival.index);
    life.rows.officer[m] = kNoOfficer;
    life.rows.youngest_child_birth[m] = static_cast<std::int16_t>(kNever.index);
    life.rows.training_completed_month[m] = static_cast<std::int16_t>(kNever.index);
    life.host_ties.push_back(0);
    life.coethnic_ties.push_back(0);
    life.benefit_krw.push_back(0);
    life.has_social_worker.push_back(0);
  }
  return life;
}

/// Sets a column from month `from` on.
template <class T>
void from_month(std::vector<T>& column, std::size_t from, T value) {
  std::fill(column.begin() + static_cast<std::ptrdiff_t>(from), column.end(), value);
}

std::vector<std::string> sentences(const LifeRecord& life, std::size_t m) {
  std::vector<std::string> found;
  for (const auto& event : events_of(life)) {
    if (event.month == life.months[m]) found.push_back(event.sentence);
  }
  return found;
}

using Sentences = std::vector<std::string>;

TEST_CASE("life: an empty record has no events - a quiet one only its beginning") {
  CHECK(events_of(LifeRecord{}).empty());
  const auto events = events_of(quiet_life(7));
  REQUIRE(events.size() == 2);
  CHECK(events[0].month == kArrival);
  CHECK(events[0].sentence ==
        "She arrives at the age of 34, a woman with secondary schooling or less.");
  CHECK(events[1].sentence == "She comes alone.");
}

TEST_CASE("life: with whom the person came") {
  LifeRecord life = quiet_life(1);
  const auto company = [&] { return sentences(life, 0).back(); };
  life.rows.birth_month[0] = static_cast<std::int16_t>(kArrival.index - 34 * 12);
  life.companions = {true, 1, 2};
  CHECK(company() == "She comes with her partner, 1 other adult and 2 children under 18.");
  life.companions = {false, 0, 1};
  CHECK(company() == "She comes with 1 child under 18.");
  life.rows.birth_month[0] = static_cast<std::int16_t>(kArrival.index - 9 * 12);
  life.rows.age[0] = 9;
  life.companions = {false, 2, 1};
  CHECK(company() == "She comes with a parent and 2 others.");
  life.companions = {false, 0, 1};
  CHECK(company() == "She comes with 1 other under 18.");
  life.months[0] = kArrival + 24;
  CHECK(company() == "She came with 1 other under 18.");
}

TEST_CASE("life: moving to kin at exit") {
  LifeRecord life = quiet_life(3);
  from_month(life.rows.labour_state, 2, LabourState::not_employed);
  life.rows.household[2] = 17;
  CHECK(sentences(life, 2).front() ==
        "She leaves the facility and settles in Seoul 1, and lives with kin.");
}

TEST_CASE("life: arrival with its background") {
  LifeRecord life = quiet_life(1);
  life.rows.woman[0] = 0;
  life.rows.northern_schooling[0] = 2;
  life.rows.market_trader[0] = 1;
  life.rows.ptsd[0] = 1;
  life.rows.family_left_behind[0] = 1;
  life.rows.debt_krw[0] = 3'000'000;
  CHECK(sentences(life, 0) ==
        Sentences{"He arrives at the age of 34, a man with a university education, who traded on "
                  "the markets "
                  "of the North, with PTSD; close family stays in the North; 3,000,000 KRW owed "
                  "to a broker.",
                  "He comes alone."});
}

TEST_CASE("life: the facility - a home and an officer") {
  LifeRecord life = quiet_life(5);
  from_month(life.rows.labour_state, 3, LabourState::not_employed);
  from_month(life.rows.locality, 3, std::uint8_t{1});
  from_month(life.rows.officer, 3, 7U);
  life.rows.officer[4] = kNoOfficer;
  life.rows.settlement_payment_krw[3] = 5'200'000;
  CHECK(sentences(life, 3) ==
        Sentences{"She leaves the facility and settles in Jeju.",
                  "A police officer takes charge of her.",
                  "She receives 5,200,000 KRW of the settlement grant.",
                  "Distress is about average (of late +0.0 SD from the mean of the country)."});
  CHECK(sentences(life, 4) == Sentences{"The case officer's charge ends."});
}

TEST_CASE("life: a search - a subsidised job - an upgrade and the end of the job") {
  LifeRecord life = quiet_life(12);
  from_month(life.rows.labour_state, 0, LabourState::not_employed);
  for (const std::size_t m : {1, 3, 4}) life.rows.searched[m] = 1;
  from_month(life.rows.labour_state, 4, LabourState::temporary);
  life.rows.job_offer[4] = JobOffer::through_coethnic;
  from_month(life.rows.monthly_wage_krw, 4, 1'210'000);
  from_month(life.rows.subsidised_months_left, 4, std::int16_t{36});
  from_month(life.rows.labour_state, 6, LabourState::regular);
  from_month(life.rows.labour_state, 8, LabourState::not_employed);
  life.rows.job_tenure_months[7] = 3;
  life.rows.separation_cause[8] = SeparationCause::dialect;
  CHECK(sentences(life, 1) == Sentences{"She looks for work."});
  CHECK(sentences(life, 3).empty());  // the same search goes on
  CHECK(sentences(life, 4) ==
        Sentences{"She finds a temporary job through a fellow defector (1,210,000 KRW a month).",
                  "The employer gets a wage subsidy for 36 months."});
  CHECK(sentences(life, 6) ==
        Sentences{"The temporary job becomes a regular one (1,210,000 KRW a month)."});
  CHECK(sentences(life, 8).front() == "The job ends after 3 months; what weighed most: speech.");
  life.rows.job_tenure_months[7] = 0;
  CHECK(sentences(life, 8).front() ==
        "The job ends in its first month; what weighed most: speech.");
}

TEST_CASE("life: a search fades after half a year") {
  LifeRecord life = quiet_life(10);
  from_month(life.rows.labour_state, 0, LabourState::not_employed);
  life.rows.searched[1] = 1;
  CHECK(sentences(life, 7) == Sentences{"She has not looked for work for half a year."});
  CHECK(events_of(life).size() == 5);
}

TEST_CASE("life: training - a certificate and a business") {
  LifeRecord life = quiet_life(8);
  from_month(life.rows.labour_state, 0, LabourState::not_employed);
  from_month(life.rows.labour_state, 1, LabourState::training);
  from_month(life.rows.labour_state, 4, LabourState::not_employed);
  from_month(life.rows.training_completed_month, 4,
             static_cast<std::int16_t>(life.months[4].index));
  from_month(life.rows.certificate, 4, std::uint8_t{1});
  from_month(life.rows.labour_state, 5, LabourState::self_employed);
  life.rows.business_capital_krw[5] = 30'000'000;
  life.rows.business_loan_krw[5] = 10'000'000;
  from_month(life.rows.labour_state, 7, LabourState::not_employed);
  life.rows.job_tenure_months[6] = 1;
  life.rows.loan_debt_krw[7] = 2'000'000;
  CHECK(sentences(life, 1) == Sentences{"She begins vocational training."});
  CHECK(sentences(life, 4) == Sentences{"She completes the training and gets a certificate."});
  CHECK(sentences(life, 5).front() ==
        "She opens a business with 30,000,000 KRW, 10,000,000 KRW of it borrowed.");
  CHECK(sentences(life, 7) ==
        Sentences{"The business ends after 1 month and leaves a debt of 2,000,000 KRW."});
}

TEST_CASE("life: distress is told at exit and when half a year has another level") {
  LifeRecord life = quiet_life(36);
  from_month(life.rows.labour_state, 2, LabourState::not_employed);
  life.rows.distress[4] = 3.0F;  // one bad month tells nothing
  from_month(life.rows.distress, 8, 1.0F);
  std::vector<LifeEvent> told;
  for (const auto& event : events_of(life)) {
    if (event.sentence.starts_with("Distress")) told.push_back(event);
  }
  REQUIRE(told.size() == 2);
  CHECK(told[0].month == life.months[2]);
  CHECK(told[1].month == life.months[14]);  // not within a year of the first
  CHECK(told[1].sentence == "Distress is high (of late +1.0 SD from the mean of the country).");
}

TEST_CASE("life: falling back a stage is told with its reason") {
  LifeRecord life = quiet_life(4);
  life.rows.resocialization_stage = {3, 3, 2, 1};
  life.rows.idle_streak[1] = 11;
  life.rows.distress_streak[2] = 5;
  CHECK(sentences(life, 2).front() ==
        "Occupational resocialization: falls back to stage 2 after twelve months without work.");
  CHECK(sentences(life, 3).front() ==
        "Occupational resocialization: falls back to stage 1 after six months of high distress.");
}

TEST_CASE("life: only lasting benefit spells and pauses are told") {
  CHECK(lasting_spells({0, 0, 5, 5, 0, 5, 0}) == std::vector<std::uint8_t>{0, 0, 1, 1, 1, 1, 1});
  CHECK(lasting_spells({5, 5, 0, 0, 0, 5, 5, 5}) ==
        std::vector<std::uint8_t>{0, 0, 0, 0, 0, 1, 1, 1});
  CHECK(lasting_spells({0, 0}) == std::vector<std::uint8_t>{0, 0});
  CHECK(lasting_spells({}).empty());
}

TEST_CASE("life: what an incentive and a matched account bring") {
  LifeRecord life = quiet_life(5);
  from_month(life.rows.incentives_paid, 1, std::uint8_t{2});
  life.rows.next_incentive_krw[1] = 4'500'000;
  CHECK(sentences(life, 1) == Sentences{"She receives 4,500,000 KRW, the employment incentive for "
                                        "the first year in insured work."});
  life.rows.account_own_krw[3] = 9'000'000;
  life.rows.account_match_krw[3] = 9'000'000;
  life.rows.account_opened[3] = static_cast<std::int16_t>(kArrival.index - 26);
  life.rows.assets_krw[4] = 18'200'000;
  CHECK(sentences(life, 4) == Sentences{"The matched account is closed after 30 months: 9,000,000 "
                                        "KRW of own savings, matched by another 9,000,000 KRW."});
  life.rows.assets_krw[4] = 9'200'000;
  CHECK(sentences(life, 4) == Sentences{"The matched account is closed after 30 months: 9,000,000 "
                                        "KRW of own savings, without the match."});
}

TEST_CASE("life: types and stages are told when they change") {
  LifeRecord life = quiet_life(4);
  life.rows.adjustment_type = {AdjustmentType::not_counted, AdjustmentType::marginality,
                               AdjustmentType::isolation, AdjustmentType::isolation};
  life.rows.resocialization_stage = {0, 0, 1, 1};
  CHECK(sentences(life, 1) == Sentences{"Adjustment: marginality."});
  CHECK(sentences(life, 2) == Sentences{"Occupational resocialization: stage 1, begun.",
                                        "Adjustment: from marginality to isolation."});
}

TEST_CASE("life: ties and discrimination are summed in December") {
  LifeRecord life = quiet_life(12);
  life.rows.discrimination_flags[3] = 1;
  life.rows.discrimination_flags[4] = 3;
  from_month(life.coethnic_ties, 2, 4);
  from_month(life.host_ties, 5, 1);
  const std::size_t december = 8;
  REQUIRE(life.months[december] == month_of(2009, 12));
  CHECK(sentences(life, december) ==
        Sentences{"Over the year: Ties with fellow defectors: 0 to 4. Ties with South Koreans: 0 "
                  "to 1. Discriminated against in 2 months."});
}

TEST_CASE("life: leaving - coming back and death") {
  LifeRecord life = quiet_life(6);
  life.rows.presence = {Presence::resident, Presence::abroad,   Presence::abroad,
                        Presence::resident, Presence::resident, Presence::dead};
  life.rows.age[5] = 61;
  CHECK(sentences(life, 1) == Sentences{"She leaves for a third country."});
  CHECK(sentences(life, 2).empty());
  CHECK(sentences(life, 3) == Sentences{"She comes back to South Korea."});
  CHECK(sentences(life, 5) == Sentences{"She dies at the age of 61."});
}

TEST_CASE("life: two lives are told apart from the first difference on") {
  LifeStory story;
  story.title = "A study";
  story.reference_name = "law";
  story.arm_name = "mentors";
  story.policy_start = kArrival + 2;
  story.reference = quiet_life(5);
  story.arm = quiet_life(5);
  from_month(story.reference.rows.labour_state, 1, LabourState::not_employed);
  from_month(story.arm.rows.labour_state, 1, LabourState::not_employed);
  from_month(story.arm.rows.mentor_months_left, 3, std::uint8_t{12});
  const std::string text = life_text(story, true);
  CHECK(text.find("In mentors: A mentor stands by her.") != std::string::npos);
  CHECK(text.find("In law:") == std::string::npos);
  CHECK(text.find("2009-05  She leaves the facility") < text.find("the two lives differ"));
  CHECK(text.find("no real one") != std::string::npos);
  CHECK(text.find("is not an effect") != std::string::npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
}

TEST_CASE("life: every month in the South as JSON") {
  LifeStory story;
  story.reference_name = "law";
  story.arm_name = "mentors";
  story.reference = quiet_life(5);
  story.arm = quiet_life(5);
  from_month(story.arm.rows.labour_state, 2, LabourState::regular);
  story.arm.rows.monthly_wage_krw[2] = 2'000'000;
  from_month(story.reference.rows.presence, 4, Presence::abroad);
  const auto json = nlohmann::json::parse(life_json(story));
  REQUIRE(json["arms"].size() == 2);
  CHECK(json["arms"][0]["arm"] == "law");
  CHECK(json["arms"][0]["months"].size() == 4);
  REQUIRE(json["arms"][1]["months"].size() == 5);
  const auto& third = json["arms"][1]["months"][2];
  CHECK(third["month"] == "2009-06");
  CHECK(third["labour_state"] == "regular");
  CHECK(third["monthly_wage_krw"] == 2'000'000);
  CHECK(json["arms"][1]["months"][1]["labour_state"] == "facility");
  CHECK(json["background"]["sex"] == "woman");
  CHECK(json["background"]["arrival_month"] == "2009-04");
}

TEST_CASE("life: a simulated person is kept from arrival on - to the end or to death") {
  Lab lab;
  make_small(lab);
  lab.begin(month_of(1998, 1));
  lab.advance(month_of(1998, 1));
  std::vector<LifeRecorder> recorders;
  for (PersonIndex i = 0; i < 40; ++i) recorders.emplace_back(i);
  constexpr int kMonths = 36;
  for (int m = 0; m < kMonths; ++m) {
    lab.step();
    for (auto& recorder : recorders) recorder.record(lab.world());
  }
  std::size_t told = 0;
  for (const auto& recorder : recorders) {
    const LifeRecord& life = recorder.life();
    for (std::size_t m = 1; m < life.size(); ++m) {
      REQUIRE(life.months[m] == life.months[m - 1] + 1);
      REQUIRE((life.rows.in_south(m - 1) || life.rows.presence[m - 1] == Presence::abroad));
    }
    REQUIRE(life.rows.size() == life.size());
    told += events_of(life).size();
  }
  CHECK(told > 40);
}

TEST_CASE("life: simulated again from the study file") {
  const TemporaryFolder folder("life");
  const auto file = folder / "study.h5";
  run_task(whole_task(small_source()), file);
  const LifeQuestion question{file, 100, "mentoring", 0};
  const LifeStory story = live_again(question);
  CHECK(story.person_checked);
  CHECK(story.reference.size() > 0);
  CHECK(story.arm.size() > 0);
  CHECK_FALSE(life_text(story, false).empty());
  CHECK_THROWS_AS(live_again({file, 1'000'000, "", 0}), InputError);
  CHECK_THROWS_AS(live_again({file, 100, "no_such_arm", 0}), InputError);
  CHECK_THROWS_AS(live_again({file, 100, "", 5}), InputError);
  CHECK_THROWS_AS(live_again({folder / "nowhere.h5", 100, "", 0}), InputError);
}

TEST_CASE("a life tells when the person is eligible, for which line, and else why not") {
  Lab lab;
  const std::string section = "policies.mentoring.";
  const auto asked = [](const std::string& trait, TraitRange range) {
    return Condition{{Clause{Clause::Kind::trait, find_trait(trait), {range}, {}, {}}}};
  };
  lab.values.set(section + "coverage", Series(1));
  lab.values.set(section + "on_from", Series(month_of(2000, 3).index));
  lab.values.set(section + "eligible", Series({{kNever, number_of(women())},
                                               {month_of(2000, 6), number_of(kEverybody)}}));
  lab.values.set_lines("mentoring", {"young", "old"});
  lab.values.set(line_path(section + "eligible", "young"),
                 Series(number_of(asked("age", {0, 29}))));
  lab.values.set(line_path(section + "eligible", "old"), Series(number_of(asked("age", {60, 99}))));
  World world(lab.inputs, Random(1, 0), 1, false);
  world.persons.append(3);
  world.households.append(3);
  OfferRecorder man(0, lab.values);
  OfferRecorder woman(1, lab.values);
  OfferRecorder nobody_yet(7, lab.values);
  world.persons.woman = {0, 1, 1};
  world.persons.active = {1, 1, 1};
  for (Month month = month_of(2000, 1); month <= month_of(2000, 8); ++month) {
    world.month = month;
    // He is 25; she is 40, and 60 from July on.
    const int hers = month < month_of(2000, 7) ? 40 : 60;
    world.persons.birth_month = {static_cast<std::int16_t>(month.index - 12 * 25),
                                 static_cast<std::int16_t>(month.index - 12 * hers), 0};
    for (auto* recorder : {&man, &woman, &nobody_yet}) recorder->record(world);
  }
  CHECK(man.events() ==
        std::vector<LifeEvent>{
            {month_of(2000, 3), "Not eligible for mentoring: {sex: woman} does not hold."},
            {month_of(2000, 6), "Eligible for mentoring, on the terms of young."}});
  CHECK(woman.events() ==
        std::vector<LifeEvent>{
            {month_of(2000, 3), "Not eligible for mentoring: comes to none of its lines."},
            {month_of(2000, 7), "Eligible for mentoring, on the terms of old."}});
  CHECK(nobody_yet.events().empty());
}

}  // namespace
