#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "results/compared_study.h"
#include "results/sampling.h"

// What economics, ranking and precision are worked out from: costs and outcomes of every arm by
// replicate and month. Filled from a study file by `series_of`; tests fill it by hand.

namespace resettle {

class StudyResults;

/// Whose costs count.
enum class Perspective {
  programme,      ///< payments of the instruments under comparison
  public_budget,  ///< all that government pays less what it receives
  societal        ///< public budget plus the time of unpaid mentors
};
inline constexpr std::array<const char*, 3> kPerspectiveNames{"programme", "public_budget",
                                                              "societal"};
const char* name_of(Perspective perspective);

/// What is summed over the months from the policy start to the end.
enum class HorizonOutcome {
  integrated,
  employed,
  employed_net,
  out_of_marginality,
  distress,
};

struct HorizonOutcomeInfo {
  HorizonOutcome outcome;
  const char* name;
  const char* label;
  const char* unit;
  bool higher_is_better;
};
inline constexpr std::size_t kHorizonOutcomeCount = 5;
inline constexpr std::array<HorizonOutcomeInfo, kHorizonOutcomeCount> kHorizonOutcomes{{
    {HorizonOutcome::integrated, "integrated_person_months", "Integrated person-months",
     "person-months", true},
    {HorizonOutcome::employed, "employed_person_months", "Employed person-months", "person-months",
     true},
    {HorizonOutcome::employed_net, "employed_person_months_net",
     "Employed person-months, net of displacement", "person-months", true},
    {HorizonOutcome::out_of_marginality, "months_out_of_marginality",
     "Person-months out of marginality", "person-months", true},
    {HorizonOutcome::distress, "distress_years", "Distress-years", "SD x person-years", false},
}};
const HorizonOutcomeInfo& info_of(HorizonOutcome outcome);
/// nullptr if no outcome over the horizon has that name.
const HorizonOutcomeInfo* horizon_outcome(const std::string& name);

/// One arm. Tables are replicate x month; NaN where too few persons are counted.
struct ArmSeries {
  std::string name;
  bool is_ranked = true;  ///< false if it cannot work in the model
  /// By HorizonOutcome, unit of the outcome per month.
  std::array<std::vector<double>, kHorizonOutcomeCount> outcomes;
  /// By Perspective, KRW of the price year; empty where the file does not tell.
  std::array<std::vector<double>, kPerspectiveNames.size()> costs;
  /// Replicate x line, KRW of the price year from the policy start to the end.
  std::vector<double> lines;
};

/// All arms, the reference first, from the policy start on.
struct StudySeries {
  Month policy_start;
  std::vector<Month> months;
  std::size_t replicates = 0;
  Sampling sampling{};  ///< how they make one estimate
  std::vector<ArmSeries> arms;
  std::vector<LedgerLineText> lines;

  [[nodiscard]] const ArmSeries& reference() const { return arms.front(); }
  [[nodiscard]] bool has(Perspective perspective) const;
};

/// Hours of a mentorship in a month, all unpaid. Source: MODEL 18.
inline constexpr double kMentorHoursPerMonth = 4;

/// `integration` is the indicator that defines integration; `displacement_share` of jobs gained
/// others would have had. Integrated, employed: share x persons 15+; out of marginality: (1 -
/// share in marginality) x persons 15+; distress: mean distress x persons 15+ / 12. Mentor time:
/// mentored_share x persons 15+ x kMentorHoursPerMonth x value of an hour (ledger.hour_krw of the
/// reference); without them in the file the societal perspective is left out.
StudySeries series_of(const StudyResults& results, const std::vector<std::string>& arms,
                      const std::string& integration, double displacement_share);

/// A table summed over months, one value per replicate; a month m months after the policy start
/// weighs (1 + rate)^(-m/12).
std::vector<double> over_horizon(const StudySeries& series, std::span<const double> table,
                                 double rate);
/// The same, undiscounted, over the months of a calendar year.
std::vector<double> in_year(const StudySeries& series, std::span<const double> table, int year);
/// The calendar years from the policy start to the end; the first and the last may be incomplete.
std::vector<int> years_of(const StudySeries& series);

/// What arms are ranked by: the values of an arm, one for each replicate; with draws of the
/// parameters one for each draw, the level of the reference plus the effect in that draw, freed of
/// chance. Discounted at `rate`.
std::vector<double> comparable_values(const StudySeries& series, std::span<const double> reference,
                                      std::span<const double> arm, double rate);

/// Arm minus reference.
std::vector<double> differences(std::span<const double> reference, std::span<const double> arm);

}  // namespace resettle
