#include <catch2/catch.hpp>

#include <cmath>

#include "processes/finding.h"
#include "processes/job_quality.h"
#include "processes/search.h"
#include "processes/separation.h"
#include "processes/skills.h"
#include "processes/wages.h"

namespace {

using namespace resettle;

double logistic_of(double x) { return 1 / (1 + std::exp(-x)); }

// --- Search --------------------------------------------------------------------------------------

const search::Parameters kSearch{.intercept = -0.2F,
                                 .taste_sd = 0.6F,
                                 .age_slope = 0.5F,
                                 .retirement_penalty = 2,
                                 .woman_penalty = 0.35F,
                                 .child_penalty = 0.9F,
                                 .illness_penalty = 0.7F,
                                 .ptsd_penalty = 0.4F,
                                 .distress_slope = 0.25F,
                                 .confidence_slope = 1.5F,
                                 .gain_slope = 1,
                                 .gain_reference = 0.75F,
                                 .early_penalty = 1,
                                 .liquidity_slope = 0.3F,
                                 .liquidity_cap = 8,
                                 .liquidity_reference = 0,
                                 .debt_slope = 0.2F,
                                 .debt_reference = 0,
                                 .housing_effect = 0.1F,
                                 .participation_slope = 0.8F,
                                 .participation_reference = 60,
                                 .money_months = 3,
                                 .search_floor = 0.1F};

search::Situation ready() {
  search::Situation s;
  s.age = 35;
  s.self_confidence = 0.5F;
  s.gain = 0.75F;
  s.host_participation = 60;
  return s;
}

TEST_CASE("search: the score is the intercept at the reference - and every term has its sign") {
  // Of 72 women and 28 men the mean score is the intercept.
  auto woman = ready();
  woman.woman = true;
  CHECK(0.72 * search::score(kSearch, woman) + 0.28 * search::score(kSearch, ready()) ==
        Approx(-0.2));
  const auto change = [](auto set) {
    auto s = ready();
    set(s);
    return static_cast<double>(search::score(kSearch, s)) -
           static_cast<double>(search::score(kSearch, ready()));
  };
  using S = search::Situation;
  CHECK(change([](S& s) { s.age = 50; }) == Approx(0).margin(1e-6));
  CHECK(change([](S& s) { s.age = 60; }) == Approx(-0.5));
  CHECK(change([](S& s) { s.age = 65; }) == Approx(-0.75 - 2));
  CHECK(change([](S& s) { s.woman = true; }) - change([](S&) {}) == Approx(-0.35));
  CHECK(change([](S& s) { s.woman_with_young_child = true; }) == Approx(-0.9));
  CHECK(change([](S& s) { s.chronic_illness = true; }) == Approx(-0.7));
  CHECK(change([](S& s) { s.ptsd = true; }) == Approx(-0.4));
  CHECK(change([](S& s) { s.distress = 2; }) == Approx(-0.5));
  CHECK(change([](S& s) { s.self_confidence = 0.9F; }) == Approx(0.6));
  CHECK(change([](S& s) { s.gain = 0.25F; }) == Approx(-0.5));
  CHECK(change([](S& s) { s.early = true; }) == Approx(-1));
  CHECK(change([](S& s) { s.taste = 0.3F; }) == Approx(0.3));
  // Two months of pay put by are one slope, eight two, and more than the cap makes no difference.
  CHECK(change([](S& s) { s.liquid_months = 2; }) == Approx(-0.3).epsilon(1e-5));
  CHECK(change([](S& s) { s.liquid_months = 8; }) == Approx(-0.6).epsilon(1e-5));
  CHECK(change([](S& s) { s.liquid_months = 80; }) == Approx(-0.6).epsilon(1e-5));
  CHECK(change([](S& s) { s.debt_months = 1.5F; }) == Approx(-0.1).epsilon(1e-5));
  CHECK(change([](S& s) { s.debt_months = 30; }) == Approx(-0.2).epsilon(1e-5));
  CHECK(change([](S& s) { s.housed = true; }) == Approx(0.1).epsilon(1e-5));
  CHECK(change([](S& s) { s.host_participation = 65; }) == Approx(0.4).epsilon(1e-5));
  // Where the usual savings and debts are, nothing is changed.
  search::Parameters centred = kSearch;
  centred.liquidity_reference = 1;
  centred.debt_reference = 0.5F;
  auto usual = ready();
  usual.liquid_months = 2;
  usual.debt_months = 1.5F;
  CHECK(search::score(centred, usual) == Approx(search::score(kSearch, ready())).epsilon(1e-5));
}

// --- Finding -------------------------------------------------------------------------------------

const finding::Parameters kFinding{.intercept = -0.1F,
                                   .age_slope = 0.35F,
                                   .dialect_slope = 0.7F,
                                   .skill_slope = 0.6F,
                                   .prejudice_slope = 1,
                                   .dialect_shield = 0.5F,
                                   .duration_slope = 0.6F,
                                   .illness_penalty = 0.3F,
                                   .mentor_effect = 0.5F,
                                   .trade_mentor_effect = 0.9F,
                                   .subsidy_slope = 0.5F,
                                   .tightness_slope = 0.15F,
                                   .host_tie_rate = 0.06F,
                                   .inlaw_rate = 0.05F,
                                   .coethnic_rate = 0.015F};

TEST_CASE("finding: one applicant worked out by hand - and every term has its sign") {
  finding::Applicant a;
  a.age = 55;
  a.dialect_fluency = 0.6F;
  a.south_skill = 0.4F;
  a.employer_prejudice = 0.7F;
  a.months_since_job = 4;
  a.chronic_illness = true;
  a.has_mentor = true;
  a.subsidy_value = 0.8F;
  a.tightness = -0.5F;
  const double score = -0.1 - 0.35 + 0.07 + 0.06 - 0.2 * (1 - 0.3) - 0.3 - 0.3 + 0.5 + 0.4 - 0.075;
  const double base = finding::formal_probability(kFinding, a);
  CHECK(base == Approx(logistic_of(score)).epsilon(1e-5));
  const auto with = [&](auto set) {
    auto b = a;
    set(b);
    return static_cast<double>(finding::formal_probability(kFinding, b));
  };
  using A = finding::Applicant;
  CHECK(with([](A& b) { b.age = 40; }) > base);
  CHECK(with([](A& b) { b.dialect_fluency = 0.9F; }) > base);
  CHECK(with([](A& b) { b.south_skill = 0.9F; }) > base);
  CHECK(with([](A& b) { b.employer_prejudice = 0.9F; }) < base);
  CHECK(with([](A& b) { b.months_since_job = 7; }) < base);
  CHECK(with([](A& b) { b.months_since_job = 8; }) == with([](A& b) { b.months_since_job = 80; }));
  CHECK(with([](A& b) { b.chronic_illness = false; }) > base);
  CHECK(with([](A& b) { b.has_mentor = false; }) < base);
  CHECK(with([](A& b) { b.trade_mentor = true; }) ==
        Approx(logistic_of(score + 0.4)).epsilon(1e-5));
  CHECK(with([](A& b) { b.subsidy_value = 0; }) < base);
  CHECK(with([](A& b) { b.tightness = 1; }) > base);
}

TEST_CASE("finding: women - and stigma of who could be subsidised, by prejudice of the employer") {
  finding::Parameters p{};
  p.woman_penalty = 0.2F;
  p.subsidy_stigma = 0.1F;
  finding::Applicant a;
  a.age = 30;
  a.employer_prejudice = 0.5F;
  const auto logit_of = [&](const finding::Applicant& b) {
    const double chance = static_cast<double>(finding::formal_probability(p, b));
    return std::log(chance / (1 - chance));
  };
  const double man = logit_of(a);
  CHECK(man == Approx(0.2 * 0.72).epsilon(1e-4));
  auto woman = a;
  woman.woman = true;
  CHECK(logit_of(woman) - man == Approx(-0.2).epsilon(1e-4));
  auto entitled = a;
  entitled.subsidy_entitled = true;
  CHECK(logit_of(entitled) - man == Approx(-0.1).epsilon(1e-3));
  entitled.employer_prejudice = 0.7F;
  CHECK(logit_of(entitled) - man == Approx(-0.2).epsilon(1e-3));
  entitled.employer_prejudice = 0.3F;
  CHECK(logit_of(entitled) == Approx(man).epsilon(1e-4));
}

TEST_CASE("finding: certificate - right to work - officer and organisations by hand") {
  finding::Parameters p{};
  p.certificate_effect = 0.3F;
  p.legal_status = -0.2F;
  p.officer_slope = 0.5F;
  p.officer_base = 0.2F;
  p.ngo_slope = 0.6F;
  p.ngo_reference = 0.2F;
  finding::Applicant a;
  a.age = 30;
  a.ngo_effect = 0.2F;  // the effect that changes nothing
  CHECK(finding::formal_probability(p, a) == Approx(logistic_of(-0.2)).epsilon(1e-5));
  a.certificate = true;
  CHECK(finding::formal_probability(p, a) == Approx(logistic_of(0.1)).epsilon(1e-5));
  a.officer = 0.8F;
  CHECK(finding::formal_probability(p, a) == Approx(logistic_of(0.5)).epsilon(1e-5));
  a.attention = 0.5F;
  CHECK(finding::formal_probability(p, a) == Approx(logistic_of(0.6)).epsilon(1e-5));
  a.ngo_effect = 0.7F;
  CHECK(finding::formal_probability(p, a) == Approx(logistic_of(0.9)).epsilon(1e-5));
}

TEST_CASE("finding: contacts add up as independent chances") {
  CHECK(finding::network_probability(kFinding, {0, false, 0}) == Approx(0).margin(1e-6));
  CHECK(finding::network_probability(kFinding, {3, true, 1.5F}) ==
        Approx(1 - std::pow(0.94, 3) * 0.95 * std::pow(0.985, 1.5)).epsilon(1e-5));
  CHECK(finding::host_share(kFinding, {2, false, 0}) == Approx(1));
  CHECK(finding::host_share(kFinding, {0, false, 3}) == Approx(0).margin(1e-7));
  CHECK(finding::host_share(kFinding, {0, false, 0}) == 0);
  const double host = -2 * std::log(0.94) - std::log(0.95);
  const double all = host - 1.5 * std::log(0.985);
  CHECK(finding::host_share(kFinding, {2, true, 1.5F}) == Approx(host / all).epsilon(1e-5));
}

// --- Job quality, separation ---------------------------------------------------------------------

TEST_CASE("job quality: one candidate worked out by hand - and signs") {
  const job_quality::Parameters p{.intercept = -0.9F,
                                  .skill_slope = 0.5F,
                                  .degree_effect = 0.8F,
                                  .host_effect = 0.5F,
                                  .elite_effect = 0.8F,
                                  .age_slope = 0.3F,
                                  .upgrade_rate = 0.009F,
                                  .insured_share_temporary = 0.6F,
                                  .regular_access = 1};
  const double base = job_quality::regular_probability(p, {0.3F, false, false, false, false, 40});
  CHECK(base == Approx(logistic_of(-0.9)).epsilon(1e-5));
  CHECK(job_quality::regular_probability(p, {0.5F, false, true, true, true, 60}) ==
        Approx(logistic_of(-0.9 + 0.1 + 0.8 + 0.5 + 0.8 - 0.3)).epsilon(1e-5));
  CHECK(job_quality::regular_probability(p, {0.6F, false, false, false, false, 40}) > base);
  CHECK(job_quality::regular_probability(p, {0.3F, false, false, false, false, 65}) < base);
}

TEST_CASE("job quality: fewer regular jobs for women and with a subsidy") {
  job_quality::Parameters p{};
  p.regular_access = 1;
  p.woman_penalty = 0.3F;
  p.subsidy_penalty = 0.4F;
  job_quality::Candidate c{.south_skill = 0.3F, .age = 40};
  CHECK(job_quality::regular_probability(p, c) == Approx(logistic_of(0.3 * 0.72)).epsilon(1e-5));
  c.woman = true;
  CHECK(job_quality::regular_probability(p, c) == Approx(logistic_of(-0.3 * 0.28)).epsilon(1e-5));
  c.subsidised = true;
  CHECK(job_quality::regular_probability(p, c) ==
        Approx(logistic_of(-0.3 * 0.28 - 0.4)).epsilon(1e-5));
}

TEST_CASE("separation: the score is the intercept at the reference - and every term has its sign") {
  const separation::Parameters p{.intercept = -2.15F,
                                 .regular_effect = -0.8F,
                                 .tenure_slope = 0.35F,
                                 .dialect_slope = 0.4F,
                                 .skill_slope = 0.7F,
                                 .confidence_slope = 0.8F,
                                 .distress_slope = 0.12F,
                                 .discrimination_effect = 0.6F,
                                 .youth_effect = 0.35F,
                                 .mismatch_effect = 0.3F,
                                 .illness_effect = 0.36F,
                                 .retirement_effect = 0.9F,
                                 .woman_effect = 0.22F,
                                 .young_child_effect = 0.5F,
                                 .stage_effect = 0.1F,
                                 .mentor_effect = 0.2F,
                                 .subsidy_retention = 0.31F,
                                 .subsidy_end_effect = 0.32F,
                                 .slack_slope = 0.1F,
                                 .orientation_strength = 1};
  separation::Job reference;
  reference.age = 40;
  reference.dialect_fluency = reference.self_confidence = 0.5F;
  reference.south_skill = 0.3F;
  CHECK(separation::score(p, reference) == Approx(-2.15 - 0.22 * 0.72));
  const auto change = [&](auto set) {
    auto job = reference;
    set(job);
    return static_cast<double>(separation::score(p, job)) -
           static_cast<double>(separation::score(p, reference));
  };
  using J = separation::Job;
  CHECK(change([](J& j) { j.regular = true; }) == Approx(-0.8));
  CHECK(change([](J& j) { j.tenure_months = 24; }) == Approx(-0.35 * std::log(3.0)));
  CHECK(change([](J& j) { j.dialect_fluency = 0.75F; }) == Approx(-0.1));
  CHECK(change([](J& j) { j.south_skill = 0.4F; }) == Approx(-0.07));
  CHECK(change([](J& j) { j.self_confidence = 0.75F; }) == Approx(-0.2));
  CHECK(change([](J& j) { j.distress = 1; }) == Approx(0.12));
  CHECK(change([](J& j) { j.discriminated_at_work = true; }) == Approx(0.6));
  CHECK(change([](J& j) { j.age = 29; }) == Approx(0.35));
  CHECK(change([](J& j) { j.age = 30; }) == Approx(0).margin(1e-6));
  CHECK(change([](J& j) { j.age = 63; }) == Approx(0.9));
  CHECK(change([](J& j) { j.mismatch = 1; }) == Approx(0.3));
  CHECK(change([](J& j) { j.chronic_illness = true; }) == Approx(0.36));
  CHECK(change([](J& j) { j.woman = true; }) == Approx(0.22));
  CHECK(change([](J& j) { j.woman_with_young_child = true; }) == Approx(0.5));
  CHECK(change([](J& j) { j.stage = 3; }) == Approx(-0.3));
  CHECK(change([](J& j) { j.has_mentor = true; }) == Approx(-0.2));
  CHECK(change([](J& j) { j.situation_responsive = true; }) == Approx(0.1));
  CHECK(change([](J& j) { j.subsidy_value = 1; }) == Approx(-0.31));
  CHECK(change([](J& j) { j.subsidy_just_ended = true; }) == Approx(0.32));
  CHECK(change([](J& j) { j.tightness = -2; }) == Approx(0.2));
}

TEST_CASE("separation: the cause is drawn among what pushes out - by size") {
  separation::Parameters p{};
  p.distress_slope = 0.1F;
  p.youth_effect = 0.3F;
  separation::Job job;
  job.age = 20;
  job.distress = 1;
  CHECK(separation::main_cause(p, job, 0.2F) == SeparationCause::distress);
  CHECK(separation::main_cause(p, job, 0.3F) == SeparationCause::youth);
  p.young_child_effect = 0.4F;
  job.woman_with_young_child = true;
  CHECK(separation::main_cause(p, job, 0.6F) == SeparationCause::care);
  job.woman_with_young_child = false;
  job.distress = -1;  // what keeps people is never a cause
  CHECK(separation::main_cause(p, job, 0.01F) == SeparationCause::youth);
  job.age = 40;
  CHECK(separation::main_cause(p, job, 0.5F) == SeparationCause::other);
}

TEST_CASE("upgrade: skill and stage speed it up") {
  const job_quality::Parameters p{.upgrade_rate = 0.01F, .regular_access = 1, .stage_gain = 0.25F};
  CHECK(job_quality::upgrade_probability(p, 0, 0) == Approx(0.01));
  CHECK(job_quality::upgrade_probability(p, 0.5F, 2) == Approx(0.01 * 1.5 * 1.5));
  auto closed = p;
  closed.regular_access = 0;  // no regular jobs for people without legal status
  CHECK(job_quality::upgrade_probability(closed, 1, 4) == 0.0F);
  CHECK(job_quality::regular_probability(closed, {}) == 0.0F);
}

// --- Skills, wages -------------------------------------------------------------------------------

TEST_CASE("skills grow at work - fade without - and stand still elsewhere") {
  const skills::Parameters p{.skill_growth = 0.01F,
                             .skill_loss = 0.004F,
                             .dialect_growth = 0.009F,
                             .dialect_work_bonus = 0.4F,
                             .dialect_school_bonus = 0.6F,
                             .dialect_tie_bonus = 0.08F,
                             .workshop_gain = 1,
                             .language_distance = 1,
                             .confidence_speed = 0.08F,
                             .orientation_strength = 1};
  skills::Situation work;
  work.works = true;
  CHECK(skills::next_skill(p, 0.4F, work) == Approx(0.406));
  work.professional_skill = true;
  CHECK(skills::next_skill(p, 0.4F, work) == Approx(0.4072));
  skills::Situation idle;
  idle.not_employed = true;
  CHECK(skills::next_skill(p, 0.4F, idle) == Approx(0.3984));
  skills::Situation student;
  student.in_school = true;
  CHECK(skills::next_skill(p, 0.4F, student) == 0.4F);

  work.host_ties = 9;  // five count
  CHECK(skills::next_dialect(p, 0.5F, work) == Approx(0.5 + 0.0045 * 1.8));
  student.host_ties = 1;
  CHECK(skills::next_dialect(p, 0.5F, student) == Approx(0.5 + 0.0045 * 1.68));
  CHECK(skills::next_dialect(p, 0.5F, idle) == Approx(0.5045));
  CHECK(skills::next_dialect(p, 1.0F, work) == 1.0F);
  idle.in_workshop = true;
  CHECK(skills::next_dialect(p, 0.5F, idle) == Approx(0.5 + 0.0045 * 2));
  auto foreign = p;
  foreign.language_distance = 3;
  CHECK(skills::next_dialect(foreign, 0.5F, idle) == Approx(0.5 + 0.003));
}

TEST_CASE("self-confidence moves to a goal worked out by hand") {
  const skills::Parameters p{.confidence_intercept = -0.2F,
                             .confidence_work = 0.8F,
                             .confidence_regular = 0.4F,
                             .confidence_mentor = 0.2F,
                             .confidence_host_tie = 0.15F,
                             .confidence_officer_base = 0.2F,
                             .confidence_officer = 0.1F,
                             .confidence_distress = 0.45F,
                             .confidence_long_idle = 0.5F,
                             .confidence_discrimination = 0.3F};
  skills::Situation s;
  CHECK(skills::confidence_goal(p, s) == Approx(logistic_of(-0.2)));
  s.works = s.regular = s.has_mentor = true;
  s.host_ties = 6;  // four count
  s.distress = 1;
  s.discriminated_12m = true;
  CHECK(skills::confidence_goal(p, s) ==
        Approx(logistic_of(-0.2 + 0.8 + 0.4 + 0.2 + 0.6 - 0.45 - 0.3)).epsilon(1e-5));
  s.attention = 0.5F;
  s.officer = 0.5F;  // of a quality of 1
  CHECK(skills::confidence_goal(p, s) ==
        Approx(logistic_of(-0.2 + 0.8 + 0.4 + 0.2 + 0.6 - 0.45 - 0.3 + 0.15)).epsilon(1e-5));
  skills::Situation idle;
  idle.long_unemployed = true;
  CHECK(skills::confidence_goal(p, idle) == Approx(logistic_of(-0.7)).epsilon(1e-5));
}

TEST_CASE("wages: one worker worked out by hand - and the floors") {
  const wages::Parameters p{.intercept = -0.73F,
                            .skill_slope = 0.7F,
                            .dialect_slope = 0.1F,
                            .regular_premium = 0.1F,
                            .woman_effect = -0.3F,
                            .elite_premium = 0.12F,
                            .subsidy_cut = 0.1F,
                            .trait_sd = 0.25F,
                            .temporary_floor = 0.85F,
                            .deduction_rate = 0.094F};
  const Economy economy{.host_wage_krw = 3'000'000, .minimum_wage_krw = 1'000'000};
  wages::Worker w{0.5F, 0.6F, true, true, true, 0.2F};
  CHECK(wages::monthly_wage_krw(p, w, economy) ==
        Approx(3e6 * std::exp(-0.73 + 0.35 + 0.06 + 0.1 - 0.3 + 0.12 + 0.2)).epsilon(1e-5));
  w.subsidised = true;
  CHECK(wages::monthly_wage_krw(p, w, economy) ==
        Approx(3e6 * std::exp(-0.73 + 0.35 + 0.06 + 0.1 - 0.3 + 0.12 + 0.2 - 0.1)).epsilon(1e-5));
  w.trait = -3;
  CHECK(wages::monthly_wage_krw(p, w, economy) == 1'000'000);
  w.regular = false;
  CHECK(wages::monthly_wage_krw(p, w, economy) == Approx(850'000));
}

}  // namespace
