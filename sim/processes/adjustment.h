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
/// Bits of the conditions met at the plain thresholds (namespace criterion); distress in SD.
std::uint8_t criteria_of(const Parameters& p, float material, float belonging, float wellbeing,
                         float distress);
/// Type from the two flags: integration, isolation, acculturation, marginality (Yoon 2001).
AdjustmentType type_of(bool material, bool mental);

/// Scores and the four adjustment types (step 13).
std::unique_ptr<Process> process();

}  // namespace resettle::adjustment
