#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::adjustment {

struct Parameters {
  float income_weight;
  float job_weight;
  float skill_weight;
  float threshold;
  float hysteresis;
  float satisfaction_threshold;
  int window;
};

/// Worth of the labour state for the material side, 0-1 (MODEL 14).
float job_points(LabourState state, int tenure_months);
/// Material score, 0-100. Incomes in KRW/month, skill 0-1 (MODEL 14).
float material_score(const Parameters& p, float equivalent_income_krw, float median_income_krw,
                     float job, float south_skill);
/// Wellbeing score, 0-100; 50 = South Korean mean. Distress in SD (MODEL 14).
float wellbeing_score(float distress);
/// Success flag with hysteresis: on at threshold + h, off below threshold - h; the first time at
/// the plain threshold.
bool succeeds(const Parameters& p, float score, bool succeeded_before, bool first_time);
/// Scores of a person, 0-100 each.
struct Scores {
  float material;
  float belonging;
  float wellbeing;
};
/// Bits of the conditions met at the plain thresholds (namespace criterion), by the mean scores of
/// the window and those of this month. What a questionnaire finds of distress in SD.
std::uint8_t criteria_of(const Parameters& p, const Scores& window, const Scores& month,
                         float measured_distress);
/// Which of the last twelve months count, 1 or 0 each, and how many of them.
struct Window {
  YearOfFigures counts{};
  float months = 0;
};
/// Those of the last `length` months, `last` among them, in which the person had scores.
Window window_of(int length, int months_scored, Month last);
/// Mean of the figures that count. There has to be one.
float mean_of(const Window& window, const YearOfFigures& figures);
/// Type from the two flags: integration, isolation, acculturation, marginality (Yoon 2001).
AdjustmentType type_of(bool material, bool mental);

/// Scores and the four adjustment types (step 13).
std::unique_ptr<Process> process();

}  // namespace resettle::adjustment
