#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "policies/ngos.h"
#include "support/institutions.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

Country country_of_ngos(std::size_t localities, float scale = 1) {
  return {localities, ngos::process(), kNgoSettings, scale};
}

LocalOrganisations founded() {
  LocalOrganisations local;
  local.northern_active = true;
  local.resources = {1, 1, 0.4F};
  local.competence = {0.6F, 0.6F, 0.4F};
  local.users = {0.25F, 0.25F, 0.5F};
  return local;
}

TEST_CASE("need is what each side lacks - with joint funds counted") {
  LocalOrganisations local = founded();
  CHECK(ngos::need(local, 0) == Approx(0.25 / (1.0 / 3) + 0.6 / 0.8));
  local.resources[1] = 0.2F;  // poorer than the North-led one: only its users are needed
  CHECK(ngos::need(local, 1) == Approx(0.75));
  local.users[kNorthern] = 0.2F;
  CHECK(ngos::need(local, 1) == 0);
  local.users[kNorthern] = 0.5F;
  local.resources[1] = 1;
  const float need = ngos::need(local, 0);
  local.resources[kNorthern] += 0.3F;  // of foreign funders: it does not count
  local.foreign = 0.3F;
  CHECK(ngos::need(local, 0) > need - 1e-6F);
  local.foreign = 0;
  CHECK(ngos::need(local, 0) < need);
  local.resources[1] = 0.2F;
  local.resources[kNorthern] = 0.4F;
  local.users[kNorthern] = 0.2F;
  local.joint_funds = 5;  // everybody at the limit
  CHECK(ngos::need(local, 0) == 0);
  CHECK(local.funded(0) == kMaximumFunded);
  CHECK(local.yearly_funds_krw() == Approx(4.5 * kKrwPerResource));
}

ngos::Rules rules() {
  ngos::Rules rules{};
  rules.tension = 0.3F;
  rules.risk_base = 0.4F;
  rules.risk_tension = 0.3F;
  rules.risk_incentive = 0.2F;
  rules.risk_seat = 0.1F;
  rules.goodwill_threshold = rules.competence_threshold = rules.risk_threshold = 0.5F;
  rules.need_threshold = 1;
  rules.success_base = 0.5F;
  rules.success_competence = 0.2F;
  rules.success_partnership = 0.1F;
  rules.goodwill_learning = 0.08F;
  rules.competence_learning = 0.1F;
  rules.negativity = 3;
  rules.goodwill_of_south = 0.35F;
  rules.goodwill_of_north = 0.3F;
  rules.duplication = 0.3F;
  return rules;
}

TEST_CASE("risk falls with joint funds and a seat - and stays between 0 and 1") {
  auto r = rules();
  CHECK(ngos::risk(r, false, false) == Approx(0.49));
  CHECK(ngos::risk(r, false, true) == Approx(0.39));
  CHECK(ngos::risk(r, true, true) == Approx(0.19));
  r.risk_base = 0;
  CHECK(ngos::risk(r, true, true) == 0);
  r.risk_base = 1;
  CHECK(ngos::risk(r, false, false) == 1);
}

TEST_CASE("partnership needs all trust and little risk - tactics need only need") {
  const auto r = rules();
  Dyad trusting{0.6F, 0.6F, 0.6F, 0.6F, 0.4F, DyadMode::none};
  CHECK(ngos::mode_of(r, trusting, 0) == DyadMode::partnership);
  for (float Dyad::*one :
       {&Dyad::goodwill_ab, &Dyad::goodwill_ba, &Dyad::competence_ab, &Dyad::competence_ba}) {
    Dyad dyad = trusting;
    dyad.*one = 0.5F;  // not above the threshold
    CHECK(ngos::mode_of(r, dyad, 0) == DyadMode::none);
    CHECK(ngos::mode_of(r, dyad, 1.41F) == DyadMode::tactical);
    CHECK(ngos::mode_of(r, dyad, 1.39F) == DyadMode::none);
  }
  trusting.risk = 0.5F;
  CHECK(ngos::mode_of(r, trusting, 1.6F) == DyadMode::tactical);
}

TEST_CASE("success by competence - partnership and evaluation") {
  const auto r = rules();
  CHECK(ngos::success_probability(r, DyadMode::tactical, 0.6F, 0.4F, false) == Approx(0.548));
  CHECK(ngos::success_probability(r, DyadMode::partnership, 0.6F, 0.4F, true) == Approx(0.748));
  CHECK(ngos::success_probability(r, DyadMode::partnership, 1, 1, true) == Approx(0.9));
  auto sure = r;
  sure.success_base = 1;
  CHECK(ngos::success_probability(sure, DyadMode::tactical, 0, 0, false) == Approx(0.95));
}

