#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "io/scenario.h"
#include "io/targets.h"
#include "model/replicates.h"
#include "outputs/surveys.h"
#include "results/paired_interval.h"

// The model held against published figures, row by row (MODEL 21). Nothing is tuned here.

namespace resettle {

/// What became of one published figure.
enum class CardVerdict { hit, miss, not_measured };

struct ReportRow {
  Target target;
  Estimate simulated;  ///< over replicates; empty if not measured
  CardVerdict verdict = CardVerdict::not_measured;
  std::string why;  ///< why it is not measured

  /// Simulated minus published, in the unit of the target; NaN if not measured.
  [[nodiscard]] double difference() const { return simulated.mean - target.value; }
};

struct ReportCard {
  std::string scenario;
  int replicates = 0;
  double scale = 1;
  std::uint32_t seed = 0;
  std::vector<ReportRow> rows;
};

/// A pattern is fully hit if every row that can be measured is a hit, and at least one is.
struct PatternCount {
  std::string pattern;
  int rows = 0;
  int measured = 0;
  int hits = 0;

  [[nodiscard]] bool fully_hit() const { return measured > 0 && hits == measured; }
};

/// Unit of a target of which only the direction is known: its value is +1 (up) or -1 (down).
inline constexpr const char* kSignUnit = "sign";

/// What only the literature's direction or rough size is known of, not a survey: the changes of
/// newcomers over four years (F7) and the co-ethnic network (F14).
std::vector<Target> patterns_of_process();

/// Hit if the simulated value is within the tolerance, or has the sign where that is all there is.
CardVerdict judge(const Target& target, double simulated);

/// The same question to the simulated world.
SurveyQuestion question_of(const Target& target);

/// Simulates the scenario as far as the last target and answers all of them.
/// Errors: InputError for a target whose indicator, population or subgroup is unknown.
ReportCard make_report_card(const Scenario& scenario, const std::vector<Target>& targets,
                            const RunChoice& choice);

/// Judges rows from answers[replicate][row]; rows for which why_not_measured says something have
/// none to judge.
std::vector<ReportRow> judged_rows(const std::vector<Target>& targets,
                                   const std::vector<std::vector<double>>& answers);

/// In the order of their first row.
std::vector<PatternCount> counts_by_pattern(const ReportCard& card);

/// How the card stands, and how a perfect model would: the surveys themselves err.
struct CardSummary {
  int measured = 0;
  int hits = 0;
  std::vector<std::string> fully_hit;  ///< patterns
  int with_error = 0;                  ///< measured, and the standard error of the survey is known
  int hits_with_error = 0;             ///< of these
  double hits_of_perfect = 0;  ///< of these, expected if the model were the truth: 2 Phi(t/s) - 1
};
CardSummary summary_of(const ReportCard& card);

/// Tables for a terminal, at most 100 columns wide, UTF-8.
std::string render_text(const ReportCard& card);

/// The same as JSON, ending in a newline: {scenario, replicates, scale, seed, confidence, the
/// counts of CardSummary, tables: {figures, patterns} as those of a comparison, notes: [text]}.
/// What is absent is null; shares are 0-1, money is nominal KRW.
std::string render_json(const ReportCard& card);

}  // namespace resettle
