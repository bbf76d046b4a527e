#include <algorithm>
#include <array>

#include "support/town.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("twelve monthly chances of taking up make the yearly one") {
  const double monthly = monthly_take_up(0.5F, 0.288F);
  CHECK(1 - std::pow(1 - monthly, 12) == Approx(0.5 * 0.288).epsilon(1e-4));
  CHECK(monthly_take_up(0, 0.288F) == 0);
  CHECK(monthly_take_up(1, 1) == 1);
  Town town(2);
  town.world.organisations[1].effect = 0.15F;
  CHECK(local_coverage(town.world, 0.4F, 0.3F, 0) == Approx(0.4F));
  CHECK(local_coverage(town.world, 0.4F, 0.3F, 1) == Approx(0.2F));
  town.world.organisations[1].effect = 0.9F;
  CHECK(local_coverage(town.world, 0.4F, 0.3F, 1) == Approx(0.6F));  // at most 1.5 times
  CHECK(local_coverage(town.world, 0.9F, 0.3F, 1) == 1);
}

TEST_CASE("offer: strong organisations carry a workshop to half as many again - and no more") {
  Town town(4000);
  for (auto& local : town.world.organisations) local.effect = 0.9F;  // thrice the reference
  workshops().set("coverage", 0.4).step(town);
  CHECK(agrees(town.count(&Persons::workshop_months_left) / 4000.0, 0.6, share_error(0.6, 4000)));
}

TEST_CASE("offer: take-up is told by the year and happens by the month") {
  Town town(4000);
  std::ranges::fill(town.people.ptsd, std::uint8_t{1});
  therapy(0.99).step(town);
  const double monthly = 1 - std::pow(0.01, 1.0 / 12);
  CHECK(agrees(town.count(&Persons::therapy_months_left) / 4000.0, monthly,
               share_error(monthly, 4000)));
}

