#include "processes/adjustment.h"

#include <algorithm>
#include <array>

#include "core/numerics.h"
#include "engine/active_rows.h"

namespace resettle::adjustment {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"scores.income_weight", "dimensionless", "weight of income in the material score", 0, 1},
     level(&P::income_weight)},
    {{"scores.job_weight", "dimensionless", "weight of the job", 0, 1}, level(&P::job_weight)},
    {{"scores.skill_weight", "dimensionless", "weight of skill", 0, 1}, level(&P::skill_weight)},
    {{"scores.threshold", "points", "score from which a side succeeds", 0, 100},
     level(&P::threshold)},
    {{"scores.hysteresis", "points", "distance from the threshold needed to change", 0, 50},
     effect(&P::hysteresis)},
    {{"scores.window", "months", "whose mean scores decide the type", 1, 12,
      ParameterKind::integer},
     effect(&P::window, 1)},
    {{"scores.satisfaction_threshold", "SD",
      "measured distress below which a survey finds people satisfied", -5, 5},
     level(&P::satisfaction_threshold)},
};

constexpr int kYear = 12;

/// What counts, by the number of months with scores.
using Windows = std::array<Window, kYear + 1>;

Windows windows_of(World& world, const P& p) {
  Windows windows{};
  for (int months = 1; months <= kYear; ++months) {
    windows[static_cast<std::size_t>(months)] = window_of(p.window, months, world.month);
  }
  return windows;
}

/// The smaller of two scores.
float lower(float one, float other) { return other < one ? other : one; }

/// Scores of this month; persons who do not count keep what they had.
void score(World& world, const P& p, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> material;
  RowValues<float> belonging;
  RowValues<float> wellbeing;
  work_out(rows, material, [&](std::size_t i) {
    const float points = job_points(people.labour_state[i], people.job_tenure_months[i]);
    return material_score(p, people.equivalent_income_krw[i], world.economy.median_income_krw,
                          points, people.south_skill[i]);
  });
  work_out(rows, belonging, [&](std::size_t i) { return 100.0F * people.belonging[i]; });
  work_out(rows, wellbeing, [&](std::size_t i) { return wellbeing_score(people.distress[i]); });
  store_active(people, rows, material, people.material_score);
  store_active(people, rows, belonging, people.belonging_score);
  store_active(people, rows, wellbeing, people.wellbeing_score);
  RowValues<std::uint8_t> months;
  work_out(rows, months, [&](std::size_t i) {
    const bool goes_on = people.adjustment_type[i] != AdjustmentType::not_counted;
    const int before = goes_on ? people.months_scored[i] : 0;
    const int now = before < kYear ? before + 1 : kYear;
    return static_cast<std::uint8_t>(people.active[i] != 0 ? now : 0);
  });
  store(rows, months, people.months_scored);
}

/// Mean scores of the window, of those who count.
struct WindowScores {
  RowValues<float> material{};
  RowValues<float> belonging{};
  RowValues<float> wellbeing{};
};

void remember(World& world, const Windows& windows, Rows rows, WindowScores& means) {
  Persons& people = world.persons;
  const std::size_t slot = year_slot(world.month);
  for (std::size_t i = rows.begin; i < rows.end; ++i) {
    if (people.months_scored[i] == 0) continue;
    people.material_year[i][slot] = people.material_score[i];
    people.belonging_year[i][slot] = people.belonging_score[i];
    people.wellbeing_year[i][slot] = people.wellbeing_score[i];
    const Window& window = windows[people.months_scored[i]];
    const std::size_t n = i - rows.begin;
    means.material[n] = mean_of(window, people.material_year[i]);
    means.belonging[n] = mean_of(window, people.belonging_year[i]);
    means.wellbeing[n] = mean_of(window, people.wellbeing_year[i]);
  }
}

/// Who meets which condition, and which sides succeed.
void judge(World& world, const P& p, Rows rows, const WindowScores& means) {
  Persons& people = world.persons;
  RowFlags criteria;
  RowFlags material;
  RowFlags mental;
  const auto side = [&](std::size_t i, float points, std::uint8_t before) -> std::uint8_t {
    const bool first_time = people.adjustment_type[i] == AdjustmentType::not_counted;
    return succeeds(p, points, before != 0, first_time) ? 1 : 0;
  };
  work_out(rows, criteria, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    const Scores window{means.material[n], means.belonging[n], means.wellbeing[n]};
    const Scores month{people.material_score[i], people.belonging_score[i],
                       people.wellbeing_score[i]};
    return criteria_of(p, window, month, people.measured_distress[i]);
  });
  work_out(rows, material, [&](std::size_t i) {
    return side(i, means.material[i - rows.begin], people.material_success[i]);
  });
  work_out(rows, mental, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    return side(i, lower(means.belonging[n], means.wellbeing[n]), people.mental_success[i]);
  });
  store_active(people, rows, criteria, people.criteria);
  store_active(people, rows, material, people.material_success);
  store_active(people, rows, mental, people.mental_success);
}