TEST_CASE("a dyad learns in all four trusts - and forgets goodwill only") {
  const auto r = rules();
  Dyad dyad{0.4F, 0.3F, 0.2F, 0.5F, 0, DyadMode::tactical};
  Dyad failed = dyad;
  ngos::learn(r, dyad, true, 1.5F);
  CHECK(dyad.goodwill_ab == Approx(0.4 + 0.12 * 0.6));
  CHECK(dyad.goodwill_ba == Approx(0.3 + 0.12 * 0.7));
  CHECK(dyad.competence_ab == Approx(0.2 + 0.15 * 0.8));
  CHECK(dyad.competence_ba == Approx(0.5 + 0.15 * 0.5));
  ngos::learn(r, failed, false, 1);
  CHECK(failed.goodwill_ab == Approx(0.4 * (1 - 0.24)));
  CHECK(failed.competence_ba == Approx(0.5 * (1 - 0.3)));
  CHECK(ngos::next_trust(0.3F, false, 0.5F, 3) == 0);  // never below 0
  const Dyad before = dyad;
  ngos::forget(r, dyad);
  CHECK(dyad.goodwill_ab == Approx(before.goodwill_ab + 0.01 * (0.35 - before.goodwill_ab)));
  CHECK(dyad.goodwill_ba == Approx(before.goodwill_ba + 0.01 * (0.3 - before.goodwill_ba)));
  CHECK(dyad.competence_ab == before.competence_ab);
}

TEST_CASE("reach - quality and double work") {
  const auto r = rules();
  LocalOrganisations local = founded();
  CHECK(ngos::reach(rules(), local) == Approx(1 - 0.75 * 0.75 * 0.85));
  CHECK(ngos::quality(local) == Approx((0.6 + 0.6 + 0.16) / 2.4));
  CHECK(ngos::duplication(r, local) == Approx(0.3));
  local.dyads[1].mode = DyadMode::tactical;
  CHECK(ngos::reach(rules(), local) == Approx(1 - 0.75 * 0.75 * 0.5));
  CHECK(ngos::duplication(r, local) == Approx(0.3 * 0.75));
  local.dyads[0].mode = DyadMode::partnership;
  CHECK(ngos::duplication(r, local) == Approx(0.3 * 0.25));
  local.dyads[1].mode = DyadMode::partnership;
  CHECK(ngos::duplication(r, local) == 0);
}

TEST_CASE("a North-led organisation on yearly money loses funds in January") {
  CHECK(ngos::after_january(0.4F, 0.4F, true) == Approx(0.28));
  CHECK(ngos::after_january(0.28F, 0.4F, false) == Approx(0.304));
  CHECK(ngos::after_january(0.9F, 0.4F, false) == Approx(0.9));
  Country country = country_of_ngos(200);
  run_months(country, month_of(2006, 12), month_of(2007, 1));
  double lost = 0;
  for (const auto& local : country.world().organisations) {
    const float b = local.resources[kNorthern];
    lost += b < 0.3F;
    CHECK((b == Approx(0.28) || b == Approx(0.4)));
    CHECK(local.resources[0] == 1);
  }
  CHECK(agrees(lost / 200, 0.4, share_error(0.4, 200)));
  CHECK_FALSE(agrees(lost / 200, 0.6, share_error(0.6, 200)));
  // Money for staff over several years protects, where there is a board to give it to.
  Country secure = country_of_ngos(2);
  secure.set("ngos.funding_loss_rate", 1);
  secure.set("policies.ngo_partnership.multi_year_staff", 1);
  secure.add(100, 1, kExit);
  run_months(secure, month_of(2006, 7), month_of(2009, 1));
  CHECK(secure.world().organisations[0].resources[kNorthern] == Approx(0.4 * 0.343));
  CHECK(secure.world().organisations[1].resources[kNorthern] == Approx(0.4));
}

