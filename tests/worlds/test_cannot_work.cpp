#include <nlohmann/json.hpp>

#include "io/scenario_notes.h"
#include "model/paths.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "support/study_files.h"

// Support that cannot work in the model is told: where no path of declared reads and writes leads
// from what is changed to anybody's adjustment.

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

std::set<std::string> as_set(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

std::string section(const std::string& path) { return path.substr(0, path.rfind('.')); }

/// The instruments of which no parameter reaches anybody.
std::set<std::string> instruments_without_path() {
  std::map<std::string, bool> reach;
  for (const auto& spec : parameter_catalogue()) {
    if (spec.path.starts_with("policies.")) reach[section(spec.path)] |= !spec.moves_only;
  }
  std::set<std::string> without;
  for (const auto& [name, reaches] : reach) {
    if (!reaches) without.insert(name);
  }
  return without;
}

TEST_CASE("what is written leads to whatever reads it, and on") {
  const Paths paths(the_month());
  CHECK(paths.from({"housing_supported"}).contains("adjustment_type"));
  const auto from_counselling = paths.from({"counselling_months_left"});
  for (const char* reached : {"distress", "searched", "monthly_wage_krw", "adjustment_type"}) {
    INFO(reached);
    CHECK(from_counselling.contains(reached));
  }
  // Money that is left decides who gets a place.
  CHECK(paths.from({"budgets"}).contains("adjustment_type"));
  CHECK(paths.from({}).empty());
}

TEST_CASE("every instrument can work") {
  CHECK(instruments_without_path() == std::set<std::string>{});
  for (const auto& spec : parameter_catalogue()) {
    if (!spec.moves_only) continue;
    INFO(spec.path);
    CHECK_FALSE(as_set(*spec.moves_only).contains("adjustment_type"));
  }
}

TEST_CASE("what is said to reach nobody's adjustment changes nobody's type") {
  StudyPlan plan = small_study("quick_look", month_of(2005, 1), month_of(2006, 6), 0.05);
  plan.start = month_of(2004, 6);
  keep_arms(plan, {"mentoring"});
  auto& arm = plan.arms.back().scenario;
  arm = plan.arms.front().scenario;
  std::size_t changed = 0;
  for (const auto& spec : parameter_catalogue()) {
    if (!spec.moves_only || spec.acts == ActsWhen::after_run) continue;
    const double value = arm.parameters.at(spec.path).value.at(month_of(2006, 6));
    set_in(arm, spec.path, Series(other_value(spec, value)));
    ++changed;
  }
  CHECK(changed >= 1);
  const auto records = run_replicate(plan, 0, false);
  CHECK(records.arms[0].types.transitions() == records.arms[1].types.transitions());
  CHECK_FALSE(same_records(records.arms[0], records.arms[1]));  // money differs
  // Able to fail: mentors reach people.
  set_in(arm, "policies.mentoring.coverage", Series(1.0));
  const auto mentors = run_replicate(plan, 0, false);
  CHECK_FALSE(mentors.arms[0].types.transitions() == mentors.arms[1].types.transitions());
}

constexpr const char* kDearFacility = R"(based_on: ../baseline.yaml
intent: Count what the facility costs.

policies:
  facility_program:
    per_month_krw: {value: 1000000, unit: KRW/month, status: policy, source: test}
)";

/// The small study with the arm `dear_facility`.
StudySource source_with_dear_facility() {
  StudySource source = small_source();
  const std::string file = RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml";
  std::string& text = source.inputs.at(input_name(file));
  source.inputs[input_name(RESETTLE_SOURCE_DIR "/scenarios/policies/dear_facility.yaml")] =
      kDearFacility;
  const auto line = text.find("  mentoring: {");
  REQUIRE(line != std::string::npos);
  text.insert(
      line,
      "  dear_facility: {overlay: ../policies/dear_facility.yaml, label: The facility is paid}\n");
  return source;
}

TEST_CASE("an arm that cannot work is told and not ranked") {
  const TemporaryFolder folder("cannot_work");
  const auto source = source_with_dear_facility();
  const auto notes = notes_on(plan_of(source), parameter_catalogue(), {.kept = &source.inputs});
  const std::string said =
      "policies.facility_program: no path of the model leads from what is changed of it to "
      "anybody's "
      "adjustment, so a gain of 0 is no finding; it changes payments alone";
  CHECK_THAT(notes.at(0), Contains("arm dear_facility: " + said));

  run_task(whole_task(source), folder / "study.h5");
  const auto study = compare(folder / "study.h5");
  REQUIRE(study.arms.size() == 2);
  REQUIRE(study.without_path.size() == 1);
  CHECK(study.without_path[0].name == "dear_facility");
  CHECK(study.without_path[0].whole);
  // It costs something and gains nothing, which says nothing against it either.
  for (const auto& ranking : study.ranking) {
    for (const auto& arm : ranking.arms) CHECK(arm.arm != "dear_facility");
  }
  const auto& ranks = study.ranking.front().arms;
  const auto& gained = study.arms[1].over_horizon("integrated_person_months").difference;
  CHECK(ranks.back().arm == "mentoring");
  CHECK(ranks.back().mean - ranks.front().mean == Approx(gained.mean));
  for (const auto& row : study.economics.frontier) CHECK(row.values.arm != "dear_facility");
  CHECK(study.economics.acceptability.curves.size() == 2);
  CHECK(study.arms[0].over_horizon("programme_cost").difference.mean > 0);

  const auto text = render_text(study);
  CHECK_THAT(text, Contains("dear_facility: it cannot work in this model and is not ranked."));
  CHECK_THAT(text, !Contains("dear_facility by"));
  const auto json = nlohmann::json::parse(render_json(study));
  CHECK(json["arms"][1]["cannot_work"] == true);
  CHECK_THAT(json["arms"][1]["without_path"][0].get<std::string>(),
             Contains("policies.facility_program"));
  CHECK_FALSE(json["arms"][2].contains("cannot_work"));
}

}  // namespace