void classify(World& world, Rows rows) {
  Persons& people = world.persons;
  RowValues<AdjustmentType> type;
  work_out(rows, type, [&](std::size_t i) {
    const AdjustmentType now =
        type_of(people.material_success[i] != 0, people.mental_success[i] != 0);
    return people.active[i] != 0 ? now : AdjustmentType::not_counted;
  });
  store(rows, type, people.adjustment_type);
}

void step(World& world, const P p, const Windows& windows, Rows rows) {
  score(world, p, rows);
  WindowScores means;
  remember(world, windows, rows, means);
  judge(world, p, rows, means);
  classify(world, rows);
}

}  // namespace

float job_points(LabourState state, int tenure_months) {
  const bool half = (state == LabourState::school) | (state == LabourState::temporary);
  const bool business = state == LabourState::self_employed;
  const bool established = business & (tenure_months >= 12);
  return when(half, 0.5F) + when(state == LabourState::regular, 1.0F) + when(business, 0.4F) +
         when(established, 0.4F);
}

float material_score(const Parameters& p, float equivalent_income_krw, float median_income_krw,
                     float job, float south_skill) {
  const float income = lower(1.0F, equivalent_income_krw / median_income_krw);
  return 100.0F * (p.income_weight * income + p.job_weight * job + p.skill_weight * south_skill);
}

float wellbeing_score(float distress) { return 100.0F * logistic(-1.7F * distress); }

bool succeeds(const Parameters& p, float score, bool succeeded_before, bool first_time) {
  const float distance = when(!first_time, p.hysteresis) * (succeeded_before ? -1.0F : 1.0F);
  return score >= p.threshold + distance;
}

Window window_of(int length, int months_scored, Month last) {
  Window window;
  for (int ago = 0; ago < std::min(length, months_scored); ++ago) {
    window.counts[year_slot(last - ago)] = 1.0F;
    window.months += 1.0F;
  }
  return window;
}

float mean_of(const Window& window, const YearOfFigures& figures) {
  // Four sums at once, in an order of their own: the processor adds them together.
  std::array<float, 4> sum{};
  for (std::size_t month = 0; month < figures.size(); ++month) {
    sum[month % 4] += window.counts[month] * figures[month];
  }
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) / window.months;
}

std::uint8_t criteria_of(const Parameters& p, const Scores& window, const Scores& month,
                         float measured_distress) {
  using namespace criterion;
  // Choices, not branches: who meets what is as good as random to the processor.
  const auto bit = [](bool met, std::uint8_t value) { return met ? static_cast<int>(value) : 0; };
  const float mean = 0.5F * (window.belonging + window.wellbeing);
  return static_cast<std::uint8_t>(
      bit(window.material >= p.threshold, kMaterial) |
      bit(lower(month.material, lower(month.belonging, month.wellbeing)) >= p.threshold,
          kOneMonth) |
      bit(window.belonging >= p.threshold, kBelonging) |
      bit(window.wellbeing >= p.threshold, kWellbeing) | bit(mean >= p.threshold, kMean) |
      bit(measured_distress < p.satisfaction_threshold, kSatisfied));
}

AdjustmentType type_of(bool material, bool mental) {
  // integration 1, isolation 2, acculturation 3, marginality 4
  return static_cast<AdjustmentType>(1 + static_cast<int>(!mental) +
                                     2 * static_cast<int>(!material));
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"adjustment",
       "Material and mental scores of some months, with hysteresis, give one of four types: states "
       "of the relation between a person and society, not of the person.",
       "MODEL 14, MODEL2 5; Yoon 2001, Berry 1987",
       {"active", "equivalent_income_krw", "labour_state", "job_tenure_months", "south_skill",
        "belonging", "distress", "measured_distress"},
       {"material_score", "belonging_score", "wellbeing_score", "material_year", "belonging_year",
        "wellbeing_year", "months_scored", "material_success", "mental_success", "criteria",
        "adjustment_type"},
       {}},
      kTable, windows_of, step);
}

}  // namespace resettle::adjustment
