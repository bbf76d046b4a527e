#include "results/compare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "results/study_results.h"

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();
constexpr std::array<const char*, 8> kAlwaysShown{
    "share_integration", "share_isolation", "share_acculturation", "share_marginality",
    "employment_rate",   "wage_mean",       "distress_mean",       "belonging_mean"};

/// What every arm is measured by.
class Measure {
 public:
  Measure(const StudyResults& results, const ComparedStudy& study, const StudySeries& series)
      : results_(results), study_(study), series_(series) {
    double sum = 0;
    const auto persons = results.indicator("persons_15_plus", study.reference);
    for (const double value : persons) sum += value;
    person_years_ = sum / 12 / static_cast<double>(results.replicates());
  }

  [[nodiscard]] Measured at_end(const std::string& name, const std::string& arm) const {
    return measured(name, results_.outcome_text(name, "long_name"),
                    results_.outcome_text(name, "units"),
                    series_.sampling.difference(results_.at_end(name, study_.reference),
                                                results_.at_end(name, arm)),
                    1);
  }

  /// Gain and cost of the arm from the policy start to the end.
  [[nodiscard]] std::vector<Measured> horizon(const ArmSeries& arm) const {
    std::vector<Measured> all;
    for (const auto& info : kHorizonOutcomes) {
      const auto at = static_cast<std::size_t>(info.outcome);
      const auto& before = series_.reference().outcomes[at];
      all.push_back(summed(info.name, info.label, info.unit, before, arm.outcomes[at], 0));
      if (info.outcome == HorizonOutcome::employed_net) {
        all.back().label += fmt::format(" ({:.3g} % of jobs gained, which others would have had)",
                                        100 * study_.displacement_share);
      }
      if (info.outcome == HorizonOutcome::integrated && study_.discount_rate != 0) {
        all.push_back(discounted(info.name, info.label, info.unit, before, arm.outcomes[at]));
      }
    }
    const auto cost = [&](Perspective whose, const std::string& name, const std::string& label) {
      const auto at = static_cast<std::size_t>(whose);
      const auto& before = series_.reference().costs[at];
      const auto krw = fmt::format("KRW of {}", study_.price_year);
      all.push_back(summed(name, label, krw, before, arm.costs[at], 0));
      if (whose == Perspective::programme && study_.discount_rate != 0) {
        all.push_back(discounted(name, label, krw, before, arm.costs[at]));
      }
    };
    cost(Perspective::programme, "programme_cost", "Programme cost");
    cost(Perspective::public_budget, "public_budget",
         "Public budget: programmes and livelihood benefit less deductions from pay");
    return all;
  }

 private:
  [[nodiscard]] Measured measured(std::string name, std::string label, std::string unit,
                                  const PairedDifference& found, double scale) const {
    Judged result(in_its_unit(found, unit));
    result.smallest = smallest_difference(study_.smallest, name, result.reference, unit, scale);
    return {std::move(name), std::move(label), std::move(unit), result};
  }

  [[nodiscard]] Measured summed(std::string name, std::string label, std::string unit,
                                std::span<const double> before, std::span<const double> after,
                                double rate) const {
    return measured(std::move(name), std::move(label), std::move(unit),
                    series_.sampling.difference(over_horizon(series_, before, rate),
                                                over_horizon(series_, after, rate)),
                    person_years_);
  }

  [[nodiscard]] Measured discounted(const std::string& name, const std::string& label,
                                    const std::string& unit, std::span<const double> before,
                                    std::span<const double> after) const {
    const auto words = fmt::format("{}, discounted to {} at {:.3g} % a year", label,
                                   to_string(study_.policy_start), 100 * study_.discount_rate);
    return summed(name + "_discounted", words, unit, before, after, study_.discount_rate);
  }

  const StudyResults& results_;
  const ComparedStudy& study_;
  const StudySeries& series_;
  double person_years_ = 0;  ///< of persons 15+ in the reference, over the horizon
};

/// Judges what is measured of all arms, together; counts the claims.
void judge_measured(Comparison& comparison) {
  std::vector<Judged*> together;
  for (auto& arm : comparison.arms) {
    for (auto& one : arm.horizon) together.push_back(&one.result);
    for (auto& one : arm.at_end) together.push_back(&one.result);
  }
  judge_together(together);
  comparison.claims = static_cast<std::size_t>(
      std::count_if(together.begin(), together.end(),
                    [](const Judged* one) { return one->difference.has_interval(); }));
}

