#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/scenario.h"
#include "model/replicates.h"
#include "results/paired_interval.h"

// Virtual trials: a measure that was tried elsewhere, repeated on simulated newcomers, arm against
// arm (MODEL 21). They check the model; nothing is adjusted to them.

namespace resettle {

/// What a trial measures.
enum class TrialOutcome : std::uint8_t { employed, ever_employed, host_attitude };

/// When a published effect counts as found again.
enum class TrialRule : std::uint8_t {
  within,  ///< not further from it than the tolerance
  below,   ///< smaller than it
  shrinks  ///< the effect moves towards zero between the two spans of months
};

/// One published statement about the effect.
struct TrialCheck {
  std::string_view what{};
  TrialRule rule = TrialRule::within;
  std::size_t series = 0;  ///< which path of the trial: 0, or 1 for the second
  int from = 0;            ///< mean effect of these months (last included)
  int to = 0;
  double expected = 0;
  double tolerance = 0;
  /// This parameter's share of `expected` and `tolerance` is expected; empty: all of it.
  std::string_view share_of{};
  /// Empty where the number was published; else where it comes from instead.
  std::string_view not_published{};
  int compared_with = 0;  ///< month the span is compared with, for `shrinks`
};

/// One virtual trial, as it is described before it is run.
struct TrialInfo {
  std::string_view name;      ///< also that of its overlay, scenarios/trials/<name>.yaml
  std::string_view question;  ///< one line
  std::string_view treatment;
  std::string_view source;  ///< key of the evidence, and what was found
  std::string_view outcome;
  TrialOutcome kind = TrialOutcome::employed;
  bool pilot_only = false;  ///< measured on the members of the pilot's group alone
  Month first_arrival{};    ///< of the newcomers followed
  Month last_arrival{};
  Month end{};                           ///< last simulated month
  std::vector<int> path;                 ///< months shown
  std::vector<std::string_view> series;  ///< names of the paths
  std::vector<TrialCheck> checks;
};

/// First month in which the arms differ.
inline constexpr Month kTrialStart = month_of(2012, 1);

std::span<const TrialInfo> trials();
/// Errors: InputError naming the trials there are.
const TrialInfo& find_trial(const std::string& wanted);

/// The effect by month in one replicate: [series][month]; NaN where not measured.
using TrialPaths = std::vector<std::vector<double>>;

struct CheckResult {
  TrialCheck check;
  double expected = 0;   ///< the parameter's share taken
  double tolerance = 0;  ///< likewise
  Estimate ours;
  bool hit = false;
};

struct TrialResult {
  const TrialInfo* info = nullptr;
  int replicates = 0;
  double scale = 1;
  std::uint32_t seed = 0;
  std::vector<CheckResult> checks;
  std::vector<std::vector<Estimate>> paths;  ///< [series][entry of TrialInfo::path]
};

/// The effect a check is about, one value per replicate.
std::vector<double> values_of(const TrialCheck& check, const std::vector<TrialPaths>& replicates);

/// Judges a check of which `share` of the effect is expected; no value at all is a miss.
CheckResult judge(const TrialCheck& check, double share, const std::vector<TrialPaths>& replicates);

/// Runs both arms of every replicate on the same random numbers; the past is shared.
/// `treatment` is the overlay of the trial.
TrialResult run_trial(const TrialInfo& info, const Scenario& control, const Scenario& treatment,
                      const RunChoice& choice);

/// One line per trial.
std::string render_list(std::span<const TrialInfo> all);

/// For a terminal, at most 100 columns wide, UTF-8.
std::string render_text(const TrialResult& result);

/// The same as JSON, ending in a newline: {trial, question, treatment, source, outcome, start,
/// arrivals: [first, last], replicates, scale, seed, confidence, tables: {checks, effects} as those
/// of a comparison, notes: [text]}.
std::string render_json(const TrialResult& result);

}  // namespace resettle
