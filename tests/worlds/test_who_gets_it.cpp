#include <map>

#include "engine/conditions.h"
#include "io/instrument_reach.h"
#include "io/parameter_reader.h"
#include "io/scenario_notes.h"
#include "outputs/subgroups.h"
#include "study/eligible_count.h"
#include "support/study_files.h"

// Conditions and relative values as overlays and studies write them, from the file to the result.

namespace {

using namespace resettle;
using namespace resettle::testing;
namespace fs = std::filesystem;

constexpr Month kLate = month_of(2020, 1);

/// An overlay on the shipped baseline, in a folder of its own.
class Overlay {
 public:
  explicit Overlay(const std::string& policies) : folder_("who_gets_it") {
    write(folder_ / "overlay.yaml", "based_on: " RESETTLE_SOURCE_DIR
                                    "/scenarios/baseline.yaml\nintent: A test.\n\npolicies:\n" +
                                        policies);
  }
  [[nodiscard]] Scenario read(const std::vector<Override>& set = {}) const {
    return read_scenario(folder_ / "overlay.yaml", parameter_catalogue(), set);
  }
  [[nodiscard]] fs::path path(const std::string& name) const { return folder_ / name; }
  static void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

 private:
  TemporaryFolder folder_;
};

std::string eligible_in(const Scenario& scenario, Month month) {
  return text_of(
      condition_numbered(scenario.parameters.at("policies.mentoring.eligible").value.at(month)));
}

TEST_CASE("a condition may stand alone, with all its fields, and by month") {
  const std::string head = "  mentoring:\n    eligible: ";
  const Overlay alone(head + "{sex: woman, justification: they are reached least}\n");
  CHECK(eligible_in(alone.read(), kLate) == "{sex: woman}");
  CHECK(alone.read().parameters.at("policies.mentoring.eligible").justification ==
        "they are reached least");
  const Overlay whole(head +
                      "{value: {2012-01: {region: other}, 2018-01: everybody}, unit: condition, "
                      "status: policy, source: here}\n");
  CHECK(eligible_in(whole.read(), month_of(2011, 12)) == "everybody");
  CHECK(eligible_in(whole.read(), month_of(2012, 1)) == "{region: other}");
  CHECK(eligible_in(whole.read(), kLate) == "everybody");
  const Overlay dated(head + "{2012-01: {region: other}, 2018-01: {benefit: true}}\n");
  CHECK(eligible_in(dated.read(), month_of(2017, 12)) == "{region: other}");
  CHECK(eligible_in(dated.read(), kLate) == "{benefit: true}");
  CHECK(eligible_in(dated.read({{"policies.mentoring.eligible", "{poor: true}"}}), kLate) ==
        "{poor: true}");
  CHECK(eligible_in(dated.read({{"policies.mentoring.eligible", "neutral"}}), kLate) ==
        "everybody");
}

TEST_CASE("a resolved scenario says the same conditions and reasons") {
  const Overlay overlay(
      "  mentoring:\n    eligible: {2012-01: {age: 40+, not: {locality: [Daegu, Jeju]}}, "
      "justification: \"a \\\"reason\\\"\"}\n");
  const auto& catalogue = parameter_catalogue();
  const Scenario scenario = overlay.read();
  const auto text = resolved_yaml(scenario, catalogue);
  Overlay::write(overlay.path("resolved.yaml"), text);
  fs::create_directory_symlink(fs::path(RESETTLE_SOURCE_DIR) / "scenarios/tables",
                               overlay.path("tables"));
  const Scenario again = read_scenario(overlay.path("resolved.yaml"), catalogue);
  CHECK(eligible_in(again, kLate) == "{age: 40+, not: {locality: [\"Daegu\", \"Jeju\"]}}");
  CHECK(eligible_in(again, month_of(2011, 12)) == "everybody");
  CHECK(again.parameters.at("policies.mentoring.eligible").justification == "a \"reason\"");
}

std::string reason_of(const Scenario& scenario) {
  return scenario.parameters.at("policies.mentoring.eligible").justification;
}

TEST_CASE("the reason for what is protected stays with the months in which it is asked") {
  const Overlay below("  mentoring:\n    eligible: {sex: woman, justification: a reason}\n");
  const auto above = [&](const std::string& eligible) {
    Overlay::write(below.path("above.yaml"),
                   "based_on: overlay.yaml\nintent: A test.\n\npolicies:\n  mentoring:\n    "
                   "eligible: " +
                       eligible + "\n");
    return read_scenario(below.path("above.yaml"), parameter_catalogue());
  };
  CHECK(reason_of(above("{2015-01: everybody}")) == "a reason");
  CHECK(reason_of(above("{2015-01: {age: 40+}, justification: another}")) ==
        "a reason; from 2015-01: another");
  CHECK(reason_of(above("everybody")).empty());
  CHECK(reason_of(above("{age: 40+, justification: another}")) == "another");
  const std::string path = "policies.mentoring.eligible";
  CHECK(reason_of(below.read({{path, "{2015-01: {region: other}}"}})) == "a reason");
  CHECK(reason_of(below.read({{path, "{region: other}"}})).empty());
  CHECK_THROWS_WITH(below.read({{path, "{age: 40+}"}}), Catch::Contains("what is protected: age"));
  CHECK(reason_of(below.read({{path, "{age: 40+, justification: another}"}})) == "another");
}

/// Why nobody is offered mentoring in the years after 2010.
std::string why_nobody(const std::string& mentoring) {
  const Overlay overlay(
      "  mentoring:\n    coverage: {value: 1, unit: share, status: policy, source: x}\n" +
      mentoring);
  return why_not_offered(overlay.read(), "policies.mentoring",
                         {month_of(2010, 1), month_of(2019, 12)});
}

TEST_CASE("terms within which nobody can be reached are known before anything runs") {
  const std::string window =
      "    window_months: {value: 12, unit: months, status: policy, source: x}\n";
  CHECK(why_nobody("").empty());
  CHECK(why_nobody(window + "    eligible: {months_since_exit: 11+}\n").empty());
  CHECK_THAT(why_nobody(window + "    eligible: {months_since_exit: 12+}\n"),
             Catch::Contains("nobody can meet policies.mentoring.eligible") &&
                 Catch::Contains("within its other terms"));
  CHECK_THAT(why_nobody("    window_months: {value: 0, unit: months, status: policy, source: x}\n"),
             Catch::Contains("policies.mentoring.window_months is 0"));
  CHECK_THAT(why_nobody("    eligible: {work: facility}\n"), Catch::Contains("nobody can meet"));
  CHECK_THAT(why_nobody("    eligible: {arrival: 2020-01+}\n"), Catch::Contains("nobody can meet"));
  CHECK(why_nobody("    eligible: {arrival: 2019-12+}\n").empty());
  // The conditions of instrument and line hold together.
  CHECK_THAT(
      why_nobody(
          "    eligible: {region: other}\n    lines: {here: {eligible: {region: capital}}}\n"),
      Catch::Contains("nobody can meet policies.mentoring.lines.here.eligible"));
  CHECK(
      why_nobody(
          "    lines:\n      here: {eligible: {region: capital}, months: {value: 12, unit: months, "
          "status: policy, source: x}}\n      others: {}\n")
          .empty());
}

TEST_CASE("a line asks for what its own instrument may ask for") {
  const Overlay therapy(
      "  trauma_therapy:\n    coverage: {value: 1, unit: share, status: policy, source: here}\n    "
      "lines:\n      ill: {eligible: {ptsd: true, justification: a "
      "reason}}\n");
  CHECK(therapy.read().lines.at("trauma_therapy") == std::vector<std::string>{"ill"});
  const Overlay disguised(
      "  mentoring:\n    lines:\n      trauma_therapy: {eligible: {ptsd: true, justification: a "
      "reason}}\n");
  // The instrument is offered to nobody, but a line that is wrong is told of first.
  CHECK_THROWS_WITH(disguised.read(), Catch::Contains("ptsd"));
}

TEST_CASE("values beside those of the law follow the law at every date") {
  const auto law =
      read_scenario(RESETTLE_SOURCE_DIR "/scenarios/baseline.yaml", parameter_catalogue());
  const auto series = [](const Scenario& scenario, const std::string& path) {
    return scenario.parameters.at("policies." + path).value;
  };
  const Overlay overlay(
      "  settlement_grant:\n"
      "    basic_krw: {value: {times: 0.5}, unit: KRW, status: policy, source: here}\n"
      "  wage_subsidy:\n"
      "    cap_krw: {value: {2010-01: {plus: 200000}, 2012-01: {times: 2}, 2014-01: 5}, unit: "
      "KRW/month, status: policy, source: here}\n");
  const Scenario scenario = overlay.read();
  const Series grant = series(law, "settlement_grant.basic_krw");
  const Series cap = series(law, "wage_subsidy.cap_krw");
  const auto of = [&](const Scenario& one, const char* path, Month month) {
    return series(one, path).at(month);
  };
  std::set<double> grants;
  for (Month month = month_of(1990, 1); month <= month_of(2025, 12); ++month) {
    INFO(to_string(month));
    grants.insert(grant.at(month));
    CHECK(of(scenario, "settlement_grant.basic_krw", month) == 0.5 * grant.at(month));
    const double here = of(scenario, "wage_subsidy.cap_krw", month);
    CHECK(here == (month < month_of(2010, 1)   ? cap.at(month)
                   : month < month_of(2012, 1) ? cap.at(month) + 200000
                   : month < month_of(2014, 1) ? 2 * cap.at(month)
                                               : 5));
  }
  CHECK(grants.size() > 3);
  const auto set = overlay.read({{"policies.settlement_grant.basic_krw", "{times: 3}"}});
  CHECK(of(set, "settlement_grant.basic_krw", kLate) == 1.5 * grant.at(kLate));
}

TEST_CASE("a factor of 0 by month is 0, and refused where 0 is") {
  const auto text = [](const std::string& factor) {
    return "  mentoring:\n    months: {value: {2012-01: {times: " + factor +
           "}}, unit: months, status: policy, source: here}\n";
  };
  const std::string path = "policies.mentoring.months";
  const CatalogueIndex catalogue(parameter_catalogue());
  const ParameterSpec& spec = *catalogue.find(path);
  REQUIRE(spec.minimum > 0);
  CHECK_THROWS_AS(Overlay(text("0")).read(), InputError);
  CHECK(Overlay(text("2")).read().parameters.at(path).value.at(kLate) > 0);
}

TEST_CASE("what has no limit stays without, whatever the factor") {
  const Overlay overlay(
      "  mentoring:\n    capacity: {value: {times: 0.5}, unit: places, status: policy, source: "
      "here}\n");
  CHECK(overlay.read().parameters.at("policies.mentoring.capacity").value.at(kLate) == kNoLimit);
}

const std::string kLines =
    "  wage_subsidy:\n"
    "    last_arrival: {value: none, unit: month, status: policy, source: here}\n"
    "    lines:\n"
    "      women_40:\n"
    "        eligible: {sex: woman, age: 40+, justification: they are hired least}\n"
    "        cap_krw: {value: {2013-01: {times: 2}}, unit: KRW/month, status: policy, source: "
    "here}\n"
    "        months: {value: 60, unit: months, status: policy, source: here}\n"
    "      abroad: {eligible: {region: other}}\n"
    "      others:\n";

TEST_CASE("lines are read in their order and have the values of the instrument beside their own") {
  const Overlay overlay(kLines);
  const Scenario scenario = overlay.read();
  CHECK(scenario.lines.at("wage_subsidy") ==
        std::vector<std::string>{"women_40", "abroad", "others"});
  const auto values = scenario.values();
  const std::string cap = "policies.wage_subsidy.cap_krw";
  for (const Month month : {month_of(2012, 12), month_of(2013, 1), kLate}) {
    INFO(to_string(month));
    const double factor = month < month_of(2013, 1) ? 1 : 2;
    CHECK(values.at_line(cap, "women_40").at(month) == factor * values.at(cap).at(month));
    CHECK(values.at_line(cap, "others").at(month) == values.at(cap).at(month));
  }
  CHECK(values.at_line("policies.wage_subsidy.months", "women_40").at(kLate) == 60);
  const auto eligible = [&](const std::string& line) {
    return text_of(
        condition_numbered(values.at_line("policies.wage_subsidy.eligible", line).at(kLate)));
  };
  CHECK(eligible("women_40") == "{sex: woman, age: 40+}");
  CHECK(eligible("abroad") == "{region: other}");
  CHECK(eligible("others") == "everybody");
}

TEST_CASE("a value of a line may be set, and what lines do not say is set with the instrument") {
  const Overlay overlay(kLines);
  const std::string cap = "policies.wage_subsidy.cap_krw";
  const std::string of_women = "policies.wage_subsidy.lines.women_40.cap_krw";
  const std::string of_others = "policies.wage_subsidy.lines.others.cap_krw";
  const auto value = [&](const std::vector<Override>& set, const std::string& line) {
    return overlay.read(set).values().at_line(cap, line).at(kLate);
  };
  const double law = value({}, "others");
  REQUIRE(law > 0);
  CHECK(value({{of_women, "1000000"}}, "women_40") == 1e6);
  CHECK(value({{of_women, "1000000"}}, "others") == law);
  CHECK(value({{of_women, "{times: 3}"}}, "women_40") == 6 * law);
  CHECK(value({{of_others, "{times: 3}"}}, "others") == 3 * law);
  CHECK(value({{cap, "100000"}}, "others") == 1e5);
  CHECK(value({{cap, "100000"}}, "women_40") == 2e5);
  CHECK(value({{of_others, "5"}, {cap, "100000"}}, "others") == 5);
  const auto problem = [&](const std::string& path) {
    try {
      static_cast<void>(overlay.read({{path, "1"}}));
    } catch (const InputError& error) {
      REQUIRE(error.problems().size() == 1);
      return error.problems().front().message + "; " + error.problems().front().remedy;
    }
    return std::string();
  };
  CHECK(problem("policies.wage_subsidy.lines.women_4.cap_krw") ==
        "wage_subsidy has no line 'women_4'; did you mean 'women_40'?");
  CHECK(problem("policies.mentoring.lines.women.months") ==
        "mentoring has no lines here; set policies.mentoring.months, or write lines in an overlay");
  CHECK(problem("policies.wage_subsidy.lines.women_40.capacity") ==
        "this is one for all lines of the instrument; set policies.wage_subsidy.capacity instead");
  CHECK_THAT(problem("policies.wage_subsidy.lines.women_40.cap"),
             Catch::Contains("there is no such parameter"));
}

TEST_CASE("a resolved scenario has the same lines") {
  const Overlay overlay(kLines);
  const Scenario scenario = overlay.read();
  Overlay::write(overlay.path("resolved.yaml"), resolved_yaml(scenario, parameter_catalogue()));
  fs::create_directory_symlink(fs::path(RESETTLE_SOURCE_DIR) / "scenarios/tables",
                               overlay.path("tables"));
  const Scenario again = read_scenario(overlay.path("resolved.yaml"), parameter_catalogue());
  CHECK(again.lines == scenario.lines);
  for (const auto& [path, entry] : scenario.parameters) {
    INFO(path);
    REQUIRE(again.parameters.contains(path));
    for (const Month month : {month_of(1990, 1), month_of(2012, 12), month_of(2013, 1), kLate}) {
      CHECK(again.parameters.at(path).value.at(month) == entry.value.at(month));
    }
  }
  CHECK(resolved_yaml(again, parameter_catalogue()).find("women_40:") != std::string::npos);
}

TEST_CASE("an arm that differs in lines alone acts and is told beside the law") {
  const Scenario in_lines = Overlay(kLines).read();
  const auto law =
      read_scenario(RESETTLE_SOURCE_DIR "/scenarios/baseline.yaml", parameter_catalogue());
  const Overlay same_but_lines(
      "  wage_subsidy:\n    lines: {women: {eligible: {sex: woman, justification: a test}}}\n");
  const MonthSpan span{month_of(2012, 1), month_of(2014, 12)};
  CHECK_FALSE(Changes(same_but_lines.read(), law, parameter_catalogue(), span).never_act());
  CHECK_FALSE(Changes(in_lines, law, parameter_catalogue(), span).never_act());
  const Overlay without("  wage_subsidy:\n    lines: none\n");
  CHECK(Changes(without.read(), law, parameter_catalogue(), span).never_act());
  StudyPlan plan = shipped_study("quick_look");
  plan.arms.back().scenario = in_lines;
  std::string told;
  for (const auto& value : values_beside_law(plan, parameter_catalogue(), {})) told += value + "\n";
  CHECK_THAT(told, Catch::Contains("policies.wage_subsidy.lines.women_40.months: "));
  CHECK_THAT(told, Catch::Contains("policies.wage_subsidy.lines.women_40.eligible: {sex: woman, "
                                   "age: 40+}, the law has everybody"));
}

TEST_CASE("results are told for a condition as for the attribute that says the same") {
  Lab lab;
  make_small(lab);
  lab.begin(month_of(2000, 1));
  lab.advance(month_of(2006, 12));
  const Condition condition = women();
  number_of(condition);
  AggregateRecorder recorder({"sex", "group: {sex: woman}"});
  recorder.record(lab.world());
  CHECK(recorder.subgroups() ==
        std::vector<std::string>{"all", "sex=man", "sex=woman", "group=no", "group=yes"});
  std::size_t numbers = 0;
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    const auto& values = recorder.values(k);
    REQUIRE(values.size() == 5);
    for (const std::size_t sex : {1, 2}) {
      if (std::isnan(values[sex])) continue;
      ++numbers;
      CHECK(values[sex] == values[sex + 2]);
    }
  }
  CHECK(numbers > 50);
}

