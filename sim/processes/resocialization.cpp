#include "processes/resocialization.h"

#include <algorithm>

namespace resettle::resocialization {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"resocialization.orientation_strength", "factor",
      "tilts of the five orientations, 1 in full, 0 none (ablation A1)", 0, 1},
     &P::orientation_strength},
};

// MODEL 11
constexpr int kMonthsOfWork = 12;
constexpr float kConfident = 0.5F;
constexpr int kSettledTenure = 36;  // months
constexpr float kSkilled = 0.6F;
constexpr float kBelongs = 0.5F;
constexpr int kIdleMonths = 12;        // in a row without a job: thrown back
constexpr int kDistressMonths = 6;     // in a row of high distress: thrown back
constexpr float kHighDistress = 1.5F;  // SD

Career career_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  return {people.works(i) || people.in_training(i),
          people.months_worked_total[i],
          people.certificate[i] != 0 || people.southern_degree[i] != 0,
          people.self_confidence[i],
          people.career_step_month[i] >= people.stage_since[i],
          people.job_tenure_months[i],
          people.south_skill[i],
          people.belonging[i]};
}

/// Counts months in a row; the count restarts when it throws a person back.
bool thrown_back(Persons& people, std::size_t i) {
  const auto count = [](std::uint8_t& streak, bool goes_on) {
    streak = goes_on ? static_cast<std::uint8_t>(streak + 1) : std::uint8_t{0};
  };
  count(people.idle_streak[i], people.not_employed(i));
  count(people.distress_streak[i], people.distress[i] > kHighDistress);
  if (people.idle_streak[i] < kIdleMonths && people.distress_streak[i] < kDistressMonths) {
    return false;
  }
  people.idle_streak[i] = 0;
  people.distress_streak[i] = 0;
  return true;
}

void step(World& world, const P&) {
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    const int before = people.resocialization_stage[i];
    const bool back = thrown_back(people, i);
    const int now = back ? regressed_stage(before) : advanced_stage(before, career_of(world, i));
    if (now == before) return;
    people.resocialization_stage[i] = static_cast<std::uint8_t>(now);
    people.stage_since[i] = static_cast<std::int16_t>(world.month.index);
  });
}

}  // namespace

int advanced_stage(int stage, const Career& c) {
  const bool human_capital =
      (c.months_worked >= kMonthsOfWork || c.credential) && c.self_confidence >= kConfident;
  const bool identity =
      c.tenure_months >= kSettledTenure && c.south_skill >= kSkilled && c.belonging >= kBelongs;
  const bool steps[] = {c.works_or_trains, human_capital, c.career_step, identity, false};
  return stage + (steps[stage] ? 1 : 0);
}

int regressed_stage(int stage) { return stage <= 1 ? stage : stage - 1; }

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"resocialization",
       "Work begins, human capital, a new challenge, professional identity: four stages; long "
       "idleness or distress throws people back one.",
       "MODEL 11; grounded theory of occupational resocialization, 2025 (T01)",
       {"active", "labour_state", "months_worked_total", "certificate", "southern_degree",
        "self_confidence", "career_step_month", "job_tenure_months", "south_skill", "belonging",
        "distress"},
       {"resocialization_stage", "stage_since", "idle_streak", "distress_streak"},
       {}},
      kTable, step);
}

}  // namespace resettle::resocialization
