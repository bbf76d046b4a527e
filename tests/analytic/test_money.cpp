#include <numeric>

#include "policies/settlement_grant.h"
#include "processes/livelihood_benefit.h"
#include "processes/wages.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// --- V8 livelihood benefit
// ------------------------------------------------------------------------

livelihood_benefit::Parameters taper(float rate) {
  return {.taper_rate = rate,
          .keep_medical_aid = false,
          .search_floor = 0,
          .asset_limit = 0,
          .obligor_failure = 0,
          .take_up = 1,
          .deduction_rate = 0,
          .medical_aid_value = 0};
}

/// Whether `benefit` is line - rate x earnings, to the won: the rate is kept in single precision,
/// which moves a product of some million won by less than a tenth of a won.
bool to_the_won(std::int32_t benefit, double line, double rate, double earnings) {
  return std::fabs(benefit - std::max(0.0, line - rate * earnings)) <= 0.6;
}

TEST_CASE("V8 the benefit of every type of household is right to the won") {
  const Lab lab;
  constexpr double kOnePerson = 765444;  // KRW/month, 2025
  const auto& scale = lab.inputs.household_scale;
  REQUIRE(scale.size() >= 6);
  for (int size = 1; size <= 9; ++size) {
    for (const bool nobody_able : {false, true}) {
      for (const int months : {0, 60, 61}) {
        const int counted = size + (nobody_able && months <= 60 ? 1 : 0);
        const auto last = scale.size() - 1;
        const double multiple = counted <= static_cast<int>(scale.size())
                                    ? scale[static_cast<std::size_t>(counted - 1)]
                                    : scale[last] + (scale[last] - scale[last - 1]) *
                                                        (counted - static_cast<int>(scale.size()));
        const double line =
            livelihood_benefit::line_krw(lab.inputs, kOnePerson, size, nobody_able, months);
        REQUIRE(line == Approx(kOnePerson * multiple).epsilon(1e-12));
        for (int earnings = 0; earnings <= 6'000'000; earnings += 12'345) {
          const livelihood_benefit::Case household{line, static_cast<double>(earnings)};
          REQUIRE(to_the_won(livelihood_benefit::benefit_krw(taper(0.7F), household), line, 0.7,
                             earnings));
          REQUIRE(to_the_won(livelihood_benefit::benefit_krw(taper(1.0F), household), line, 1.0,
                             earnings));
        }
      }
    }
  }
  CHECK_FALSE(to_the_won(livelihood_benefit::benefit_krw(taper(0.7F), {700000, 100000}), 700000,
                         0.71, 100000));
}

