#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/errors.h"
#include "io/labelled_file.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "results/tell.h"
#include "results/text_layout.h"
#include "support/toy_study.h"

namespace {

using Catch::Matchers::Contains;
using resettle::LabelledFile;
using resettle::PriceFinding;
using resettle::testing::Toy;
using resettle::testing::ToyStudy;

std::string full_text(const resettle::Comparison& comparison) {
  std::vector<std::string> all;
  for (const auto& topic : resettle::topics()) all.push_back(topic.name);
  return resettle::render_text(comparison) + resettle::render_tables(comparison, all);
}

constexpr double kT2 = 4.302652729749462;  // 97.5 % quantile of Student's t, 2 degrees of freedom
constexpr double kFloat = 1e-6;            // the file holds 4-byte numbers

/// The price of an integrated person-month in programme cost, not discounted.
const resettle::CostPerGain& price_of(const resettle::Comparison& comparison) {
  return comparison.economics.per_outcome.front().cost;
}

PriceFinding finding_of(const Toy& toy) { return price_of(ToyStudy(toy).compare()).finding; }

}  // namespace

TEST_CASE("paired differences at the end agree with the hand") {
  const auto study = ToyStudy().compare();
  CHECK(study.study.reference == "base");
  CHECK(to_string(study.study.policy_start) == "2020-02");
  CHECK(to_string(study.study.end) == "2020-03");
  REQUIRE(study.arms.size() == 1);
  const auto& outcome = study.arms[0].at_end.at(0);
  CHECK(outcome.name == "share_integration");
  CHECK(outcome.unit == "share");
  const auto& result = outcome.result;
  const double mean = 0.07 / 3;
  const double error = std::sqrt(1e-4 / 3 / 3);  // variance of 0.02, 0.03, 0.02 is 1e-4 / 3
  CHECK(result.reference == Approx(0.42).margin(kFloat));
  CHECK(result.difference.mean == Approx(mean).margin(kFloat));
  CHECK(result.difference.standard_error == Approx(error).margin(kFloat));
  CHECK(result.difference.low == Approx(mean - kT2 * error).margin(kFloat));
  CHECK(result.difference.high == Approx(mean + kT2 * error).margin(kFloat));
  CHECK(result.difference.is_clear());
  CHECK(result.correlation == Approx(4e-4 / std::sqrt(4e-4 * 13e-4 / 3)).epsilon(1e-5));
  CHECK(result.unpaired_factor == Approx(25).epsilon(1e-4));  // (4e-4 + 13e-4 / 3) / (1e-4 / 3)
}

TEST_CASE("person-months and cost count from the policy start - in constant prices") {
  const auto comparison = ToyStudy().compare();
  const auto of = [&](const char* name) { return comparison.arms.at(0).over_horizon(name); };
  CHECK(of("integrated_person_months").reference == Approx(820).epsilon(kFloat));
  CHECK(of("integrated_person_months").difference.mean == Approx(100.0 / 3).epsilon(1e-5));
  const double second = std::pow(1.12, -1.0 / 12);
  CHECK(of("integrated_person_months_discounted").difference.mean ==
        Approx(10 + second * 70 / 3).epsilon(1e-5));
  // Half of a thousand people work in every arm, in both months since the start.
  CHECK(of("employed_person_months").reference == Approx(1000));
  CHECK(of("employed_person_months").difference.mean == Approx(0).margin(1e-6));
  // The line that government receives is the same in both arms: 777 at prices of 80 and of 100.
  CHECK(of("public_budget").reference == Approx(-777.0 * (100.0 / 80 + 1)));
  CHECK(of("public_budget").difference.mean == Approx(of("programme_cost").difference.mean));
  CHECK(of("programme_cost").reference == 0);
  CHECK(of("programme_cost").difference.mean == Approx(1.25e6 + 2.1e6));
  CHECK(of("programme_cost_discounted").difference.mean == Approx(1.25e6 + second * 2.1e6));
  CHECK(price_of(comparison).finding == PriceFinding::price);
  CHECK(price_of(comparison).ratio.value == Approx(3.35e6 / (100.0 / 3)).epsilon(1e-5));
}

TEST_CASE("cost and gain are judged together") {
  CHECK(finding_of({.gain = 1}) == PriceFinding::price);
  CHECK(finding_of({.gain = 0}) == PriceFinding::no_gain);
  CHECK(finding_of({.gain = -1}) == PriceFinding::loses);
  CHECK(finding_of({.cost = -1}) == PriceFinding::saves_money);
  CHECK(finding_of({.cost = 0}) == PriceFinding::no_cost);
  CHECK(finding_of({.cost_noise = -30}) == PriceFinding::cost_not_sure);
}

