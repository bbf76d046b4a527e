#include "study_file/study_labels.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/version.h"
#include "engine/ledger.h"
#include "model/month.h"
#include "outputs/indicators.h"
#include "outputs/records.h"
#include "outputs/society.h"
#include "population/persons.h"
#include "processes/arrivals.h"

namespace resettle {

namespace {

using namespace study_layout;

const std::vector<std::string> kTypeNames{"integration", "isolation", "acculturation",
                                          "marginality"};

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

/// With draws of the parameters, also which draw a replicate belongs to, and which of its draw it
/// is.
void add_replicates(Group& group, const StudyPlan& plan, const std::vector<int>& replicates) {
  const std::vector<std::int32_t> labels(replicates.begin(), replicates.end());
  group.add_coordinate("replicate", labels);
  if (plan.draws.draws == 0) return;
  const auto add = [&](const char* name, const char* label, int (*part)(int)) {
    std::vector<std::int32_t> values;
    for (const int number : replicates) values.push_back(part(number));
    auto variable = group.add_variable(name, {"replicate"}, Layout{}, std::int32_t{0});
    variable.set_attribute("long_name", label);
    variable.write(std::span<const std::int32_t>(values));
  };
  add("draw", "draw of the parameters, 0 = central values", draw_of);
  add("replicate_of_draw", "replicate of the draw, from 0", within_draw);
}

void add_months(Group& group, Month first, Month last) {
  std::vector<std::int32_t> days;
  for (Month m = first; m <= last; ++m) days.push_back(days_since_1990(m));
  auto month = group.add_coordinate("month", days);
  month.set_attribute("units", "days since 1990-01-01");
  month.set_attribute("calendar", "proleptic_gregorian");
  month.set_attribute("long_name", "month (first day)");
}

void add_months(Group& group, const StudyPlan& plan) { add_months(group, plan.start, plan.end); }

void describe(Variable& variable, std::string_view units, std::string_view label) {
  variable.set_attribute("units", units);
  variable.set_attribute("long_name", label);
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

/// Adds the groups of a study file one by one.
class Labels {
 public:
  Labels(LabelledFile& file, const StudyHead& head)
      : file_(file), head_(head), plan_(head.plan), months_(head.shape.months) {}

  void add_aggregates();
  void add_types();
  void add_gains();
  void add_hires();
  void add_ledger();
  void add_society();
  void add_network();
  void add_persons();
  void add_draws();

 private:
  /// A group with the coordinates arm and replicate.
  Group add_replicated_group(const std::string& name);

  LabelledFile& file_;
  const StudyHead& head_;
  const StudyPlan& plan_;
  std::size_t months_;
};

void Labels::add_aggregates() {
  auto group = file_.add_group("aggregates");
  add_arms(group, plan_, true);
  add_replicates(group, plan_, head_.replicates);
  add_months(group, plan_);
  group.add_coordinate("subgroup", head_.shape.subgroups);
  const Layout layout{{1, 1, months_, head_.shape.subgroups.size()}, kDeflate, true};
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

Group Labels::add_replicated_group(const std::string& name) {
  auto group = file_.add_group(name);
  add_arms(group, plan_, false);
  add_replicates(group, plan_, head_.replicates);
  return group;
}

void Labels::add_types() {
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

void Labels::add_gains() {
  auto gains = add_replicated_group("gains");
  const std::size_t groups = head_.shape.gain_groups.size();
  gains.add_coordinate("gain_group", head_.shape.gain_groups);
  const auto add = [&](const char* name, auto none, const char* units, const char* label) {
    auto variable = gains.add_variable(name, {"arm", "replicate", "gain_group"},
                                       Layout{{1, 1, groups}, kDeflate, true}, none);
    describe(variable, units, label);
  };
  add("persons", std::int32_t{0}, "persons", "persons counted in the reference and in this arm");
  add("gaining", std::int32_t{0}, "persons", "of these, with more months in integration here");
  add("losing", std::int32_t{0}, "persons", "of these, with fewer months in integration here");
  add("months_gained", std::int64_t{0}, "months", "months in integration gained by those gaining");
  add("months_lost", std::int64_t{0}, "months", "months in integration lost by those losing");
}

void Labels::add_hires() {
  auto hires = add_replicated_group("hires");
  add_months(hires, plan_.policy_start, plan_.end);
  const auto add = [&](const char* name, const char* label) {
    auto variable = hires.add_variable(name, {"arm", "replicate", "month"},
                                       Layout{{1, 1, head_.shape.policy_months}, kDeflate, true},
                                       std::int32_t{0});
    describe(variable, "persons", label);
  };
  add("subsidised_hires", "persons hired with a wage subsidy this month");
  add("hired_anyway", "of these, by now at work or hired since in the reference");
}

void Labels::add_ledger() {
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

void Labels::add_society() {
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

void Labels::add_network() {
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

void Labels::add_persons() {
  std::vector<int> recorded;
  for (const int replicate : head_.replicates) {
    if (replicate < plan_.record_replicates) recorded.push_back(replicate);
  }
  if (recorded.empty()) return;
  auto group = file_.add_group("persons");
  add_arms(group, plan_, false);
  add_replicates(group, plan_, recorded);
  std::vector<std::int32_t> persons(head_.shape.persons);
  std::iota(persons.begin(), persons.end(), 0);
  group.add_coordinate("person", persons);
  add_months(group, plan_);
  const Layout layout{
      {1, 1, std::min(kPersonsPerChunk, head_.shape.persons), months_}, kDeflate, true};
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
  add_background(group, "sex", head_.shape.persons, kNoCode, "code", "0 man, 1 woman");
  add_background(group, "age_at_arrival", head_.shape.persons, kNoAge, "years",
                 "completed years at arrival");
  add_background(group, "arrival_month", head_.shape.persons, kNoDay, "days since 1990-01-01",
                 "month of arrival (first day)");
  add_background(group, "northern_schooling", head_.shape.persons, kNoCode, "code",
                 "0 secondary or less, 1 college, 2 university");
}

/// A parameter that is drawn, and whose prior it is.
struct Drawn {
  std::string name;  ///< its path; of an arm whose prior is its own "PATH in ARM"
  std::string path;
  const ParameterEntry* entry;
};

/// Those of the reference, then those of which an arm says something else.
std::vector<Drawn> drawn_in(const StudyPlan& plan) {
  std::vector<Drawn> all;
  const auto& reference = plan.arms[plan.reference].scenario.parameters;
  for (const auto& [path, entry] : reference) {
    if (entry.prior) all.push_back({path, path, &entry});
  }
  for (const auto& arm : plan.arms) {
    for (const auto& [path, entry] : arm.scenario.parameters) {
      if (!entry.prior || entry.prior == reference.at(path).prior) continue;
      all.push_back({path + " in " + arm.name, path, &entry});
    }
  }
  return all;
}

void Labels::add_draws() {
  if (plan_.draws.draws == 0) return;
  auto group = file_.add_group("draws");
  const auto drawn = drawn_in(plan_);
  const auto draws = static_cast<std::size_t>(plan_.draws.draws) + 1;
  std::vector<std::int32_t> numbers(draws);
  std::iota(numbers.begin(), numbers.end(), 0);
  group.add_coordinate("draw", numbers);
  std::vector<std::string> names;
  for (const auto& one : drawn) names.push_back(one.name);
  group.add_coordinate("parameter", names);
  const auto add_text = [&](const char* name, auto text_of) {
    std::vector<std::string> texts;
    for (const auto& one : drawn) texts.push_back(text_of(one));
    group.add_text(name, "parameter", texts);
  };
  const auto catalogue = parameter_catalogue();
  add_text("path", [](const Drawn& one) { return one.path; });
  add_text("unit", [&](const Drawn& one) {
    const auto spec = std::find_if(catalogue.begin(), catalogue.end(),
                                   [&](const auto& known) { return known.path == one.path; });
    const bool factor = one.entry->prior->transform == PriorTransform::scale;
    return factor ? std::string("factor") : spec->unit;
  });
  add_text("drawn_as",
           [](const Drawn& one) { return std::string(name_of(one.entry->prior->transform)); });
  add_text("shape", [](const Drawn& one) { return std::string(name_of(one.entry->prior->shape)); });
  add_text("status", [](const Drawn& one) { return one.entry->status; });
  add_text("source", [](const Drawn& one) { return one.entry->source; });
  const auto add_number = [&](const char* name, const char* label, double Prior::*member) {
    std::vector<double> values;
    for (const auto& one : drawn) values.push_back((*one.entry->prior).*member);
    auto variable = group.add_variable(name, {"parameter"}, Layout{}, 0.0);
    variable.set_attribute("long_name", label);
    variable.write(std::span<const double>(values));
  };
  add_number("low", "lowest of the prior", &Prior::low);
  add_number("high", "highest of the prior", &Prior::high);
  std::vector<double> values;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (const auto& one : drawn) {
      const Prior& prior = *one.entry->prior;
      values.push_back(draw == 0 ? prior.central
                                 : plan_.draws.number(one.path, prior, static_cast<int>(draw)));
    }
  }
  auto number = group.add_variable("number", {"draw", "parameter"}, Layout{}, 0.0);
  number.set_attribute("long_name",
                       "what is drawn: the value, or by what the values are multiplied "
                       "or raised (drawn_as)");
  number.write(std::span<const double>(values));
}

}  // namespace

void add_labels(LabelledFile& file, const StudyHead& head) {
  auto root = file.root();
  root.set_attribute("Conventions", "CF-1.10");
  root.set_attribute("format", "resettle-study");
  root.set_attribute("format_version", kFormatVersion);
  root.set_attribute("title", head.plan.name);
  root.set_attribute("intent", head.plan.intent);
  Labels labels(file, head);
  labels.add_aggregates();
  labels.add_types();
  labels.add_gains();
  labels.add_hires();
  labels.add_ledger();
  labels.add_society();
  labels.add_network();
  labels.add_persons();
  labels.add_draws();
}

}  // namespace resettle
