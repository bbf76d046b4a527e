#include "results/compare.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "results/same_arms.h"
#include "results/study_results.h"

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();
constexpr std::array<const char*, 8> kAlwaysShown{
    "share_integration", "share_isolation", "share_acculturation", "share_marginality",
    "employment_rate",   "wage_mean",       "distress_mean",       "belonging_mean"};

QuantityKind kind_of(const std::string& unit) {
  if (unit == "share") return QuantityKind::share;
  if (unit == "persons") return QuantityKind::count;
  return unit.starts_with("KRW") ? QuantityKind::money : QuantityKind::number;
}

OutcomeComparison outcome_of(const StudyResults& results, const Comparison& study,
                             const std::string& name, const std::string& arm) {
  OutcomeComparison outcome;
  outcome.outcome = name;
  outcome.label = results.outcome_text(name, "long_name");
  outcome.unit = results.outcome_text(name, "units");
  outcome.kind = kind_of(outcome.unit);
  outcome.result =
      paired_difference(results.at_end(name, study.reference), results.at_end(name, arm));
  if (!has_natural_zero(outcome.unit)) outcome.result = without_ratio(outcome.result);
  return outcome;
}

/// Cost or outcome of the reference and of one arm, one value per replicate.
struct Pair {
  std::vector<double> reference;
  std::vector<double> arm;

  [[nodiscard]] PairedDifference compare() const { return paired_difference(reference, arm); }
  [[nodiscard]] std::vector<double> difference() const { return differences(reference, arm); }
};

HorizonComparison horizon_of(const StudySeries& series, const ArmSeries& arm, double rate) {
  const auto outcome = [&](HorizonOutcome which, double at_rate) {
    const auto at = static_cast<std::size_t>(which);
    return Pair{over_horizon(series, series.reference().outcomes[at], at_rate),
                over_horizon(series, arm.outcomes[at], at_rate)};
  };
  const auto cost = [&](Perspective which, double at_rate) {
    const auto at = static_cast<std::size_t>(which);
    return Pair{over_horizon(series, series.reference().costs[at], at_rate),
                over_horizon(series, arm.costs[at], at_rate)};
  };
  const auto gain = outcome(HorizonOutcome::integrated, 0);
  const auto gain_later = outcome(HorizonOutcome::integrated, rate);
  const auto paid = cost(Perspective::programme, 0);
  const auto paid_later = cost(Perspective::programme, rate);
  return {
      .person_months = gain.compare(),
      .person_months_discounted = gain_later.compare(),
      .employed_months = outcome(HorizonOutcome::employed, 0).compare(),
      .employed_months_net = outcome(HorizonOutcome::employed_net, 0).compare(),
      .out_of_marginality = outcome(HorizonOutcome::out_of_marginality, 0).compare(),
      .distress_years = without_ratio(outcome(HorizonOutcome::distress, 0).compare()),
      .cost = paid.compare(),
      .budget = cost(Perspective::public_budget, 0).compare(),
      .cost_discounted = paid_later.compare(),
      .cost_per_gain = cost_per_gain(paid.difference(), gain.difference()),
      .cost_per_gain_discounted = cost_per_gain(paid_later.difference(), gain_later.difference())};
}

/// How precise the headlines of an arm are, and all that was tested of it. Employment net of
/// displacement is a fixed share of employment and no test of its own.
void add_precision(Comparison& study, std::vector<TestRow>& tests, const ArmComparison& arm) {
  const auto& horizon = arm.horizon;
  for (const auto& info : kHorizonOutcomes) {
    const auto& result = horizon.of(info.outcome);
    study.precision.push_back(precision_of(arm.name, info.name, result));
    if (info.outcome == HorizonOutcome::employed_net) continue;
    tests.push_back({arm.name, info.name, two_sided_p_value(result.difference)});
  }
  study.precision.push_back(precision_of(arm.name, "programme_cost", horizon.cost));
  for (const auto& outcome : arm.outcomes) {
    tests.push_back({arm.name, outcome.outcome, two_sided_p_value(outcome.result.difference)});
  }
}

bool material(std::size_t type) { return type < 2; }              // integration, isolation
bool mental(std::size_t type) { return type == 0 || type == 2; }  // integration, acculturation

bool gained(std::size_t before, std::size_t after) {
  return (material(after) && !material(before)) || (mental(after) && !mental(before));
}

/// Persons in the cells of the twin tables that `belongs` picks, per replicate.
template <class Belongs>
PersonCount count(const std::vector<double>& tables, double scale, Belongs belongs) {
  constexpr std::size_t kCells = kTypeCount * kTypeCount;
  std::vector<double> persons(tables.size() / kCells, 0.0);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto cell = i % kCells;
    if (belongs(cell / kTypeCount, cell % kTypeCount)) persons[i / kCells] += tables[i];
  }
  PersonCount result;
  result.suppressed = !(estimate_mean(persons).mean >= kSmallestCell);
  result.persons.replicates = static_cast<int>(persons.size());
  if (result.suppressed) return result;
  for (auto& value : persons) value /= scale;
  result.persons = estimate_mean(persons);
  return result;
}

