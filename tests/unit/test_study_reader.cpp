#include <catch2/catch.hpp>

#include "io/smallest_effect.h"
#include "unit/scenario_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

StudyPlan read(const ScenarioFiles& files, const std::string& file,
               const StudySettings& settings = {}) {
  return read_study(files.path(file), small_catalogue(), small_vocabulary(), settings);
}

TEST_CASE("a study is read with its arms") {
  const ScenarioFiles files;
  const auto plan = read(files, "studies/small.yaml");
  CHECK(plan.is_study);
  CHECK(plan.name == "small");
  CHECK(plan.yaml == kStudy);
  CHECK(plan.policy_start == month_of(1991, 1));
  CHECK(plan.replicates == 4);
  CHECK(plan.seed == 2001);
  CHECK(plan.scale == 1);
  REQUIRE(plan.arms.size() == 3);
  CHECK(plan.reference == 0);
  CHECK(plan.arms[0].label == "Law of the day");
  CHECK(plan.arms[2].label == "both");
  const std::string grant = "policies.settlement_grant.basic_krw";
  CHECK(plan.arms[0].scenario.values().at(grant).at({0}) == 1000);
  CHECK(plan.arms[1].scenario.values().at(grant).at({0}) == 2000);
  CHECK(plan.arms[2].scenario.values().at(grant).at({0}) == 2000);
  CHECK(plan.arms[2].scenario.values().at("policies.settlement_grant.lump_sum").at({0}) == 1);
  CHECK(plan.outcomes.size() == 2);
  CHECK(plan.record_persons == std::vector<std::string>{"adjustment_type"});
  CHECK(plan.record_replicates == 2);
}

TEST_CASE("a study says which differences do not matter") {
  ScenarioFiles files;
  CHECK(read(files, "studies/small.yaml").smallest_effect.share == kSmallestShare);
  const std::string text = "smallest_effect: {share: 0.01, integrated_person_months: 300}\n";
  files.write("studies/small.yaml", std::string(kStudy) + text);
  const auto plan = read(files, "studies/small.yaml");
  CHECK(plan.smallest_effect.share == 0.01);
  CHECK(plan.smallest_effect.by_outcome ==
        std::map<std::string, double>{{"integrated_person_months", 300}});
  // Which the comparison reads again from the text that the study file keeps.
  const auto again = [](const std::string& yaml) {
    ProblemList problems;
    return smallest_effect_in(parse_yaml(yaml, "study.yaml", problems).value());
  };
  CHECK(again(plan.yaml).share == 0.01);
  CHECK(again(plan.yaml).by_outcome == plan.smallest_effect.by_outcome);
  CHECK(again(kStudy).share == kSmallestShare);
}

TEST_CASE("a study is read again from its inputs alone - by every spelling of a file") {
  InputFiles noted;
  StudySettings settings;
  const auto folder = std::filesystem::temp_directory_path() / "resettle_other_way";
  std::filesystem::path study;
  {
    const ScenarioFiles files;
    files.write("policies/more.yaml", files.read("policies/lump_sum.yaml"));
    std::filesystem::remove(folder);
    std::filesystem::create_directory_symlink(files.path("."), folder);
    study = files.path("studies/small.yaml");
    settings.arms = {{"more", folder / "policies/more.yaml", "More"}};
    const auto plan = read_study(study, small_catalogue(), small_vocabulary(), settings,
                                 {.kept = nullptr, .noted = &noted});
    CHECK(plan.arms.size() == 4);
    std::filesystem::remove(folder);
  }
  REQUIRE_FALSE(std::filesystem::exists(study));
  const auto again =
      read_study(study, small_catalogue(), small_vocabulary(), settings, {.kept = &noted});
  REQUIRE(again.arms.size() == 4);
  CHECK(again.arms[3].scenario.values().at("policies.settlement_grant.lump_sum").at({0}) == 1);
}

TEST_CASE("subgroups are attributes and crossings") {
  const ScenarioFiles files;
  files.edit("studies/small.yaml", "[sex]", "[sex, \" arrival_age  x sex \"]");
  const auto plan = read(files, "studies/small.yaml");
  CHECK(plan.subgroups == std::vector<std::string>{"sex", "arrival_age x sex"});
}