TEST_CASE("the count of those for whom a condition holds is that of the group") {
  const Overlay overlay("  mentoring:\n    eligible: {sex: woman, justification: a test}\n");
  Overlay::write(
      overlay.path("study.yaml"),
      "study: counted\nintent: A test.\nbaseline: " RESETTLE_SOURCE_DIR
      "/scenarios/baseline.yaml\nperiod: {start: 1990-01, policy_start: 2004-01, end: 2005-12}\n"
      "replicates: 1\nseed: 1\nscale: 0.1\nreference: law\narms:\n  law: {label: Law}\n  women: "
      "{overlay: overlay.yaml, label: Women}\noutcomes: [employment_rate]\nsubgroups: [sex]\n");
  const StudyPlan plan =
      read_study(overlay.path("study.yaml"), parameter_catalogue(), study_vocabulary());
  const auto counts = count_eligible(plan);
  REQUIRE(counts.size() == 1);
  CHECK(counts.front().arm == "women");
  CHECK(counts.front().condition == "{sex: woman}");
  REQUIRE(counts.front().years.size() == 2);
  const auto records = run_replicate(plan, 0, false);
  const auto& arm = records.arms[1].aggregates;
  const auto persons = static_cast<std::size_t>(
      std::find_if(indicators().begin(), indicators().end(),
                   [](const auto& one) { return one.name == "persons_15_plus"; }) -
      indicators().begin());
  REQUIRE(persons < indicators().size());
  double women = 0;
  const auto& values = arm.values(persons);
  const std::size_t groups = arm.subgroups().size();
  for (std::size_t m = values.size() / groups - 12; m < values.size() / groups; ++m) {
    women += static_cast<double>(values[m * groups + 2]);
  }
  CHECK(counts.front().years.back().year == 2005);
  CHECK(counts.front().years.back().eligible == Approx(women).epsilon(1e-4));
  CHECK(counts.front().years.back().months == 12);
  CHECK(counts.front().limits == std::vector<std::string>{"window_months 36"});
  CHECK(counts.front().years.back().reached < counts.front().years.back().eligible);
  CHECK(counts.front().years.back().reached > 0);
}