TypeChanges changes_of(const StudyResults& results, double scale, const std::string& arm) {
  using Type = std::size_t;
  const auto tables = results.twin_tables(arm);
  const auto number = [&](auto belongs) { return count(tables, scale, belongs); };
  TypeChanges changes;
  changes.changed = number([](Type before, Type after) { return before != after; });
  changes.to_integration =
      number([](Type before, Type after) { return before != 0 && after == 0; });
  changes.out_of_integration =
      number([](Type before, Type after) { return before == 0 && after != 0; });
  changes.gained = number([](Type before, Type after) { return gained(before, after); });
  changes.lost = number([](Type before, Type after) { return gained(after, before); });
  changes.exchanged = number(
      [](Type before, Type after) { return gained(before, after) && gained(after, before); });
  for (Type row = 0; row < kTypeCount; ++row) {
    for (Type column = 0; column < kTypeCount; ++column) {
      changes.table[row][column] =
          number([&](Type before, Type after) { return before == row && after == column; });
    }
  }
  return changes;
}

std::vector<std::string> outcomes_shown(const StudyResults& results,
                                        const std::vector<std::string>& more) {
  std::vector<std::string> outcomes(kAlwaysShown.begin(), kAlwaysShown.end());
  for (const auto& name : more) {
    if (std::find(outcomes.begin(), outcomes.end(), name) == outcomes.end()) {
      outcomes.push_back(name);
    }
  }
  for (const auto& name : outcomes) results.check_outcome(name);
  return outcomes;
}

/// Of all arms, the reference first.
std::vector<CapUse> caps_of(const StudyResults& results, const Comparison& study) {
  ResolvedScenarios scenarios;
  auto caps = budget_caps_of(results.reference_source(), study.reference, study.start, study.end,
                             scenarios);
  const auto sources = results.arm_sources(study);
  for (std::size_t a = 0; a < sources.size(); ++a) {
    auto of_arm = budget_caps_of(sources[a], study.arms[a].name, study.start, study.end, scenarios);
    std::move(of_arm.begin(), of_arm.end(), std::back_inserter(caps));
  }
  return caps;
}

/// The reference first.
std::vector<std::string> arm_names(const Comparison& study) {
  std::vector<std::string> names{study.reference};
  for (const auto& arm : study.arms) names.push_back(arm.name);
  return names;
}

}  // namespace

const PairedDifference& HorizonComparison::of(HorizonOutcome outcome) const {
  switch (outcome) {
    case HorizonOutcome::integrated:
      return person_months;
    case HorizonOutcome::employed:
      return employed_months;
    case HorizonOutcome::employed_net:
      return employed_months_net;
    case HorizonOutcome::out_of_marginality:
      return out_of_marginality;
    case HorizonOutcome::distress:
      return distress_years;
  }
  throw std::logic_error("no such outcome");
}

Comparison compare(const std::filesystem::path& study, const CompareChoices& choices) {
  const auto& definition = definition_named(choices.definition);
  const StudyResults results(study, choices.with);
  check_definition(results, definition);
  const auto outcomes = outcomes_shown(results, choices.more_outcomes);
  auto comparison = results.describe();
  set_same_arms_apart(comparison, results.arm_sources(comparison));
  if (choices.with) comparison.with = choices.with->string();
  comparison.definition = definition.name;
  comparison.missing_definitions = missing_definitions(results);
  if (comparison.arms.empty()) return comparison;
  comparison.budget_caps = caps_of(results, comparison);
  const auto names = arm_names(comparison);
  const auto series =
      series_of(results, names, definition.indicator, comparison.displacement_share);
  std::vector<TestRow> tests;
  for (std::size_t a = 0; a < comparison.arms.size(); ++a) {
    auto& arm = comparison.arms[a];
    for (const auto& name : outcomes)
      arm.outcomes.push_back(outcome_of(results, comparison, name, arm.name));
    arm.horizon = horizon_of(series, series.arms[a + 1], comparison.discount_rate);
    arm.changes = changes_of(results, comparison.scale, arm.name);
    add_precision(comparison, tests, arm);
  }
  comparison.economics =
      economics_of(series, comparison.discount_rate, choices.question, choices.budget_krw_per_year);
  comparison.ranking = ranking_of(series);
  comparison.definitions = definitions_of(results, names, definition.name);
  comparison.by_year = by_year(results, series, outcomes);
  comparison.equity = equity_of(results.arm_sources(comparison), comparison, outcomes);
  comparison.multiplicity = multiplicity_of(std::move(tests));
  return comparison;
}

}  // namespace resettle