TEST_CASE("before the North-led organisations start the others work by themselves") {
  Country country = country_of_ngos(1);
  run_months(country, month_of(2005, 1), month_of(2005, 12));
  const LocalOrganisations& local = country.world().organisations[0];
  CHECK_FALSE(local.northern_active);
  CHECK(local.effect == Approx((1 - 0.75 * 0.75) * 0.6 * 0.7));
  CHECK(local.public_effort == Approx(0.15 * local.effect));
  CHECK(local.yearly_funds_krw() == Approx(2 * kKrwPerResource));
  country.set("ngos.funding_loss_rate", 0);
  run_months(country, month_of(2006, 1), month_of(2006, 3));
  CHECK(local.northern_active);
  // Need 1.5 is just above 1 + risk 0.49: both dyads borrow users and resources.
  CHECK(local.dyads[0].mode == DyadMode::tactical);
  CHECK(local.effect == Approx((1 - 0.75 * 0.75 * 0.5) * (1.36 / 2.4) * 0.85));
  country.set("ngos.enabled", 0);
  country.run(month_of(2006, 4));
  CHECK(local.effect == 0.3F);
  CHECK(local.public_effort == 0);
  CHECK(local.dyads[0].mode == DyadMode::none);
}

TEST_CASE("boards from 1998 where a hundred defectors live outside the facility") {
  for (const float scale : {1.0F, 0.5F}) {
    Country country = country_of_ngos(3, scale);
    country.set("boards.northern_seat", 1);
    country.add(static_cast<int>(100 * scale), 0, kExit);
    country.add(static_cast<int>(100 * scale) - 1, 1, kExit);
    country.add(static_cast<int>(100 * scale), 2, kExit);
    country.people().labour_state.back() = LabourState::facility;
    auto& local = country.world().organisations;
    run_months(country, month_of(1997, 7), month_of(1997, 12));
    CHECK_FALSE(local[0].board);
    country.run(month_of(1998, 1));
    CHECK(local[0].board);
    CHECK_FALSE(local[0].northern_seat);  // nobody to sit on it
    CHECK_FALSE(local[1].board);
    CHECK_FALSE(local[2].board);
    country.run(month_of(2006, 1));
    CHECK(local[0].northern_seat);
    country.people().presence[0] = Presence::dead;
    country.run(month_of(2006, 6));
    CHECK(local[0].board);  // until the next meeting
    country.run(month_of(2006, 7));
    CHECK_FALSE(local[0].board);
    CHECK_FALSE(local[0].northern_seat);
  }
}

TEST_CASE("a new board gives the North-led organisation a seat by lot - once") {
  Country country = country_of_ngos(200);
  country.set("boards.minimum_defectors", 0);
  country.set("boards.northern_seat", 0.3);
  const auto seats = [&] {
    std::vector<bool> given;
    for (const auto& local : country.world().organisations) given.push_back(local.northern_seat);
    return given;
  };
  country.run(month_of(2006, 1));
  const auto first = seats();
  const auto count = static_cast<double>(std::count(first.begin(), first.end(), true));
  CHECK(agrees(count / 200, 0.3, share_error(0.3, 200)));
  CHECK_FALSE(agrees(count / 200, 0.5, share_error(0.3, 200)));
  country.set("boards.northern_seat", 1);  // boards that meet already keep their members
  country.run(month_of(2006, 7));
  CHECK(seats() == first);
}

TEST_CASE("foreign funders bring the North-led organisation resources and skills") {
  Country country = country_of_ngos(1);
  country.set("ngos.funding_loss_rate", 0);
  country.set("ngos.foreign_funding", 0.05);
  country.run(month_of(2005, 12));
  run_months(country, month_of(2006, 1), month_of(2006, 12));
  const LocalOrganisations& local = country.world().organisations[0];
  CHECK(local.resources[kNorthern] == Approx(0.6));
  CHECK(local.competence[kNorthern] == Approx(0.6));
  run_months(country, month_of(2007, 1), month_of(2010, 12));
  CHECK(local.resources[kNorthern] == 1);
  CHECK(local.competence[kNorthern] == 1);
  CHECK(local.resources[0] == 1);
}

