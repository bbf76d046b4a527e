#include <nlohmann/json.hpp>

#include "io/seal.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "study/life.h"
#include "study/merge.h"
#include "study_file/existing_study.h"
#include "support/study_files.h"

// Draws of the parameters as part of a study: the same results however it is run, and nothing that
// is there changes by asking for more.

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

/// The small study with so many draws of two replicates each.
StudySettings with_draws(int draws) {
  StudySettings settings;
  settings.replicates = 2;
  settings.draws = draws;
  return settings;
}

using Results = std::map<std::pair<std::string, int>, std::map<std::string, Digest>>;

Results results_in(const std::filesystem::path& file) {
  const ExistingStudy study(file);
  Results results;
  for (const auto& arm : study.arms()) {
    for (const int replicate : study.replicates()) {
      results[{arm, replicate}] = study.digests(arm, replicate);
    }
  }
  return results;
}

bool contains_all(const Results& more, const Results& fewer) {
  return std::all_of(fewer.begin(), fewer.end(), [&](const auto& cell) {
    const auto found = more.find(cell.first);
    return found != more.end() && found->second == cell.second;
  });
}

TEST_CASE("draws: a study has the same results however it is run") {
  const TemporaryFolder folder("draws");
  const auto whole = folder / "whole.h5";
  const auto source = small_source(with_draws(4));
  run_task(whole_task(source), whole);
  const auto expected = results_in(whole);
  REQUIRE(expected.size() == 2 * 5 * 2);

  SECTION("draw 0 is the study without draws") {
    StudySettings plain;
    plain.replicates = 2;
    run_task(whole_task(small_source(plain)), folder / "plain.h5");
    CHECK(contains_all(expected, results_in(folder / "plain.h5")));
  }
  SECTION("every draw is another world") {
    for (int draw = 1; draw <= 4; ++draw) {
      CHECK(expected.at({"status_quo", replicate_number(draw, 0)}).at("ledger/amount") !=
            expected.at({"status_quo", replicate_number(draw - 1, 0)}).at("ledger/amount"));
    }
  }
  SECTION("extended by draws, then by replicates") {
    const auto study = folder / "extended.h5";
    auto few = with_draws(2);
    few.replicates = 1;
    run_task(whole_task(small_source(few)), study);
    const auto extend = [&](int replicates, int draws) {
      Task more = whole_task(extended(ExistingStudy(study).source(), replicates, draws, {}).source);
      more.base = study;
      more.base_seal = seal_text(study);
      run_task(more, study);
    };
    extend(0, 4);
    CHECK(contains_all(expected, results_in(study)));
    extend(2, 0);
    CHECK(results_in(study) == expected);
  }
  SECTION("in parts that are joined") {
    const auto all = replicate_numbers(4, 2);
    std::vector<std::filesystem::path> files;
    for (int part = 1; part <= 3; ++part) {
      Task some = whole_task(source);
      some.replicates = replicates_of_part(all, part, 3);
      files.push_back(folder / (std::to_string(part) + ".h5"));
      run_task(some, files.back());
      CHECK_THAT(ExistingStudy(files.back()).about_part(), Contains("of its 10 replicates"));
    }
    merge_studies(files, folder / "joined.h5");
    CHECK(results_in(folder / "joined.h5") == expected);
    files.pop_back();
    CHECK_THROWS_WITH(merge_studies(files, folder / "no.h5"), Contains("draw 3"));
  }
  SECTION("a life of a draw is told again") {
    const auto story = live_again({whole, 3, "mentoring", replicate_number(3, 1)});
    CHECK(story.replicate == replicate_number(3, 1));
    CHECK_THROWS_WITH(live_again({whole, 3, "", replicate_number(5, 0)}), Contains("draw 5"));
  }
}

/// What several tables show is told by the same words, though each is judged with its neighbours.
void check_one_word_for_one_number(const Comparison& comparison) {
  const auto& arm = comparison.arms.front();
  const auto same = [](const Verdict& one, const Verdict& other) {
    return one.finding == other.finding &&
           (one.probability == other.probability ||
            (std::isnan(one.probability) && std::isnan(other.probability)));
  };
  std::size_t again = 0;
  for (const auto& row : comparison.equity.arms.front().subgroups) {
    const auto* first = arm.find(row.outcome);
    if (row.subgroup != "all" || first == nullptr) continue;
    INFO(row.outcome);
    if (std::isnan(row.result.difference.mean)) continue;
    ++again;
    CHECK(row.result.difference.mean == first->result.difference.mean);
    CHECK(same(row.result.verdict, first->result.verdict));
  }
  CHECK(again > 1);
  const auto& rows = comparison.definitions.front().rows;
  const auto chosen = std::find_if(rows.begin(), rows.end(), [&](const DefinitionResult& row) {
    return row.definition == comparison.definition;
  });
  REQUIRE(chosen != rows.end());
  CHECK(same(chosen->person_months.verdict, arm.over_horizon("integrated_person_months").verdict));
}