TEST_CASE("a scenario file is a study of one arm") {
  const ScenarioFiles files;
  const auto plan = read(files, "policies/doubled.yaml");
  CHECK_FALSE(plan.is_study);
  REQUIRE(plan.arms.size() == 1);
  CHECK(plan.arms[0].name == "doubled");
  CHECK(plan.start == month_of(1990, 1));
  CHECK(plan.policy_start == plan.start);
  CHECK(plan.end == month_of(1992, 12));
  CHECK(plan.replicates == 2);
  CHECK(plan.seed == 7);
  CHECK(plan.scale == 0.5);
}

TEST_CASE("the command line replaces settings - for every arm") {
  const ScenarioFiles files;
  StudySettings settings;
  settings.overrides = {{"search.intercept", "1"}};
  settings.replicates = 1;
  settings.has_seed = true;
  settings.seed = 0;
  const auto plan = read(files, "studies/small.yaml", settings);
  for (const auto& arm : plan.arms)
    CHECK(arm.scenario.values().at("search.intercept").at({0}) == 1);
  CHECK(plan.replicates == 1);
  CHECK(plan.record_replicates == 1);
  CHECK(plan.seed == 0);
  CHECK(plan.scale == 1);
  settings.scale = 0.25;
  CHECK(read(files, "studies/small.yaml", settings).scale == 0.25);
  settings.replicates = 100001;
  CHECK(problems_of([&] { read(files, "studies/small.yaml", settings); }).size() == 1);
}

TEST_CASE("arms that --set makes the same are its fault - not that of the files") {
  const ScenarioFiles files;
  const std::string grant = "policies.settlement_grant.basic_krw";
  StudySettings settings;
  const auto problems = [&] {
    return problems_of([&] { read(files, "studies/small.yaml", settings); });
  };
  settings.overrides = {{grant, "2000"}};
  REQUIRE(problems().size() == 1);
  CHECK(problems()[0].where.file == "--set");
  CHECK(problems()[0].key == grant);
  CHECK_THAT(problems()[0].message, Catch::Contains("the arms 'law' and 'doubled' the same"));

  const std::string paid_at_once = "policies.settlement_grant.lump_sum";
  settings.overrides = {{"search.intercept", "1"}, {paid_at_once, "true"}};
  REQUIRE(problems().size() == 1);
  CHECK(problems()[0].key == paid_at_once);
  CHECK_THAT(problems()[0].message, Catch::Contains("'doubled' and 'both'"));
  settings.overrides = {{grant, "3"}, {paid_at_once, "true"}};  // three arms are one
  REQUIRE(problems().size() == 2);
  CHECK(problems()[1].key == grant + ", " + paid_at_once);

  settings.overrides = {{"search.intercept", "1"}};  // the overlay alone is to blame
  settings.arms = {{"again", files.path("policies/doubled.yaml"), ""}};
  REQUIRE(problems().size() == 1);
  CHECK(problems()[0].where.file == "--arm");
  settings.arms = {{"new", files.path("policies/lump_sum.yaml"), ""}};
  CHECK(problems().empty());
  settings.overrides = {{paid_at_once, "true"}};
  for (const auto& problem : problems()) CHECK(problem.where.file == "--set");
  CHECK(problems().size() == 2);
  files.edit("studies/small.yaml", ", ../policies/lump_sum.yaml]", "]");
  settings = {};
  REQUIRE(problems().size() == 1);
  CHECK(problems()[0].where.line == 11);
}

TEST_CASE("a study where a scenario is needed - and results where a study is - are one problem") {
  const ScenarioFiles files;
  auto problems =
      problems_of([&] { read_scenario(files.path("studies/small.yaml"), small_catalogue()); });
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].message, Catch::Contains("this is a study"));
  files.write("small.h5", "\x89HDF\r\n\x1a\n");
  problems = problems_of([&] { read(files, "small.h5"); });
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].remedy, Catch::Contains("resettle compare"));
}

const std::string kFile = "studies/small.yaml";

