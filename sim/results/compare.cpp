#include "results/compare.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "results/study_results.h"

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();
constexpr std::array<const char*, 8> kAlwaysShown{
    "share_integration", "share_isolation", "share_acculturation", "share_marginality",
    "employment_rate",   "wage_mean",       "distress_mean",       "belonging_mean"};

QuantityKind kind_of(const std::string& unit) {
  if (unit == "share") return QuantityKind::share;
  return unit.starts_with("KRW") ? QuantityKind::money : QuantityKind::number;
}

/// One value per replicate, for the reference and for one arm.
struct Pairs {
  std::vector<double> reference;
  std::vector<double> arm;

  [[nodiscard]] PairedDifference compare() const { return paired_difference(reference, arm); }
};

/// Weight of every month from the policy start on (0 before): 1, or discounted.
std::vector<double> month_weights(const std::vector<Month>& months, Month start, double rate) {
  std::vector<double> weights(months.size(), 0.0);
  for (std::size_t i = 0; i < months.size(); ++i) {
    const int later = months[i] - start;
    if (later >= 0) weights[i] = std::pow(1 + rate, -later / 12.0);
  }
  return weights;
}

OutcomeComparison outcome_of(const StudyResults& results, const Comparison& study,
                             const std::string& name, const std::string& arm) {
  OutcomeComparison outcome;
  outcome.outcome = name;
  outcome.label = results.outcome_text(name, "long_name");
  outcome.unit = results.outcome_text(name, "units");
  outcome.kind = kind_of(outcome.unit);
  outcome.result =
      Pairs{results.at_end(name, study.reference), results.at_end(name, arm)}.compare();
  return outcome;
}

CostPerGain cost_per_gain(const Pairs& cost, const Pairs& gain) {
  std::vector<double> costs;
  std::vector<double> gains;
  for (std::size_t i = 0; i < gain.arm.size(); ++i) {
    const double difference = gain.arm[i] - gain.reference[i];
    if (std::isnan(difference)) continue;  // too few persons to count in this replicate
    gains.push_back(difference);
    costs.push_back(cost.arm[i] - cost.reference[i]);
  }
  const auto cost_estimate = estimate_mean(costs);
  const auto gain_estimate = estimate_mean(gains);
  CostPerGain result;
  using enum CostVerdict;
  if (!gain_estimate.has_interval()) return result;
  if (!gain_estimate.is_clear()) {
    result.verdict = no_effect;
  } else if (gain_estimate.high < 0) {
    result.verdict = loses;
  } else if (std::all_of(costs.begin(), costs.end(), [](double c) { return c == 0; })) {
    result.verdict = no_cost;
  } else if (cost_estimate.high < 0) {
    result.verdict = saves_money;
  } else {
    result.verdict = cost_estimate.low > 0 ? ratio : cost_not_clear;
    result.ratio = fieller_ratio(costs, gains);
  }
  return result;
}

Pairs employed_months(const StudyResults& results, const Comparison& study,
                      const std::string& arm) {
  const auto weights = month_weights(results.months(), study.policy_start, 0);
  return {results.person_months(study.reference, "employment_rate", weights),
          results.person_months(arm, "employment_rate", weights)};
}

/// Some of the jobs gained others would have had: only the rest of the difference counts.
Pairs net_of_displacement(Pairs pairs, double displacement_share) {
  for (std::size_t i = 0; i < pairs.arm.size(); ++i) {
    const double gross = pairs.arm[i] - pairs.reference[i];
    pairs.arm[i] = pairs.reference[i] + (1 - displacement_share) * gross;
  }
  return pairs;
}

HorizonComparison horizon_of(const StudyResults& results, const Comparison& study,
                             const std::string& arm) {
  const auto gain_at = [&](double rate) {
    const auto weights = month_weights(results.months(), study.policy_start, rate);
    return Pairs{results.person_months(study.reference, "share_integration", weights),
                 results.person_months(arm, "share_integration", weights)};
  };
  const auto cost_at = [&](double rate, LedgerView view) {
    const auto weights = month_weights(results.ledger_months(), study.policy_start, rate);
    return Pairs{results.cost(study.reference, weights, view), results.cost(arm, weights, view)};
  };
  const auto gain = gain_at(0);
  const auto gain_discounted = gain_at(study.discount_rate);
  const auto cost = cost_at(0, LedgerView::programme);
  const auto cost_discounted = cost_at(study.discount_rate, LedgerView::programme);
  const auto employed = employed_months(results, study, arm);
  return {.person_months = gain.compare(),
          .person_months_discounted = gain_discounted.compare(),
          .employed_months = employed.compare(),
          .employed_months_net = net_of_displacement(employed, study.displacement_share).compare(),
          .cost = cost.compare(),
          .budget = cost_at(0, LedgerView::public_budget).compare(),
          .cost_discounted = cost_discounted.compare(),
          .cost_per_gain = cost_per_gain(cost, gain),
          .cost_per_gain_discounted = cost_per_gain(cost_discounted, gain_discounted)};
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

}  // namespace

Comparison compare(const std::filesystem::path& study,
                   const std::vector<std::string>& more_outcomes) {
  const StudyResults results(study);
  std::vector<std::string> outcomes(kAlwaysShown.begin(), kAlwaysShown.end());
  for (const auto& name : more_outcomes) {
    if (std::find(outcomes.begin(), outcomes.end(), name) == outcomes.end()) {
      outcomes.push_back(name);
    }
  }
  for (const auto& name : outcomes) results.check_outcome(name);
  auto comparison = results.describe();
  for (auto& arm : comparison.arms) {
    for (const auto& name : outcomes)
      arm.outcomes.push_back(outcome_of(results, comparison, name, arm.name));
    arm.horizon = horizon_of(results, comparison, arm.name);
    arm.changes = changes_of(results, comparison.scale, arm.name);
  }
  return comparison;
}

}  // namespace resettle