TEST_CASE("Fieller's interval: worked example and its defining property") {
  const std::vector<double> x{4, 6, 4, 6};
  const std::vector<double> y{2, 2, 3, 1};
  // a = 4 - s 2/3, b = 10 + s 2/3, c = 25 - s 4/3 with s = t^2/4, t = 3.182446 (3 degrees).
  const auto ratio = resettle::fieller_ratio(x, y);
  CHECK(ratio.value == Approx(2.5));
  CHECK(ratio.low == Approx(1.02997588).epsilon(1e-8));
  CHECK(ratio.high == Approx(9.08071976).epsilon(1e-8));
  for (const double limit : {ratio.low, ratio.high}) {
    std::vector<double> rest;
    for (std::size_t i = 0; i < x.size(); ++i) rest.push_back(x[i] - limit * y[i]);
    const auto estimate = resettle::estimate_mean(rest);
    CHECK(std::min(std::abs(estimate.low), std::abs(estimate.high)) == Approx(0).margin(1e-9));
  }
  const auto unbounded = resettle::fieller_ratio(x, std::vector<double>{2, -2, 3, -1});
  CHECK(std::isnan(unbounded.value));
}

TEST_CASE("differences that never vary - or do not exist") {
  using resettle::paired_difference;
  const std::vector<double> reference{1, 2, 4, 1, 2, 4};
  const auto shifted = paired_difference(reference, std::vector<double>{2, 3, 5, 2, 3, 5});
  CHECK(shifted.difference.is_clear());
  CHECK(std::isinf(shifted.unpaired_factor));
  CHECK_FALSE(paired_difference(reference, reference).difference.is_clear());
  const auto none = paired_difference(reference, std::vector<double>(6, NAN));
  CHECK(none.difference.replicates == 0);
  CHECK(std::isnan(none.reference));
}

TEST_CASE("persons who changed type are counted in both directions - small cells suppressed") {
  const auto changes = ToyStudy().compare().arms.at(0).changes;
  // Half of the arrivals are simulated, so every count is doubled.
  const auto count = [&](const char* name) { return changes.count(name); };
  CHECK(count("changed_type").mean == Approx(2 * 91));
  CHECK(count("moved_to_integration").mean == Approx(2 * 45));
  CHECK(count("moved_to_integration").standard_error == Approx(2 * 10 / std::sqrt(3.0)));
  CHECK(count("moved_out_of_integration").mean == Approx(2 * 21));
  CHECK(count("gained_on_an_axis").mean == Approx(2 * 70));
  CHECK(count("lost_on_an_axis").mean == Approx(2 * 46));
  CHECK(count("exchanged_axes").mean == Approx(2 * 25));
  CHECK(changes.table[0][0].mean == Approx(2 * 400));
  CHECK(std::isnan(changes.table[2][0].mean));
  CHECK_FALSE(std::isnan(changes.table[0][3].mean));
}

TEST_CASE("one replicate gives no intervals - and the text says why") {
  const auto study = ToyStudy({.replicates = 1}).compare();
  const auto& result = study.arms.at(0).at_end.at(0).result;
  CHECK(result.difference.mean == Approx(0.02).margin(kFloat));
  CHECK_FALSE(result.difference.has_interval());
  CHECK(price_of(study).finding == PriceFinding::too_few);
  const auto text = full_text(study);
  CHECK_THAT(text, Contains("1 replicate cannot tell") && Contains("too few replicates"));
  CHECK_THAT(text, !Contains("nan"));
  CHECK_NOTHROW(nlohmann::json::parse(resettle::render_json(study)));
}

TEST_CASE("further indicators are compared without suppressed replicates") {
  const ToyStudy toy;
  const auto study = toy.compare({.more_outcomes = {"poverty_rate"}});
  const auto& last = study.arms.at(0).at_end.back();
  CHECK(last.name == "poverty_rate");
  CHECK(last.result.difference.replicates == 2);
  CHECK_THAT(resettle::render_text(study), Contains("in any of its months are left out"));
  CHECK_THROWS_WITH(toy.compare({.more_outcomes = {"poverty_rat"}}),
                    Contains("did you mean 'poverty_rate'?"));
  CHECK_THROWS_WITH(toy.compare({.more_outcomes = {"distress"}}),
                    Contains("'distress_mean'") && Contains("explain model --block indicators"));
  CHECK_THROWS_WITH(toy.compare({.more_outcomes = {"arm_label"}}), Contains("arm_label"));
}

TEST_CASE("what cannot be compared is refused with a remedy") {
  CHECK_THROWS_WITH(ToyStudy({.arms = {"base"}}).compare(), Contains("at least two arms"));
  CHECK_THROWS_WITH(resettle::compare("some/study.yaml"), Contains("run it first"));
  const ToyStudy toy;
  { LabelledFile::create(toy.path()).commit(); }
  CHECK_THROWS_WITH(toy.compare(), Contains("is not a study file"));
}

