#include <catch2/catch.hpp>

#include <atomic>
#include <string>
#include <vector>

#include "core/errors.h"
#include "io/seal.h"
#include "study/diverge.h"
#include "study/merge.h"
#include "study/needs.h"
#include "study/verify.h"
#include "study_file/verification.h"
#include "support/study_files.h"

// A study is the same, however it was run: at once, interrupted, extended, in parts.

namespace {

using namespace resettle;
using namespace resettle::testing;

std::string results_in(const std::filesystem::path& study) {
  return results_fingerprint(ExistingStudy(study).file());
}

/// Runs the task, stopping after every replicate.
void run_piecemeal(const Task& task, const std::filesystem::path& output) {
  std::atomic<bool> stop{false};
  RunSettings settings;
  settings.threads = 1;
  settings.stop = &stop;
  settings.progress = [&](const Progress&) { stop = true; };
  RunEnd end = run_task(task, output, settings);
  int sessions = 1;
  while (end == RunEnd::stopped) {
    REQUIRE_FALSE(std::filesystem::exists(output));
    stop = false;
    auto progress = ProgressFile::find(output);
    REQUIRE(progress);
    CHECK(progress->task() == task);
    end = carry_out(std::move(*progress), output, settings);
    ++sessions;
  }
  CHECK(sessions > 1);
}

TEST_CASE("study files: interrupted, extended or in parts, the results are those of one run") {
  const TemporaryFolder folder("study_files");
  const std::string overlay = RESETTLE_SOURCE_DIR "/scenarios/policies/trade_mentors.yaml";
  StudySettings wanted;
  wanted.replicates = 5;
  wanted.arms = {{"trade_mentors", overlay}};
  const StudySource source = small_source(wanted);
  const Task task = whole_task(source);
  const auto at_once = folder / "at_once.h5";
  run_task(task, at_once);
  const std::string expected = results_in(at_once);
  CHECK_FALSE(std::filesystem::exists(ProgressFile::path_for(at_once)));

  SECTION("stopped after every replicate and resumed") {
    run_piecemeal(task, folder / "piecemeal.h5");
    CHECK(results_in(folder / "piecemeal.h5") == expected);
  }
  SECTION("in one thread") {
    RunSettings one;
    one.threads = 1;
    run_task(task, folder / "one.h5", one);
    CHECK(results_in(folder / "one.h5") == expected);
  }
  SECTION("in parts that are joined") {
    for (const int parts : {2, 5}) {
      std::vector<std::filesystem::path> files;
      for (int part = 1; part <= parts; ++part) {
        Task some = task;
        some.replicates = replicates_of_part(replicate_numbers(0, 5), part, parts);
        files.push_back(folder / (std::to_string(part) + "of" + std::to_string(parts) + ".h5"));
        run_task(some, files.back());
      }
      const auto joined = folder / ("joined" + std::to_string(parts) + ".h5");
      merge_studies(files, joined);
      CHECK(results_in(joined) == expected);
      CHECK_THROWS_AS(merge_studies({files.front(), files.front()}, folder / "no.h5"), InputError);
      files.pop_back();
      CHECK_THROWS_AS(merge_studies(files, folder / "no.h5"), InputError);
      CHECK_FALSE(std::filesystem::exists(folder / "no.h5"));
    }
  }
  SECTION("extended by replicates, then by an arm") {
    const auto study = folder / "extended.h5";
    StudySettings few;
    few.replicates = 2;
    run_task(whole_task(small_source(few)), study);
    const auto extend = [&](int replicates, const std::vector<AddedArm>& arms) {
      Task more = whole_task(extended(ExistingStudy(study).source(), replicates, 0, arms).source);
      more.base = study;
      more.base_seal = seal_text(study);
      run_task(more, study);
    };
    extend(5, {});
    extend(0, {{"trade_mentors", overlay}});
    CHECK(results_in(study) == expected);
  }
}

TEST_CASE("study files: arms of unfinished replicates are told of and taken over") {
  const TemporaryFolder folder("arms");
  StudySettings two;
  two.replicates = 2;
  const Task task = whole_task(small_source(two));
  const auto whole = folder / "whole.h5";
  run_task(task, whole);
  const auto output = folder / "study.h5";
  ProgressFile::begin(output, task).save({ExistingStudy(whole).read("mentoring", 1)});
  std::vector<std::string> told;
  RunSettings settings;
  settings.threads = 1;
  settings.begun = [&](const Progress& there) { told.push_back(how_far(there)); };
  settings.progress = settings.begun;
  auto progress = ProgressFile::find(output);
  REQUIRE(progress);
  CHECK(carry_out(std::move(*progress), output, settings) == RunEnd::complete);
  CHECK(told == std::vector<std::string>{"0 of 2 replicates (and 1 arm of unfinished ones)",
                                         "1 of 2 replicates (and 1 arm of unfinished ones)",
                                         "2 of 2 replicates"});
  CHECK(results_in(output) == results_in(whole));
}

TEST_CASE("study files: parts of different studies are not joined") {
  const TemporaryFolder folder("strangers");
  const auto run_half = [&](int part, const StudySettings& settings) {
    Task half = whole_task(small_source(settings));
    half.replicates = replicates_of_part(replicate_numbers(0, 4), part, 2);
    const auto file = folder / (std::to_string(part) + ".h5");
    run_task(half, file);
    return file;
  };
  StudySettings other;
  SECTION("another seed") {
    other.has_seed = true;
    other.seed = 7;
  }
  SECTION("another parameter") { other.overrides = {{"search.gain_slope", "0"}}; }
  CHECK_THROWS_AS(merge_studies({run_half(1, {}), run_half(2, other)}, folder / "no.h5"),
                  InputError);
}

TEST_CASE("study files: what an older version has recorded is told from other results") {
  const std::map<std::string, Digest> kept{{"ledger/amount", sha256("a")}};
  auto more = kept;
  more["gains/persons"] = sha256("b");
  CHECK(records_more(kept, more));
  CHECK_FALSE(records_more(kept, kept));
  CHECK_FALSE(records_more(more, kept));
  more["ledger/amount"] = sha256("c");
  CHECK_FALSE(records_more(kept, more));
}

TEST_CASE("study files: an arm on another baseline cannot be added") {
  const TemporaryFolder folder("baseline");
  StudySource source = small_source();
  for (auto& [name, text] : source.inputs) {
    if (name.ends_with("baseline.yaml")) text += "\n# changed since\n";
  }
  const std::string overlay = RESETTLE_SOURCE_DIR "/scenarios/policies/trade_mentors.yaml";
  CHECK_THROWS_AS(extended(source, 0, 0, {{"trade_mentors", overlay}}), InputError);
  CHECK_NOTHROW(extended(small_source(), 0, 0, {{"trade_mentors", overlay}}));
}

TEST_CASE("study files: every cell comes out again from the inputs that the file keeps") {
  const TemporaryFolder folder("verify");
  StudySettings settings;
  settings.replicates = 2;
  settings.overrides = {{"search.gain_slope", "0"}};
  const auto file = folder / "study.h5";
  run_task(whole_task(small_source(settings)), file);
  CHECK(check_seal(file) == Seal::intact);
  CHECK(find_damage(file).findings.empty());
  const ExistingStudy study(file);
  const auto cells = sample_of_cells(study, 1000);
  CHECK(cells.size() == 4);
  for (const auto& cell : cells) {
    INFO(cell.arm << " " << cell.replicate);
    CHECK(differences_of(study, cell).empty());
  }
}

TEST_CASE("study files: the same cells give the same bytes but for the time of writing") {
  const TemporaryFolder folder("bytes");
  StudySettings settings;
  settings.replicates = 2;
  const Task task = whole_task(small_source(settings));
  RunSettings one_thread;
  one_thread.threads = 1;
  run_task(task, folder / "a.h5");
  run_task(task, folder / "b.h5", one_thread);
  const std::string a = bytes_of(folder / "a.h5");
  const std::string b = bytes_of(folder / "b.h5");
  REQUIRE(a.size() == b.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i + kSealBytes < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
  CHECK(different < 100);  // the time, and the digest of the attributes it stands among
}

TEST_CASE("study files: two tasks do not share one progress") {
  const TemporaryFolder folder("progress");
  const auto output = folder / "study.h5";
  const Task task = whole_task(small_source());
  {
    const auto progress = ProgressFile::begin(output, task);
    CHECK_THROWS_AS(ProgressFile::find(output), InputError);  // this process works on it
  }
  CHECK_THROWS_AS(ProgressFile::begin(output, task), InputError);  // there is one
}

TEST_CASE("study files: where two runs part") {
  StudySettings changed;
  changed.overrides = {{"search.gain_slope", "0"}};
  const StudyPlan plan = plan_of(small_source());
  const StudyPlan other = plan_of(small_source(changed));
  const auto quiet = [](Month) {};
  CHECK_FALSE(first_divergence({plan, 0, 1}, {plan, 0, 1}, quiet));
  const auto by_parameter = first_divergence({plan, 0, 1}, {other, 0, 1}, quiet);
  REQUIRE(by_parameter);
  CHECK(by_parameter->entry == "search");
  CHECK(by_parameter->difference.of == "person");
  // An arm is the reference until the policy begins.
  for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
    const auto by_policy = first_divergence({plan, plan.reference, 0}, {plan, arm, 0}, quiet);
    INFO(plan.arms[arm].name);
    CHECK(by_policy.has_value() == (arm != plan.reference));
    if (by_policy) CHECK(by_policy->month >= plan.policy_start);
  }
  // Another replicate is another world from the start.
  const auto by_luck = first_divergence({plan, 0, 0}, {plan, 0, 1}, quiet);
  REQUIRE(by_luck);
  CHECK(by_luck->month < plan.start);
}

TEST_CASE("study files: what a run needs, and what happens if it is not there") {
  const StudyPlan small = plan_of(small_source());
  StudyPlan large = small;
  large.scale = 1.0;
  const Needs needs = needs_of(large, all_of(large, 100), 4);
  CHECK(needs_of(small, all_of(small, 100), 4).memory_bytes < needs.memory_bytes);
  CHECK(needs_of(large, all_of(large, 100), 2).memory_bytes < needs.memory_bytes);
  CHECK(needs_of(large, all_of(large, 200), 4).disk_bytes > needs.disk_bytes);
  // An extension by one replicate writes the whole file again, but simulates one.
  const double extension = needs_of(large, {1, large.arms.size(), 201}, 4).disk_bytes;
  CHECK(extension > needs.disk_bytes);
  CHECK(extension < needs_of(large, all_of(large, 201), 4).disk_bytes);
  const double plenty = 1e15;
  CHECK_NOTHROW(check_room(large, all_of(large, 100), 4, "x.h5", {plenty, plenty}));
  CHECK_THROWS_WITH(check_room(large, all_of(large, 100), 4, "x.h5", {plenty, 1e5}),
                    Catch::Contains("of disk"));
  const double for_two = 1.01 * needs_of(large, all_of(large, 100), 2).memory_bytes;
  CHECK_THROWS_WITH(check_room(large, all_of(large, 100), 4, "x.h5", {for_two, plenty}),
                    Catch::Contains("--threads 2"));
  CHECK_THROWS_WITH(check_room(large, all_of(large, 100), 4, "x.h5", {1e6, plenty}),
                    Catch::Contains("--scale"));
}

TEST_CASE("study files: the disk that is asked for is enough, and not much more") {
  const TemporaryFolder folder("needs");
  const StudySource source = small_source();
  const StudyPlan plan = plan_of(source);
  REQUIRE(run_task(whole_task(source), folder / "x.h5") == RunEnd::complete);
  const auto said =
      needs_of(plan, all_of(plan, static_cast<std::size_t>(plan.replicates)), 2).disk_bytes;
  // The progress holds the same results once more.
  const auto written = 2 * static_cast<double>(std::filesystem::file_size(folder / "x.h5"));
  INFO(said << " bytes asked for, about " << written << " written");
  CHECK(said > written);
  CHECK(said < 4 * written);
}

}  // namespace
