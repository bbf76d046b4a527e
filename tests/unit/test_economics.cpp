#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/replicate_number.h"
#include "results/compare_text.h"
#include "results/economics.h"
#include "results/tell.h"
#include "results/text_layout.h"
#include "support/toy_study.h"

namespace {

using Catch::Matchers::Contains;
using resettle::CostAndEffect;
using resettle::FrontierStatus;
using resettle::HorizonOutcome;
using resettle::Perspective;
using resettle::PriceFinding;
using resettle::testing::ToyStudy;

const resettle::TotalCost& total_of(const resettle::Economics& economics, Perspective perspective,
                                    double rate) {
  for (const auto& row : economics.totals) {
    if (row.perspective == perspective && row.discount_rate == rate) return row;
  }
  FAIL("no such total");
  return economics.totals.front();
}

const resettle::CostPerOutcome& price_of(const resettle::Economics& economics,
                                         HorizonOutcome outcome, Perspective perspective) {
  for (const auto& row : economics.per_outcome) {
    if (row.outcome == outcome && row.perspective == perspective && row.discount_rate == 0) {
      return row;
    }
  }
  FAIL("no such price");
  return economics.per_outcome.front();
}

const resettle::FrontierRow& row_of(const std::vector<resettle::FrontierRow>& rows,
                                    const std::string& arm) {
  for (const auto& row : rows) {
    if (row.values.arm == arm) return row;
  }
  FAIL("no such arm");
  return rows.front();
}

}  // namespace

TEST_CASE("costs by perspective and discount rate match the hand to the won") {
  const auto economics = ToyStudy().compare().economics;
  CHECK(economics.discount_rates == std::vector<double>{0, 0.12, 0.03, 0.07});
  // 1,000,000 at prices of 80 in the first month; 2,000,000, 2,100,000, 2,200,000 in the second.
  constexpr double kWon = 0.5;
  CHECK(total_of(economics, Perspective::programme, 0).result.difference.mean ==
        Approx(3'350'000).margin(kWon));
  // 1.12^(-1/12) = 0.99060039..., 1.03^(-1/12) = 0.99753979..., 1.07^(-1/12) = 0.99437764...
  CHECK(total_of(economics, Perspective::programme, 0.12).result.difference.mean ==
        Approx(3'330'261).margin(kWon));
  CHECK(total_of(economics, Perspective::programme, 0.03).result.difference.mean ==
        Approx(3'344'834).margin(kWon));
  CHECK(total_of(economics, Perspective::programme, 0.07).result.difference.mean ==
        Approx(3'338'193).margin(kWon));
  // Government receives 777 a month in both arms, at prices of 80 and 100.
  const auto& budget = total_of(economics, Perspective::public_budget, 0);
  CHECK(budget.result.reference == Approx(-777 / 0.8 - 777));
  CHECK(budget.result.difference.mean == Approx(3'350'000).margin(kWon));
  // 100 more mentored persons in two months, 4 hours each, at 10,030 an hour.
  CHECK(total_of(economics, Perspective::societal, 0).result.difference.mean ==
        Approx(3'350'000 + 8'024'000).margin(kWon));
}

TEST_CASE("costs by line and by year add up to the total") {
  const auto economics = ToyStudy().compare().economics;
  REQUIRE(economics.by_line.size() == 1);  // deductions are the same in both arms
  const auto& line = economics.by_line.front();
  CHECK(line.line.name == "programme");
  CHECK(line.line.policy_cost);
  CHECK(line.result.difference.mean == Approx(3'350'000));
  REQUIRE(economics.by_year.size() == 3);  // one year, three perspectives
  CHECK(economics.by_year.front().year == 2020);
  CHECK(economics.by_year.front().result.difference.mean == Approx(3'350'000));
}

