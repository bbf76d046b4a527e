#include "processes/resocialization.h"

#include "engine/active_rows.h"

namespace resettle::resocialization {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"resocialization.orientation_strength", "factor",
      "tilts of the five orientations, 1 in full, 0 none (ablation A1)", 0, 1},
     effect(&P::orientation_strength)},
    {{"resocialization.recovery_months", "months",
      "of work after a fall before a stage is reached again", 0, 120, ParameterKind::integer},
     effect(&P::recovery_months)},
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
  const bool busy = people.works(i) | people.in_training(i);
  const bool qualified = (people.certificate[i] != 0) | (people.southern_degree[i] != 0);
  return {
      .works_or_trains = busy,
      .months_worked = people.months_worked_total[i],
      .credential = qualified,
      .self_confidence = people.self_confidence[i],
      .career_step = people.career_step_month[i] >= people.stage_since[i],
      .tenure_months = people.job_tenure_months[i],
      .south_skill = people.south_skill[i],
      .belonging = people.belonging[i],
  };
}

/// A month more in a row, or none.
std::uint8_t next_streak(std::uint8_t streak, bool goes_on) {
  const auto longer = static_cast<std::uint8_t>(streak + 1);
  return goes_on ? longer : std::uint8_t{0};
}

/// Counts months in a row and returns who is thrown back; the count that did it restarts.
void count_streaks(Persons& people, Rows rows, RowFlags& thrown_back) {
  RowFlags idle;
  RowFlags distressed;
  work_out(rows, idle, [&](std::size_t i) {
    return next_streak(people.idle_streak[i], people.not_employed(i));
  });
  work_out(rows, distressed, [&](std::size_t i) {
    return next_streak(people.distress_streak[i], people.distress[i] > kHighDistress);
  });
  work_out(rows, thrown_back, [&](std::size_t i) -> std::uint8_t {
    const std::size_t n = i - rows.begin;
    const bool back = (idle[n] >= kIdleMonths) | (distressed[n] >= kDistressMonths);
    return (people.active[i] != 0) & back ? 1 : 0;
  });
  const auto keep = [&](const RowFlags& streak, int limit, std::vector<std::uint8_t>& column) {
    RowFlags next;
    work_out(rows, next, [&](std::size_t i) -> std::uint8_t {
      const std::uint8_t months = streak[i - rows.begin];
      return months >= limit ? 0 : months;
    });
    store_active(people, rows, next, column);
  };
  keep(idle, kIdleMonths, people.idle_streak);
  keep(distressed, kDistressMonths, people.distress_streak);
}

/// A fall holds until there was work for some months after it.
void count_recovery(Persons& people, const P& p, Rows rows, const RowFlags& falls) {
  RowFlags left;
  work_out(rows, left, [&](std::size_t i) -> std::uint8_t {
    const std::uint8_t before = people.recovery_months_left[i];
    const bool works = people.works(i) & (before > 0);
    const auto after = static_cast<std::uint8_t>(before - (works ? 1 : 0));
    return falls[i - rows.begin] != 0 ? static_cast<std::uint8_t>(p.recovery_months) : after;
  });
  store_active(people, rows, left, people.recovery_months_left);
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowFlags thrown_back;
  count_streaks(people, rows, thrown_back);
  RowFlags stage;
  work_out(rows, stage, [&](std::size_t i) {
    const int before = people.resocialization_stage[i];
    const bool recovers = people.recovery_months_left[i] > 0;
    const int advanced = recovers ? before : advanced_stage(before, career_of(world, i));
    const int now = thrown_back[i - rows.begin] != 0 ? regressed_stage(before) : advanced;
    return static_cast<std::uint8_t>(people.active[i] != 0 ? now : before);
  });
  RowFlags falls;
  work_out(rows, falls, [&](std::size_t i) -> std::uint8_t {
    return stage[i - rows.begin] < people.resocialization_stage[i] ? 1 : 0;
  });
  count_recovery(people, p, rows, falls);
  RowFlags changes;
  work_out(rows, changes, [&](std::size_t i) -> std::uint8_t {
    return stage[i - rows.begin] != people.resocialization_stage[i] ? 1 : 0;
  });
  store(rows, stage, people.resocialization_stage);
  for_each_flagged(rows, changes, [&](std::size_t i) {
    people.stage_since[i] = static_cast<std::int16_t>(world.month.index);
  });
}

}  // namespace

int advanced_stage(int stage, const Career& c) {
  const bool experienced = (c.months_worked >= kMonthsOfWork) | c.credential;
  const bool human_capital = experienced & (c.self_confidence >= kConfident);
  const bool identity =
      (c.tenure_months >= kSettledTenure) & (c.south_skill >= kSkilled) & (c.belonging >= kBelongs);
  const bool advances = ((stage == 0) & c.works_or_trains) | ((stage == 1) & human_capital) |
                        ((stage == 2) & c.career_step) | ((stage == 3) & identity);
  return stage + (advances ? 1 : 0);
}

int regressed_stage(int stage) { return stage <= 1 ? stage : stage - 1; }

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"resocialization",
       "Work begins, human capital, a new challenge, professional identity: four stages; long "
       "idleness or distress throws people back one.",
       "MODEL 11, MODEL2 14; grounded theory of occupational resocialization, 2025 (T01)",
       {"active", "labour_state", "months_worked_total", "certificate", "southern_degree",
        "self_confidence", "career_step_month", "job_tenure_months", "south_skill", "belonging",
        "distress"},
       {"resocialization_stage", "stage_since", "idle_streak", "distress_streak",
        "recovery_months_left"},
       {}},
      kTable, step);
}

}  // namespace resettle::resocialization
