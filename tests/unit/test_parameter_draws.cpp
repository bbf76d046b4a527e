#include "io/parameter_draws.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <catch2/catch.hpp>

#include "core/replicate_number.h"
#include "model/replicate.h"
#include "study_file/study_source.h"

namespace {

using namespace resettle;
using Catch::Matchers::Contains;

StudyPlan plan_with(const StudySettings& settings) {
  return ask_study(RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml", settings).plan;
}

StudySettings draws(int number) {
  StudySettings settings;
  settings.draws = number;
  return settings;
}

TEST_CASE("scrambled Sobol points fall one by one into equal steps of every dimension") {
  const std::vector<std::uint32_t> seeds{1, 77, 123456789, 4000000000U, 5};
  for (const std::size_t points : {16U, 128U}) {
    const auto all = scrambled_sobol(points, seeds);
    for (std::size_t d = 0; d < seeds.size(); ++d) {
      std::vector<int> seen(points, 0);
      for (const auto& point : all) {
        ++seen[static_cast<std::size_t>(point[d] * static_cast<double>(points))];
      }
      CHECK(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));
    }
  }
  // More points begin with the same.
  const auto few = scrambled_sobol(8, seeds);
  const auto many = scrambled_sobol(32, seeds);
  CHECK(std::equal(few.begin(), few.end(), many.begin()));
  // Another seed, another order.
  CHECK(scrambled_sobol(8, {2})[3] != scrambled_sobol(8, {1})[3]);
}

TEST_CASE("pairs of dimensions are not tied to one another") {
  // Of 1,024 points the correlation of independent numbers has a standard error of 0.031.
  std::vector<std::uint32_t> seeds(40);
  std::iota(seeds.begin(), seeds.end(), 9U);
  const auto all = scrambled_sobol(1024, seeds);
  for (std::size_t one = 0; one < seeds.size(); ++one) {
    for (std::size_t other = 0; other < one; ++other) {
      double sum = 0;
      for (const auto& point : all) sum += (point[one] - 0.5) * (point[other] - 0.5);
      CHECK(std::abs(12 * sum / 1024) < 0.16);  // five standard errors
    }
  }
}

TEST_CASE("draw 0 has the central values - the others those of their prior") {
  const auto plan = plan_with(draws(8));
  CHECK(plan.draws.from == kFromPrior);
  CHECK(replicate_numbers(plan).size() == 9 * static_cast<std::size_t>(plan.replicates));
  const auto central = values_of_arm(plan, plan.reference, 0);
  CHECK(central.all() == plan.arms[plan.reference].scenario.values().all());
  std::size_t varied = 0;
  for (int draw = 1; draw <= 8; ++draw) {
    const auto values = values_of_arm(plan, plan.reference, draw);
    for (const auto& [path, entry] : plan.arms[plan.reference].scenario.parameters) {
      INFO(path);
      if (entry.status == "fixed") CHECK(values.at(path) == entry.value);
      for (const auto& [month, value] : values.at(path).steps()) {
        if (!entry.has_prior || entry.status == "fixed") continue;
        const bool moved = entry.prior->transform != PriorTransform::value;
        CHECK((moved || (value >= entry.prior_low && value <= entry.prior_high)));
      }
      if (values.at(path) != entry.value) ++varied;
    }
  }
  CHECK(varied > 8 * 220);
}

TEST_CASE("what an arm changes stays as it says - the rest is drawn as in the reference") {
  const auto plan = plan_with(draws(4));
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    const auto values = plan.draws.values(plan.arms[arm].scenario, 3);
    const auto reference = plan.draws.values(plan.arms[plan.reference].scenario, 3);
    for (const auto& [path, entry] : plan.arms[arm].scenario.parameters) {
      INFO(plan.arms[arm].name << " " << path);
      const auto& before = plan.arms[plan.reference].scenario.parameters.at(path);
      if (entry.value == before.value) {
        CHECK(values.at(path) == reference.at(path));
      } else {
        CHECK(values.at(path) == entry.value);
      }
    }
  }
}

TEST_CASE("more draws - and further arms - leave the draws as they are") {
  const auto few = plan_with(draws(4));
  auto settings = draws(16);
  settings.arms.push_back(
      {"more", RESETTLE_SOURCE_DIR "/scenarios/policies/trauma_counselling.yaml", ""});
  const auto many = plan_with(settings);
  for (int draw = 1; draw <= 4; ++draw) {
    CHECK(values_of_arm(few, 0, draw).all() == values_of_arm(many, 0, draw).all());
  }
  auto other = draws(4);
  other.has_seed = true;
  other.seed = 99;
  CHECK(values_of_arm(plan_with(other), 0, 1).all() != values_of_arm(few, 0, 1).all());
}

TEST_CASE("what the command line sets stays in every draw") {
  auto settings = draws(4);
  settings.overrides.push_back({"search.gain_slope", "0.3"});
  const auto plan = plan_with(settings);
  for (int draw = 0; draw <= 4; ++draw) {
    CHECK(values_of_arm(plan, 0, draw).at("search.gain_slope") == Series(0.3));
  }
}

TEST_CASE("replicates of draws have numbers that nothing shifts") {
  CHECK(replicate_number(0, 7) == 7);
  CHECK(draw_of(replicate_number(12, 3)) == 12);
  CHECK(within_draw(replicate_number(12, 3)) == 3);
  CHECK(replicate_numbers(1, 2) == std::vector<int>{0, 1, 100000, 100001});
  CHECK(replicate_name(3) == "replicate 3");
  CHECK(replicate_name(replicate_number(12, 1)) == "draw 12, replicate 1");
  // The highest number fits.
  CHECK(draw_of(replicate_number(kMostDraws, kMostReplicates - 1)) == kMostDraws);
}

}  // namespace
