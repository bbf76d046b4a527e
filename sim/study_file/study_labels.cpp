#include "study_file/study_labels.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>
#include <span>

#include <fmt/format.h>

#include "engine/ledger.h"
#include "outputs/society.h"
#include "processes/arrivals.h"
#include "study_file/results_table.h"

namespace resettle {

namespace {

using Head = const StudyHead&;
using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int32_t>;
using AxisLabels = std::variant<Texts, Numbers>;

AxisLabels recorded_replicates(Head head) {
  Numbers recorded(head.replicates.begin(), head.replicates.end());
  std::erase_if(recorded, [&](int number) { return number >= head.plan.record_replicates; });
  return recorded;
}

Numbers first_days(Month first, Month last) {
  Numbers days;
  for (Month m = first; m <= last; ++m) days.push_back(days_since_1990(m));
  return days;
}

AxisLabels december_years(Head head) {
  Numbers years;
  for (Month m = head.plan.start; m <= head.plan.end; ++m) {
    if (m.month_of_year() == 12) years.push_back(m.year());
  }
  return years;
}

/// What is said of every line of the ledger.
template <class T, class Said>
std::vector<T> of_lines(Said said) {
  std::vector<T> all;
  for (const auto& line : kLedger) all.emplace_back(said(line));
  return all;
}

AxisLabels arms(Head head) { return arm_names(head.plan); }

AxisLabels months(Head head) { return first_days(head.plan.start, head.plan.end); }

AxisLabels types(Head /*head*/) {
  return Texts{"integration", "isolation", "acculturation", "marginality"};
}

AxisLabels types_of_twins(Head /*head*/) {
  return Texts{"integration", "isolation", "acculturation", "marginality", "not counted"};
}

AxisLabels persons(Head head) {
  Numbers numbers(head.shape.persons);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

struct AxisInfo {
  Axis axis;
  const char* name;
  std::size_t per_chunk;  ///< labels whose values lie in one chunk
  AxisLabels (*labels)(Head head);
};

constexpr AxisInfo kAxes[] = {
    {Axis::arm, "arm", 1, arms},
    {Axis::arm_with_label, "arm", 1, arms},
    {Axis::replicate, "replicate", 1,
     [](Head h) -> AxisLabels { return Numbers(h.replicates.begin(), h.replicates.end()); }},
    {Axis::recorded_replicate, "replicate", 1, recorded_replicates},
    {Axis::month, "month", kAll, months},
    {Axis::policy_month, "month", kAll,
     [](Head h) -> AxisLabels { return first_days(h.plan.policy_start, h.plan.end); }},
    {Axis::december, "year", kAll, december_years},
    {Axis::subgroup, "subgroup", kAll, [](Head h) -> AxisLabels { return h.shape.subgroups; }},
    {Axis::gain_group, "gain_group", kAll,
     [](Head h) -> AxisLabels { return h.shape.gain_groups; }},
    {Axis::from_type, "from_type", kAll, types},
    {Axis::to_type, "to_type", kAll, types},
    {Axis::reference_type, "reference_type", kAll, types_of_twins},
    {Axis::arm_type, "arm_type", kAll, types_of_twins},
    {Axis::line, "line", kAll,
     [](Head) -> AxisLabels { return of_lines<std::string>([](auto& l) { return l.name; }); }},
    {Axis::cause, "cause", kAll,
     [](Head) -> AxisLabels {
       return Texts(separation_causes().begin(), separation_causes().end());
     }},
    {Axis::person, "person", study_layout::kPersonsPerChunk, persons},
    {Axis::every_person, "person", kAll, persons}};

const AxisInfo& info_of(Axis axis) {
  return *std::find_if(std::begin(kAxes), std::end(kAxes),
                       [&](const AxisInfo& info) { return info.axis == axis; });
}

void add_arm_labels(Group& group, const StudyPlan& plan) {
  Texts labels;
  for (const auto& arm : plan.arms) labels.push_back(arm.label);
  group.add_text("arm_label", "arm", labels);
  group.set_attribute("coordinates", "arm_label");  // CF: labels, not data
}

/// Which draw of the parameters a replicate belongs to, and which of its draw it is.
void add_draws_of(Group& group, const Numbers& replicates) {
  const auto add = [&](const char* name, const char* label, int (*part)(int)) {
    Numbers values;
    for (const int number : replicates) values.push_back(part(number));
    auto variable = group.add_variable(name, {"replicate"}, Layout{}, std::int32_t{0});
    variable.set_attribute("long_name", label);
    variable.write(std::span<const std::int32_t>(values));
  };
  add("draw", "draw of the parameters, 0 = central values", draw_of);
  add("replicate_of_draw", "replicate of the draw, from 0", within_draw);
}

void add_payers(Group& ledger) {
  ledger.set_attribute("coordinates", "payer payee policy_cost");
  ledger.add_text("payer", "line", of_lines<std::string>([](auto& l) { return name_of(l.payer); }));
  ledger.add_text("payee", "line", of_lines<std::string>([](auto& l) { return name_of(l.payee); }));
  const auto cost = of_lines<std::uint8_t>([](auto& l) { return l.policy_cost ? 1 : 0; });
  ledger.add_variable("policy_cost", {"line"}, Layout{}, std::uint8_t{0})
      .write(std::span<const std::uint8_t>(cost));
}

void add_prices(Group& ledger, const StudyPlan& plan) {
  std::vector<double> prices;
  const auto& inputs = plan.arms[plan.reference].scenario.inputs;
  for (Month m = plan.start; m <= plan.end; ++m) prices.push_back(inputs.consumer_prices.at(m));
  auto index = ledger.add_variable("consumer_prices", {"month"}, Layout{}, 0.0);
  index.set_attribute("units", "2025 = 100");
  index.set_attribute("long_name", "consumer prices");
  index.write(std::span<const double>(prices));
}

/// An axis, and what the file says of it and along it.
void add_axis(Group& group, const AxisInfo& info, Head head) {
  const StudyPlan& plan = head.plan;
  const AxisLabels labels = info.labels(head);
  const std::string_view name = info.name;
  std::visit(
      [&](const auto& all) {
        auto added = group.add_coordinate(info.name, all);
        if (name == "arm") added.set_attribute("reference", plan.arms[plan.reference].name);
        if (name != "month") return;
        added.set_attribute("units", "days since 1990-01-01");
        added.set_attribute("calendar", "proleptic_gregorian");
        added.set_attribute("long_name", "month (first day)");
      },
      labels);
  if (info.axis == Axis::arm_with_label) add_arm_labels(group, plan);
  if (name == "line") add_payers(group);
  if (name == "replicate" && plan.draws.draws > 0) add_draws_of(group, std::get<Numbers>(labels));
}

void describe(Variable& variable, const ResultRow& row) {
  variable.set_attribute("units", row.unit);
  variable.set_attribute("long_name", row.label);
  if (!row.denominator.empty()) variable.set_attribute("denominator", row.denominator);
  if (row.codes.empty()) return;
  std::vector<std::uint8_t> numbers(row.codes.size());
  std::iota(numbers.begin(), numbers.end(), std::uint8_t{0});
  variable.set_attribute("flag_values", std::span<const std::uint8_t>(numbers));
  variable.set_attribute("flag_meanings", fmt::format("{}", fmt::join(row.codes, " ")));
}

void add_result(Group& group, const ResultRow& row) {
  Texts dimensions;
  Layout layout{{}, study_layout::kDeflate, true};
  for (const Axis axis : row.axes) {
    dimensions.emplace_back(info_of(axis).name);
    layout.chunk.push_back(info_of(axis).per_chunk);
  }
  std::visit(
      [&](auto missing) {
        auto variable = group.add_variable(std::string(row.name), dimensions, layout, missing);
        describe(variable, row);
        if (!row.has_arm()) variable.set_attribute("_FillValue", missing);
      },
      row.missing);
}

/// The axes of a group in the order in which its results name them; of persons all, also if only
/// their background is recorded.
std::vector<Axis> axes_of(std::span<const ResultRow> rows) {
  std::vector<Axis> axes;
  std::set<std::string_view> names;
  const auto add = [&](const std::vector<Axis>& more) {
    std::copy_if(more.begin(), more.end(), std::back_inserter(axes),
                 [&](Axis axis) { return names.insert(name_of(axis)).second; });
  };
  if (rows.front().group == "persons") {
    add({Axis::arm, Axis::recorded_replicate, Axis::person, Axis::month});
  }
  for (const auto& row : rows) add(row.axes);
  return axes;
}

/// A group with its axes and results; nothing if an axis has no labels: in a part of a study no
/// replicate may be recorded, and a short study has no December.
void add_group(LabelledFile& file, Head head, std::span<const ResultRow> rows) {
  const auto axes = axes_of(rows);
  const auto is_empty = [&](Axis axis) {
    return std::visit([](const auto& all) { return all.empty(); }, info_of(axis).labels(head));
  };
  if (std::any_of(axes.begin(), axes.end(), is_empty)) return;
  const std::string name(rows.front().group);
  auto group = file.add_group(name);
  for (const Axis axis : axes) add_axis(group, info_of(axis), head);
  for (const auto& row : rows) add_result(group, row);
  if (name == "ledger") add_prices(group, head.plan);
}

}  // namespace

std::string_view name_of(Axis axis) { return info_of(axis).name; }

void add_labels(LabelledFile& file, const StudyHead& head) {
  auto root = file.root();
  root.set_attribute("Conventions", "CF-1.10");
  root.set_attribute("format", "resettle-study");
  root.set_attribute("format_version", kFormatVersion);
  root.set_attribute("title", head.plan.name);
  root.set_attribute("intent", head.plan.intent);
  const auto table = results_table(head.plan);
  for (auto first = table.begin(); first != table.end();) {
    const auto next = std::find_if(first, table.end(),
                                   [&](const ResultRow& row) { return row.group != first->group; });
    add_group(file, head, {first, next});
    first = next;
  }
  add_draws(file, head);
}

}  // namespace resettle
