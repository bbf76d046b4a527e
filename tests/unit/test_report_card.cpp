#include <catch2/catch.hpp>

#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "io/targets.h"
#include "io/text_output.h"
#include "model/month.h"
#include "study/report_card.h"

namespace {

using namespace resettle;

const std::string kHeader =
    "pattern,id,indicator,population,age_from,age_to,subgroup,year,month,value,standard_error,"
    "tolerance,unit,source,note\n";
const std::string kGoodRow =
    "F3,C2,wage_mean,wage_workers,20,64,man,2013,7,1739000,87000,174000,KRW/month,a survey,\n";

std::filesystem::path table_of(const std::string& rows) {
  // Tests run at the same time: every one has its own file.
  const auto name = "resettle_targets_" + std::to_string(std::random_device{}()) + ".csv";
  const auto file = std::filesystem::temp_directory_path() / name;
  write_text_file(file, kHeader + rows);
  return file;
}

Target target_of(const std::string& unit, double value, double tolerance) {
  Target target;
  target.pattern = "F1";
  target.id = "C1";
  target.indicator = "unemployment_rate";
  target.population = "residents";
  target.age_from = 15;
  target.age_to = kOldestAge;
  target.subgroup = "all";
  target.month = month_of(2012, 7);
  target.value = value;
  target.tolerance = tolerance;
  target.unit = unit;
  return target;
}

TEST_CASE("targets: a row is read - with and without limits of age") {
  const auto targets = read_targets(
      table_of(kGoodRow + "F12,M08,deaths,all,,,all,2019,12,79,,24,persons,a count,\"a, note\"\n"));
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].age_from == 20);
  CHECK(targets[0].age_to == 64);
  CHECK(targets[0].month == month_of(2013, 7));
  CHECK(targets[0].tolerance == 174000);
  CHECK(targets[0].where.line == 2);
  CHECK(targets[1].age_from == 0);
  CHECK(targets[1].age_to == kOldestAge);
  CHECK(std::isnan(targets[1].standard_error));
  CHECK(targets[1].note == "a, note");
}

struct BrokenTargets {
  std::string rows;
  int line;
  std::string key;
  std::string message;
};

TEST_CASE("targets: mistakes are refused where they stand") {
  const auto broken = GENERATE(values<BrokenTargets>({
      {"F3,C2,wage_mean,all,20,,man,2013,13,1,,1,KRW,s,\n", 2, "month", "13"},
      {"F3,C2,wage_mean,all,20,,man,1889,7,1,,1,KRW,s,\n", 2, "year", "1889"},
      {"F3,C2,wage_mean,all,20,19,man,2013,7,1,,1,KRW,s,\n", 2, "age_to", "begin at 20"},
      {"F3,C2,wage_mean,all,x,,man,2013,7,1,,1,KRW,s,\n", 2, "age_from", "x"},
      {"F3,C2,wage_mean,all,20,,man,2013,7,,,1,KRW,s,\n", 2, "value", ""},
      {"F3,C2,wage_mean,all,20,,man,2013,7,1,,-1,KRW,s,\n", 2, "tolerance", "-1"},
      {"F3,C2,wage_mean,all,20,,man,2013,7,1,,1,KRW,,\n", 2, "source", "empty"},
      {kGoodRow + kGoodRow, 3, "indicator", "line 2"},
  }));
  INFO(broken.rows);
  const auto file = table_of(broken.rows);
  try {
    read_targets(file);
    FAIL("nothing was refused");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    const auto& problem = error.problems().front();
    CHECK(problem.where.line == broken.line);
    CHECK(problem.where.file == file.string());
    CHECK_THAT(problem.key, Catch::Contains(broken.key));
    CHECK_THAT(problem.message, Catch::Contains(broken.message));
  }
}

TEST_CASE("targets: a missing table is the user's mistake") {
  CHECK_THROWS_AS(read_targets("no/such/targets.csv"), InputError);
}

TEST_CASE("targets: every shipped row is a question the program knows") {
  const auto shipped = read_targets(RESETTLE_SOURCE_DIR "/scenarios/tables/targets.csv");
  CHECK(shipped.size() > 70);
  for (const auto& target : shipped) {
    INFO(target.indicator << ", line " << target.where.line);
    CHECK(fault_in(question_of(target)).empty());
  }
  for (const auto& target : patterns_of_process()) CHECK(fault_in(question_of(target)).empty());
}

TEST_CASE("report card: within the tolerance is a hit - of a sign the direction") {
  CHECK(judge(target_of("share", 0.12, 0.02), 0.139) == CardVerdict::hit);
  CHECK(judge(target_of("share", 0.12, 0.02), 0.141) == CardVerdict::miss);
  CHECK(judge(target_of("share", 0.12, 0.02), 0.099) == CardVerdict::miss);
  CHECK(judge(target_of("share", 0.12, 0.02), kAbsent) == CardVerdict::not_measured);
  CHECK(judge(target_of(kSignUnit, -1, 0), -0.001) == CardVerdict::hit);
  CHECK(judge(target_of(kSignUnit, -1, 0), 0.3) == CardVerdict::miss);
  CHECK(judge(target_of(kSignUnit, 1, 0), 0.0) == CardVerdict::miss);
}

