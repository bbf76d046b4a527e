#include <array>

#include "core/random.h"
#include "processes/adjustment.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr Decision kScore{"test of types", 0, "change of a score"};
constexpr Decision kMaterial{"test of types", 1, "change of the material side"};
constexpr Decision kMental{"test of types", 2, "change of the mental side"};

adjustment::Parameters with_hysteresis(float width) {
  return {.income_weight = 0.4F,
          .job_weight = 0.4F,
          .skill_weight = 0.2F,
          .threshold = 50,
          .hysteresis = width,
          .satisfaction_threshold = 0.9F,
          .window = 1};
}

struct Occupancy {
  double share = 0;        ///< of months with success, after the start
  double error = 0;        ///< of that share, over independent persons
  double transitions = 0;  ///< per person-month
};

/// Persons whose score is a stationary autoregression about 50.
Occupancy occupancy(float width) {
  constexpr int kPersons = 3000;
  constexpr int kMonths = 120;
  const Random random(5, 0);
  const auto p = with_hysteresis(width);
  double sum = 0;
  double squares = 0;
  double transitions = 0;
  for (std::uint32_t i = 0; i < kPersons; ++i) {
    double deviation = 0;
    bool success = false;
    double months = 0;
    for (int t = 0; t < 2 * kMonths; ++t) {
      const double noise = random.normal(kScore, i, Month{t});
      deviation = t == 0 ? 10 * noise : 0.9 * deviation + 10 * std::sqrt(1 - 0.81) * noise;
      const bool now = adjustment::succeeds(p, static_cast<float>(50 + deviation), success, t == 0);
      if (t >= kMonths) {
        months += now;
        transitions += now != success;
      }
      success = now;
    }
    sum += months / kMonths;
    squares += months / kMonths * months / kMonths;
  }
  const double mean = sum / kPersons;
  return {mean, std::sqrt((squares / kPersons - mean * mean) / kPersons),
          transitions / kPersons / kMonths};
}

TEST_CASE("V17 hysteresis of zero is the plain threshold") {
  const auto p = with_hysteresis(0);
  for (int halves = 0; halves <= 200; ++halves) {
    const float score = 0.5F * static_cast<float>(halves);
    for (const bool before : {false, true}) {
      CHECK(adjustment::succeeds(p, score, before, false) == (score >= 50));
      CHECK(adjustment::succeeds(p, score, before, true) == (score >= 50));
    }
  }
  const auto wide = with_hysteresis(5);
  CHECK(adjustment::succeeds(wide, 45, true, false));
  CHECK_FALSE(adjustment::succeeds(wide, 44.9F, true, false));
  CHECK(adjustment::succeeds(wide, 55, false, false));
  CHECK_FALSE(adjustment::succeeds(wide, 54.9F, false, false));
  CHECK(adjustment::succeeds(wide, 50, false, true));  // the first time: the plain threshold
}

TEST_CASE("V17 a symmetric score succeeds half the time with fewer changes the wider") {
  double transitions = 1;
  for (const float width : {0.0F, 5.0F, 10.0F}) {
    INFO("hysteresis " << width);
    const Occupancy now = occupancy(width);
    CHECK(agrees(now.share, 0.5, now.error));
    CHECK_FALSE(agrees(now.share, 0.55, now.error));
    CHECK(now.transitions < 0.9 * transitions);
    transitions = now.transitions;
  }
}

TEST_CASE("V17 a window counts its months with scores - and no others") {
  const Month now = month_of(2010, 3);
  YearOfFigures figures{};
  for (int ago = 0; ago < 12; ++ago) figures[year_slot(now - ago)] = static_cast<float>(ago);
  const auto mean = [&](int window, int months_scored) {
    return adjustment::mean_of(adjustment::window_of(window, months_scored, now), figures);
  };
  for (int window = 1; window <= 12; ++window) {
    CHECK(mean(window, 12) == Approx(0.5 * (window - 1)));
    CHECK(mean(window, 1) == 0);                            // a newcomer
    CHECK(mean(12, window) == Approx(0.5 * (window - 1)));  // fewer months than asked
  }
  figures.fill(50.1F);
  for (int window = 1; window <= 12; ++window) {
    CHECK(mean(window, 12) == Approx(50.1F).epsilon(1e-6));
  }
  figures.fill(0);
  figures[year_slot(now)] = 49.999F;
  CHECK(mean(1, 12) == 49.999F);  // a window of one month is the month
}

TEST_CASE("V18 with independent sides the types are products") {
  constexpr int kPersons = 20000;
  const Random random(6, 0);
  const auto chain = [](bool state, float u, float up, float down) {
    return state ? u >= down : u < up;
  };
  std::array<double, 5> types{};
  for (std::uint32_t i = 0; i < kPersons; ++i) {
    bool material = false;
    bool mental = false;
    for (int t = 0; t < 60; ++t) {
      material = chain(material, random.uniform(kMaterial, i, Month{t}), 0.2F, 0.1F);
      mental = chain(mental, random.uniform(kMental, i, Month{t}), 0.1F, 0.3F);
    }
    ++types[static_cast<std::size_t>(adjustment::type_of(material, mental))];
  }
  const double a = 0.2 / 0.3;
  const double b = 0.1 / 0.4;
  const std::array<double, 5> expected{0, a * b, a * (1 - b), (1 - a) * b, (1 - a) * (1 - b)};
  for (std::size_t type = 0; type < 5; ++type) {
    CHECK(agrees(types[type] / kPersons, expected[type], share_error(expected[type], kPersons)));
  }
  CHECK_FALSE(agrees(types[1] / kPersons, a, share_error(a, kPersons)));
}

}  // namespace
