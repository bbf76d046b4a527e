#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "core/random.h"
#include "core/replicate_number.h"
#include "model/vocabulary.h"
#include "results/sample_size.h"
#include "results/sampling.h"
#include "study/until_precise.h"

// Numbers of replicates, half widths and detectable effects, against closed forms and tables.

namespace {

using namespace resettle;

// Of Student's t and chi-square tables, 9 degrees of freedom.
constexpr double kT975 = 2.262157;
constexpr double kT80 = 0.883404;
constexpr double kChi025 = 2.700389;
constexpr double kChi975 = 19.022768;

TEST_CASE("sample size: half width and detectable effect of a known spread") {
  CHECK(half_width_at(3, 10) == Approx(kT975 * 3 / std::sqrt(10.0)).epsilon(1e-6));
  CHECK(detectable_effect(3, 10, 0.8) ==
        Approx((kT975 + kT80) * 3 / std::sqrt(10.0)).epsilon(1e-6));
  // Many replicates: the normal distribution.
  CHECK(detectable_effect(1, 100000, 0.8) ==
        Approx((1.959964 + 0.841621) / std::sqrt(100000.0)).epsilon(1e-4));
  CHECK(detectable_effect(1, 20, 0.5) == Approx(half_width_at(1, 20)));
}

TEST_CASE("sample size: more replicates find smaller effects, more power needs larger ones") {
  double last = detectable_effect(1, 2, 0.8);
  for (int n = 3; n < 400; ++n) {
    const double here = detectable_effect(1, n, 0.8);
    CHECK(here < last);
    CHECK(detectable_effect(1, n, 0.9) > here);
    last = here;
  }
}

TEST_CASE("sample size: the fewest replicates are enough, and one fewer is not") {
  for (const double target : {0.1, 0.37, 0.5, 1.0}) {
    const int enough = replicates_for(2, target, 100000);
    REQUIRE(enough > 2);
    CHECK(half_width_at(2, enough) <= target);
    CHECK(half_width_at(2, enough - 1) > target);
  }
  CHECK(replicates_for(0, 1, 100000) == kFewestForInterval);
  CHECK(replicates_for(1e9, 1, 100000) == 0);
}

TEST_CASE("sample size: the range of a standard deviation") {
  const auto range = deviation_range(2, 10);
  CHECK(range.low == Approx(2 * std::sqrt(9 / kChi975)).epsilon(1e-6));
  CHECK(range.high == Approx(2 * std::sqrt(9 / kChi025)).epsilon(1e-6));
  CHECK(std::isnan(deviation_range(2, 1).low));
}

TEST_CASE("sample size: spread and half width come back from an estimate") {
  const std::vector<double> values{1, 2, 4, 9};
  const auto estimate = estimate_mean(values);
  CHECK(deviation_of(estimate) == Approx(std::sqrt(38.0 / 3)));
  CHECK(estimate.half_width() == Approx(half_width_at(std::sqrt(38.0 / 3), 4)));
}

TEST_CASE("sample size: a study may name every outcome of the whole period") {
  std::vector<std::string> names;
  for (const auto& info : kHorizonOutcomes) names.emplace_back(info.name);
  CHECK(study_vocabulary().horizon_outcomes == names);
}

Look look_with(std::vector<ArmPrecision> arms) { return {20, "person-months", std::move(arms)}; }

TEST_CASE("until precise: the arm with the widest interval decides") {
  const StopWhen stop{"integrated_person_months", 100, 200, {}, 0};
  const auto arm = [](const char* name, double deviation) {
    return ArmPrecision{name, half_width_at(deviation, 20), deviation, 20};
  };
  const Look precise = look_with({arm("a", 200), arm("b", 210)});
  CHECK(precise.is_precise(stop));
  CHECK(precise.next(stop) == 0);
  CHECK(describe(precise, stop, 1, false) ==
        "stop_when, integrated_person_months: precise enough: ±98.3 person-months after 20 "
        "replicates (asked: 100 person-months).");
  const Look wide = look_with({arm("a", 300), arm("b", 400)});
  CHECK(wide.widest().arm == "b");
  CHECK(wide.next(stop) == replicates_for(400 * std::sqrt(1.1), 100, kMostReplicates));
  const Look too_wide = look_with({arm("a", 300), arm("b", 4000)});
  CHECK(too_wide.next(stop) == 200);
  Look at_limit = too_wide;
  at_limit.replicates = 200;
  CHECK(at_limit.next(stop) == 0);
  const auto text = describe(at_limit, stop, 3, false);
  CHECK_THAT(text, Catch::Contains("stopped at at_most=200: ±") &&
                       Catch::Contains("in the arm b") &&
                       Catch::Contains("replicates would be needed") &&
                       Catch::Contains("looked at 3 times"));
  CHECK_THAT(describe(wide, stop, 1, true), Catch::Contains("stopped at minutes="));
}

TEST_CASE("until precise: growth is worth a look, and an arm without an interval ends it") {
  const StopWhen stop{"employment_rate", 0.01, 1000, {}, 0};
  // Barely too wide: one more replicate would be predicted without the least growth.
  const double deviation = 0.0100001 / half_width_at(1, 20);
  const Look nearly = look_with({{"a", 0.0100001, deviation, 20}});
  CHECK(nearly.next(stop) >= 22);
  const Look none = look_with({{"a", 0.02, 0.1, 20}, {"b", kAbsent, kAbsent, 0}});
  CHECK_FALSE(none.is_precise(stop));
  CHECK(none.next(stop) == 0);
  CHECK_THAT(describe(none, stop, 1, false), Catch::Contains("too few persons"));
}

TEST_CASE("sample size: runs are split where the spread of what is not known is told best") {
  CHECK(best_split(2, 4, 500).replicates == 5);  // 1 + (4 / 2)^2
  CHECK(best_split(2, 4, 500).draws == 100);
  CHECK(best_split(2, 0, 256).replicates == 2);  // chance must be told apart
  CHECK(best_split(2, 0, 256).draws == 128);
  CHECK(best_split(0.01, 1, 256).replicates == 256 / kFewestDraws);  // hardly more than chance
  CHECK_THROWS_AS(best_split(0, 1, 256), std::logic_error);
  for (const double chance : {0.5, 1.0, 2.0, 3.0}) {
    const Split best = best_split(1, chance, 1200);
    const double least = not_known_error(1, chance, best);
    for (int replicates = 2; replicates <= 1200 / kFewestDraws; ++replicates) {
      INFO(chance << ": " << replicates << " instead of " << best.replicates);
      CHECK(not_known_error(1, chance, {1200 / replicates, replicates}) > 0.97 * least);
    }
  }
  CHECK(std::isnan(not_known_error(0, 1, {100, 2})));
}

TEST_CASE("sample size: how well draws tell the spread of what is not known") {
  constexpr int kStudies = 1500;
  constexpr double kNotKnown = 2;
  constexpr double kChance = 3;
  const Random random(1, 0);
  const Decision luck{"test", 0, "a value"};
  for (const Split split : {Split{250, 2}, Split{100, 5}}) {
    double sum = 0;
    double squares = 0;
    for (std::uint32_t study = 0; study < kStudies; ++study) {
      std::vector<std::int32_t> numbers;
      std::vector<double> values;
      for (int draw = 1; draw <= split.draws; ++draw) {
        const auto agent = static_cast<std::uint32_t>(draw);
        const auto normal = [&](std::uint32_t k) {
          return static_cast<double>(random.normal(luck, agent, Month{static_cast<int>(study)}, k));
        };
        const double truth = kNotKnown * normal(0);
        for (int replicate = 0; replicate < split.replicates; ++replicate) {
          numbers.push_back(replicate_number(draw, replicate));
          values.push_back(truth + kChance * normal(static_cast<std::uint32_t>(replicate) + 1));
        }
      }
      const double found = Sampling(numbers).mean(values).not_known;
      sum += found;
      squares += found * found;
    }
    const double mean = sum / kStudies;
    const double deviation = std::sqrt(squares / kStudies - mean * mean);
    // The formula is of first order, and what comes out negative counts as 0.
    CHECK(deviation == Approx(not_known_error(kNotKnown, kChance, split)).epsilon(0.1));
  }
}

}  // namespace
