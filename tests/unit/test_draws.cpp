#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/prepared_draws.h"
#include "core/rows.h"

namespace {

using namespace resettle;

constexpr auto kRare = Decision::screened(6, "test of screens", 0, "a rare choice");
constexpr auto kFrequent = Decision::screened(3, "test of screens", 1, "a less rare choice");
constexpr Decision kEveryMonth{"test of months", 2, "a choice of everybody", Drawn::monthly};
constexpr std::uint32_t kAgents = 3000;

TEST_CASE("a month has one place in one window") {
  for (Month month{-500}; month < Month{800}; ++month) {
    INFO(month.index);
    REQUIRE(place_in_window(month) < 16);
    REQUIRE(window_of(month) * kWindowMonths + static_cast<int>(place_in_window(month)) ==
            month.index);
  }
}

TEST_CASE("a number is below the screen exactly in the low months") {
  const Random random(5, 1);
  int low = 0;
  for (std::uint32_t agent = 0; agent < 500; ++agent) {
    for (Month month{-20}; month < Month{20}; ++month) {
      for (const Decision& decision : {kRare, kFrequent}) {
        const float u = random.uniform(decision, agent, month);
        const bool is_low =
            (random.screen(decision, agent, month).low_months() >> place_in_window(month) & 1U) !=
            0;
        REQUIRE((u < std::ldexp(1.0F, -static_cast<int>(decision.screen_bits))) == is_low);
        if (is_low) {
          ++low;
          const auto word = random.draws(decision, agent, month).word(decision);
          REQUIRE(low_uniform(decision, word) == u);
        }
      }
    }
  }
  CHECK(low > 1000);
}

TEST_CASE("screened numbers are uniform and independent from month to month and of one another") {
  const Random random(9, 0);
  constexpr int kMonths = 64;
  const double n = kAgents * static_cast<double>(kMonths);
  double sum = 0;
  double squares = 0;
  double next_month = 0;
  double other = 0;
  for (std::uint32_t agent = 0; agent < kAgents; ++agent) {
    for (int m = 0; m < kMonths; ++m) {
      const double u = random.uniform(kRare, agent, Month{m}) - 0.5;
      sum += u;
      squares += u * u;
      next_month += u * (random.uniform(kRare, agent, Month{m + 1}) - 0.5);
      other += u * (random.uniform(kFrequent, agent, Month{m}) - 0.5);
    }
  }
  const double limit = 4.5 / std::sqrt(n);
  CHECK(std::fabs(sum / n) < limit * std::sqrt(1.0 / 12));
  CHECK(std::fabs(squares / n - 1.0 / 12) < limit * std::sqrt(1.0 / 180));
  CHECK(std::fabs(next_month / n) < limit / 12);
  CHECK(std::fabs(other / n) < limit / 12);
}

TEST_CASE("a screened number cannot be read from the call of the month alone") {
  CHECK_THROWS_AS(Random(1, 1).draws(kRare, 1, Month{1}).uniform(kRare), std::logic_error);
}

TEST_CASE("prepared draws are those of one person at a time - however they are made") {
  const Random random(3, 4);
  std::vector<std::uint32_t> agents(kAgents);
  std::iota(agents.begin(), agents.end(), 100U);
  PreparedDraws prepared;
  CHECK_THROWS_AS(prepared.words(kEveryMonth), std::logic_error);
  CHECK_THROWS_AS(prepared.low_months(kRare), std::logic_error);
  prepared.prepare(kRare, random, {}, Month{12}, false);
  CHECK_NOTHROW(prepared.low_months(kRare));  // nobody is there, which is no mistake
  for (Month month{13}; month < Month{20}; ++month) {
    // Some are there from the beginning of the month, others are added in it.
    const std::size_t before = month == Month{13} ? 10 : agents.size();
    for (const std::size_t count : {before, std::max(before, std::size_t{2500}), agents.size()}) {
      for (const Decision& decision : {kRare, kFrequent, kEveryMonth}) {
        prepared.prepare(decision, random, std::span(agents).first(count), month, count > 2000);
      }
    }
    for (std::size_t i = 0; i < agents.size(); ++i) {
      REQUIRE(uniform_of(prepared.words(kEveryMonth)[i]) ==
              random.uniform(kEveryMonth, agents[i], month));
      REQUIRE(prepared.low_months(kRare)[i] == random.screen(kRare, agents[i], month).low_months());
      REQUIRE(prepared.low_months(kFrequent)[i] ==
              random.screen(kFrequent, agents[i], month).low_months());
    }
  }
}

TEST_CASE("flagged rows are visited in order and no others") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{8},
                                  std::size_t{21}, kBlockSize}) {
    RowFlags flags;
    flags.fill(1);  // beyond the last row the flags mean nothing
    std::vector<std::size_t> expected;
    for (std::size_t n = 0; n < count; ++n) {
      flags[n] = n % 3 == 1 || n % 11 == 0 ? 1 : 0;
      if (flags[n] != 0) expected.push_back(40 + n);
    }
    std::vector<std::size_t> visited;
    for_each_flagged({40, 40 + count}, flags, [&](std::size_t i) { visited.push_back(i); });
    CHECK(visited == expected);
  }
}

TEST_CASE("values are worked out and stored for the rows of the block only") {
  std::vector<float> column(50, -1.0F);
  RowValues<float> values;
  work_out({10, 30}, values, [](std::size_t i) { return static_cast<float>(i); });
  store({10, 30}, values, column);
  for (std::size_t i = 0; i < column.size(); ++i) {
    CHECK(column[i] == (i < 10 || i >= 30 ? -1.0F : static_cast<float>(i)));
  }
}

}  // namespace