TEST_CASE("foreign money pulls from settlement and builds trust - and leaves without the skills") {
  Country country = country_of_ngos(1);
  country.set("ngos.funding_loss_rate", 0);
  country.set("ngos.foreign_funding", 0.1);
  country.set("ngos.foreign_pull", 0.6);
  country.set("ngos.confidence_gain", 0.05);
  country.run(month_of(2006, 1));
  const LocalOrganisations& local = country.world().organisations[0];
  const float before = ngos::reach({.foreign_pull = 0.6F}, local);
  run_months(country, month_of(2006, 2), month_of(2006, 12));
  const double stock = 0.1 * (1 + 0.88 + 0.88 * 0.88 + 0.88 * 0.88 * 0.88);
  CHECK(local.foreign == Approx(stock).epsilon(1e-5));
  CHECK(local.resources[kNorthern] == Approx(0.8).epsilon(1e-5));
  const double share = stock / 0.8;
  CHECK(local.foreign_share() == Approx(share).epsilon(1e-5));
  const bool together =
      local.dyads[0].mode != DyadMode::none || local.dyads[1].mode != DyadMode::none;
  CHECK(
      local.reach ==
      Approx(1 - 0.75 * 0.75 * (1 - 0.5 * (together ? 1 : 0.3) * (1 - 0.6 * share))).epsilon(1e-5));
  CHECK(local.reach < before);
  // Their money gone, most of it is gone in two quarters, and no skill is lost.
  const float skills = local.competence[kNorthern];
  country.set("ngos.foreign_funding", 0);
  run_months(country, month_of(2007, 1), month_of(2007, 6));
  CHECK(local.foreign == Approx(stock / 4).epsilon(1e-5));
  CHECK(local.resources[kNorthern] == Approx(0.8 - 0.75 * stock).epsilon(1e-4));
  CHECK(local.competence[kNorthern] == skills);
}

TEST_CASE("a South-led organisation that works with nobody for a year turns to the public") {
  Country country = country_of_ngos(1);
  country.set("ngos.need_threshold", 2);  // nobody works together
  country.set("ngos.public_drift", 0.1);
  country.run(month_of(2006, 1));
  const LocalOrganisations& local = country.world().organisations[0];
  const auto share = [&] { return local.public_effort / local.effect; };
  run_months(country, month_of(2006, 2), month_of(2006, 9));
  CHECK(share() == Approx(0.15));  // three quarters apart
  run_months(country, month_of(2006, 10), month_of(2007, 3));
  CHECK(share() == Approx(0.35));
  run_months(country, month_of(2007, 4), month_of(2009, 12));
  CHECK(share() == Approx(0.5));  // at most
  country.set("ngos.need_threshold", 0);
  run_months(country, month_of(2010, 1), month_of(2010, 3));
  CHECK(share() == Approx(0.4));
  run_months(country, month_of(2010, 4), month_of(2012, 3));
  CHECK(share() == Approx(0.15));
}

TEST_CASE("the partnership instrument works where there is a board - and a place") {
  Country country = country_of_ngos(4);
  for (std::size_t l = 0; l < 3; ++l) country.add(100, l, kExit);
  country.set("policies.ngo_partnership.northern_seats", 1);
  country.set("policies.ngo_partnership.capacity", 2);
  country.run(month_of(2007, 1));
  const auto& local = country.world().organisations;
  const auto supported = [&] {
    std::vector<std::size_t> places;
    for (std::size_t l = 0; l < 4; ++l) {
      CHECK(local[l].northern_seat == local[l].supported);
      if (local[l].supported) places.push_back(l);
    }
    return places;
  };
  const auto first = supported();
  CHECK(first.size() == 2);
  country.add(100, 3, kExit);
  country.run(month_of(2007, 7));  // who has a place keeps it
  CHECK(supported() == first);
  country.set("policies.ngo_partnership.pilot_only", 1);
  country.run(month_of(2007, 8));
  CHECK(supported().empty());
}

TEST_CASE("ngos: the partnership is offered to the share of boards that is covered") {
  Country country = country_of_ngos(200);
  country.set("boards.minimum_defectors", 0);
  country.set("policies.ngo_partnership.coverage", 0.4);
  country.run(month_of(2006, 1));
  const auto& all = country.world().organisations;
  const auto supported = static_cast<double>(
      std::count_if(all.begin(), all.end(), [](const auto& local) { return local.supported; }));
  CHECK(agrees(supported / 200, 0.4, share_error(0.4, 200)));
}

TEST_CASE("ngos: in January a North-led organisation regains a fifth of what it has lost") {
  Country country = country_of_ngos(1);
  country.set("ngos.funding_loss_rate", 0);
  country.run(month_of(2006, 12));
  country.world().organisations[0].resources[kNorthern] = 0.2F;
  country.run(month_of(2007, 1));
  CHECK(country.world().organisations[0].resources[kNorthern] == Approx(0.2 + 0.2 * (0.4 - 0.2)));
}

