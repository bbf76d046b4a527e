#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "outputs/indicators.h"
#include "results/budget_caps.h"
#include "results/compared_study.h"
#include "results/definitions.h"
#include "results/economics.h"
#include "results/equity.h"
#include "results/judged.h"
#include "results/precision.h"
#include "results/ranking.h"
#include "results/same_arms.h"
#include "results/study_series.h"
#include "results/without_path.h"
#include "results/yearly.h"

// What a study says: every arm against the reference, replicate by replicate.

namespace resettle {

/// A quantity of one arm against the reference.
struct Measured {
  std::string name;   ///< of the indicator or outcome, for example "wage_mean"
  std::string label;  ///< readable name
  std::string unit;   ///< as in the file
  Judged result;
};

/// Persons in one type under the reference and in one under the arm; NaN where fewer than
/// kSmallestCell simulated persons stand behind the number on average.
struct TypeChanges {
  struct Count {
    const char* name;  ///< for example "moved_to_integration"
    const char* label;
    Estimate persons;
  };
  std::vector<Count> counts;
  /// Row: type in the reference; column: type in the arm.
  std::array<std::array<Estimate, kTypeNames.size()>, kTypeNames.size()> table;

  /// Throws std::logic_error if there is no such count.
  [[nodiscard]] const Estimate& count(const std::string& which) const;
};

/// One arm against the reference.
struct ArmComparison {
  std::string name;
  std::string label;
  std::vector<Measured> at_end;   ///< indicators at the last month, everybody ("all")
  std::vector<Measured> horizon;  ///< gain and cost from the policy start to the end
  /// Persons whose type at the last month differs from the one the same person has in the
  /// reference, among those counted in both. Integration is success on both axes, isolation on the
  /// material axis only, acculturation on the mental one only.
  TypeChanges changes;

  /// What was measured under that name at the end or over the horizon; nullptr if nothing was.
  [[nodiscard]] const Measured* find(const std::string& quantity) const;
  /// The same of what is always measured over the horizon.
  [[nodiscard]] const Judged& over_horizon(const std::string& quantity) const;
};

/// The same difference over the draws of the parameters and at their central values.
struct AtCentralValues {
  std::string arm;
  Measured drawn;
  Estimate central;
};

/// The whole comparison.
struct Comparison {
  ComparedStudy study;           ///< its arms are those of `arms`
  std::string with;              ///< the second study file, if arms of one are compared
  std::string definition = "a";  ///< of mental success, for integrated person-months
  std::vector<std::string> missing_definitions;  ///< that the file does not have
  std::size_t claims = 0;  ///< judged together: differences over the horizon and at the end
  /// Without the reference and those that are the same as it, in study order; may be empty.
  std::vector<ArmComparison> arms;
  SameArms same;
  std::vector<WithoutPath> without_path;  ///< those that cannot work, as a whole or in part
  Economics economics;
  std::vector<Ranking> ranking;
  std::vector<AtCentralValues> central_values;  ///< empty without draws
  std::vector<DefinitionTable> definitions;
  std::vector<YearResult> by_year;
  std::vector<PrecisionRow> precision;
  Equity equity;
  std::vector<CapUse> budget_caps;  ///< of all arms

  /// The arms in the order of the answer: by what is found of their gain, those that cannot work in
  /// the model last, those whose gain is not shown after all others of their kind.
  [[nodiscard]] std::vector<const ArmComparison*> best_first() const;
};

/// What is asked of the comparison beyond the study file.
struct CompareChoices {
  std::vector<std::string> more_outcomes{};     ///< further indicators of the file
  std::string definition = "a";                 ///< of mental success
  ValueQuestion question{};                     ///< of frontier and acceptability curves
  std::optional<double> budget_krw_per_year{};  ///< for the additional programme cost of a year
  std::optional<double> smallest_share{};       ///< of the reference; else that of the study
  /// A second study file: its arms are compared with the reference of the first, if the files are
  /// comparable (results/comparable.h).
  std::optional<std::filesystem::path> with{};
};

/// Reads a study file and compares. Always shown: the four types, employment rate, mean wage,
/// distress, belonging, and what the study asks for.
/// Discounting: a month m months after the policy start weighs (1 + rate)^(-m/12).
/// Scaling: `persons_15_plus` and the ledger stand for the whole population in the file; /twins
/// counts simulated persons and is divided by the study's scale here.
/// The definition of mental success is that of integrated person-months, their price and the
/// frontier; types, and the indicators at the end, are always those of definition a.
/// Errors: InputError (not a study file, only one arm, unknown indicator with the nearest name,
/// unknown definition or one that the file does not have, a second file that is not comparable).
Comparison compare(const std::filesystem::path& study, const CompareChoices& choices = {});

}  // namespace resettle
