#include <nlohmann/json.hpp>

#include "io/instrument_reach.h"
#include "io/scenario_notes.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "study/until_precise.h"
#include "support/study_files.h"

namespace {

using namespace resettle;
using namespace resettle::testing;
using Catch::Matchers::Contains;

std::set<std::string> sections_of_offers() {
  std::set<std::string> sections;
  for (const auto& spec : parameter_catalogue()) {
    if (spec.acts == ActsWhen::offered) sections.insert(section_of(spec.path));
  }
  return sections;
}

/// The law of the day from 2004 to 2006, where nobody has ever been offered the instruments.
StudyPlan plan_without(const std::set<std::string>& sections) {
  StudyPlan plan = small_study("quick_look", month_of(2005, 1), month_of(2006, 6), 0.05);
  plan.start = month_of(2004, 6);
  keep_arms(plan, {"mentoring"});
  for (auto& arm : plan.arms) {
    arm.scenario = plan.arms.front().scenario;
    for (const auto& section : sections) {
      const auto coverage = section + ".coverage";
      if (arm.scenario.parameters.contains(coverage)) {
        set_in(arm.scenario, coverage, Series(0.0));
      } else {
        set_in(arm.scenario, section + ".on_from", Series(kNoEnd));
      }
    }
  }
  return plan;
}

}  // namespace

namespace {

/// Gives everything that acts only where it is offered another value, in these sections; how many.
std::size_t change_what_is_offered(Scenario& scenario, const std::set<std::string>& sections) {
  std::size_t changed = 0;
  for (const auto& spec : parameter_catalogue()) {
    if (spec.acts != ActsWhen::offered || spec.path.ends_with(".coverage")) continue;
    if (!sections.contains(section_of(spec.path))) continue;
    if (spec.path == "policies.budget_split.on_from") continue;  // it has no coverage
    const double value = scenario.parameters.at(spec.path).value.at(month_of(2006, 6));
    set_in(scenario, spec.path, Series(other_value(spec, value)));
    ++changed;
  }
  return changed;
}

}  // namespace

TEST_CASE("whatever is said to act only where it is offered does nothing where it is not") {
  const auto sections = sections_of_offers();
  CHECK(sections.size() >= 15);
  const auto plan = plan_without(sections);
  auto all = plan;
  auto& scenario = all.arms.back().scenario;
  CHECK(change_what_is_offered(scenario, sections) > 80);
  const Changes changes(scenario, all.arms.front().scenario, parameter_catalogue(),
                        months_of_arm(all, 1));
  CHECK(changes.never_act());
  const auto records = run_replicate(all, 0, false);
  const bool same = same_records(records.arms[0], records.arms[1]);
  CHECK(same);
  for (const auto& section : sections) {
    if (same) break;
    auto one = plan;
    change_what_is_offered(one.arms.back().scenario, {section});
    const auto again = run_replicate(one, 0, false);
    INFO(section);
    CHECK(same_records(again.arms[0], again.arms[1]));
  }

  // The same values act where somebody is offered them.
  for (const auto& section : sections) {
    const auto coverage = section + ".coverage";
    if (scenario.parameters.contains(coverage)) set_in(scenario, coverage, Series(1.0));
  }
  const auto acting = run_replicate(all, 0, false);
  CHECK_FALSE(same_records(acting.arms[0], acting.arms[1]));
}

TEST_CASE("dates of instruments are those that notes know of") {
  for (const auto& spec : parameter_catalogue()) {
    if (spec.kind != ParameterKind::month || !spec.path.starts_with("policies.")) continue;
    INFO(spec.path);
    CHECK((spec.path.ends_with(".on_from") || spec.path.ends_with(".on_to") ||
           spec.path.ends_with(".first_arrival") || spec.path.ends_with(".last_arrival")));
  }
}

namespace {

constexpr const char* kLater = R"(based_on: ../baseline.yaml
intent: Offer mentors long after the end.

policies:
  mentoring:
    on_from: {value: 2040-01, unit: month, status: policy, source: test}
    coverage: {value: 1, unit: share, status: policy, source: test}
)";

