#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <cmath>
#include <vector>

#include "core/calendar.h"
#include "core/errors.h"
#include "core/parallel.h"
#include "core/random.h"
#include "core/series.h"

namespace {

using namespace resettle;

TEST_CASE("months count from January 1990 - also backwards") {
  CHECK(month_of(1990, 1).index == 0);
  CHECK(month_of(1989, 12).index == -1);
  CHECK(month_of(1962, 1).index == -336);
  for (int index = -400; index <= 500; ++index) {
    const Month month{index};
    REQUIRE(month.month_of_year() >= 1);
    REQUIRE(month.month_of_year() <= 12);
    REQUIRE(month_of(month.year(), month.month_of_year()) == month);
    REQUIRE(parse_month(to_string(month)) == month);
  }
  CHECK(to_string(month_of(2012, 3)) == "2012-03");
  CHECK(month_of(2012, 3) - month_of(2010, 1) == 26);
  CHECK(month_of(2012, 3) + 10 == month_of(2013, 1));
  for (const char* text :
       {"2012-13", "2012-00", "2012-1", "1812-01", "2012/01", "20l2-01", "", "2012-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse_month(text).has_value());
  }
}

TEST_CASE("days count from 1 January 1990") {
  CHECK(days_since_1990(month_of(1990, 1)) == 0);
  CHECK(days_since_1990(month_of(1990, 2)) == 31);
  CHECK(days_since_1990(month_of(1989, 12)) == -31);
  CHECK(days_since_1990(month_of(2000, 3)) == 3712);  // 10 years, leap days of 1992, 1996, 2000
}

TEST_CASE("a series is a step function - and can be continued by another") {
  const Series law({{month_of(1990, 1), 1}, {month_of(2000, 1), 2}, {month_of(2010, 1), 3}});
  CHECK(law.at(month_of(1980, 1)) == 1);
  CHECK(law.at(month_of(1999, 12)) == 1);
  CHECK(law.at(month_of(2000, 1)) == 2);
  CHECK(law.at(month_of(2050, 1)) == 3);
  CHECK(Series(4.0).at(kNever) == 4);
  CHECK(Series(4.0).is_constant());
  CHECK_THROWS(Series(std::vector<std::pair<Month, double>>{}));
  CHECK_THROWS(Series({{month_of(2000, 1), 1}, {month_of(2000, 1), 2}}));
  CHECK_THROWS(Series({{month_of(2000, 1), 1}, {month_of(1999, 1), 2}}));

  const Series other({{month_of(1990, 1), 10}, {month_of(2005, 1), 20}, {month_of(2015, 1), 30}});
  for (const Month start : {month_of(1980, 1), month_of(1990, 1), month_of(2000, 1),
                            month_of(2005, 1), month_of(2007, 6), month_of(2030, 1)}) {
    const Series spliced = law.until(start, other);
    for (Month m = month_of(1975, 1); m < month_of(2040, 1); ++m) {
      INFO(to_string(start) << " " << to_string(m));
      REQUIRE(spliced.at(m) == (m < start ? law.at(m) : other.at(m)));
    }
  }
}

constexpr Decision kOne{"test block", 0, "one"};
constexpr Decision kTwo{"test block", 1, "two"};
constexpr Decision kSame{"test block", 1, "two under another name"};
constexpr Decision kElsewhere{"another test block", 1, "elsewhere"};

TEST_CASE("Philox gives its published numbers") {
  // kat_vectors of Random123: philox4x32, 10 rounds.
  const auto zero = r123::Philox4x32()({{0, 0, 0, 0}}, {{0, 0}});
  CHECK((zero[0] == 0x6627e8d5U && zero[1] == 0xe169c58dU && zero[2] == 0xbc57ac4cU &&
         zero[3] == 0x9b00dbd8U));
  const auto ones = r123::Philox4x32()({{~0U, ~0U, ~0U, ~0U}}, {{~0U, ~0U}});
  CHECK((ones[0] == 0x408f276dU && ones[1] == 0x41c83b0eU && ones[2] == 0xa20bc7c6U &&
         ones[3] == 0x6d5451fdU));
  const auto pi = r123::Philox4x32()({{0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}},
                                     {{0xa4093822U, 0x299f31d0U}});
  CHECK((pi[0] == 0xd16cfe09U && pi[1] == 0x94fdccebU && pi[2] == 0x5001e420U &&
         pi[3] == 0x24126ea1U));
}

TEST_CASE("uniforms are never 0 or 1 - and have the right mean - variance and independence") {
  CHECK(Draws({0, 0, 0, 0}).uniform(kOne) > 0.0F);
  CHECK(Draws({~0U, ~0U, ~0U, ~0U}).uniform(kOne) < 1.0F);
  CHECK(Draws({~0U, 0, 0, 0}).uniform(kTwo) < 0.5F);  // each decision has its own word
  const Random random(42, 3);
  constexpr int kAgents = 2000;
  constexpr int kMonths = 100;
  const double n = kAgents * kMonths;
  double sum = 0;
  double squares = 0;
  double next_month = 0;
  double other_word = 0;
  double neighbour = 0;
  double normal = 0;
  double normal_squares = 0;
  for (std::uint32_t agent = 0; agent < kAgents; ++agent) {
    for (int m = 0; m < kMonths; ++m) {
      const double u = random.uniform(kOne, agent, Month{m}) - 0.5;
      const double z = random.normal(kOne, agent, Month{m});
      sum += u;
      squares += u * u;
      next_month += u * (random.uniform(kOne, agent, Month{m + 1}) - 0.5);
      other_word += u * (random.uniform(kTwo, agent, Month{m}) - 0.5);
      neighbour += u * (random.uniform(kOne, agent + 1, Month{m}) - 0.5);
      normal += z;
      normal_squares += z * z;
    }
  }
  const double limit = 4.5 / std::sqrt(n);
  CHECK(std::fabs(sum / n) < limit * std::sqrt(1.0 / 12));
  CHECK(std::fabs(squares / n - 1.0 / 12) < limit * std::sqrt(1.0 / 180));
  for (const double product : {next_month, other_word, neighbour}) {
    CHECK(std::fabs(product / n) < limit / 12);
  }
  CHECK(std::fabs(normal / n) < limit);
  CHECK(std::fabs(normal_squares / n - 1) < limit * std::sqrt(2.0));
  CHECK_FALSE(std::fabs(squares / n - 1.0 / 11) < limit * std::sqrt(1.0 / 180));  // able to fail
}

TEST_CASE("draws depend on everything in their address - and on nothing else") {
  const Random random(1, 2);
  const float here = random.uniform(kOne, 7, Month{5}, 1);
  CHECK(Random(1, 2).uniform(kOne, 7, Month{5}, 1) == here);
  CHECK(Random(2, 2).uniform(kOne, 7, Month{5}, 1) != here);
  CHECK(Random(1, 3).uniform(kOne, 7, Month{5}, 1) != here);
  CHECK(random.uniform(kTwo, 7, Month{5}, 1) != here);
  CHECK(random.uniform(kElsewhere, 7, Month{5}, 1) != random.uniform(kTwo, 7, Month{5}, 1));
  CHECK(random.uniform(kOne, 8, Month{5}, 1) != here);
  CHECK(random.uniform(kOne, 7, Month{-5}, 1) != here);
  CHECK(random.uniform(kOne, 7, Month{5}, 2) != here);
  for (std::uint32_t a = 0; a < 30; ++a) {
    for (std::uint32_t b = 0; b < a; ++b) {
      REQUIRE(random.pair_uniform(kOne, a, b, Month{1}) ==
              random.pair_uniform(kOne, b, a, Month{1}));
    }
  }
  CHECK(random.pair_uniform(kOne, 1, 2, Month{1}) != random.pair_uniform(kOne, 1, 3, Month{1}));
}

TEST_CASE("two decisions may not share a draw") {
  CHECK_NOTHROW(require_distinct({kOne, kTwo, kElsewhere}));
  CHECK_THROWS_AS(require_distinct({kOne, kTwo, kSame}), std::logic_error);
}

TEST_CASE("errors are described - sorted - and offer the nearest key") {
  CHECK(describe({{"a.yaml", 3, 7}, "x.y", "is -1", "0 to 1"}) == "a.yaml:3:7: x.y: is -1; 0 to 1");
  CHECK(describe({{}, "", "no file", ""}) == "no file");
  ProblemList list;
  CHECK_NOTHROW(list.throw_if_any());
  list.add({{"b.yaml", 1, 1}, "", "last", ""});
  list.add({{"a.yaml", 9, 1}, "", "second", ""});
  list.add({{"a.yaml", 2, 1}, "", "first", ""});
  try {
    list.throw_if_any();
    FAIL("nothing thrown");
  } catch (const InputError& error) {
    CHECK(std::string(error.what()) == "a.yaml:2:1: first\na.yaml:9:1: second\nb.yaml:1:1: last");
  }
  const std::vector<std::string> keys{"search.intercept", "search.age_slope", "finding.intercept"};
  CHECK(nearest("search.intercpt", keys) == "search.intercept");
  CHECK(nearest("serach.age_slope", keys) == "search.age_slope");
  CHECK(nearest("finding.intercept", keys) == "finding.intercept");
  CHECK(nearest("completely different and long", keys).empty());
  const std::vector<std::string> names{"on_to", "duration", "coverage", "label", "law", "map"};
  CHECK(nearest("duratoin", names) == "duration");
  CHECK(nearest("duratoin", {"on_to", "rotation", "education"}).empty());
  CHECK(nearest("lable", names) == "label");
  CHECK(nearest("lubal", names).empty());  // two edits in five letters
  CHECK(nearest("lwa", names) == "law");
  CHECK(nearest("lap", {"law", "map"}) == "law");  // the first of two that are as near
  CHECK(nearest("bat", {"law", "map"}).empty());
  CHECK(nearest("ON-TO", names) == "on_to");
  CHECK(nearest("x", {"y", "z"}).empty());
  CHECK(nearest("", names).empty());
  CHECK_THROWS_AS(require(false, "our mistake"), std::logic_error);
  CHECK_NOTHROW(require(true, ""));
}

TEST_CASE("blocks cover every item once - in any number of threads") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, kBlockSize, 5 * kBlockSize + 3}) {
    for (const int threads : {1, 4}) {
      std::vector<std::atomic<int>> visits(count);
      with_threads(threads, [&] {
        for_blocks(true, count, [&](std::size_t begin, std::size_t end) {
          for (std::size_t i = begin; i < end; ++i) ++visits[i];
        });
      });
      int wrong = 0;
      for (const auto& visit : visits) wrong += visit != 1;
      CHECK(wrong == 0);
    }
  }
}

}  // namespace