TEST_CASE("every outcome has its price - less distress is a gain") {
  const auto economics = ToyStudy().compare().economics;
  const auto& price = price_of(economics, HorizonOutcome::integrated, Perspective::programme).cost;
  CHECK(price.finding == PriceFinding::price);
  CHECK(price.ratio.value == Approx(100'500).epsilon(1e-5));  // 3,350,000 / 33.333
  CHECK(price_of(economics, HorizonOutcome::integrated, Perspective::societal).cost.ratio.value ==
        Approx(11'374'000 / (100.0 / 3)).epsilon(1e-5));
  CHECK(price_of(economics, HorizonOutcome::employed, Perspective::programme).cost.finding ==
        PriceFinding::no_gain);
  resettle::StudySeries series;
  series.policy_start = resettle::month_of(2020, 1);
  series.months = {series.policy_start};
  series.replicates = 3;
  for (const double arm : {0.0, 1.0}) {
    resettle::ArmSeries values;
    values.name = arm == 0 ? "base" : "help";
    for (auto& outcome : values.outcomes) outcome = {5 - 2 * arm, 6 - 2 * arm, 7 - 1.9 * arm};
    for (auto& cost : values.costs) cost = {100 * arm, 101 * arm, 102 * arm};
    series.arms.push_back(values);
  }
  // Two less of everything, for certain.
  const auto less = [](std::size_t, HorizonOutcome) {
    return resettle::Verdict{resettle::Finding::less, 0.99};
  };
  const auto calm = resettle::economics_of(series, 0.045, {}, less, {}, {});
  const auto& distress = price_of(calm, HorizonOutcome::distress, Perspective::programme);
  CHECK(distress.gain.difference.mean == Approx(-5.9 / 3));
  CHECK(distress.cost.ratio.value == Approx(101 / (5.9 / 3)));
  CHECK(std::isnan(distress.gain.percent.value));  // distress has no natural zero
  CHECK(price_of(calm, HorizonOutcome::integrated, Perspective::programme).cost.finding ==
        PriceFinding::loses);
}

TEST_CASE("a file that does not tell an hour's worth has no societal perspective") {
  const ToyStudy toy({.hour_krw = 0});
  const auto study = toy.compare();
  CHECK(study.economics.perspectives.size() == 2);
  CHECK_THAT(resettle::render_text(study), Contains("with mentors' time is left out"));
  CHECK_THROWS_WITH(toy.compare({.question = {.perspective = Perspective::societal}}),
                    Contains("programme or public_budget"));
  CHECK(ToyStudy({.without = {"mentored_share"}}).compare().economics.perspectives.size() == 2);
}

TEST_CASE("frontier of the lecture of Frick: simple and extended dominance") {
  // Costs and effects: Frick, K. (2007), Decision rules, lecture 11, Johns Hopkins University.
  const std::vector<CostAndEffect> options{{"1", 300'000, 25},
                                           {"2", 200'000, 20},
                                           {"3", 450'000, 50},
                                           {"4", 375'000, 40},
                                           {"5", 400'000, 15}};
  const auto rows = resettle::frontier(options);
  CHECK(row_of(rows, "5").status == FrontierStatus::dominated);
  CHECK(row_of(rows, "5").by == std::vector<std::string>{"2", "1", "4"});
  CHECK(row_of(rows, "1").status == FrontierStatus::extendedly_dominated);
  CHECK(row_of(rows, "1").by == std::vector<std::string>{"2", "3"});
  // 2 to 4 costs 8,750 a unit, 4 to 3 only 7,500: 4 goes, and 2 to 3 costs 8,333.33.
  CHECK(row_of(rows, "4").status == FrontierStatus::extendedly_dominated);
  CHECK(row_of(rows, "2").status == FrontierStatus::on_frontier);
  CHECK_FALSE(row_of(rows, "2").icer.has_value());
  CHECK(row_of(rows, "3").against == "2");
  CHECK(*row_of(rows, "3").icer == Approx(250'000.0 / 30));
}

TEST_CASE("frontier of five ways to screen for HIV - annual tests are dominated") {
  // Costs in dollars and quality-adjusted life-months of table 4: Paltiel, A. D. et al. (2006),
  // Expanded HIV screening in the United States, Annals of Internal Medicine 145(11), 797-806.
  const std::vector<CostAndEffect> strategies{{"status quo", 26'000, 277.25 / 12},
                                              {"one time", 27'000, 277.57 / 12},
                                              {"5 years", 28'020, 277.78 / 12},
                                              {"3 years", 28'440, 277.83 / 12},
                                              {"annual", 29'440, 277.76 / 12}};
  const auto rows = resettle::frontier(strategies);
  CHECK(row_of(rows, "annual").status == FrontierStatus::dominated);
  CHECK(row_of(rows, "annual").by == std::vector<std::string>{"5 years", "3 years"});
  CHECK(*row_of(rows, "one time").icer == Approx(37'500));
  CHECK(*row_of(rows, "5 years").icer == Approx(1020 / (0.21 / 12)));
  CHECK(*row_of(rows, "3 years").icer == Approx(420 / (0.05 / 12)));
}

TEST_CASE("published incremental ratios of colorectal screening come out") {
  // Table 7 of O'Leary et al.'s data re-analysed: "Re-interpreting the data on the cost and
  // effectiveness of population screening for colorectal cancer in Australia", Australia and New
  // Zealand Health Policy 2 (2005), 10.
  const std::vector<CostAndEffect> options{
      {"existing practice", 0, 0},        {"FOBT2", 140'117'791, 3551},
      {"DCBE5", 248'112'291, 6023},       {"DCBE3", 304'301'903, 6720},
      {"FOBT1+DCBE5", 370'181'240, 7076}, {"FOBT1+DCBE3", 422'777'702, 7299}};
  const auto rows = resettle::frontier(options);
  const std::array<double, 5> published{39'459, 43'687, 80'616, 185'054, 235'859};
  for (std::size_t i = 0; i < published.size(); ++i) {
    REQUIRE(rows[i + 1].icer.has_value());
    CHECK(*rows[i + 1].icer == Approx(published[i]).margin(1));
    CHECK(rows[i + 1].against == options[i].arm);
  }
}

TEST_CASE("a reference can be dominated - and equals stand for each other") {
  const auto rows = resettle::frontier(
      std::vector<CostAndEffect>{{"law", 10, 5}, {"better", 9, 6}, {"same", 9, 6}});
  CHECK(row_of(rows, "law").status == FrontierStatus::dominated);
  CHECK(row_of(rows, "better").status == FrontierStatus::on_frontier);
  CHECK(row_of(rows, "same").by == std::vector<std::string>{"better"});
  CHECK_FALSE(row_of(rows, "better").icer.has_value());
}

TEST_CASE("acceptability: how often an arm is the best buy") {
  // Additional cost 100 in all four worlds; gains 1, 2, 4, 0: worth it from 100, 50, 25, never.
  const std::vector<resettle::CostsAndEffects> arms{{"base", {0, 0, 0, 0}, {0, 0, 0, 0}},
                                                    {"help", {100, 100, 100, 100}, {1, 2, 4, 0}}};
  const auto curve = resettle::acceptability(arms, std::vector<double>{0, 40, 50, 60, 200});
  CHECK(curve.curves[1].probabilities == std::vector<double>{0, 0.25, 0.375, 0.5, 0.75});
  for (std::size_t i = 0; i < curve.thresholds.size(); ++i) {
    CHECK(curve.curves[0].probabilities[i] + curve.curves[1].probabilities[i] == Approx(1));
  }
  // Mean gain 1.75: worth 100 from a threshold of 57.1 on.
  CHECK(curve.best_on_average == std::vector<std::string>{"base", "base", "base", "help", "help"});
  // At 200 the net benefits of help are 100, 300, 700 and -100: without it 1/4 x 0 would be lost,
  // with it 1/4 x 100, which knowing better would be worth.
  CHECK(curve.curves[1].expected_losses[4] == Approx(25));
  CHECK(curve.curves[0].expected_losses[4] == Approx((100 + 300 + 700) / 4.0));
  const auto grid = resettle::threshold_grid(arms);
  CHECK(grid.front() == 0);
  CHECK(grid.back() >= 2 * 100 / 1.75);
  CHECK(grid.size() <= 41);
  CHECK(grid[1] == Approx(5));
  auto dear = arms;
  dear.push_back({"dear", {1e6, 1e6, 1e6, 1e6}, {2, 3, 5, 1}});  // 999,900 for one more than help
  const auto wide = resettle::threshold_grid(dear);
  CHECK(wide.at(1) == Approx(15));  // a fifth of 57.1 is 11.4
  CHECK(wide.back() == Approx(2e6));
  CHECK(wide.size() < 40);
  CHECK(resettle::threshold_grid(std::span(arms).first(1)) == std::vector<double>{0});
}

TEST_CASE("a replicate without a value is left out of the curve") {
  const std::vector<resettle::CostsAndEffects> arms{{"base", {0, 0}, {0, 0}},
                                                    {"help", {1, 1}, {5, NAN}}};
  const auto curve = resettle::acceptability(arms, std::vector<double>{1});
  CHECK(curve.curves[1].probabilities == std::vector<double>{1});
}

TEST_CASE("years above a budget are counted over replicates") {
  const ToyStudy toy;
  // Additional cost of the year: 3,250,000, 3,350,000 and 3,450,000.
  const auto economics = toy.compare({.budget_krw_per_year = 3.3e6}).economics;
  REQUIRE(economics.overrun.size() == 1);
  CHECK(economics.overrun[0].share_above == std::vector<double>{2.0 / 3});
  CHECK(economics.overrun[0].any_year == Approx(2.0 / 3));
  CHECK(toy.compare({.budget_krw_per_year = 3.5e6}).economics.overrun[0].any_year == 0);
  CHECK(toy.compare().economics.overrun.empty());
  CHECK_THAT(resettle::render_text(toy.compare({.budget_krw_per_year = 3.3e6})),
             Contains("Years above the budget") && Contains("66.7"));
}

TEST_CASE("prices are shown whole however large they are") {
  // A ten-thousandth of the gain: a price of a thousand million won.
  const auto text = resettle::render_tables(ToyStudy({.gain = 1e-4}).compare({.smallest_share = 0}),
                                            {"cost_per_unit"});
  CHECK_THAT(text, Contains("million KRW of 2025") && (Contains("1,000") || Contains("1,010")));
  CHECK_THAT(text, !Contains("0.."));
}

TEST_CASE("economics in JSON have the names of the contract") {
  const auto study = ToyStudy().compare({.budget_krw_per_year = 3.3e6});
  const auto json = nlohmann::json::parse(resettle::render_json(study));
  CHECK(json.at("format") == "resettle-comparison");
  CHECK(json.at("format_version") == 2);
  const auto rows = [&](const char* table) { return json.at("tables").at(table).at("rows"); };
  CHECK(rows("total_cost").size() == 12);
  CHECK(rows("cost_per_unit").size() == 60);
  CHECK(rows("cost_by_line").at(0).at("payer") == "government");
  CHECK(rows("frontier").at(0).at("standing") == "worth_considering");
  CHECK(rows("frontier").at(1).at("against") == "base");
  CHECK(rows("frontier").at(1).at("icer").get<double>() == Approx(100'500).epsilon(1e-5));
  CHECK(rows("acceptability").at(0).at("worth") == 0);
  CHECK(rows("acceptability").at(0).at("share_best") == 1);
  CHECK(rows("overrun").at(0).at("year") == "2020");
  CHECK(rows("at_end").at(0).at("percent").contains("low"));
}

namespace {

/// A column of the frontier for "help", of two arms with these additional costs and gains, against
/// a reference of 0 and 1,000 of the outcome.
resettle::Cell on_frontier(const std::string& column, const std::vector<double>& costs,
                           const std::vector<double>& gains,
                           const resettle::Sampling& sampling = {}) {
  resettle::StudySeries series;
  series.sampling = sampling;
  series.policy_start = resettle::month_of(2020, 1);
  series.months = {series.policy_start};
  series.replicates = costs.size();
  for (const bool is_arm : {false, true}) {
    resettle::ArmSeries arm;
    arm.name = is_arm ? "help" : "base";
    for (auto& outcome : arm.outcomes) outcome.assign(costs.size(), 1000);
    for (auto& cost : arm.costs) cost.assign(costs.size(), 0);
    for (std::size_t r = 0; is_arm && r < costs.size(); ++r) {
      for (auto& outcome : arm.outcomes) outcome[r] += gains[r];
      for (auto& cost : arm.costs) cost[r] = costs[r];
    }
    series.arms.push_back(arm);
  }
  const auto none = [](std::size_t, HorizonOutcome) { return resettle::Verdict{}; };
  resettle::Comparison comparison;
  comparison.study.reference = "base";
  comparison.economics = resettle::economics_of(series, 0.045, {}, none, {}, {});
  for (const auto& table : resettle::tell_economics(comparison)) {
    if (table.name != "frontier") continue;
    for (const auto& row : table.rows) {
      if (std::get<std::string>(row[0]) == "help") return row[table.position(column)];
    }
  }
  return resettle::Nothing{"no row"};
}

std::string standing_of(const std::vector<double>& costs, const std::vector<double>& gains,
                        const resettle::Sampling& sampling = {}) {
  return std::get<std::string>(on_frontier("standing", costs, gains, sampling));
}

bool has_price(const std::vector<double>& costs, const std::vector<double>& gains,
               const resettle::Sampling& sampling = {}) {
  return std::holds_alternative<double>(on_frontier("icer", costs, gains, sampling));
}

}  // namespace

TEST_CASE("an arm is called dominated only where that is sure") {
  // It costs more and gains 1 in 1,000 less, or so little more that it does not matter.
  CHECK(standing_of({90, 100, 110, 100}, {-2, -1, -1, 0}) == "very_likely_dominated");
  // The means are the same, but chance reaches from -5 to +3 % of the reference.
  CHECK(standing_of({90, 100, 110, 100}, {-50, 30, -20, 36}) == "not_settled");
  // The cost may be none at all.
  CHECK(standing_of({-90, 100, -110, 104}, {-2, -1, -1, 0}) == "not_settled");
  CHECK(standing_of({90, 100, 110, 100}, {50, 60, 50, 60}) == "worth_considering");
}

TEST_CASE("on the frontier there is a price only where a gain is likely") {
  const std::vector<double> costs{90, 100, 110, 100};
  CHECK(has_price(costs, {50, 60, 50, 60}));
  CHECK_FALSE(has_price(costs, {50, -60, 50, -39}));  // chance alone
  CHECK_FALSE(has_price(costs, {4, 3, 4, 3}));        // 0.4 %: negligible, however sure
  std::vector<std::int32_t> numbers;
  for (int draw = 1; draw <= 100; ++draw) numbers.push_back(resettle::replicate_number(draw, 0));
  const resettle::Sampling sampling(numbers);
  const auto gains_in = [&](std::size_t draws) {
    std::vector<double> gains(100, -1);
    std::fill_n(gains.begin(), draws, 20.0);
    return has_price(std::vector<double>(100, 10), gains, sampling);
  };
  CHECK(gains_in(67));
  CHECK_FALSE(gains_in(66));
}

TEST_CASE("with draws an arm is dominated where that holds in more than 95 % of them") {
  std::vector<std::int32_t> numbers;
  for (int draw = 1; draw <= 100; ++draw) numbers.push_back(resettle::replicate_number(draw, 0));
  const resettle::Sampling sampling(numbers);
  // In so many draws help costs 10 and loses 20 of 1,000; in the others it gains 20.
  const auto worse_in = [&](std::size_t worse) {
    std::vector<double> gains(100, 20);
    std::fill_n(gains.begin(), worse, -20.0);
    return standing_of(std::vector<double>(100, 10), gains, sampling);
  };
  CHECK(worse_in(97) == "very_likely_dominated");
  CHECK(worse_in(94) != "very_likely_dominated");
  // Nobody is dominated by what costs more.
  CHECK(standing_of(std::vector<double>(100, -10), std::vector<double>(100, 20), sampling) ==
        "worth_considering");
}
