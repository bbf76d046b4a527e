#include "study/study_writer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/version.h"
#include "engine/ledger.h"
#include "io/chunk.h"
#include "study/month.h"

namespace resettle {

namespace {

constexpr int kDeflate = 1;  // faster levels cost no more space on these data
constexpr std::size_t kPersonsPerChunk = 4096;
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint8_t kNotCounted = 0;

const std::vector<std::string> kTypeNames{"integration", "isolation", "acculturation",
                                          "marginality"};

template <class T>
std::vector<std::byte> pack_values(std::span<const T> values) {
  const auto shuffled = shuffle_bytes(std::as_bytes(values), sizeof(T));
  return compress_chunk(shuffled, kDeflate);
}

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

/// Values of one variable of every month, persons first: [person][month] in chunks of persons.
template <class T, class MonthOf>
void pack_persons(std::vector<PackedReplicate::Chunk>& chunks, const std::string& variable,
                  std::size_t arm, std::size_t replicate, std::size_t persons, std::size_t months,
                  T missing, MonthOf&& month_of) {
  const std::size_t per_chunk = std::min(kPersonsPerChunk, persons);
  // Chunks in which nobody lives (a thinned study) are left out and read as missing.
  const std::size_t present = months == 0 ? 0 : month_of(months - 1).size();
  for (std::size_t first = 0; first < std::min(persons, present); first += per_chunk) {
    std::vector<T> block(per_chunk * months, missing);
    for (std::size_t m = 0; m < months; ++m) {
      const auto& values = month_of(m);
      const std::size_t end = std::min(first + per_chunk, values.size());
      for (std::size_t i = first; i < end; ++i) block[(i - first) * months + m] = values[i];
    }
    chunks.push_back({"persons", variable, {arm, replicate, first, 0},
                      pack_values(std::span<const T>(block))});
  }
}

}  // namespace

StudyWriter::StudyWriter(const StudyPlan& plan, const std::filesystem::path& output,
                         std::size_t persons, const std::string& command_line)
    : plan_(plan),
      file_(LabelledFile::create(output)),
      persons_(persons),
      months_(static_cast<std::size_t>(plan.end - plan.start + 1)),
      subgroups_(AggregateRecorder(plan.subgroups).subgroups()) {
  auto root = file_.root();
  root.set_attribute("format", "resettle-study");
  root.set_attribute("format_version", kFormatVersion);
  root.set_attribute("title", plan.name);
  root.set_attribute("intent", plan.intent);
  add_aggregates();
  add_tables();
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
    auto variable = group.add_variable(
        std::string(name), {"arm", "replicate", "month", "subgroup"}, layout, kMissing);
    describe(variable, unit, label);
    variable.set_attribute("denominator", denominator);
  };
  for (const auto& indicator : indicators()) {
    add(indicator.name, indicator.unit, indicator.label, name_of(indicator.base));
  }
  add("deaths", "persons", "deaths in the month", "all persons");
  add("departures", "persons", "departures abroad in the month", "all persons");
}

void StudyWriter::add_tables() {
  const std::vector<std::string> states{"integration", "isolation", "acculturation", "marginality",
                                        "not counted"};
  const auto begin = [&](const std::string& name) {
    auto group = file_.add_group(name);
    add_arms(group, plan_, false);
    add_replicates(group, plan_.replicates);
    return group;
  };
  auto transitions = begin("transitions");
  add_months(transitions, plan_);
  transitions.add_coordinate("from_type", kTypeNames);
  transitions.add_coordinate("to_type", kTypeNames);
  auto moved = transitions.add_variable(
      "persons", {"arm", "replicate", "month", "from_type", "to_type"},
      Layout{{1, 1, months_, kTypes, kTypes}, kDeflate, true}, std::int32_t{0});
  describe(moved, "persons", "persons by type in the month before and in this month");

  auto twins = begin("twins");
  add_months(twins, plan_);
  twins.add_coordinate("reference_type", states);
  twins.add_coordinate("arm_type", states);
  auto same = twins.add_variable(
      "persons", {"arm", "replicate", "month", "reference_type", "arm_type"},
      Layout{{1, 1, months_, kTypes + 1, kTypes + 1}, kDeflate, true}, std::int32_t{0});
  describe(same, "persons", "the same persons: type in the reference and in this arm");

  auto ledger = begin("ledger");
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
  ledger.add_text("payer", "line", payers);
  ledger.add_text("payee", "line", payees);
  ledger.add_variable("policy_cost", {"line"}, Layout{}, std::uint8_t{0})
      .write(std::span<const std::uint8_t>(cost));
  auto amount = ledger.add_variable("amount", {"arm", "replicate", "month", "line"},
                                    Layout{{1, 1, months_, kLedgerLines}, kDeflate, true},
                                    std::int64_t{0});
  describe(amount, "KRW", "payments of the month, nominal");
  std::vector<double> prices;
  const auto& inputs = plan_.arms[plan_.reference].scenario.inputs;
  for (Month m = plan_.start; m <= plan_.end; ++m) prices.push_back(inputs.consumer_prices.at(m));
  auto index = ledger.add_variable("consumer_prices", {"month"}, Layout{}, 0.0);
  describe(index, "2025 = 100", "consumer prices");
  index.write(std::span<const double>(prices));

  std::vector<std::int32_t> years;
  for (Month m = plan_.start; m <= plan_.end; ++m) {
    if (m.month_of_year() == 12) years.push_back(m.year());
  }
  if (years.empty()) return;
  auto network = begin("network");
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
  const Layout fixed{{1, persons_}, kDeflate, true};
  const std::vector<std::string> by_person{"replicate", "person"};
  auto sex = group.add_variable("sex", by_person, fixed, std::uint8_t{0});
  describe(sex, "code", "0 man, 1 woman");
  auto age = group.add_variable("age_at_arrival", by_person, fixed, std::int16_t{0});
  describe(age, "years", "completed years at arrival");
  auto arrival = group.add_variable("arrival_month", by_person, fixed, std::int32_t{0});
  describe(arrival, "days since 1990-01-01", "month of arrival (first day)");
  auto schooling = group.add_variable("northern_schooling", by_person, fixed, std::uint8_t{0});
  describe(schooling, "code", "0 secondary or less, 1 college, 2 university");
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
  group.set_attribute("price_year", std::int32_t{2025});
  group.set_attribute("command", command_line);
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  group.set_attribute("created", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now)));
}