TEST_CASE("a line is counted with the condition of its instrument, without those before it") {
  const Overlay overlay(
      "  mentoring:\n    coverage: {value: 1, unit: share, status: policy, source: here}\n"
      "    window_months: {value: 600, unit: months, status: policy, source: here}\n"
      "    eligible: {sex: woman, justification: a test}\n    lines:\n"
      "      old: {eligible: {age: 40+, justification: a test}}\n"
      "      north: {eligible: {schooling: [college, university]}}\n      others: {}\n");
  StudyPlan plan =
      read_study(overlay.path("overlay.yaml"), parameter_catalogue(), study_vocabulary());
  plan.end = month_of(2003, 12);
  plan.scale = 0.3;
  const auto counts = count_eligible(plan);
  REQUIRE(counts.size() == 4);
  const auto last = [&](std::size_t k) { return counts[k].years.back(); };
  CHECK_FALSE(counts[0].is_of_line);
  CHECK(counts[1].path == "policies.mentoring.lines.old.eligible");
  CHECK(counts[3].condition == "everybody");
  for (std::size_t k = 1; k < 4; ++k) {
    CHECK(counts[k].is_of_line);
    CHECK(last(k).eligible > 0);
    CHECK(last(k).reached == last(k).eligible);  // nobody has been there for fifty years
  }
  CHECK(last(1).eligible + last(2).eligible + last(3).eligible == Approx(last(0).eligible));
  CHECK(last(0).eligible < 0.8 * last(0).all);
}

