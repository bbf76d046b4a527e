#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/replicate_number.h"
#include "io/input_files.h"
#include "io/parameter_draws.h"
#include "io/scenario.h"
#include "io/yaml.h"

namespace resettle {

inline constexpr double kSmallestScale = 0.001;

/// One arm of a study: a scenario that departs from the reference at the policy start.
struct ArmPlan {
  std::string name;   ///< short label, unique in the study
  std::string label;  ///< for tables and plots; defaults to the name
  Scenario scenario;
};

/// With fewer replicates an interval says too little of whether more are needed.
inline constexpr int kFewestForLook = 10;

/// When a study has enough replicates: `stop_when` of a study.
struct StopWhen {
  std::string outcome;            ///< an indicator at the end, or an outcome of the whole period
  double half_width = 0;          ///< of the 95 % interval of the difference, unit of the outcome
  int at_most = 0;                ///< replicates
  std::vector<std::string> arms;  ///< those that must be precise; empty: all
  double minutes = 0;             ///< wall time after which no further ones are begun; 0: no limit
  SourceLocation where{};
};

/// A difference smaller than this share of the level in the reference is negligible, unless the
/// study says else: half a percent is below what surveys of the field can tell apart.
inline constexpr double kSmallestShare = 0.005;

/// Differences below which nothing matters: `smallest_effect` of a study.
struct SmallestEffect {
  double share = kSmallestShare;             ///< of the level in the reference
  std::map<std::string, double> by_outcome;  ///< of these instead, in the unit of the outcome
};

/// A study as its YAML file describes it. A plain scenario is a study of one arm.
struct StudyPlan {
  std::string name;
  std::string intent;
  std::filesystem::path file;
  std::string yaml;    ///< the study's text, as read
  Month start;         ///< first recorded month
  Month policy_start;  ///< the arms equal the reference before this month
  Month end;           ///< last simulated month (included)
  int replicates = 1;  ///< of every draw
  std::uint32_t seed = 1;
  double scale = 1.0;         ///< share of arrivals simulated, 1 = everybody
  std::size_t reference = 0;  ///< index into arms
  std::vector<ArmPlan> arms;
  std::vector<std::string> outcomes;  ///< indicators shown in the comparison
  /// By what aggregates are split: attributes, and crossings of them as "sex x arrival_age".
  std::vector<std::string> subgroups;
  std::vector<std::string> record_persons;  ///< person columns kept for every month
  /// Person columns are kept for the first so many replicates; never more than `replicates`, which
  /// the command line may have lowered.
  int record_replicates = 0;
  bool is_study = true;  ///< false: a single scenario was given
  /// `replicates` are run first, then as many more as this takes.
  std::optional<StopWhen> stop_when;
  SmallestEffect smallest_effect;
  ParameterDraws draws;
};

/// The indicators that a study asks for that was checked when it was run.
std::vector<std::string> outcomes_in(const YamlNode& root);

/// The numbers of all replicates of a study, ascending (core/replicate_number.h).
std::vector<int> replicate_numbers(const StudyPlan& plan);

/// Names a study may use, given by the program.
struct StudyVocabulary {
  std::vector<std::string> indicators;
  std::vector<std::string> horizon_outcomes;  ///< of the whole period since the policy start
  std::vector<std::string> subgroups;
  std::vector<std::string> person_columns;
  std::vector<std::size_t> subgroup_sizes;  ///< groups of each attribute, in the order of subgroups

  /// Whatever a difference can be asked of: the outcomes of the whole period, then the indicators.
  [[nodiscard]] std::vector<std::string> outcomes() const;
  /// The remedy for what is none of them.
  [[nodiscard]] std::string suggest_outcome(std::string_view wanted) const;
};

/// An arm given on the command line: --arm overlay.yaml.
struct AddedArm {
  std::string name;  ///< the overlay's file name without its ending
  std::filesystem::path overlay;
  std::string label;  ///< for tables and plots; empty: the overlay's intent if it is short
};

/// Command-line settings that replace those of the file, or add to it.
struct StudySettings {
  std::vector<Override> overrides;
  std::vector<AddedArm> arms;  ///< after those of the file
  int replicates = 0;          ///< 0: as the file says
  double scale = 0;            ///< share of arrivals simulated; 0: as the file says
  int draws = 0;               ///< of the parameters; 0: as the file says
  std::string draws_from;      ///< kFromPrior or a CSV file; empty: as the file says
  bool has_seed = false;
  std::uint32_t seed = 0;
  bool ignore_stop_when = false;  ///< the number of replicates is as said
  /// The numbers of replicates that `stop_when` has gone on to, in order; empty: not yet.
  std::vector<int> extended_to;
};

/// Reads a study, or a scenario as a study of one arm with the baseline's run settings.
/// Errors: InputError with all problems of the study and of every arm.
StudyPlan read_study(const std::filesystem::path& file, const ParameterCatalogue& catalogue,
                     const StudyVocabulary& vocabulary, const StudySettings& settings = {},
                     const InputSource& source = {});

}  // namespace resettle
