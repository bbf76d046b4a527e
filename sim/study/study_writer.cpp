#include "study/study_writer.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/version.h"
#include "engine/ledger.h"
#include "processes/arrivals.h"
#include "study/month.h"

namespace resettle {

namespace {

using namespace study_layout;

const std::vector<std::string> kTypeNames{"integration", "isolation", "acculturation",
                                          "marginality"};

std::vector<std::string> arm_names(const StudyPlan& plan) {
  std::vector<std::string> names;
  for (const auto& arm : plan.arms) names.push_back(arm.name);
  return names;
}

void add_arms(Group& group, const StudyPlan& plan, bool with_labels) {
  const auto names = arm_names(plan);
  auto arms = group.add_coordinate("arm", names);
  arms.set_attribute("reference", plan.arms[plan.reference].name);
  if (!with_labels) return;
  std::vector<std::string> labels;
  for (const auto& arm : plan.arms) labels.push_back(arm.label);
  group.add_text("arm_label", "arm", labels);
  group.set_attribute("coordinates", "arm_label");  // CF: labels, not data
}

void add_replicates(Group& group, int count) {
  std::vector<std::int32_t> replicates(static_cast<std::size_t>(count));
  std::iota(replicates.begin(), replicates.end(), 0);
  group.add_coordinate("replicate", replicates);
}

void add_months(Group& group, const StudyPlan& plan) {
  std::vector<std::int32_t> days;
  for (Month m = plan.start; m <= plan.end; ++m) days.push_back(days_since_1990(m));
  auto month = group.add_coordinate("month", days);
  month.set_attribute("units", "days since 1990-01-01");
  month.set_attribute("calendar", "proleptic_gregorian");
  month.set_attribute("long_name", "month (first day)");
}

void describe(Variable& variable, std::string_view units, std::string_view label) {
  variable.set_attribute("units", units);
  variable.set_attribute("long_name", label);
}

/// Persons of the largest recorded replicate: no policy changes who comes, the arrivals tell.
std::size_t most_persons(const StudyPlan& plan) {
  std::size_t most = 1;  // a dimension has at least one label
  for (int replicate = 0; replicate < plan.record_replicates; ++replicate) {
    std::vector<std::unique_ptr<Process>> only_arrivals;
    only_arrivals.push_back(arrivals::process());
    const Inputs& inputs = plan.arms[plan.reference].scenario.inputs;
    const Random random(plan.seed, static_cast<std::uint32_t>(replicate));
    Simulation simulation(World(inputs, random, static_cast<float>(plan.scale), false),
                          std::move(only_arrivals), values_of_arm(plan, plan.reference));
    simulation.start_at(arrivals::kSpinUpStart);
    simulation.advance(plan.end, plan.start, {});
    most = std::max(most, simulation.world().persons.size());
  }
  return most;
}

/// A variable of /persons that no policy changes; `missing` where the replicate has no such person.
template <class T>
void add_background(Group& group, const std::string& name, std::size_t persons, T missing,
                    std::string_view units, std::string_view label) {
  const Layout layout{{1, persons}, kDeflate, true};
  auto variable = group.add_variable(name, {"replicate", "person"}, layout, missing);
  describe(variable, units, label);
  variable.set_attribute("_FillValue", missing);
}

}  // namespace

StudyWriter::StudyWriter(const StudyPlan& plan, const std::filesystem::path& output,
                         std::size_t tickets, const std::string& command_line)
    : plan_(plan),
      file_(LabelledFile::create(output)),
      persons_(plan.scale < 1.0 ? most_persons(plan) : tickets),
      months_(static_cast<std::size_t>(plan.end - plan.start + 1)),
      subgroups_(AggregateRecorder(plan.subgroups).subgroups()) {
  auto root = file_.root();
  root.set_attribute("format", "resettle-study");
  root.set_attribute("format_version", kFormatVersion);
  root.set_attribute("title", plan.name);
  root.set_attribute("intent", plan.intent);
  add_aggregates();
  add_types();
  add_ledger();
  add_society();
  add_network();
  if (plan.record_replicates > 0) add_persons();
  add_provenance(command_line);
}

void StudyWriter::add_aggregates() {
  auto group = file_.add_group("aggregates");
  add_arms(group, plan_, true);
  add_replicates(group, plan_.replicates);
  add_months(group, plan_);
  group.add_coordinate("subgroup", subgroups_);
  const Layout layout{{1, 1, months_, subgroups_.size()}, kDeflate, true};
  const auto add = [&](std::string_view name, std::string_view unit, std::string_view label,
                       std::string_view denominator) {
    auto variable = group.add_variable(std::string(name), {"arm", "replicate", "month", "subgroup"},
                                       layout, kMissing);
    describe(variable, unit, label);
    variable.set_attribute("denominator", denominator);
  };
  for (const auto& indicator : indicators()) {
    add(indicator.name, indicator.unit, indicator.label, name_of(indicator.base));
  }
  add("deaths", "persons", "deaths in the month", "all persons");
  add("departures", "persons", "departures abroad in the month", "all persons");
}

Group StudyWriter::add_replicated_group(const std::string& name) {
  auto group = file_.add_group(name);
  add_arms(group, plan_, false);
  add_replicates(group, plan_.replicates);
  return group;
}

void StudyWriter::add_types() {
  auto transitions = add_replicated_group("transitions");
  add_months(transitions, plan_);
  transitions.add_coordinate("from_type", kTypeNames);
  transitions.add_coordinate("to_type", kTypeNames);
  auto moved = transitions.add_variable(
      "persons", {"arm", "replicate", "month", "from_type", "to_type"},
      Layout{{1, 1, months_, kTypes, kTypes}, kDeflate, true}, std::int32_t{0});
  describe(moved, "persons", "persons by type in the month before and in this month");

  const std::vector<std::string> states{"integration", "isolation", "acculturation", "marginality",
                                        "not counted"};
  auto twins = add_replicated_group("twins");
  add_months(twins, plan_);
  twins.add_coordinate("reference_type", states);
  twins.add_coordinate("arm_type", states);
  auto same = twins.add_variable(
      "persons", {"arm", "replicate", "month", "reference_type", "arm_type"},
      Layout{{1, 1, months_, kTypes + 1, kTypes + 1}, kDeflate, true}, std::int32_t{0});
  describe(same, "persons", "the same persons: type in the reference and in this arm");
}

void StudyWriter::add_ledger() {
  auto ledger = add_replicated_group("ledger");
  add_months(ledger, plan_);
  std::vector<std::string> lines;
  std::vector<std::string> payers;
  std::vector<std::string> payees;
  std::vector<std::uint8_t> cost;
  for (const auto& line : kLedger) {
    lines.emplace_back(line.name);
    payers.emplace_back(name_of(line.payer));
    payees.emplace_back(name_of(line.payee));
    cost.push_back(line.policy_cost ? 1 : 0);
  }
  ledger.add_coordinate("line", lines);
  ledger.set_attribute("coordinates", "payer payee policy_cost");
  ledger.add_text("payer", "line", payers);
  ledger.add_text("payee", "line", payees);
  ledger.add_variable("policy_cost", {"line"}, Layout{}, std::uint8_t{0})
      .write(std::span<const std::uint8_t>(cost));
  auto amount =
      ledger.add_variable("amount", {"arm", "replicate", "month", "line"},
                          Layout{{1, 1, months_, kLedgerLines}, kDeflate, true}, std::int64_t{0});
  describe(amount, "KRW", "payments of the month, nominal");
  std::vector<double> prices;
  const auto& inputs = plan_.arms[plan_.reference].scenario.inputs;
  for (Month m = plan_.start; m <= plan_.end; ++m) prices.push_back(inputs.consumer_prices.at(m));
  auto index = ledger.add_variable("consumer_prices", {"month"}, Layout{}, 0.0);
  describe(index, "2025 = 100", "consumer prices");
  index.write(std::span<const double>(prices));
}

void StudyWriter::add_society() {
  auto society = add_replicated_group("society");
  add_months(society, plan_);
  const std::vector<std::string> causes(separation_causes().begin(), separation_causes().end());
  society.add_coordinate("cause", causes);
  for (const auto& series : society_series()) {
    auto variable = society.add_variable(std::string(series.name), {"arm", "replicate", "month"},
                                         Layout{{1, 1, months_}, kDeflate, true}, kMissing);
    describe(variable, series.unit, series.label);
  }
  auto separations =
      society.add_variable("separations", {"arm", "replicate", "month", "cause"},
                           Layout{{1, 1, months_, causes.size()}, kDeflate, true}, std::int32_t{0});
  describe(separations, "persons", "wage jobs that ended, by what weighed most");
}

void StudyWriter::add_network() {
  std::vector<std::int32_t> years;
  for (Month m = plan_.start; m <= plan_.end; ++m) {
    if (m.month_of_year() == 12) years.push_back(m.year());
  }
  if (years.empty()) return;
  auto network = add_replicated_group("network");
  network.add_coordinate("year", years);
  const auto add_network = [&](const char* name, const char* unit, const char* label) {
    auto variable = network.add_variable(name, {"arm", "replicate", "year"},
                                         Layout{{1, 1, years.size()}, kDeflate, true}, kMissing);
    describe(variable, unit, label);
  };
  add_network("mean_degree", "ties", "co-ethnic ties per person, December");
  add_network("isolated_share", "share", "persons without a co-ethnic tie, December");
  add_network("largest_component_share", "share", "persons in the largest connected group");
  add_network("clustering", "share", "mean local clustering of co-ethnic ties");
}

void StudyWriter::add_persons() {
  auto group = file_.add_group("persons");
  add_arms(group, plan_, false);
  add_replicates(group, plan_.record_replicates);
  std::vector<std::int32_t> persons(persons_);
  std::iota(persons.begin(), persons.end(), 0);
  group.add_coordinate("person", persons);
  add_months(group, plan_);
  const Layout layout{{1, 1, std::min(kPersonsPerChunk, persons_), months_}, kDeflate, true};
  for (const auto& column : plan_.record_persons) {
    const std::vector<std::string> dimensions{"arm", "replicate", "person", "month"};
    if (column == "adjustment_type") {
      auto types = group.add_variable(column, dimensions, layout, kNotCounted);
      describe(types, "code", "adjustment type");
      const std::vector<std::uint8_t> codes{0, 1, 2, 3, 4};
      types.set_attribute("flag_values", std::span<const std::uint8_t>(codes));
      types.set_attribute("flag_meanings",
                          "not_counted integration isolation acculturation marginality");
      continue;
    }
    const PersonColumn* known = find_person_column(column);
    auto variable = group.add_variable(column, dimensions, layout, kMissing);
    describe(variable, known->unit, known->meaning);
  }
  add_background(group, "sex", persons_, kNoCode, "code", "0 man, 1 woman");
  add_background(group, "age_at_arrival", persons_, kNoAge, "years", "completed years at arrival");
  add_background(group, "arrival_month", persons_, kNoDay, "days since 1990-01-01",
                 "month of arrival (first day)");
  add_background(group, "northern_schooling", persons_, kNoCode, "code",
                 "0 secondary or less, 1 college, 2 university");
}

void StudyWriter::add_provenance(const std::string& command_line) {
  auto group = file_.add_group("provenance");
  const auto names = arm_names(plan_);
  group.add_coordinate("arm", names);
  const auto catalogue = parameter_catalogue();
  std::vector<std::string> resolved;
  for (const auto& arm : plan_.arms) resolved.push_back(resolved_yaml(arm.scenario, catalogue));
  group.add_text("resolved_scenario", "arm", resolved);
  group.add_text("study", plan_.yaml);
  const BuildInfo& build = build_info();
  group.set_attribute("version", build.version);
  group.set_attribute("git_commit", build.git_commit);
  group.set_attribute("compiler", build.compiler);
  group.set_attribute("build_type", build.build_type);
  group.set_attribute("seed", static_cast<std::int64_t>(plan_.seed));
  group.set_attribute("replicates", static_cast<std::int32_t>(plan_.replicates));
  group.set_attribute("scale", plan_.scale);
  group.set_attribute("policy_start", to_string(plan_.policy_start));
  const auto values = values_of_arm(plan_, plan_.reference);
  group.set_attribute("discount_rate", values.at("ledger.discount_rate").at(plan_.policy_start));
  group.set_attribute("displacement_share",
                      values.at("ledger.displacement_share").at(plan_.policy_start));
  group.set_attribute("price_year", std::int32_t{2025});
  group.set_attribute("command", command_line);
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  group.set_attribute("created", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)));
}

void StudyWriter::write(const PackedReplicate& packed) {
  for (const auto& chunk : packed.chunks) {
    file_.group(chunk.group).variable(chunk.variable).write_chunk(chunk.offset, chunk.bytes);
  }
}

void StudyWriter::finish(double wall_time_seconds) {
  file_.group("provenance").set_attribute("wall_time_s", wall_time_seconds);
  file_.commit();
}

}  // namespace resettle