const SeededMistake kMistakes[] = {
    {kFile, "study: small\n", "", 1, 1, "study", "missing", "short name"},
    {kFile, "replicates: 4", "replicate: 4", 5, 1, "replicate", "unknown key", "'replicates'"},
    {kFile, "replicates: 4", "replicates: 4.5", 5, 13, "replicates", "fraction", "whole"},
    {kFile, "replicates: 4", "replicates: 100001", 5, 13, "replicates", "outside", "100000"},
    {kFile, "seed: 2001", "seed: -1", 6, 7, "seed", "outside", "from 0"},
    {kFile, "seed: 2001", "seed: 2001\nscale: 1.5", 7, 8, "scale", "1.5", "from 0.001 to 1"},
    {kFile, "seed: 2001", "seed: 2001\nscale: 1e-300", 7, 8, "scale", "1e-300", "from 0.001 to 1"},
    {kFile, "seed: 2001", "seed: 2001\nscale: 0.1", 7, 8, "scale", "about 2.8 of the 28 persons",
     "a scale of 0.179 or more"},
    {kFile, "study: small", "study: a/b", 1, 8, "study", "holds '/'", "letters of any script"},
    {kFile, "study: small", "study: small #1", 1, 8, "study", "ends before '#1'", "in quotes"},
    {kFile, "  both:", "  a/b:", 11, 3, "arms.a/b", "holds '/'", "letters of any script"},
    {kFile, "  both:", "  \"null\":", 11, 3, "arms.null", "a missing value", "another name"},
    {kFile, "  both:", "  LAW:", 11, 3, "arms.LAW", "hardly told apart", "capitals"},
    {kFile, "  both:", "  l\xd0\xb0w:", 11, 3, "arms.l\xd0\xb0w", "U+0430 CYRILLIC SMALL LETTER A",
     "letters of any script"},
    {kFile, "../baseline.yaml", "../base.yaml", 3, 11, "baseline", "there is no file",
     "check the name"},
    {kFile, "policy_start: 1991-01", "policy_start: 1993-01", 4, 40, "period.policy_start",
     "not between", "while the study runs"},
    {kFile, "end: 1992-12", "end: 2030-12", 4, 54, "period.end", "arrivals table", "earlier"},
    {kFile, "start: 1990-01", "start: 1989-01", 4, 17, "period.start", "before 1990-01", "1990-01"},
    {kFile, "policy_start: 1991-01, ", "", 4, 9, "period.policy_start", "missing", "2012-01"},
    {kFile, "reference: law", "reference: laww", 7, 12, "reference", "no arm 'laww'", "'law'"},
    {kFile, "wage_mean]", "wage_men]", 12, 29, "outcomes[2]", "unknown name", "'wage_mean'"},
    {kFile, "[sex]", "[sex, sex]", 13, 18, "subgroups[2]", "twice", "keep one"},
    {kFile, "[sex]", "sex", 13, 12, "subgroups", "a list", "["},
    {kFile, "[sex]", "[\"sex x arival_age\"]", 13, 13, "subgroups[1]", "unknown name 'arival_age'",
     "'arrival_age'"},
    {kFile, "[sex]", "[\"sex x sex\"]", 13, 13, "subgroups[1]", "crossed with itself",
     "another one"},
    {kFile, "[sex]", "[\"sex * arrival_age\"]", 13, 13, "subgroups[1]", "unknown name",
     "sex x arrival_age"},
    {kFile, "[sex]", "[sex x arrival_age, arrival_age x sex]", 13, 32, "subgroups[2]", "twice",
     "keep one"},
    {kFile, "[sex]", "[sex x region x origin x arrival_age]", 13, 13, "subgroups[1]",
     "4 attributes are crossed", "at most 3"},
    {kFile, "[sex]", "[origin x arrival_age]", 13, 13, "subgroups[1]", "has 120 groups",
     "at most 100 together (origin has 30, arrival_age has 4)"},
    {kFile, "[sex]",
     "[origin, region, sex, arrival_age, origin x sex, origin x region, region x arrival_age]", 13,
     12, "subgroups", "into 201 groups", "at most 200"},
    {kFile, "[employment_rate, wage_mean]", "[]", 12, 11, "outcomes", "empty", "indicators"},
    {kFile, "replicates: 2}", "replicates: 5}", 14, 50, "record.replicates", "only 4", "4 or"},
    {kFile, "overlay: ../policies/doubled.yaml, ", "", 10, 12, "arms.doubled.overlay", "missing",
     "reference"},
    {kFile, "overlay: ../policies/doubled.yaml", "overlay: ../policies/doubles.yaml", 10, 22,
     "arms.doubled.overlay", "there is no file", "doubled.yaml'?"},
    {kFile, "../policies/lump_sum.yaml]", "../policies/doubled.yaml]", 11, 46,
     "arms.both.overlay[2]", "listed twice", "once"},
    {kFile, ", ../policies/lump_sum.yaml]", "]", 11, 3, "arms.both",
     "'doubled' and 'both' have the same content", "remove one"},
    {"policies/lump_sum.yaml", "    lump_sum:",
     "    basic_krw: {value: 1, unit: KRW, status: policy, source: x}\n    lump_sum:", 6, 24,
     "policies.settlement_grant.basic_krw", "two overlays of the arm 'both'", "remove it"},
    {"policies/doubled.yaml", "policies:",
     "household:\n  join_previous: {value: 0.2, unit: probability, status: policy, source: x}\n"
     "policies:",
     5, 26, "household.join_previous", "who arrives", "person by person"},
    {"policies/doubled.yaml", "policies:",
     "arrivals:\n  kin_share: {value: 0.2, unit: share, status: policy, source: x}\npolicies:", 5,
     22, "arrivals.kin_share", "who arrives", "person by person"},
    {"policies/doubled.yaml", "unit: KRW", "unit: won", 6, 62,
     "policies.settlement_grant.basic_krw.unit", "'won'", "write 'unit: KRW'"},
    {"baseline.yaml", "unit: logit,", "unit: logits,", 22, 34, "search.intercept.unit", "'logits'",
     "write 'unit: logit'"},
};