/// The small study with the arms `later`, whose mentors come after its end, and `again`, which is
/// `mentoring` once more (and a rate that only the comparison reads).
StudySource source_with_idle_arms(bool acting) {
  StudySource source = small_source();
  const std::string file = RESETTLE_SOURCE_DIR "/scenarios/studies/quick_look.yaml";
  const auto overlay = [](const std::string& name) {
    return std::string(RESETTLE_SOURCE_DIR "/scenarios/policies/") + name + ".yaml";
  };
  std::string& text = source.inputs.at(input_name(file));
  const std::string& mentoring = source.inputs.at(input_name(overlay("mentoring")));
  source.inputs[input_name(overlay("later"))] = kLater;
  source.inputs[input_name(overlay("again"))] =
      mentoring +
      "\nledger:\n  discount_rate: {value: 0.07, unit: per year, status: policy, source: test}\n";
  const auto line = text.find("  mentoring: {");
  REQUIRE(line != std::string::npos);
  const auto end = text.find('\n', line) + 1;
  const auto arm = [](const std::string& name) {
    return fmt::format("  {0}: {{overlay: ../policies/{0}.yaml, label: \"Mentors {0}\"}}\n", name);
  };
  if (acting) {
    text.insert(end, arm("later") + arm("again"));
  } else {
    text.replace(line, end - line, arm("later"));
  }
  return source;
}

}  // namespace

TEST_CASE("an arm that never acts is said to be the reference and is not compared") {
  const TemporaryFolder folder("never_acts");
  const auto source = source_with_idle_arms(true);
  const auto notes = notes_on(plan_of(source), parameter_catalogue(), {.kept = &source.inputs});
  CHECK_THAT(notes.at(0),
             Contains("arm later: the same as the reference in every month to 2005-12: it never "
                      "acts (policies.mentoring.on_from 2040-01 is after the end 2005-12)"));
  run_task(whole_task(source), folder / "study.h5");
  const auto study = compare(folder / "study.h5");
  REQUIRE(study.same.as_reference.size() == 1);
  CHECK(study.same.as_reference[0].name == "later");
  REQUIRE(study.arms.size() == 2);
  REQUIRE(study.same.as_another.size() == 1);
  CHECK(study.same.as_another[0].name == "again");
  CHECK(study.same.as_another[0].as == "mentoring");
  for (const auto& ranking : study.ranking) CHECK(ranking.arms.size() == 3);
  CHECK(study.economics.frontier.size() == 3);
  CHECK(study.economics.acceptability.curves.size() == 3);

  const auto text = render_tables(study, {"effects", "economics", "statistics"});
  CHECK_THAT(text, Contains("later (Mentors later): the same as the reference in every result: it "
                            "never acts."));
  CHECK_THAT(text, Contains("again (Mentors again): the same as mentoring in every result."));
  CHECK(text.find("Mentors later") == text.rfind("Mentors later"));
  const auto json = nlohmann::json::parse(render_json(study));
  REQUIRE(json["arms"].size() == 4);
  CHECK(json["arms"][0]["role"] == "reference");
  CHECK(json["arms"][2]["same_as"] == "mentoring");
  CHECK(json["arms"][3]["arm"] == "later");
  CHECK(json["arms"][3]["role"] == "same_as_reference");
  const auto csv = render_csv(study);
  CHECK_THAT(csv, Contains("same_arms,later,,,,same_in_every_result_as,"));
  CHECK_THAT(csv, !Contains("horizon,later,"));

  // What is known for certain is precise.
  const StopWhen stop{"integrated_person_months", 1, 100, {"later"}, 0};
  const auto look = look_at(folder / "study.h5", stop);
  CHECK(look.is_precise(stop));
  CHECK(look.widest().arm == "later");
}

TEST_CASE("where no arm acts there is nothing to compare") {
  const TemporaryFolder folder("nothing_acts");
  run_task(whole_task(source_with_idle_arms(false)), folder / "study.h5");
  const auto study = compare(folder / "study.h5");
  CHECK(study.arms.empty());
  const auto text = render_text(study) + render_tables(study, {"effects", "economics"});
  CHECK_THAT(text, Contains("it never acts") && Contains("There is nothing to compare."));
  CHECK_THAT(text, !Contains("dominated") && !Contains("nan"));
  CHECK(nlohmann::json::parse(render_json(study))["tables"].empty());
  CHECK_THAT(render_csv(study), Contains("same_arms,later,") && Contains("status_quo"));
}