TEST_CASE("the text fits a terminal and names what it shows") {
  const auto text =
      full_text(ToyStudy({.arms = {"base", "mentoring 멘토링과 직업훈련을 함께 하는 정책", "help"}})
                    .compare());
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(resettle::display_width(line) <= 100);
  }
  CHECK_THAT(text, Contains("Does help help?"));
  CHECK_THAT(text, Contains("+2.33") && Contains("more, ") && Contains("2,000,000"));
  CHECK_THAT(text, Contains("KRW/month") && Contains("(too few persons)"));
  CHECK_THAT(text, Contains("fewer than 40, as each"));
  CHECK_THAT(text, Contains("states of the relation"));
  CHECK_THAT(text, Contains("discounted to 2020-02 at 12 % a year"));
}

TEST_CASE("the first table says in words why there is no price") {
  const auto text_of = [](const Toy& toy) {
    return resettle::render_text(ToyStudy(toy).compare());
  };
  CHECK_THAT(text_of({.gain = 1}), !Contains("a loss") && !Contains("no gain"));
  CHECK_THAT(text_of({.gain = 0}), Contains("no gain to pay for"));
  CHECK_THAT(text_of({.gain = -1}), Contains("a loss") && !Contains("no gain"));
  CHECK_THAT(text_of({.cost = -1}), Contains("saves money"));
  CHECK_THAT(text_of({.replicates = 1}), Contains("1 replicate of 50 %"));
}

TEST_CASE("what the command line changed stands in the head") {
  const ToyStudy toy({.command = "resettle run toy.yaml --set a.b=1 --set c.d={1990-01: 2}"});
  CHECK(toy.compare().study.changes == std::vector<std::string>{"a.b=1", "c.d={1990-01: 2}"});
  CHECK_THAT(resettle::render_text(toy.compare()),
             Contains("Changed on the command line: a.b=1; c.d={1990-01: 2}"));
  CHECK_THAT(resettle::render_text(ToyStudy().compare()), !Contains("command line"));
}

TEST_CASE("JSON has the same numbers and null where there is none") {
  const auto study = ToyStudy().compare({.more_outcomes = {"poverty_rate"}});
  const auto text = resettle::render_json(study);
  const auto json = nlohmann::json::parse(text);
  const auto& tables = json.at("tables");
  const auto& at_end = tables.at("at_end").at("rows");
  CHECK(at_end.at(0).at("difference").at("mean").get<double>() ==
        study.arms[0].at_end[0].result.difference.mean);
  CHECK(at_end.at(0).at("verdict").at("finding") == "more");
  CHECK(at_end.at(1).at("percent").is_null());
  CHECK(tables.at("cost_per_unit").at("rows").at(0).at("finding") == "price");
  CHECK(tables.at("type_table").at("rows").size() == 16);
  CHECK(tables.at("type_table").at("rows").at(8).at("persons").is_null());
  for (const auto& name : resettle::table_names()) CHECK(tables.contains(name));
}

TEST_CASE("CSV has one number a line - thirteen fields and no nan") {
  const auto text = resettle::render_csv(ToyStudy().compare({.budget_krw_per_year = 1e6}));
  std::istringstream lines(text);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    INFO(line);
    bool quoted = false;
    CHECK(std::count_if(line.begin(), line.end(), [&](char c) {
            if (c == '"') quoted = !quoted;
            return c == ',' && !quoted;
          }) == 15);
  }
  CHECK(count > 200);
  CHECK_THAT(text, !Contains("nan") && !Contains("inf,"));
  CHECK_THAT(text, Contains("horizon,help,programme_cost,,,difference,KRW of 2025,3350000,"));
  CHECK_THAT(text, Contains("overrun,help,,2020,,share_above,share,"));
}

TEST_CASE("the text is short - what is asked for stands alone") {
  const auto study = ToyStudy().compare();
  const auto text = resettle::render_text(study);
  CHECK_THAT(text, Contains("In short") && Contains("are negligible") && Contains("Notes"));
  CHECK_THAT(text, Contains("--show") && !Contains("At the end of the study,"));
  CHECK(std::count(text.begin(), text.end(), '\n') < 80);
  const auto short_text = resettle::render_short(study);
  CHECK(std::count(short_text.begin(), short_text.end(), '\n') <= 24);  // a screen
  const auto asked = resettle::render_tables(study, {"at_end"});
  CHECK_THAT(asked, Contains("At the end of the study") && !Contains("In short"));
  CHECK_THROWS_WITH(resettle::render_tables(study, {"at_ende"}),
                    Contains("of the topics effects,"));
}

TEST_CASE("numbers are shown with three significant digits and separators") {
  using resettle::number_text;
  CHECK(number_text(1234567, 0) == "1,230,000");
  CHECK(number_text(-999.6, 0, true) == "-1,000");
  CHECK(number_text(0.0123, 4, true) == "+0.0123");
  CHECK(number_text(-0.0001, 2, true) == "0.00");
  CHECK(number_text(NAN, 2) == "-");
  CHECK(resettle::decimals_for(std::array{0.0123, -0.002}) == 4);
  CHECK(resettle::decimals_for(std::array{12345.0}) == 0);
  CHECK(resettle::display_width("ab 한글") == 7);
  CHECK(resettle::cut_to("한글한글", 5) == "한..");
}