TEST_CASE("the distressed take up counselling - where organisations are strong the more") {
  Town town(40000);
  for (std::size_t i = 0; i < 20000; ++i) town.people.distress[i] = 1.2F;
  for (std::size_t i = 20000; i < 40000; ++i) town.people.distress[i] = 1.0F;  // not above
  town.world.organisations[1].effect = 0.15F;
  counsel(0.6).set("coverage", 0.8).step(town);
  std::array<double, 2> started{};
  for (std::size_t i = 0; i < 20000; ++i) started[i % 2] += town.people.in_counselling(i);
  const double strong = 1 - std::pow(1 - 0.8 * 0.6, 1.0 / 12);
  const double weak = 1 - std::pow(1 - 0.4 * 0.6, 1.0 / 12);
  CHECK(agrees(started[0] / 1e4, strong, share_error(strong, 1e4)));
  CHECK(agrees(started[1] / 1e4, weak, share_error(weak, 1e4)));
  CHECK_FALSE(agrees(started[1] / 1e4, strong, share_error(strong, 1e4)));
  CHECK(town.count(&Persons::counselling_months_left) == started[0] + started[1]);
  // 8 sessions of 80,000 won of 2025, at once.
  CHECK(town.world.ledger.amount(LedgerLine::counselling) ==
        static_cast<std::int64_t>(started[0] + started[1]) * 512'000);
}

TEST_CASE("a course of counselling lasts six months - and is paid once") {
  Town town(10);
  distress_all(town);
  Instrument instrument = counsel(1).set("on_to", kStart.index);
  for (int month = 1; month <= 7; ++month) {
    if (month == 4) town.people.active[3] = 0;  // has left, and drops out
    instrument.step(town);
    INFO(month);
    CHECK(town.count(&Persons::counselling_months_left) == (month < 4 ? 10 : month < 7 ? 9 : 0));
    CHECK(town.world.ledger.amount(LedgerLine::counselling) == (month == 1 ? 5'120'000 : 0));
  }
  instrument.set("on_to", kNoEnd).step(town);  // the distressed may come again
  CHECK(town.count(&Persons::counselling_months_left) == 9);
  instrument.step(town);  // but not before their course has ended
  CHECK(town.world.ledger.amount(LedgerLine::counselling) == 0);
}

TEST_CASE("trauma therapy is for persons with PTSD - whatever organisations do") {
  Town town(20000);
  for (std::size_t i = 0; i < 20000; i += 4) town.people.ptsd[i] = 1;
  for (auto& local : town.world.organisations) local.effect = 0;
  Instrument instrument = therapy(0.288).set("coverage", 0.5);
  instrument.step(town);
  double started = 0;
  for (std::size_t i = 0; i < 20000; i += 4) started += town.people.in_therapy(i);
  const double expected = 1 - std::pow(1 - 0.144, 1.0 / 12);
  CHECK(agrees(started / 5000, expected, share_error(expected, 5000)));
  CHECK(town.count(&Persons::therapy_months_left) == started);
  CHECK(town.world.ledger.amount(LedgerLine::trauma_therapy) ==
        static_cast<std::int64_t>(started) * 640'000);
  instrument.set("coverage", 0);  // courses run on when the instrument is switched off
  for (int month = 2; month <= 6; ++month) instrument.step(town);
  CHECK(town.count(&Persons::therapy_months_left) == started);
  instrument.step(town);
  CHECK(town.count(&Persons::therapy_months_left) == 0);
}

TEST_CASE("a dialect workshop happens once - in the window - and is paid by the month") {
  Town town(4000);
  for (std::size_t i = 0; i < 2000; ++i) {
    town.people.exit_month[i] = static_cast<std::int16_t>(kStart.index - 36);  // too long ago
  }
  Instrument instrument = workshops().set("coverage", 0.25);
  instrument.step(town);
  const int started = town.count(&Persons::workshop_months_left);
  CHECK(agrees(started / 2000.0, 0.25, share_error(0.25, 2000)));
  CHECK(std::count(town.people.workshop_before.begin(), town.people.workshop_before.begin() + 2000,
                   1) == 0);
  for (int month = 2; month <= 7; ++month) {
    CHECK(town.world.ledger.amount(LedgerLine::dialect_workshops) == started * 160'000LL);
    instrument.step(town);
  }
  CHECK(town.count(&Persons::workshop_months_left) == 0);  // nobody again, nobody else
  CHECK(town.count(&Persons::workshop_before) == started);
  CHECK(town.world.ledger.amount(LedgerLine::dialect_workshops) == 0);
}

TEST_CASE("places are never exceeded - who finds none waits") {
  Town town(1000);
  distress_all(town);
  std::ranges::fill(town.people.ptsd, std::uint8_t{1});
  Instrument sessions = counsel(1).set("capacity", 50);
  Instrument treatment = therapy(1).set("capacity", 60);
  Instrument courses = workshops().set("capacity", 70);
  Instrument pairs = mentors().set("capacity", 80);
  for (int month = 0; month < 14; ++month) {
    const Month now = town.world.month;
    for (Instrument* instrument : {&sessions, &treatment, &courses, &pairs}) {
      town.world.month = now;
      instrument->step(town);
    }
    CHECK(town.count(&Persons::counselling_months_left) == 50);
    CHECK(town.count(&Persons::therapy_months_left) == 60);
    CHECK(town.count(&Persons::workshop_months_left) == 70);
    CHECK(town.count(&Persons::mentor_months_left) == 80);
  }
  CHECK(town.count(&Persons::workshop_before) == 210);  // from the first, seventh, 13th month
}

TEST_CASE("an instrument that is off for everybody does nothing and costs nothing") {
  Town town(300);
  distress_all(town);
  std::ranges::fill(town.people.ptsd, std::uint8_t{1});
  std::ranges::fill(town.people.family_left_behind, std::uint8_t{1});
  const Persons before = town.people;
  for (const auto& [name, value] :
       Settings{{"coverage", 0}, {"on_from", kNoEnd}, {"on_to", -1}, {"pilot_only", 1}}) {
    INFO(name);
    for (Instrument instrument :
         {counsel(1), therapy(1), workshops(), mentors(), media(1), reunite(1)}) {
      instrument.set(name, value).step(town);
      for (const auto& line : kLedger) CHECK(town.world.ledger.amount(line.line) == 0);
    }
  }
  trial(0).set("host_tie", 1).step(town);
  CHECK(same_persons(before, town.people));
  CHECK(std::ranges::count(town.world.hosts.media, 0.0F) == 100);
  CHECK(town.world.ties.degree(0) == 0);
}

TEST_CASE("an instrument spends no more than its purse") {
  Town town(1000);
  distress_all(town);
  std::ranges::fill(town.people.ptsd, std::uint8_t{1});
  Purses& purses = town.world.purses;
  purses.in_force = true;
  for (double& krw : purses.krw) krw = 5'376'000;  // 10.5 courses of counselling
  counsel(1).step(town);
  CHECK(town.count(&Persons::counselling_months_left) == 10);
  CHECK(purses.left(Purse::counselling) == Approx(256'000));
  counsel(1).step(town);
  CHECK(town.count(&Persons::counselling_months_left) == 10);
  CHECK(town.world.ledger.amount(LedgerLine::counselling) == 0);
  therapy(1).step(town);
  CHECK(town.count(&Persons::therapy_months_left) == 8);
  CHECK(purses.left(Purse::therapy) == Approx(256'000));
  const double pair = 26.5e6 * 1.3 / 60 * kPrices;  // a year of a sixtieth of a post
  mentors().step(town);
  CHECK(town.count(&Persons::mentor_months_left) == static_cast<int>(5'376'000 / pair));
  CHECK(purses.left(Purse::mentoring) < pair);
  CHECK(purses.left(Purse::mentoring) >= 0);
  purses.krw.fill(20.5 * 1000 * kPrices);
  media(1).set("months", 12).step(town);
  CHECK(std::ranges::count_if(town.world.hosts.media, [](float m) { return m > 0; }) == 20);
  CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == 16'000);
  CHECK(purses.left(Purse::training) == 20.5 * 1000 * kPrices);  // of others nothing is taken
  purses.in_force = false;
  media(1).set("months", 12).step(town);
  CHECK(town.world.ledger.amount(LedgerLine::media_campaign) == 80'000);
  CHECK(purses.left(Purse::media) == Approx(0.5 * 1000 * kPrices));
}

TEST_CASE("instruments of support keep their places and books in the world") {
  Lab lab;
  make_small(lab);
  lab.set({{"policies.counselling.coverage", 1},
           {"policies.counselling.on_from", month_of(1999, 1).index},
           {"policies.counselling.capacity", 9},
           {"policies.trauma_therapy.coverage", 1},
           {"policies.dialect_workshop.coverage", 0.5},
           {"policies.dialect_workshop.capacity", 8},
           {"policies.family_reunification.coverage", 0.5},
           {"policies.family_reunification.rate", 0.01},
           {"policies.family_reunification.cost_krw", 1e6}});
  lab.begin(month_of(1999, 1));
  int most_counselled = 0;
  int most_workshops = 0;
  std::int64_t therapies = 0;
  while (lab.next_month() <= month_of(2006, 12)) {
    lab.step();
    const Persons& people = lab.world().persons;
    const auto in = [&](const auto& column, int at_least) {
      return static_cast<int>(std::ranges::count_if(column, [&](int x) { return x >= at_least; }));
    };
    most_counselled = std::max(most_counselled, in(people.counselling_months_left, 1));
    const int workshops = in(people.workshop_months_left, 1);
    most_workshops = std::max(most_workshops, workshops);
    const double prices = lab.inputs.consumer_prices.at(lab.world().month) / 100;
    const auto paid = [&](LedgerLine line) { return lab.world().ledger.amount(line); };
    CHECK(paid(LedgerLine::dialect_workshops) == std::llround(workshops * 200'000 * prices));
    const int began = in(people.therapy_months_left,
                         static_cast<int>(lab.value("policies.trauma_therapy.months")));
    CHECK(paid(LedgerLine::trauma_therapy) == std::llround(began * 800'000 * prices));
    therapies += began;
  }
  CHECK(most_counselled == 9);
  CHECK(most_workshops == 8);
  CHECK(therapies > 5);
}

}  // namespace
