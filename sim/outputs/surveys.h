#pragma once

#include <limits>
#include <string>
#include <vector>

#include "engine/simulation.h"
#include "outputs/survey_memory.h"
#include "outputs/survey_newcomers.h"

// What a published survey would have found in the simulated world: the same persons, age filter,
// subgroup and month (MODEL 15.2).

namespace resettle {

inline constexpr int kNoAgeLimit = 999;

/// One published figure as a question to the simulated world.
struct SurveyQuestion {
  std::string indicator;                 ///< one of survey_indicators()
  std::string population = "residents";  ///< one of survey_populations()
  std::string subgroup = "all";          ///< man, woman, or a category of the indicator
  int age_from = 0;                      ///< years
  int age_to = kNoAgeLimit;              ///< years, included
  Month month{};                         ///< asked at the end of this month
};

/// Names a question may use.
std::vector<std::string> survey_indicators();
std::vector<std::string> survey_populations();

/// The name in the question that is not known, in words; empty if all are.
std::string fault_in(const SurveyQuestion& question);

/// Why a question of known names has no answer in this model; empty if it has one.
std::string why_not_measured(const SurveyQuestion& question);

/// What is watched every month, because columns do not keep it.
struct SurveyRecords {
  SurveyMemory memory;
  NewcomerChanges changes;
  NetworkCases network;
};

/// How states become answers.
struct SurveyRules {
  float impulse_threshold = 0;  ///< distress (SD) of a year above which people report impulses
  // Helpers that a tie stands for, when ill and for a large sum of money (MODEL2 6).
  float ill_strong = 0;
  float ill_ordinary = 0;
  float money_strong = 0;
  float money_ordinary = 0;
};

/// Answers every question at the end of its month.
class SurveyRecorder final : public Recorder {
 public:
  /// Throws std::logic_error for a question that is not measured.
  SurveyRecorder(std::vector<SurveyQuestion> questions, const SurveyRules& rules);

  void record(World& world) override;

  /// One answer per question, in the unit of its indicator; NaN before its month has come, or where
  /// nobody was there to be asked.
  [[nodiscard]] const std::vector<double>& answers() const { return answers_; }

 private:
  [[nodiscard]] double answer(const World& world, const SurveyQuestion& question) const;

  std::vector<SurveyQuestion> questions_;
  SurveyRules rules_;
  std::vector<double> answers_;
  SurveyRecords records_;
};

}  // namespace resettle