/// Goodwill of the South-led organisations after the first quarter with a North-led one, by
/// whether the partnership is offered to the board; failures change nothing.
std::map<bool, std::vector<double>> first_goodwill(const std::string& with) {
  Country country = country_of_ngos(100);
  for (std::size_t l = 0; l < 50; ++l) country.add(100, l, kExit);
  country.set("ngos.negativity", 0);
  country.set("ngos.success_competence", 0);
  country.set("ngos.success_base", with == "evaluation" ? 0 : 0.5);
  country.set("policies.ngo_partnership." + with, 1);
  run_months(country, month_of(2006, 1), month_of(2006, 3));
  std::map<bool, std::vector<double>> goodwill;
  for (const auto& local : country.world().organisations) {
    for (const Dyad& dyad : local.dyads) {
      goodwill[local.supported].push_back(static_cast<double>(dyad.goodwill_ab));
    }
  }
  return goodwill;
}

TEST_CASE("ngos: those trained where partnership is offered learn one and a half times as much") {
  auto goodwill = first_goodwill("partnership_training");
  for (const bool supported : {false, true}) {
    const double learnt = 0.35 + 0.08 * (supported ? 1.5 : 1) * 0.65;
    int successes = 0;
    REQUIRE(goodwill[supported].size() == 100);
    for (const double one : goodwill[supported]) {
      CHECK((one == Approx(0.35) || one == Approx(learnt)));
      successes += one > 0.36;
    }
    CHECK(successes > 20);
  }
}

TEST_CASE("ngos: a quarter goes well if the number of locality and pair is below the chance") {
  static constexpr Decision kSucceeds{"organisations", 0, "a quarter of cooperation goes well"};
  Country country = country_of_ngos(100);
  country.set("ngos.negativity", 0);  // a failure changes nothing
  country.set("ngos.success_competence", 0);
  run_months(country, month_of(2006, 1), month_of(2006, 3));
  std::uint32_t pair = 0;
  for (const auto& local : country.world().organisations) {
    for (const Dyad& dyad : local.dyads) {
      const auto number = static_cast<std::uint32_t>(4 * (pair / kDyads) + pair % kDyads);
      const bool success =
          country.world().random.uniform(kSucceeds, number, country.world().month) < 0.5F;
      CHECK((dyad.goodwill_ab > 0.36F) == success);
      ++pair;
    }
  }
}

TEST_CASE("ngos: only where partnership is offered is joint work evaluated") {
  auto goodwill = first_goodwill("evaluation");
  const auto successes = [&](bool supported) {
    return std::count_if(goodwill[supported].begin(), goodwill[supported].end(),
                         [](double one) { return one > 0.36; });
  };
  CHECK(successes(false) == 0);  // nothing goes well without
  CHECK(successes(true) > 0);
}

TEST_CASE("joint funds are paid once a year - in equal parts to the boards") {
  Country country = country_of_ngos(4, 0.5F);
  country.add(50, 1, kExit);
  country.add(50, 3, kExit);
  country.set("policies.ngo_partnership.joint_funds_krw", 100e6);
  std::map<int, std::int64_t> paid;
  const auto run = [&](Month from, Month to) {
    for (Month month = from; month <= to; ++month) {
      country.run(month);
      const auto krw = country.world().ledger.amount(LedgerLine::ngo_funds);
      if (krw != 0) paid[month.index] = krw;
    }
  };
  run(month_of(2007, 6), month_of(2008, 12));  // the first board meeting is in July
  CHECK(paid == std::map<int, std::int64_t>{{month_of(2007, 7).index, 50'000'000},
                                            {month_of(2008, 1).index, 50'000'000}});
  const auto& local = country.world().organisations;
  CHECK(local[0].joint_funds == 0);
  CHECK(local[1].joint_funds == Approx(0.25));  // 50 M of 200 M
  CHECK(local[1].funded(0) == Approx(1.25));
  CHECK(local[1].dyads[0].risk == Approx(0.29));
  CHECK(local[0].dyads[0].risk == Approx(0.49));
  // With a split budget the content of the purse comes on top.
  country.world().purses.in_force = true;
  country.world().purses.krw[static_cast<std::size_t>(Purse::ngo_funds)] = 30e6;
  paid.clear();
  run(month_of(2009, 1), month_of(2009, 2));
  CHECK(paid == std::map<int, std::int64_t>{{month_of(2009, 1).index, 80'000'000}});
  CHECK(country.world().purses.left(Purse::ngo_funds) == 0);
  country.set("policies.ngo_partnership.coverage", 0);
  paid.clear();
  run(month_of(2010, 1), month_of(2010, 12));
  CHECK(paid.empty());
  CHECK(local[1].joint_funds == 0);
}

}  // namespace
