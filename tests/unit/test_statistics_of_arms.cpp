#include <catch2/catch.hpp>
#include <cmath>

#include "results/compare_text.h"
#include "support/toy_study.h"

// Definitions, ranking, years, percentages and precision, by hand.

namespace {

using Catch::Matchers::Contains;
using resettle::testing::ToyStudy;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the headline follows the definition that is asked for") {
  const ToyStudy toy;
  const auto a = toy.compare();
  const auto b = toy.compare({.definition = "b"});
  const double gain = a.arms.at(0).over_horizon("integrated_person_months").difference.mean;
  CHECK(gain == Approx(100.0 / 3).epsilon(1e-5));
  CHECK(b.arms.at(0).over_horizon("integrated_person_months").difference.mean ==
        Approx(gain / 2).epsilon(1e-4));
  const auto price = [](const resettle::Comparison& comparison) {
    return comparison.economics.per_outcome.front().cost.ratio.value;
  };
  CHECK(price(b) == Approx(2 * price(a)).epsilon(1e-4));
  CHECK(b.economics.frontier.back().icer.value() == Approx(price(b)));
  CHECK_THAT(resettle::render_text(b), Contains("by definition b"));
  // By e the arm loses what it gains by a; c, d and plain do not differ.
  CHECK(a.definitions.at(0).rows.size() == 6);
  CHECK(a.definitions.at(0).holds_under == Names{"a", "b"});
  CHECK(toy.compare({.definition = "e"}).definitions.at(0).holds_under == Names{"e"});
}

TEST_CASE("definitions that are unknown - or not in the file - are refused with a remedy") {
  CHECK_THROWS_WITH(ToyStudy().compare({.definition = "f"}),
                    Contains("one of a, b, c, d, e, plain"));
  const ToyStudy older({.without = {"share_integration_d"}});
  CHECK_THROWS_WITH(older.compare({.definition = "d"}), Contains("run the study again"));
  const auto study = older.compare();
  CHECK(study.missing_definitions == Names{"d"});
  CHECK(study.definitions.at(0).rows.size() == 5);
  CHECK_THAT(resettle::render_text(study), Contains("no indicators of d"));
}

TEST_CASE("arms are ranked by the share of replicates in which they are best") {
  const Names arms{"base", "one", "two"};
  const std::vector<std::vector<double>> values{{1, 2, 3, NAN}, {2, 2, 1, 9}, {0, 1, 6, 9}};
  const auto ranked = resettle::rank_arms(arms, values, true);
  // Best: one; base and one together; two. The fourth replicate has no base.
  CHECK(ranked[0].share_best == Approx(1.0 / 6));
  CHECK(ranked[1].share_best == Approx(0.5));
  CHECK(ranked[2].share_best == Approx(1.0 / 3));
  CHECK(ranked[0].expected_regret == Approx((1 + 0 + 3) / 3.0));
  CHECK(ranked[1].expected_regret == Approx((0 + 0 + 5) / 3.0));
  CHECK(ranked[0].mean == Approx(2));
  const auto less = resettle::rank_arms(arms, values, false);
  CHECK(less[2].share_best == Approx(2.0 / 3));
  CHECK(less[2].expected_regret == Approx((0 + 0 + 5) / 3.0));
}

TEST_CASE("effects by year: sums of person-months, means of indicators") {
  const auto study = ToyStudy().compare();
  CHECK(study.by_year.size() == 5 + 8);  // one year
  const auto& sum = study.by_year.front();
  CHECK(sum.outcome == "integrated_person_months");
  CHECK(sum.year == 2020);
  CHECK(sum.result.difference.mean == Approx(100.0 / 3).epsilon(1e-5));
  const auto& mean = study.by_year.at(5);
  CHECK(mean.outcome == "share_integration");
  CHECK(mean.result.difference.mean == Approx((0.01 + 0.07 / 3) / 2).epsilon(1e-5));
}

TEST_CASE("percent and ratio come with Fieller's interval") {
  const std::vector<double> reference{10, 12, 11, 13};
  const std::vector<double> arm{12, 13, 14, 15};
  const auto result = resettle::paired_difference(reference, arm);
  const auto fieller = resettle::fieller_ratio(arm, reference);
  CHECK(result.ratio.value == Approx(54.0 / 46));
  CHECK(result.ratio.low == fieller.low);
  CHECK(result.percent.value == Approx(100 * 8.0 / 46));
  CHECK(result.percent.high == Approx(100 * (fieller.high - 1)));
  // Receipts are negative costs: 10 more of -40 is 25 % up.
  const auto receipts = resettle::paired_difference(std::vector<double>{-39, -41, -40},
                                                    std::vector<double>{-29, -32, -29});
  CHECK(receipts.percent.value == Approx(25));
  CHECK(receipts.percent.low < receipts.percent.high);
  const auto unsure =
      resettle::paired_difference(std::vector<double>{-1, 1, 2}, std::vector<double>{1, 2, 3});
  CHECK(std::isnan(unsure.percent.value));
  const auto study = ToyStudy().compare();
  CHECK(study.arms.at(0).at_end.at(0).result.percent.value ==
        Approx(100 * (0.07 / 3) / 0.42).epsilon(1e-5));
}

TEST_CASE("precision says what was reached - and what it takes without pairs") {
  const auto study = ToyStudy().compare();
  const auto& gain = study.arms.at(0).over_horizon("integrated_person_months");
  REQUIRE(study.precision.size() == 6);
  const auto& months = study.precision.front();
  CHECK(months.half_width == Approx((gain.difference.high - gain.difference.low) / 2));
  CHECK(months.replicates == 3);
  CHECK(months.unpaired_replicates == std::ceil(3 * gain.unpaired_factor));
  CHECK_THAT(resettle::render_tables(study, {"precision"}), Contains("unpaired replicates"));
}