/// A number that is shown once more is told by the same words, whatever it stands beside there.
void repeat_verdicts(Comparison& comparison) {
  const auto repeat = [&](const std::string& arm, const std::string& quantity, Judged& again) {
    const auto found = std::find_if(comparison.arms.begin(), comparison.arms.end(),
                                    [&](const ArmComparison& one) { return one.name == arm; });
    const auto* first = found == comparison.arms.end() ? nullptr : found->find(quantity);
    if (first == nullptr || first->result.difference.mean != again.difference.mean) return;
    again.verdict = first->result.verdict;
  };
  for (auto& arm : comparison.equity.arms) {
    for (auto& row : arm.subgroups) {
      if (row.subgroup == "all") repeat(arm.arm, row.outcome, row.result);
    }
  }
  for (auto& row : comparison.economics.totals) {
    const bool programme = row.perspective == Perspective::programme;
    if (programme && row.discount_rate == 0) repeat(row.arm, "programme_cost", row.result);
  }
}

/// How precise the headlines of an arm are.
void add_precision(std::vector<PrecisionRow>& rows, const ArmComparison& arm) {
  for (const auto& info : kHorizonOutcomes) {
    rows.push_back(precision_of(arm.name, info.name, info.unit, arm.over_horizon(info.name)));
  }
  const auto& cost = *arm.find("programme_cost");
  rows.push_back(precision_of(arm.name, cost.name, cost.unit, cost.result));
}

bool material(std::size_t type) { return type < 2; }              // integration, isolation
bool mental(std::size_t type) { return type == 0 || type == 2; }  // integration, acculturation

bool gained(std::size_t before, std::size_t after) {
  return (material(after) && !material(before)) || (mental(after) && !mental(before));
}

/// Persons in the cells of the twin tables that `belongs` picks, per replicate.
template <class Belongs>
Estimate count(const std::vector<double>& tables, const Sampling& sampling, double scale,
               Belongs belongs) {
  constexpr std::size_t kCells = kTypeCount * kTypeCount;
  std::vector<double> persons(tables.size() / kCells, 0.0);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto cell = i % kCells;
    if (belongs(cell / kTypeCount, cell % kTypeCount)) persons[i / kCells] += tables[i];
  }
  if (!(sampling.mean(persons).mean >= kSmallestCell)) {
    Estimate suppressed;
    suppressed.replicates = static_cast<int>(persons.size());
    return suppressed;
  }
  for (auto& value : persons) value /= scale;
  return sampling.mean(persons);
}

TypeChanges changes_of(const StudyResults& results, double scale, const std::string& arm) {
  using Type = std::size_t;
  const auto tables = results.twin_tables(arm);
  const auto sampling = results.sampling();
  const auto number = [&](auto belongs) { return count(tables, sampling, scale, belongs); };
  TypeChanges changes;
  changes.counts = {
      {"changed_type", "changed type", number([](Type a, Type b) { return a != b; })},
      {"moved_to_integration", "moved to integration",
       number([](Type a, Type b) { return a != 0 && b == 0; })},
      {"moved_out_of_integration", "moved out of integration",
       number([](Type a, Type b) { return a == 0 && b != 0; })},
      {"gained_on_an_axis", "better on at least one axis",
       number([](Type a, Type b) { return gained(a, b); })},
      {"lost_on_an_axis", "worse on at least one axis",
       number([](Type a, Type b) { return gained(b, a); })},
      {"exchanged_axes", "better on one axis, worse on the other",
       number([](Type a, Type b) { return gained(a, b) && gained(b, a); })},
  };
  for (Type row = 0; row < kTypeCount; ++row) {
    for (Type column = 0; column < kTypeCount; ++column) {
      changes.table[row][column] =
          number([&](Type before, Type after) { return before == row && after == column; });
    }
  }
  return changes;
}

/// The same for whoever asks: differences are judged together, so what is compared decides words.
std::vector<std::string> outcomes_shown(const StudyResults& results,
                                        const std::vector<std::string>& of_study,
                                        const std::vector<std::string>& more) {
  std::vector<std::string> outcomes(kAlwaysShown.begin(), kAlwaysShown.end());
  const auto add = [&](const std::string& name) {
    if (std::find(outcomes.begin(), outcomes.end(), name) == outcomes.end()) {
      outcomes.push_back(name);
    }
  };
  for (const auto& name : of_study) {
    if (results.has_indicator(name)) add(name);
  }
  for (const auto& name : more) add(name);
  for (const auto& name : outcomes) results.check_outcome(name);
  return outcomes;
}

