#include "outputs/indicator_sums.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;
using indicator_table::kIndicators;
using indicator_table::kMostParts;
using indicator_table::kMostPersons;
using indicator_table::Number;

/// The last month of a small world that has run for long.
World& grown(Lab& lab) {
  lab.begin(month_of(2000, 1), 0.1F);
  lab.advance(month_of(2012, 6));
  return lab.world();
}

std::size_t indicator(std::string_view name) {
  for (std::size_t k = 0; k < std::size(kIndicators); ++k) {
    if (kIndicators[k].info.name == name) return k;
  }
  FAIL("no indicator " << name);
  return 0;
}

TEST_CASE("indicator sums: ten million persons of the largest figure fit") {
  const auto largest = static_cast<std::int64_t>(kMostParts) - 1;
  const auto persons = static_cast<std::int64_t>(kMostPersons);
  std::int64_t sum = 0;
  CHECK_FALSE(__builtin_mul_overflow(largest, persons, &sum));
  CHECK(__builtin_mul_overflow(4 * largest, persons, &sum));  // able to fail

  IndicatorSums block;
  for (auto& value : block.value) value = -largest * 2048;
  IndicatorSums all;
  for (std::int64_t blocks = 0; blocks < persons / 2048; ++blocks) all.add(block);
  for (const auto value : all.value) CHECK(value == -largest * 2048 * (persons / 2048));
}

TEST_CASE(
    "indicator sums: no figure of a grown world comes near the largest, and none is blurred") {
  Lab lab;
  const World& world = grown(lab);
  REQUIRE(world.persons.size() > 1000);
  std::size_t numbers = 0;
  for (const auto& [info, of_person] : kIndicators) {
    const auto* number = std::get_if<Number>(&of_person);
    if (number == nullptr) continue;
    ++numbers;
    INFO(info.name);
    double largest = 0;
    double rounded = 0;
    for (std::size_t i = 0; i < world.persons.size(); ++i) {
      const double parts = number->parts * number->figure(world, i);
      largest = std::max(largest, std::fabs(parts));
      rounded = std::max(rounded, std::fabs(parts - std::nearbyint(parts)));
    }
    CHECK(largest > 0);
    CHECK(largest < kMostParts / 32);
    // Counts and money have no fractions; others lose less than a ten-millionth of their largest.
    CHECK(rounded <= (number->parts == 1.0 ? 0.0 : 1e-7 * largest));
  }
  CHECK(numbers > 15);
}

TEST_CASE("indicator sums: a mean is that of the figures") {
  Lab lab;
  World& world = grown(lab);
  AggregateRecorder recorder({});
  recorder.record(world);
  for (const char* name : {"distress_mean", "belonging_mean", "assets_mean", "material_score_mean",
                           "expectation_gap_mean", "host_ties_mean"}) {
    INFO(name);
    const std::size_t k = indicator(name);
    long double sum = 0;
    int persons = 0;
    const Persons& people = world.persons;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (people.active[i] == 0 || !people.in_south(i) || people.in_facility(i)) continue;
      sum += std::get<Number>(kIndicators[k].of_person).figure(world, i);
      ++persons;
    }
    const auto mean = static_cast<double>(sum / persons);
    CHECK(static_cast<double>(recorder.values(k)[0]) == Approx(mean).epsilon(1e-7));
  }
}

TEST_CASE("indicator sums: what is no number, or far too large, is not added in silence") {
  for (const float wrong : {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity(), 200.0F, -200.0F, -1e30F}) {
    INFO(wrong);
    Lab lab;
    World& world = grown(lab);
    std::size_t i = 0;
    while (world.persons.active[i] == 0 || !world.persons.in_south(i)) ++i;
    world.persons.distress[i] = wrong;
    AggregateRecorder recorder({"sex"});
    CHECK_THROWS_AS(recorder.record(world), std::range_error);
    world.persons.distress[i] = -100.0F;  // far from anything, and still a sum
    CHECK_NOTHROW(AggregateRecorder({"sex"}).record(world));
  }
}

}  // namespace
