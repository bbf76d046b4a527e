#include <catch2/catch.hpp>

#include <cmath>

#include "networks/meeting.h"
#include "processes/adjustment.h"
#include "processes/arrivals.h"
#include "processes/contact.h"
#include "processes/distress.h"
#include "processes/exits.h"
#include "processes/fraud.h"
#include "processes/host_attitudes.h"
#include "processes/social_ties.h"

namespace {

using namespace resettle;

TEST_CASE("arrivals: speech and skill at arrival") {
  CHECK(arrivals::initial_dialect(19, false, false, 0.05F) == Approx(0.35));
  CHECK(arrivals::initial_dialect(20, false, true, 0.05F) == Approx(0.30));
  CHECK(arrivals::initial_dialect(35, true, true, 0.05F) == Approx(0.40));
  CHECK(arrivals::initial_dialect(10, true, true, 0.5F) == Approx(0.9));  // not above
  CHECK(arrivals::initial_skill(0, false, false) == Approx(0.08));
  CHECK(arrivals::initial_skill(2, true, true) == Approx(0.50));
}

TEST_CASE("ties: exposure - proposals and meeting weights") {
  social_ties::Parameters p{};
  p.host_formation = 0.03F;
  p.exposure_base = 0.3F;
  p.exposure_work = 0.9F;
  p.exposure_school = 0.6F;
  p.exposure_mentor = 2;
  p.exposure_ngo = 1;
  p.orientation_strength = 1;
  CHECK(social_ties::exposure(p, {}) == Approx(0.3));
  CHECK(social_ties::exposure(p, {true, false, true}) == Approx(3.2));
  CHECK(social_ties::exposure(p, {false, true, false}) == Approx(0.9));
  CHECK(social_ties::exposure(p, {false, true, false, 0.1F}) == Approx(1.0));
  CHECK(social_ties::host_proposals(p, 1.2F, 0.5F, false) == Approx(0.03 * 1.2 * 1.8));
  CHECK(social_ties::host_proposals(p, 1.2F, 0.5F, true) == Approx(0.03 * 1.2 * 1.8 * 1.3));
  CHECK(meeting_weight(0, 0) == Approx(1));
  CHECK(meeting_weight(60, 18) == Approx(std::exp(-1.0)).epsilon(1e-5));
  CHECK(meeting_weight(-60, -18) == meeting_weight(60, 18));
}

TEST_CASE("contact: discrimination grows with exposure and prejudice and falls with dialect") {
  contact::Parameters p{};
  p.discrimination_rate = 0.12F;
  p.dialect_shield = 0.85F;
  const double base = contact::discrimination_probability(p, 1.35F, 0.5F, 0.4F);
  CHECK(base == Approx(1 - std::exp(-0.12 * 1.35 * 0.5 * (1 - 0.34))).epsilon(1e-5));
  CHECK(contact::discrimination_probability(p, 2, 0.5F, 0.4F) > base);
  CHECK(contact::discrimination_probability(p, 1.35F, 0.6F, 0.4F) > base);
  CHECK(contact::discrimination_probability(p, 1.35F, 0.5F, 0.9F) < base);
  CHECK(contact::discrimination_probability(p, 1.35F, 0, 0.4F) == Approx(0).margin(1e-6));
}

TEST_CASE("host attitudes: one month worked out by hand within 0 and 1") {
  host_attitudes::Parameters p{};
  p.reversion = 0.02F;
  p.contact_gain = 0.0016F;
  p.negative_ratio = 2;
  p.generalisation = 0.3F;
  p.peer_weight = 0.02F;
  p.noise_sd = 0.01F;
  CHECK(host_attitudes::next_attitude(p, 0.5F, {0.6F, 5, 1, -0.1F, 1}) ==
        Approx(0.5 + 0.002 + 0.0016 * (2 - 0.9) - 0.002 + 0.01).epsilon(1e-6));
  CHECK(host_attitudes::next_attitude(p, 0.001F, {0, 0, 0, 0, -3}) == 0);
  CHECK(host_attitudes::next_attitude(p, 0.999F, {1, 0, 0, 0, 3}) == 1);
  CHECK(host_attitudes::next_attitude(p, 0.5F, {0.5F, 2, 0, 0, 0}) < 0.5F);
  CHECK(host_attitudes::next_attitude(p, 0.5F, {0.5F, 0, 1, 0, 0}) > 0.5F);
  CHECK(host_attitudes::next_ease(p, 0.1F) == Approx(0.098 + 0.00112));
}

TEST_CASE("distress: goal and expectation gap worked out by hand - and signs") {
  distress::Parameters p{};
  p.base = -0.45F;
  p.unemployment_effect = 0.4F;
  p.poverty_effect = 0.25F;
  p.money_months = 3;
  p.money_cap = 5;
  p.discrimination_effect = 0.3F;
  p.loneliness_effect = 0.8F;
  p.separation_effect = 0.26F;
  p.ptsd_effect = 1;
  p.illness_effect = 0.35F;
  p.gap_effect = 0.55F;
  p.media_expectation = 0.15F;
  p.adaptation_effect = 0.5F;
  p.adaptation_discrimination = 0.5F;
  distress::Burden none;
  none.loneliness = 0.3F;
  none.dialect_fluency = 0.5F;
  CHECK(distress::goal(p, none) == Approx(-0.45));
  distress::Burden all{.trait = 0.1F,
                       .wants_work = true,
                       .poor = true,
                       .discriminated_12m = true,
                       .family_left_behind = true,
                       .ptsd = true,
                       .chronic_illness = true,
                       .loneliness = 0.8F,
                       .expectation_gap = 0.4F,
                       .dialect_fluency = 0.9F};
  CHECK(distress::goal(p, all) ==
        Approx(-0.45 + 0.1 + 0.4 + 0.25 + 0.3 + 0.4 + 0.26 + 1 + 0.35 + 0.22 - 0.1).epsilon(1e-5));
  p.awareness_effect = 0.2F;  // the fluent notice more
  CHECK(distress::goal(p, all) ==
        Approx(-0.45 + 0.1 + 0.4 + 0.25 + 0.3 + 0.18 + 0.4 + 0.26 + 1 + 0.35 + 0.22 - 0.1)
            .epsilon(1e-5));
  all.discriminated_12m = false;  // discrimination also takes half of the relief
  CHECK(distress::goal(p, all) ==
        Approx(-0.45 + 0.1 + 0.4 + 0.25 + 0.4 + 0.26 + 1 + 0.35 + 0.22 - 0.2).epsilon(1e-5));

  // Money: hardship, debts and rent weigh, a buffer relieves; in full at three months, with a cap.
  distress::Parameters money{};
  money.hardship_effect = 0.4F;
  money.debt_effect = 0.3F;
  money.buffer_effect = 0.2F;
  money.rent_burden_effect = 0.1F;
  money.money_months = 3;
  money.money_cap = 0.5F;
  const auto burden = [&](float hardship, float debt, float liquid, bool rent) {
    return distress::money_burden(money, {.hardship = hardship,
                                          .debt_months = debt,
                                          .liquid_months = liquid,
                                          .rent_burdened = rent});
  };
  CHECK(burden(0, 0, 0, false) == 0);
  CHECK(burden(0.5F, 0, 0, false) == Approx(0.2));
  CHECK(burden(0, 1.5F, 0, false) == Approx(0.15));
  CHECK(burden(0, 9, 0, false) == Approx(0.3));
  CHECK(burden(0, 0, 1.5F, false) == Approx(-0.1));
  CHECK(burden(0, 0, 90, false) == Approx(-0.2));
  CHECK(burden(0, 0, 0, true) == Approx(0.1));
  CHECK(burden(1, 9, 0, true) == 0.5F);
  money.hardship_reference = 0.5F;
  money.debt_reference = 0.5F;
  money.buffer_reference = 0.5F;
  CHECK(burden(0.5F, 1.5F, 1.5F, false) == Approx(0).margin(1e-6));

  const auto gap = [&](float still, float income, bool media) {
    return distress::expectation_gap(p, still, 0.85F, 3e6F, income, media);
  };
  CHECK(gap(0.5F, 1.5e6F, false) == Approx(0.5 * std::log(1.7)).epsilon(1e-5));
  CHECK(gap(0.5F, 1.5e6F, true) == Approx(0.5 * (std::log(1.7) + 0.15)).epsilon(1e-5));
  CHECK(gap(0, 1e5F, false) == 1.5F);
  CHECK(gap(0, 5e6F, true) == 0);
  CHECK(gap(1, 1e6F, true) == 0);  // on arrival
}

TEST_CASE("exits and fraud") {
  exits::Parameters p{};
  p.mortality_level = 0.00008F;
  p.mortality_age_slope = 0.085F;
  CHECK(exits::death_probability(p, 20) == 0.00008F);
  CHECK(exits::death_probability(p, 40) == 0.00008F);
  CHECK(exits::death_probability(p, 70) == Approx(0.00008 * std::exp(2.55)).epsilon(1e-5));

  const fraud::Parameters f{.rate = 0.005F, .loss_share = 0.4F};
  CHECK(fraud::probability(f, 0, 0) == Approx(0.005));
  CHECK(fraud::probability(f, 5e6F, 0) == Approx(0.0075));
  CHECK(fraud::probability(f, 9e8F, 0) == Approx(0.015));
}

TEST_CASE("adjustment: scores - conditions and types") {
  using namespace adjustment;
  const adjustment::Parameters p{.income_weight = 0.4F,
                                 .job_weight = 0.4F,
                                 .skill_weight = 0.2F,
                                 .threshold = 50,
                                 .hysteresis = 5,
                                 .satisfaction_threshold = 0.9F,
                                 .window = 6};
  CHECK(material_score(p, 1e6F, 2e6F, 1, 0.5F) == Approx(70));
  CHECK(material_score(p, 9e6F, 2e6F, 0, 0) == Approx(40));
  CHECK(wellbeing_score(0) == Approx(50));
  CHECK(wellbeing_score(1) == Approx(100 / (1 + std::exp(1.7))).epsilon(1e-5));
  CHECK(job_points(LabourState::regular, 0) == 1);
  CHECK(job_points(LabourState::temporary, 90) == 0.5F);
  CHECK(job_points(LabourState::school, 0) == 0.5F);
  CHECK(job_points(LabourState::self_employed, 11) == 0.4F);
  CHECK(job_points(LabourState::self_employed, 12) == 0.8F);
  for (const auto state :
       {LabourState::not_employed, LabourState::training, LabourState::facility}) {
    CHECK(job_points(state, 50) == 0);
  }
  CHECK(type_of(true, true) == AdjustmentType::integration);
  CHECK(type_of(true, false) == AdjustmentType::isolation);
  CHECK(type_of(false, true) == AdjustmentType::acculturation);
  CHECK(type_of(false, false) == AdjustmentType::marginality);
  using namespace criterion;
  constexpr Scores kNone{0, 0, 0};
  CHECK(criteria_of(p, {49, 49, 49}, kNone, 1) == 0);
  CHECK(criteria_of(p, {50, 50, 50}, kNone, 0) ==
        (kMaterial | kBelonging | kWellbeing | kMean | kSatisfied));
  CHECK(criteria_of(p, {0, 60, 60}, kNone, 1) == (kBelonging | kWellbeing | kMean));
  CHECK(criteria_of(p, {0, 80, 30}, kNone, 1) == (kBelonging | kMean));
  CHECK(criteria_of(p, {0, 30, 60}, kNone, 0.89F) == (kWellbeing | kSatisfied));
  CHECK(criteria_of(p, kNone, {50, 50, 50}, 1) == kOneMonth);
  CHECK(criteria_of(p, kNone, {49, 50, 50}, 1) == 0);
  CHECK(criteria_of(p, kNone, {50, 49, 50}, 1) == 0);
  CHECK(criteria_of(p, kNone, {50, 50, 49}, 1) == 0);
}

}  // namespace
