#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "results/compare_text.h"
#include "results/cost_per_gain.h"
#include "results/number_format.h"
#include "results/sample_size.h"
#include "results/tell.h"
#include "support/toy_study.h"

// How many replicates it takes until anything is said about chance.

using Catch::Matchers::Contains;
using resettle::estimate_mean;
using resettle::PriceFinding;
using resettle::tell_of_chance;
using Values = std::vector<double>;

namespace {

std::string words(const Values& values) {
  return resettle::words_of(resettle::judge({estimate_mean(values)}));
}

}  // namespace

TEST_CASE("two replicates say nothing about chance - whatever they are") {
  for (const auto& values : {Values{}, Values{5}, Values{5, 5}, Values{5, 6}, Values{-1e9, 1e9}}) {
    CHECK_FALSE(tell_of_chance(values));
    CHECK_FALSE(estimate_mean(values).has_interval());
    CHECK_FALSE(estimate_mean(values).is_clear());
  }
  CHECK(tell_of_chance(Values{5, 6, 7}));
  CHECK(estimate_mean(Values{5, 6}).standard_error == Approx(0.5));
}

TEST_CASE("a few equal values do not show that nothing varies - six do") {
  for (const double value : {1.0, -1.0, 1e-12, 3e11, 0.1}) {
    for (std::size_t n = 2; n < 6; ++n) {
      Values values(n, value);
      CHECK_FALSE(tell_of_chance(values));
      values.back() *= 1 + 1e-9;  // what 4-byte numbers and sums leave
      CHECK_FALSE(tell_of_chance(values));
      CHECK(words(values) == "too few replicates");
    }
    CHECK(tell_of_chance(Values(6, value)));
    CHECK(estimate_mean(Values(6, value)).is_clear());
  }
  CHECK(tell_of_chance(Values{1, 1, 1.01}));
  CHECK(tell_of_chance(Values{1, 1, -1}));
  CHECK(tell_of_chance(Values{0, 0, 1}));
}

TEST_CASE("arms that are the same are said to be so") {
  for (const std::size_t n : {2, 3, 6, 20}) {
    CHECK(words(Values(n, 0.0)) == "no difference");
    CHECK_FALSE(estimate_mean(Values(n, 0.0)).is_clear());
  }
  CHECK(words(Values{0}) == "too few replicates");
  CHECK(words(Values{NAN, NAN}) == "too few persons");
}

TEST_CASE("without an interval there is no percent, ratio, price or spread") {
  const Values before{10, 12};
  const auto two = resettle::paired_difference(before, Values{11, 13});
  CHECK(std::isnan(two.percent.value));
  CHECK(std::isnan(two.ratio.value));
  CHECK(std::isnan(two.correlation));
  CHECK(std::isnan(two.unpaired_factor));
  CHECK(std::isnan(resettle::deviation_of(two.difference)));
  const auto equal = resettle::paired_difference(Values{10, 12, 14}, Values{11, 13, 15});
  CHECK(std::isnan(equal.percent.value));
  const auto finding = [](const Values& costs, const Values& gains) {
    return resettle::cost_per_gain({}, costs, gains, resettle::judge({estimate_mean(gains)}))
        .finding;
  };
  CHECK(finding({5, 7}, {1, 2}) == PriceFinding::too_few);
  CHECK(finding({5, 5, 5}, {8, 9, 10}) == PriceFinding::too_few);
  CHECK(finding({5, 6, 7}, {8, 8, 8}) == PriceFinding::too_few);
  CHECK(finding({0, 0, 0}, {8, 9, 10}) == PriceFinding::no_cost);
  CHECK(resettle::replicates_for(1e-9, 1, 100) == resettle::kFewestForInterval);
}

TEST_CASE("a comparison of two replicates claims nothing - in text and JSON") {
  const auto study =
      resettle::testing::ToyStudy({.replicates = 2, .arms = {"base", "help", "more"}}).compare();
  const auto text =
      resettle::render_text(study) + resettle::render_tables(study, {"effects", "economics"});
  CHECK_THAT(text, Contains("2 replicates cannot tell") && Contains("too few replicates"));
  CHECK_THAT(text, !Contains("nan") && !Contains("more, very") && !Contains("more, likely"));
  CHECK_THAT(text, !Contains("likely dominated"));
  CHECK(study.claims == 0);
  const auto json = nlohmann::json::parse(resettle::render_json(study));
  for (const char* table : {"horizon", "at_end", "by_year"}) {
    for (const auto& row : json["tables"][table]["rows"]) {
      CHECK(row["verdict"]["sureness"].is_null());
      CHECK(row["difference"]["low"].is_null());
    }
  }
}

TEST_CASE("the note on few replicates says what holds for their number") {
  const auto noted = [](std::size_t replicates) {
    return resettle::render_text(resettle::testing::ToyStudy({.replicates = replicates}).compare());
  };
  CHECK_THAT(noted(1), Contains("1 replicate cannot tell"));
  CHECK_THAT(noted(3), Contains("3 replicates do not"));
}

TEST_CASE("persons and their months are whole - other numbers keep their decimals") {
  const Values few{57.4};
  CHECK(resettle::NumberFormat("persons", few).text(57.4) == "57");
  CHECK(resettle::NumberFormat("person-months", few).text(57.4) == "57");
  CHECK(resettle::NumberFormat("SD x person-years", few).text(57.4) == "57.4");
  const auto study = resettle::testing::ToyStudy().compare();
  const auto text = resettle::render_tables(study, {"horizon"});
  CHECK(study.arms[0].over_horizon("integrated_person_months").difference.mean ==
        Approx(100.0 / 3).epsilon(1e-5));
  CHECK_THAT(text, Contains("+33 ") && !Contains("+33.3"));
}
