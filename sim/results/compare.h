#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "outputs/indicators.h"
#include "results/budget_caps.h"
#include "results/cost_per_gain.h"
#include "results/definitions.h"
#include "results/economics.h"
#include "results/equity.h"
#include "results/paired_interval.h"
#include "results/precision.h"
#include "results/ranking.h"
#include "results/study_series.h"
#include "results/yearly.h"

// What a study says: every arm against the reference, replicate by replicate.

namespace resettle {

/// How a quantity is shown.
enum class QuantityKind {
  share,
  money,
  count,  ///< of persons or their months: whole, though means over replicates are fractions
  number
};

/// An indicator at the last month of the study, everybody ("all").
struct OutcomeComparison {
  std::string outcome;  ///< name of the indicator, for example "wage_mean"
  std::string label;    ///< readable name
  std::string unit;     ///< as in the file
  QuantityKind kind = QuantityKind::number;
  PairedDifference result;
};

/// Gain and cost from the policy start to the end of the study.
struct HorizonComparison {
  PairedDifference person_months;             ///< persons 15+ in the type integration, summed
  PairedDifference person_months_discounted;  ///< the same, discounted like the cost
  PairedDifference employed_months;           ///< persons 15+ with work, summed
  PairedDifference employed_months_net;       ///< the same less the jobs others would have had
  PairedDifference out_of_marginality;        ///< persons 15+ not in the type marginality, summed
  PairedDifference distress_years;            ///< mean distress x persons 15+, summed, / 12
  PairedDifference cost;                      ///< programme cost, KRW of the price year
  PairedDifference budget;  ///< what government pays less what it receives, KRW of the price year
  PairedDifference cost_discounted;  ///< the same, discounted to the policy start
  CostPerGain cost_per_gain;
  CostPerGain cost_per_gain_discounted;  ///< both discounted

  /// An outcome of the whole period, undiscounted.
  [[nodiscard]] const PairedDifference& of(HorizonOutcome outcome) const;
};

/// A number of persons, for the whole population. Suppressed (NaN) where fewer than
/// kSmallestCell simulated persons stand behind it on average.
struct PersonCount {
  Estimate persons;
  bool suppressed = false;
};

/// The types in the order of the file.
inline constexpr std::array<const char*, 4> kTypeNames{"integration", "isolation", "acculturation",
                                                       "marginality"};

/// Persons whose type at the last month differs from the one the same person has in the reference,
/// among those counted in both. Integration is success on both axes, isolation on the material
/// axis only, acculturation on the mental one only.
struct TypeChanges {
  PersonCount changed;
  PersonCount to_integration;
  PersonCount out_of_integration;
  PersonCount gained;     ///< better on at least one axis
  PersonCount lost;       ///< worse on at least one axis
  PersonCount exchanged;  ///< in both lists: better on one axis, worse on the other
  /// Row: type in the reference; column: type in the arm.
  std::array<std::array<PersonCount, 4>, 4> table;
};

/// One arm against the reference.
struct ArmComparison {
  std::string name;
  std::string label;
  std::vector<OutcomeComparison> outcomes;
  HorizonComparison horizon;
  TypeChanges changes;
};

/// An arm with the same results as another one, in every replicate.
struct SameArm {
  std::string name;
  std::string label;
  std::string as;  ///< name of the other one
};

/// The whole comparison.
struct Comparison {
  std::string title;
  std::string intent;
  std::string reference;        ///< name of the reference arm
  std::string reference_label;  ///< its readable name
  Month start;                  ///< first month in the file
  Month policy_start;
  Month end;                         ///< last month in the file
  int replicates = 0;                ///< that are compared
  int replicates_stored = 0;         ///< in the file
  int replicates_of_study = 0;       ///< more than are stored if the file is a part of the study
  std::vector<std::string> changes;  ///< path=value of every --set of the command
  std::string with;                  ///< the second study file, if arms of one are compared
  double scale = 1;                  ///< share of arrivals simulated
  double discount_rate = 0;          ///< per year
  double displacement_share = 0;     ///< of jobs gained, which others would have had
  int price_year = 0;                ///< prices of the cost
  std::string definition = "a";      ///< of mental success, for integrated person-months
  std::vector<std::string> missing_definitions;  ///< that the file does not have
  /// Without the reference and those that are the same as it, in study order; may be empty.
  std::vector<ArmComparison> arms;
  std::vector<SameArm> same_as_reference;  ///< arms that never act, and so are not compared
  std::vector<SameArm> same_as_another;    ///< among `arms`, after the one that they equal
  Economics economics;
  std::vector<Ranking> ranking;
  std::vector<DefinitionTable> definitions;
  std::vector<YearResult> by_year;
  std::vector<PrecisionRow> precision;
  Multiplicity multiplicity;
  Equity equity;
  std::vector<CapUse> budget_caps;  ///< of all arms
};

/// What is asked of the comparison beyond the study file.
struct CompareChoices {
  std::vector<std::string> more_outcomes{};     ///< further indicators of the file
  std::string definition = "a";                 ///< of mental success
  ValueQuestion question{};                     ///< of frontier and acceptability curves
  std::optional<double> budget_krw_per_year{};  ///< for the additional programme cost of a year
  /// A second study file: its arms are compared with the reference of the first, if the files are
  /// comparable (results/comparable.h).
  std::optional<std::filesystem::path> with{};
};

/// Reads a study file and compares. Always shown: the four types, employment rate, mean wage,
/// distress, belonging.
/// Discounting: a month m months after the policy start weighs (1 + rate)^(-m/12).
/// Scaling: `persons_15_plus` and the ledger stand for the whole population in the file; /twins
/// counts simulated persons and is divided by the study's scale here.
/// The definition of mental success is that of integrated person-months, their price and the
/// frontier; types, and the indicators at the end, are always those of definition a.
/// Errors: InputError (not a study file, only one arm, unknown indicator with the nearest name,
/// unknown definition or one that the file does not have, a second file that is not comparable).
Comparison compare(const std::filesystem::path& study, const CompareChoices& choices = {});

}  // namespace resettle