TEST_CASE("V8 break-even at line / 0.7 - marginal rate 70 % below and 0 above") {
  const auto p = taper(0.7F);
  for (const double line : {700'000.0, 765'444.0, 1'951'287.0}) {
    const auto benefit = [&](double earnings) {
      return livelihood_benefit::benefit_krw(p, {line, earnings});
    };
    CHECK(benefit(0) == std::llround(line));
    CHECK(benefit(std::ceil(line / 0.7) + 1) == 0);
    CHECK(benefit(std::floor(line / 0.7) - 3) > 0);
    CHECK(benefit(2 * line / 0.7) == 0);
    for (double earnings = 0; earnings + 10'000 < line / 0.7; earnings += 10'000) {
      CHECK(benefit(earnings) - benefit(earnings + 10'000) == Approx(7'000).margin(1));
    }
    CHECK(livelihood_benefit::benefit_krw(taper(1.0F), {line, 100'000}) ==
          std::llround(line) - 100'000);
  }
}

// --- V9 lump sum against instalments
// --------------------------------------------------------------

/// One cohort of single persons with a grant and nothing else that moves money.
struct GrantWorld {
  explicit GrantWorld(bool lump_sum, int persons) {
    switch_off(lab);
    lab.set({{"policies.settlement_grant.coverage", 1},
             {"policies.settlement_grant.basic_krw", 200'000'000},
             {"policies.settlement_grant.initial_share", 0.5},
             {"policies.settlement_grant.instalment_months", 12},
             {"policies.settlement_grant.elderly_krw", 0},
             {"policies.settlement_grant.lump_sum", lump_sum ? 1.0 : 0.0}});
    begin_cohort(lab, persons);
    lab.step();
    for (auto& debt : lab.world().persons.debt_krw) debt = 0;
  }
  /// Payments by month after the exit.
  std::vector<std::int64_t> pay(int months) {
    std::vector<std::int64_t> paid;
    for (int m = 0; m < months; ++m) {
      lab.step();
      paid.push_back(lab.world().ledger.amount(LedgerLine::settlement_grant));
    }
    return paid;
  }
  Lab lab;
};

TEST_CASE("V9 lump sum and instalments pay the same total - to the won") {
  constexpr int kPersons = 300;
  GrantWorld lump(true, kPersons);
  GrantWorld parts(false, kPersons);
  const auto at_once = lump.pay(16);
  const auto in_parts = parts.pay(16);
  const std::int64_t total = std::int64_t{200'000'000} * kPersons;
  CHECK(std::accumulate(at_once.begin(), at_once.end(), std::int64_t{0}) == total);
  CHECK(std::accumulate(in_parts.begin(), in_parts.end(), std::int64_t{0}) == total);
  CHECK(at_once[0] == total);
  double present_value = 0;
  const double rate = std::pow(1.045, 1.0 / 12);
  for (std::size_t m = 0; m < in_parts.size(); ++m) {
    const std::int64_t due = m == 0 ? total / 2 : (m % 3 == 0 && m <= 12 ? total / 8 : 0);
    CHECK(in_parts[m] == due);
    present_value += static_cast<double>(in_parts[m]) / std::pow(rate, static_cast<double>(m));
  }
  double expected = 0.5;
  for (const int m : {3, 6, 9, 12}) expected += 0.125 / std::pow(rate, m);
  CHECK(present_value / static_cast<double>(total) == Approx(expected).epsilon(1e-12));
  CHECK(expected < 1);
}

TEST_CASE("V9 fraud on balances leaves G (1 - phi l)^T - and more of instalments") {
  constexpr int kPersons = 4000;
  constexpr double kRate = 0.01;
  constexpr double kHazard = 3 * kRate;  // the factor is 3 from 20 million KRW on
  constexpr double kLoss = 0.1;
  constexpr int kMonths = 18;
  const auto kept = [&](bool lump_sum) {
    GrantWorld world(lump_sum, kPersons);
    world.lab.set(
        {{"fraud.rate", kRate}, {"fraud.loss_share", kLoss}, {"household.need_share", 0}});
    // Begun anew, so that these values hold from the start.
    world.lab.begin(kCohortMonth);
    world.lab.step();
    for (auto& debt : world.lab.world().persons.debt_krw) debt = 0;
    world.pay(kMonths);
    std::vector<double> assets;
    for (const auto krw : world.lab.world().persons.assets_krw) assets.push_back(krw / 2e8);
    return assets;
  };
  const auto check = [&](const std::vector<double>& assets, double expected) {
    const auto n = static_cast<double>(assets.size());
    const double mean = std::accumulate(assets.begin(), assets.end(), 0.0) / n;
    double squares = 0;
    for (const double x : assets) squares += (x - mean) * (x - mean);
    const double error = std::sqrt(squares / (n - 1) / n);
    CHECK(agrees(mean, expected, error));
    return error;
  };
  const double keep = 1 - kHazard * kLoss;
  const double lump = std::pow(keep, kMonths);
  double parts = 0.5 * std::pow(keep, kMonths);
  for (const int t : {3, 6, 9, 12}) parts += 0.125 * std::pow(keep, kMonths - t);
  check(kept(true), lump);
  const auto instalments = kept(false);
  const double error = check(instalments, parts);
  CHECK_FALSE(agrees(parts, lump, error));
  CHECK(parts > lump);
}

// --- V10 wage floor
// -------------------------------------------------------------------------------

TEST_CASE("V10 the mean wage above a floor") {
  constexpr double kSpread = 0.3;
  constexpr int kDraws = 200'000;
  static constexpr Decision kDraw{"test of the wage floor", 0, "a wage trait"};
  const Random random(11, 0);
  wages::Parameters p{};
  p.intercept = -0.7F;
  p.temporary_floor = 0.5F;
  const Economy economy{.host_wage_krw = 3e6F, .minimum_wage_krw = 1.4e6F};
  for (const bool regular : {true, false}) {
    const double floor = 1.4e6 * (regular ? 1.0 : 0.5);
    double sum = 0;
    double squares = 0;
    for (std::uint32_t i = 0; i < kDraws; ++i) {
      wages::Worker worker;
      worker.regular = regular;
      worker.trait = static_cast<float>(kSpread) * random.normal(kDraw, i, Month{0});
      const double wage = wages::monthly_wage_krw(p, worker, economy);
      REQUIRE(wage >= floor);
      sum += wage;
      squares += wage * wage;
    }
    const double mean = sum / kDraws;
    const double error = std::sqrt((squares / kDraws - mean * mean) / kDraws);
    const double mu = std::log(3e6) - 0.7;
    const double bound = std::log(floor);
    const double unbounded = std::exp(mu + kSpread * kSpread / 2);
    const double expected = floor * normal_cdf((bound - mu) / kSpread) +
                            unbounded * normal_cdf((mu + kSpread * kSpread - bound) / kSpread);
    CHECK(agrees(mean, expected, error));
    CHECK(agrees(mean, unbounded, error) == !regular);  // the low floor hardly binds
  }
}

}  // namespace