PackedReplicate StudyWriter::pack(const ReplicateRecords& records, std::size_t replicate) const {
  PackedReplicate packed;
  auto& chunks = packed.chunks;
  const auto add = [&](const char* group, std::string_view variable, std::size_t arm,
                       std::size_t dimensions, const auto& values) {
    Shape offset(dimensions, 0);
    offset[0] = arm;
    offset[1] = replicate;
    chunks.push_back({group, std::string(variable), offset, pack_values(std::span(values))});
  };
  const auto& reference = records.arms[plan_.reference].types;
  for (std::size_t a = 0; a < records.arms.size(); ++a) {
    const ArmRecords& arm = records.arms[a];
    for (std::size_t k = 0; k < indicators().size(); ++k) {
      add("aggregates", indicators()[k].name, a, 4, arm.aggregates.values(k));
    }
    const auto whole_population = [&](const std::vector<float>& months) {
      std::vector<float> values(months.size() * subgroups_.size(), kMissing);
      for (std::size_t m = 0; m < months.size(); ++m) values[m * subgroups_.size()] = months[m];
      return values;
    };
    add("aggregates", "deaths", a, 4, whole_population(arm.exits.deaths()));
    add("aggregates", "departures", a, 4, whole_population(arm.exits.departures()));
    add("transitions", "persons", a, 5, arm.types.transitions());
    add("twins", "persons", a, 5, cross_table(reference, arm.types));
    add("ledger", "amount", a, 4, arm.ledger.amounts());
    const auto& years = arm.network.years();
    const auto add_network = [&](const char* name, double Cohesion::*member) {
      std::vector<float> values;
      for (const auto& year : years) values.push_back(static_cast<float>(year.*member));
      if (!values.empty()) add("network", name, a, 3, values);
    };
    add_network("mean_degree", &Cohesion::mean_degree);
    add_network("isolated_share", &Cohesion::isolated_share);
    add_network("largest_component_share", &Cohesion::largest_component_share);
    add_network("clustering", &Cohesion::clustering);
  }
  if (static_cast<int>(replicate) < plan_.record_replicates) pack_people(packed, records, replicate);
  return packed;
}

void StudyWriter::pack_people(PackedReplicate& packed, const ReplicateRecords& records,
                              std::size_t replicate) const {
  auto& chunks = packed.chunks;
  for (std::size_t a = 0; a < records.arms.size(); ++a) {
    const ArmRecords& arm = records.arms[a];
    std::size_t next_column = 0;
    for (const auto& column : plan_.record_persons) {
      if (column == "adjustment_type") {
        pack_persons(chunks, column, a, replicate, persons_, months_, kNotCounted,
                     [&](std::size_t m) -> const auto& { return arm.types.month(m); });
      } else {
        const auto& recorder = arm.columns[next_column++];
        pack_persons(chunks, column, a, replicate, persons_, months_, kMissing,
                     [&](std::size_t m) -> const auto& { return recorder.month(m); });
      }
    }
  }
  const Background& background = records.background;
  std::vector<std::int32_t> arrival;
  for (const auto month : background.arrival_month) {
    arrival.push_back(days_since_1990(Month{month}));
  }
  const auto add = [&](const char* variable, auto values) {
    values.resize(persons_);  // a chunk is always whole
    const std::span<const typename decltype(values)::value_type> whole(values);
    chunks.push_back({"persons", variable, {replicate, 0}, pack_values(whole)});
  };
  add("sex", background.sex);
  add("age_at_arrival", background.age_at_arrival);
  add("arrival_month", arrival);
  add("northern_schooling", background.northern_schooling);
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