TEST_CASE("check says from whom a condition takes what the law gives to everybody") {
  const std::string subsidy = "  wage_subsidy:\n    ";
  const std::string women = "{sex: woman, justification: a test}";
  const auto notes = [](const std::string& policies) {
    const Overlay overlay(policies);
    const auto plan =
        read_study(overlay.path("overlay.yaml"), parameter_catalogue(), study_vocabulary());
    std::string all;
    for (const auto& note : notes_on(plan, parameter_catalogue(), {})) all += note + "\n";
    for (const auto& value : values_beside_law(plan, parameter_catalogue(), {}))
      all += value + "\n";
    return all;
  };
  using Catch::Contains;
  CHECK_THAT(notes(subsidy + "eligible: " + women + "\n"), Contains("taken from all others"));
  CHECK_THAT(notes(subsidy + "lines: {women: {eligible: " + women + "}}\n"),
             Contains("whoever comes to none of its lines"));
  const std::string cap = "cap_krw: {value: 1000000, unit: KRW/month, status: policy, source: x}";
  const auto two =
      notes(subsidy + "lines: {women: {eligible: " + women + ", " + cap + "}, others: {}}\n");
  CHECK_THAT(two, !Contains("taken from"));
  CHECK_THAT(two, Contains("lines.women.first_year_cap_krw stays"));
  CHECK_THAT(notes(subsidy + "lines: {women: {eligible: " + women + "}, others: {}}\n"),
             Contains("no line has terms of its own"));
  // The law offers no mentors, so that nobody loses one.
  CHECK_THAT(notes("  mentoring:\n    eligible: {region: other}\n    coverage: {value: 1, unit: "
                   "share, status: policy, source: x}\n"),
             !Contains("taken from") && Contains("offers it to nobody"));
}

}  // namespace
