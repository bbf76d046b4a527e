#include <catch2/catch.hpp>

#include "io/seal.h"
#include "results/comparable.h"
#include "results/compare.h"
#include "support/study_files.h"

namespace {

using namespace resettle;
using Catch::Matchers::Contains;
using resettle::testing::replaced;
using resettle::testing::run_task;
using resettle::testing::small_source;
using resettle::testing::TemporaryFolder;
using resettle::testing::whole_task;

/// The small study of some replicates, none of them recorded, with a part of its text replaced; run
/// to a file.
std::filesystem::path run_with(const TemporaryFolder& folder, const std::string& name,
                               int replicates, const std::string& what, const std::string& by) {
  auto source = small_source();
  const std::string file = RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml";
  auto& text = source.inputs.at(input_name(file));
  text = replaced(text, "replicates: 4", fmt::format("replicates: {}", replicates));
  text = replaced(text, "record: {persons: [adjustment_type], replicates: 4}", "");
  if (!what.empty()) text = replaced(text, what, by);
  Task task = whole_task(source);
  task.replaces = mark_of(folder / name);
  run_task(task, folder / name);
  return folder / name;
}

}  // namespace

TEST_CASE("arms of two files are paired with one reference, if it is the same in both") {
  const TemporaryFolder folder("comparable");
  const auto one = run_with(folder, "one.h5", 3, "", "");
  // Other subgroups and another number of replicates: the world is the same.
  const auto two =
      run_with(folder, "two.h5", 4, "subgroups: [sex, arrival_age]", "subgroups: [sex]");
  CHECK(comparable_replicates(one, two) == std::vector<std::int32_t>{0, 1, 2});
  const auto both = compare(one, {.with = two});
  CHECK(both.study.replicates == 3);
  REQUIRE(both.arms.size() == 2);
  CHECK(both.arms[1].name == "mentoring (2)");
  const auto& first = both.arms[0].over_horizon("integrated_person_months").difference;
  CHECK(first.mean == both.arms[1].over_horizon("integrated_person_months").difference.mean);
  CHECK(first.mean ==
        compare(one).arms[0].over_horizon("integrated_person_months").difference.mean);
  CHECK(both.economics.frontier.size() == 3);
}

TEST_CASE("files of different worlds are refused - naming what differs") {
  const TemporaryFolder folder("not_comparable");
  const auto one = run_with(folder, "one.h5", 2, "", "");
  const auto refused = [&](const std::string& what, const std::string& by) {
    const auto other = run_with(folder, "other.h5", 2, what, by);
    try {
      static_cast<void>(compare(one, {.with = other}));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("not refused");
  };
  CHECK_THAT(refused("seed: 2001", "seed: 2002"), Contains("seed 2001 there and 2002 here"));
  CHECK_THAT(refused("scale: 0.02", "scale: 0.03"), Contains("scale 0.02 there and 0.03 here"));
  CHECK_THAT(refused("end: 2005-12", "end: 2005-11"), Contains("last month"));
  CHECK_THAT(refused("policy_start: 2004-01", "policy_start: 2004-02"), Contains("policy_start"));
  CHECK_THAT(refused("status_quo: {label",
                     "status_quo: {overlay: ../policies/settlement_grant_lump_sum.yaml, label"),
             Contains("the reference arms differ (from replicate 0 on)"));
}