TEST_CASE("draws: the file says what was drawn, and the comparison leaves draw 0 out") {
  const TemporaryFolder folder("drawn");
  const auto file = folder / "study.h5";
  const auto source = small_source(with_draws(24));
  run_task(whole_task(source), file);
  const StudyPlan plan = plan_of(source);
  const LabelledFile study = LabelledFile::open(file);
  const auto group = study.group("draws");
  const auto names = group.text("parameter").read();
  const auto drawn = group.variable("number").read<double>();
  REQUIRE(drawn.size() == 25 * names.size());
  CHECK(names.size() > 220);
  const auto& parameters = plan.arms[plan.reference].scenario.parameters;
  for (std::size_t p = 0; p < names.size(); ++p) {
    const auto& prior = *parameters.at(names[p]).prior;
    CHECK(drawn[p] == prior.central);
    for (int draw = 1; draw <= 24; ++draw) {
      CHECK(drawn[static_cast<std::size_t>(draw) * names.size() + p] ==
            plan.draws.number(names[p], prior, draw));
    }
  }
  const auto draws = study.group("aggregates").variable("draw").read<std::int32_t>();
  CHECK(draws.front() == 0);
  CHECK(draws.back() == 24);

  const auto comparison = compare(file);
  CHECK(comparison.study.draws == 24);
  CHECK(comparison.study.replicates == 48);
  const auto& gain = comparison.arms[0].over_horizon("integrated_person_months").difference;
  CHECK(gain.draws == 24);
  CHECK(gain.replicates == 48);
  CHECK(gain.low <= gain.low_by_chance);
  CHECK(gain.high >= gain.high_by_chance);
  CHECK(gain.not_known >= 0);
  check_one_word_for_one_number(comparison);
  const auto& central = comparison.central_values.front();
  CHECK(central.drawn.name == "integrated_person_months");
  CHECK(central.central.replicates == 2);
  CHECK(central.central.draws == 0);
  CHECK(central.central.mean != gain.mean);
  const auto json = nlohmann::json::parse(render_json(comparison));
  const auto& row = json["tables"]["horizon"]["rows"][0]["difference"];
  CHECK(row["draws"] == 24);
  CHECK(row["low_by_chance"] >= row["low"]);
  CHECK_THAT(render_text(comparison), Contains("total 95 % intervals") && !Contains("Monte-Carlo"));
}

TEST_CASE("draws: those of a file are taken, others come from the prior") {
  const TemporaryFolder folder("file");
  const auto write = [&](const std::string& text) {
    std::ofstream(folder / "draws.csv") << text;
    StudySettings settings;
    settings.draws_from = (folder / "draws.csv").string();
    return settings;
  };
  const auto plan = [&](const std::string& text) { return plan_of(small_source(write(text))); };
  const auto made = plan("model_edition,draw,search.gain_slope\n1,1,0.25\n1,2,0.5\n");
  CHECK(made.draws.draws == 2);
  CHECK(values_of_arm(made, 0, 1).at("search.gain_slope") == Series(0.25));
  CHECK(values_of_arm(made, 0, 2).at("search.gain_slope") == Series(0.5));
  CHECK(values_of_arm(made, 0, 1).at("search.intercept") !=
        values_of_arm(made, 0, 2).at("search.intercept"));
  CHECK_THROWS_WITH(plan("model_edition,search.gain_slop\n1,0.25\n"),
                    Contains("search.gain_slope"));
  StudySource own = small_source(write("model_edition,policies.mentoring.overhead\n1,0.2\n"));
  for (auto& [name, text] : own.inputs) {
    if (!name.ends_with("policies/mentoring.yaml")) continue;
    text = replaced(text, "    coverage:",
                    "    overhead: {value: 0.1, unit: share, range: [0.05, 0.3], status: policy, "
                    "source: test}\n    coverage:");
  }
  CHECK_THROWS_WITH(plan_of(own), Contains("the arm 'mentoring' has a prior of its own"));
  CHECK_THROWS_WITH(plan("model_edition,scores.threshold\n1,50\n"), Contains("never varies"));
  CHECK_THROWS_WITH(plan("model_edition,search.gain_slope\n1,900\n"),
                    Contains("outside the prior range"));
  CHECK_THROWS_WITH(plan("model_edition,search.gain_slope\n7,0.25\n"), Contains("edition 7"));
  for (const char* rows : {"1,2,0.25\n1,3,0.5\n", "1,1,0.25\n1,1,0.5\n", "1,2,0.5\n1,1,0.25\n"}) {
    CHECK_THROWS_WITH(plan(std::string("model_edition,draw,search.gain_slope\n") + rows),
                      Contains("stands where draw") && Contains("remove the column"));
  }
  CHECK_THROWS_WITH(plan("model_edition,draw,search.gain_slope\n1,,0.25\n"), Contains("draw"));
  auto many = write("model_edition,search.gain_slope\n1,0.25\n");
  many.draws = 2;
  CHECK_THROWS_WITH(small_source(many), Contains("has 1 draw, but 2 are asked for"));
}

}  // namespace