ReportCard small_card() {
  auto gap = target_of("share", 0.116, 0.04);
  gap.pattern = "F13";
  gap.indicator = "divorced_share";
  auto miss = target_of("KRW/month", 1739000, 10000);
  miss.pattern = "F3";
  miss.indicator = "wage_mean";
  miss.subgroup = "man";
  auto sign = target_of(kSignUnit, -1, 0);
  sign.pattern = "F7";
  sign.indicator = "ptsd_change";
  ReportCard card{"baseline", 2, 0.1, 7, {}};
  card.rows = judged_rows({target_of("share", 0.12, 0.02), miss, sign, gap},
                          {{0.11, 1600000, -0.1, kAbsent}, {0.13, 1610000, -0.2, kAbsent}});
  return card;
}

TEST_CASE("report card: rows are judged by the mean over replicates") {
  const auto card = small_card();
  CHECK(card.rows[0].simulated.mean == Approx(0.12));
  CHECK_FALSE(card.rows[0].simulated.has_interval());  // two replicates say too little
  CHECK(card.rows[0].verdict == CardVerdict::hit);
  CHECK(card.rows[1].verdict == CardVerdict::miss);
  CHECK(card.rows[1].difference() == Approx(-134000));
  CHECK(card.rows[2].verdict == CardVerdict::hit);
  CHECK(card.rows[3].verdict == CardVerdict::not_measured);
  const auto counts = counts_by_pattern(card);
  REQUIRE(counts.size() == 4);
  CHECK(counts[0].fully_hit());
  CHECK_FALSE(counts[1].fully_hit());
  CHECK_FALSE(counts[3].fully_hit());  // nothing measured is no hit
}

TEST_CASE("report card: the text says hit - miss and what is not measured") {
  const auto text = render_text(small_card());
  CHECK_THAT(text, Catch::Contains("2 of 3 rows hit; patterns fully hit: F1, F7. 1 not measured."));
  CHECK_THAT(text, Catch::Contains("F3 wages: wage mean, KRW/month"));
  CHECK_THAT(text, Catch::Contains("down") && Catch::Contains("  miss\n"));
  CHECK_THAT(text, Catch::Contains("not measured, as the model keeps no marital history"));
  CHECK_THAT(text, Catch::Contains("not calibrated"));
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    INFO(text.substr(begin, end - begin));
    CHECK(end - begin <= 100);
    begin = end + 1;
  }
}

TEST_CASE("report card: JSON holds the same") {
  const auto json = nlohmann::json::parse(render_json(small_card()));
  const auto& rows = json["tables"]["figures"]["rows"];
  REQUIRE(rows.size() == 4);
  CHECK(rows[0]["verdict"] == "hit");
  CHECK(rows[0]["published"] == Approx(0.12));
  CHECK(rows[0]["age_to"].is_null());
  CHECK(rows[1]["off_by"] == Approx(-134000));
  CHECK(rows[2]["direction"] == "down");
  CHECK(rows[2]["tolerance"].is_null());
  CHECK(rows[2]["simulated"]["mean"] == Approx(-0.15));
  CHECK(rows[3]["verdict"] == "not_measured");
  CHECK(rows[3]["simulated"].is_null());
  CHECK(json["tables"]["patterns"]["rows"][0]["fully_hit"] == true);
  CHECK(json["hits"] == 2);
}

TEST_CASE("report card: a perfect model misses as often as surveys err") {
  auto card = small_card();
  CHECK(summary_of(card).with_error == 0);     // no survey error is known
  card.rows[0].target.standard_error = 0.01;   // tolerance 0.02: P(|z| < 2)
  card.rows[1].target.standard_error = 10000;  // tolerance 10000: P(|z| < 1)
  card.rows[3].target.standard_error = 0.01;   // not measured: counts for nothing
  const auto summary = summary_of(card);
  CHECK(summary.measured == 3);
  CHECK(summary.with_error == 2);
  CHECK(summary.hits_with_error == 1);
  CHECK(summary.hits_of_perfect == Approx(0.9545 + 0.6827).margin(1e-4));
  CHECK_THAT(render_text(card), Catch::Contains("model would hit about 2, as surveys err too"));
}

TEST_CASE("report card: an unknown name in the table is shown where it stands") {
  const auto scenario =
      read_scenario(RESETTLE_SOURCE_DIR "/scenarios/baseline.yaml", parameter_catalogue());
  auto target = target_of("share", 0.1, 0.1);
  target.indicator = "unemployment_rat";
  target.where = {"targets.csv", 9, 4};
  try {
    make_report_card(scenario, {target}, {});
    FAIL("nothing was refused");
  } catch (const InputError& error) {
    const auto& problem = error.problems().front();
    CHECK(problem.where.line == 9);
    CHECK_THAT(problem.remedy, Catch::Contains("unemployment_rate"));
  }
}

}  // namespace