/// Of all arms, the reference first.
std::vector<CapUse> caps_of(const StudyResults& results, const ComparedStudy& study,
                            ResolvedScenarios& scenarios) {
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
std::vector<std::string> arm_names(const ComparedStudy& study) {
  std::vector<std::string> names{study.reference};
  for (const auto& arm : study.arms) names.push_back(arm.name);
  return names;
}

/// What the study would have said without draws.
void add_central_values(Comparison& comparison, const StudyResults& central,
                        const std::string& integration) {
  if (central.replicates() == 0) return;  // a part of the study without draw 0
  const auto& study = comparison.study;
  const auto series = series_of(central, arm_names(study), integration, study.displacement_share);
  const Measure measure(central, study, series);
  for (std::size_t a = 0; a < comparison.arms.size(); ++a) {
    const auto at_central = measure.horizon(series.arms[a + 1]);
    const auto& drawn = comparison.arms[a].horizon;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      comparison.central_values.push_back(
          {comparison.arms[a].name, drawn[i], at_central[i].result.difference});
    }
  }
}

}  // namespace

const Estimate& TypeChanges::count(const std::string& which) const {
  for (const auto& one : counts) {
    if (which == one.name) return one.persons;
  }
  throw std::logic_error("no count of types is called " + which);
}

const Measured* ArmComparison::find(const std::string& quantity) const {
  for (const auto* list : {&horizon, &at_end}) {
    for (const auto& one : *list) {
      if (one.name == quantity) return &one;
    }
  }
  return nullptr;
}

const Judged& ArmComparison::over_horizon(const std::string& quantity) const {
  const Measured* found = find(quantity);
  if (found == nullptr) throw std::logic_error("nothing measured is called " + quantity);
  return found->result;
}

std::vector<const ArmComparison*> Comparison::best_first() const {
  std::vector<const ArmComparison*> found;
  for (const auto& arm : arms) found.push_back(&arm);
  const auto place = [this](const ArmComparison* arm) {
    const bool cannot_work = std::any_of(
        without_path.begin(), without_path.end(),
        [&](const WithoutPath& without) { return without.whole && without.name == arm->name; });
    const Judged& gain = arm->over_horizon("integrated_person_months");
    const double mean = gain.difference.mean;
    const double loss = std::isnan(mean) ? std::numeric_limits<double>::infinity() : -mean;
    return std::tuple(cannot_work, place_of(gain.verdict), loss);
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const auto* one, const auto* other) { return place(one) < place(other); });
  return found;
}

Comparison compare(const std::filesystem::path& file, const CompareChoices& choices) {
  const auto& definition = definition_named(choices.definition);
  const StudyResults results(file, choices.with);
  check_definition(results, definition);
  Comparison comparison;
  auto& study = comparison.study;
  study = results.describe();
  const auto outcomes = outcomes_shown(results, study.outcomes, choices.more_outcomes);
  comparison.same = set_same_arms_apart(study, results.arm_sources(study));
  if (choices.with) comparison.with = choices.with->string();
  comparison.definition = definition.name;
  comparison.missing_definitions = missing_definitions(results);
  if (choices.smallest_share) study.smallest = {*choices.smallest_share, {}};
  if (study.arms.empty()) return comparison;
  ResolvedScenarios scenarios;
  comparison.without_path = arms_without_path(results, study, scenarios);
  comparison.budget_caps = caps_of(results, study, scenarios);
  const auto names = arm_names(study);
  auto series = series_of(results, names, definition.indicator, study.displacement_share);
  for (auto& arm : series.arms) {
    arm.is_ranked = std::none_of(
        comparison.without_path.begin(), comparison.without_path.end(),
        [&](const WithoutPath& without) { return without.whole && without.name == arm.name; });
  }
  const Measure measure(results, study, series);
  for (std::size_t a = 0; a < study.arms.size(); ++a) {
    ArmComparison arm{study.arms[a].name, study.arms[a].label, {}, {}, {}};
    for (const auto& name : outcomes) arm.at_end.push_back(measure.at_end(name, arm.name));
    arm.horizon = measure.horizon(series.arms[a + 1]);
    arm.changes = changes_of(results, study.scale, arm.name);
    add_precision(comparison.precision, arm);
    comparison.arms.push_back(std::move(arm));
  }
  judge_measured(comparison);
  if (study.draws > 0) {
    add_central_values(comparison,
                       StudyResults(file, choices.with, StudyResults::Of::central_values),
                       definition.indicator);
  }
  const auto gain = [&](std::size_t arm, HorizonOutcome outcome) {
    return comparison.arms[arm].over_horizon(info_of(outcome).name).verdict;
  };
  comparison.economics = economics_of(series, study.discount_rate, study.smallest, gain,
                                      choices.question, choices.budget_krw_per_year);
  comparison.ranking = ranking_of(series);
  comparison.definitions =
      definitions_of(results, names, definition.name, study.smallest,
                     [&](std::size_t arm) { return gain(arm, HorizonOutcome::integrated); });
  comparison.by_year = by_year(results, series, outcomes, study.smallest);
  comparison.equity = equity_of(results.arm_sources(study), study, outcomes);
  repeat_verdicts(comparison);
  return comparison;
}

}  // namespace resettle