TEST_CASE("one mistake in a study gives one problem in the right place") {
  const auto mistake = GENERATE(from_range(std::begin(kMistakes), std::end(kMistakes)));
  const ScenarioFiles files;
  INFO(mistake.from << " -> " << mistake.to);
  files.edit(mistake.file, mistake.from, mistake.to);
  check_only_problem(problems_of([&] { read(files, kFile); }), mistake, files);
}

TEST_CASE("a study needs two arms and takes at most 64") {
  const ScenarioFiles files;
  auto text = files.read(kFile);
  const auto start = text.find("  doubled:");
  const auto end = text.find("outcomes:");
  auto one = text;
  one.erase(start, end - start);
  files.write(kFile, one);
  auto problems = problems_of([&] { read(files, kFile); });
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].message, Catch::Contains("1 arm"));
  std::string many;
  for (int i = 0; i < 64; ++i) many += "  a" + std::to_string(i) + ": {label: x}\n";
  files.write(kFile, text.replace(start, end - start, many));
  problems = problems_of([&] { read(files, kFile); });
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].message, Catch::Contains("65 arms"));
}

TEST_CASE("an overlay on another baseline does not fit the study") {
  const ScenarioFiles files;
  files.write("other.yaml", files.read("baseline.yaml"));
  files.edit("policies/lump_sum.yaml", "../baseline.yaml", "../other.yaml");
  const auto problems = problems_of([&] { read(files, kFile); });
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where.line == 11);
  CHECK_THAT(problems[0].message, Catch::Contains("not on the study's baseline"));
}

TEST_CASE("mistakes in the study - an overlay and the baseline are reported in one go") {
  const ScenarioFiles files;
  files.edit(kFile, "[sex]", "[sexx]");
  files.edit("policies/doubled.yaml", "unit: KRW", "unit: won");
  files.edit("baseline.yaml", "unit: switch", "unit: flag");
  const auto problems = problems_of([&] { read(files, kFile); });
  REQUIRE(problems.size() == 3);
}

}  // namespace
