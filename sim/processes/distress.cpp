#include "processes/distress.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/numerics.h"
#include "engine/active_rows.h"
#include "population/stay.h"

namespace resettle::distress {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"loneliness.scale", "ties", "support at which loneliness has fallen to 1/e", 0.1, 20},
     level(&P::loneliness_scale)},
    {{"distress.base", "SD", "distress without any burden", -3, 3}, level(&P::base)},
    {{"distress.trait_sd", "SD", "lasting differences among persons", 0, 3}, effect(&P::trait_sd)},
    {{"distress.speed", "per month", "speed towards the goal", 0, 1}, level(&P::speed)},
    {{"distress.drift_sd", "SD", "slow drift that nothing known explains", 0, 3},
     effect(&P::drift_sd)},
    {{"distress.drift_stability", "per year", "correlation of the drift over a year", 0.01, 1},
     level(&P::drift_stability)},
    {{"distress.occasion_sd", "SD", "chance of the occasion when a questionnaire asks", 0, 3},
     effect(&P::occasion_sd)},
    {{"distress.unemployment_effect", "SD", "wants work and has none", -1, 3},
     effect(&P::unemployment_effect)},
    {{"distress.poverty_effect", "SD", "poor household", -1, 3}, effect(&P::poverty_effect)},
    {{"distress.hardship_effect", "SD", "none of the need is met", -1, 3},
     effect(&P::hardship_effect)},
    {{"distress.hardship_reference", "share", "hardship at which distress is as without it", 0, 1},
     level(&P::hardship_reference)},
    {{"distress.debt_effect", "SD", "debts in full", -1, 3}, effect(&P::debt_effect)},
    {{"distress.debt_reference", "share", "of full debts at which nothing is changed", 0, 1},
     level(&P::debt_reference)},
    {{"distress.buffer_effect", "SD", "relief by a full buffer of savings", -1, 3},
     effect(&P::buffer_effect)},
    {{"distress.buffer_reference", "share", "of a full buffer at which nothing is changed", 0, 1},
     level(&P::buffer_reference)},
    {{"distress.money_months", "months", "of a potential wage that are debts or a buffer in full",
      0.1, 120},
     level(&P::money_months)},
    {{"distress.rent_burden_effect", "SD", "rent takes too much of income", -1, 3},
     effect(&P::rent_burden_effect)},
    {{"distress.money_cap", "SD", "most that lack of money adds in all", 0, 5},
     level(&P::money_cap)},
    {{"distress.move_effect", "SD", "a forced move in the last six months", -1, 3},
     effect(&P::move_effect)},
    {{"distress.public_rental_effect", "SD", "lives in a public flat", -1, 3},
     effect(&P::public_rental_effect)},
    {{"distress.discrimination_effect", "SD", "discriminated against in the past year", -1, 3},
     effect(&P::discrimination_effect)},
    {{"distress.loneliness_effect", "SD", "full loneliness against none", -1, 5},
     effect(&P::loneliness_effect)},
    {{"distress.separation_effect", "SD", "family left behind", -1, 3},
     effect(&P::separation_effect)},
    {{"distress.ptsd_effect", "SD", "post-traumatic stress disorder", -1, 3},
     effect(&P::ptsd_effect)},
    {{"distress.illness_effect", "SD", "chronic illness", -1, 3}, effect(&P::illness_effect)},
    {{"distress.gap_effect", "SD", "one log point below the income hoped for", -1, 3},
     effect(&P::gap_effect)},
    {{"distress.reference_months", "months", "time in which comparison turns to the hosts", 1, 240},
     level(&P::reference_months)},
    {{"distress.reference_level", "share", "host wage one compares with at arrival", 0.1, 2},
     level(&P::reference_level)},
    {{"distress.late_reference_level", "share", "host wage one compares with after ten years", 0.1,
      2},
     level(&P::late_reference_level)},
    {{"distress.media_expectation", "log", "higher hopes after Southern media", 0, 2},
     effect(&P::media_expectation)},
    {{"distress.adaptation_effect", "SD", "full dialect fluency against none", -1, 5},
     effect(&P::adaptation_effect)},
    {{"distress.adaptation_discrimination", "share", "of that relief lost by discrimination", 0, 1},
     effect(&P::adaptation_discrimination)},
    {{"distress.awareness_effect", "SD", "discrimination weighs more on the fluent", -1, 3},
     effect(&P::awareness_effect)},
    {{"distress.therapy_effect", "SD", "relief in trauma therapy", -1, 3},
     effect(&P::therapy_effect).of("trauma_therapy")},
    {{"distress.counselling_effect", "SD", "relief in counselling", -1, 3},
     effect(&P::counselling_effect).of("counselling")},
    {{"distress.belonging_link", "SD",
      "relief by full belonging against none; 0 but in ablation A2", -3, 3},
     effect(&P::belonging_link)},
};

constexpr Decision kDrift{"everybody", 0, "slow drift of distress", Drawn::monthly};
constexpr Decision kOccasion{"everybody", 3, "the occasion on which distress is measured",
                             Drawn::monthly};

constexpr int kMonthsAfterMove = 6;
constexpr float kLargestGap = 1.5F;  // log points, MODEL 10

Burden burden_of(const World& world, std::size_t i, float loneliness, float gap) {
  const Persons& people = world.persons;
  const bool wants_work = people.not_employed(i) & (people.age[i] >= 18) & (people.age[i] <= 62) &
                          !people.child_under_7(i, world.month);
  const bool poor = (people.active[i] != 0) &
                    (people.equivalent_income_krw[i] < 0.5F * world.economy.median_income_krw);
  return {
      .trait = people.distress_trait[i],
      .wants_work = wants_work,
      .poor = poor,
      .hardship = people.hardship[i],
      .debt_months = people.debt_months[i],
      .liquid_months = people.liquid_months[i],
      .rent_burdened = people.rent_burdened[i] != 0,
      .forced_to_move = world.month.index - people.forced_move_month[i] < kMonthsAfterMove,
      .housed = people.housing_supported[i] != 0,
      .discriminated_12m = people.discriminated_12m(i),
      .family_left_behind = people.family_left_behind[i] != 0,
      .ptsd = people.ptsd[i] != 0,
      .chronic_illness = people.chronic_illness[i] != 0,
      .loneliness = loneliness,
      .expectation_gap = gap,
      .dialect_fluency = people.dialect_fluency[i],
      .in_therapy = people.in_therapy(i),
      .in_counselling = people.in_counselling(i),
      .belonging = people.belonging[i],
  };
}

/// e^(-n / scale) for n = 0, 1, 2 ...: support comes in halves and time in months, so the values
/// are few and are worked out once a month instead of once a person.
template <std::size_t N>
std::array<float, N> decay_table(float scale) {
  std::array<float, N> table{};
  for (std::size_t n = 0; n < N; ++n) table[n] = exponential(-static_cast<float>(n) / scale);
  return table;
}

constexpr float kMonthsToLateReference = 120.0F;  // MODEL2 10

/// Share of the host wage one compares with, by months in the South: it rises by the same factor
/// each month.
ByStay reference_table(const P& p) {
  const float factor = logarithm(p.late_reference_level / p.reference_level);
  ByStay table{};
  for (std::size_t months = 0; months < table.size(); ++months) {
    const float part = std::min(1.0F, static_cast<float>(months) / kMonthsToLateReference);
    table[months] = p.reference_level * exponential(part * factor);
  }
  return table;
}

/// What is the same for everybody this month.
struct Common {
  std::array<float, 2 * TieBook::kSlots + 8> loneliness;  ///< by halves of a supporting tie
  /// How much of the Northern standard of comparison is left, by months since arrival.
  ByStay northern;
  ByStay reference;  ///< share of the host wage one compares with, likewise
  float kept_drift;  ///< share of last month's drift
  float new_drift;   ///< SD of what is added: the drift of all keeps its SD
};

Common common_of(World& /*world*/, const P& p) {
  const float kept = exponential(logarithm(p.drift_stability) / 12.0F);
  return {
      .loneliness = decay_table<2 * TieBook::kSlots + 8>(2.0F * p.loneliness_scale),
      .northern = decay_table<std::tuple_size_v<ByStay>>(p.reference_months),
      .reference = reference_table(p),
      .kept_drift = kept,
      .new_drift = p.drift_sd * std::sqrt(1.0F - kept * kept),
  };
}

/// A number of the standard normal distribution for each row, from the month's words.
void normals_of(const World& world, const Decision& decision, Rows rows,
                RowValues<float>& normals) {
  const std::uint32_t* word = world.prepared.words(decision);
  work_out(rows, normals, [&](std::size_t i) { return normal_quantile(uniform_of(word[i])); });
}

void step(World& world, const P p, const Common& common, Rows rows) {
  const auto slot = year_slot(world.month);
  Persons& people = world.persons;
  RowValues<float> loneliness;
  RowValues<float> northern;
  RowValues<float> reference;
  const auto slot_of = [&](std::size_t i) { return stay_slot(people, i, world.month); };
  look_up(rows, loneliness, [&](std::size_t i) {
    const auto halves = static_cast<int>(2.0F * support_of(world, i));
    return common.loneliness[static_cast<std::size_t>(halves)];
  });
  look_up(rows, northern, [&](std::size_t i) { return common.northern[slot_of(i)]; });
  look_up(rows, reference, [&](std::size_t i) { return common.reference[slot_of(i)]; });
  RowValues<float> gap;
  work_out(rows, gap, [&](std::size_t i) {
    const float log_points = expectation_gap(
        p, northern[i - rows.begin], reference[i - rows.begin], world.economy.host_wage_krw,
        people.equivalent_income_krw[i], people.media_exposed[i] != 0);
    return people.active[i] == 0 ? 0.0F : log_points;  // in the facility nobody has an income
  });
  RowValues<float> chance;
  normals_of(world, kDrift, rows, chance);
  const float kept = common.kept_drift;
  const float added = common.new_drift;
  RowValues<float> drift;
  work_out(rows, drift, [&](std::size_t i) {
    return kept * people.distress_drift[i] + added * chance[i - rows.begin];
  });
  RowValues<float> distress;
  work_out(rows, distress, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    const float towards = goal(p, burden_of(world, i, loneliness[n], gap[n]));
    const float before = people.distress[i] - people.distress_drift[i];
    return before + p.speed * (towards - before) + drift[n];
  });
  normals_of(world, kOccasion, rows, chance);
  RowValues<float> measured;
  work_out(rows, measured, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    return distress[n] + p.occasion_sd * chance[n];
  });
  RowFlags aged;
  work_out(rows, aged, [&](std::size_t i) -> std::uint8_t { return people.aged_15(i); });
  store_where(rows, aged, loneliness, people.loneliness);
  store_where(rows, aged, gap, people.expectation_gap);
  store_where(rows, aged, drift, people.distress_drift);
  store_where(rows, aged, distress, people.distress);
  store_where(rows, aged, measured, people.measured_distress);
  for_each_flagged(
      rows, aged, [&](std::size_t i) { people.distress_year[i][slot] = distress[i - rows.begin]; });
}

}  // namespace

float expectation_gap(const Parameters& p, float still_northern, float reference,
                      float host_wage_krw, float equivalent_income_krw, bool media_exposed) {
  const float hoped = logarithm(reference * host_wage_krw / equivalent_income_krw) +
                      when(media_exposed, p.media_expectation);
  return (1.0F - still_northern) * clamp(hoped, 0.0F, kLargestGap);
}

float money_burden(const Parameters& p, const Burden& b) {
  const float debt = clamp(b.debt_months / p.money_months, 0.0F, 1.0F);
  const float buffer = clamp(b.liquid_months / p.money_months, 0.0F, 1.0F);
  const float burden = when(b.poor, p.poverty_effect) + p.hardship_effect * b.hardship +
                       p.debt_effect * debt + when(b.rent_burdened, p.rent_burden_effect) -
                       p.buffer_effect * buffer;
  const float usual = p.hardship_effect * p.hardship_reference + p.debt_effect * p.debt_reference -
                      p.buffer_effect * p.buffer_reference;
  return (burden < p.money_cap ? burden : p.money_cap) - usual;
}

float goal(const Parameters& p, const Burden& b) {
  const float relief = p.adaptation_effect * (b.dialect_fluency - 0.5F) *
                       (1.0F - when(b.discriminated_12m, p.adaptation_discrimination));
  return p.base + b.trait + when(b.wants_work, p.unemployment_effect) + money_burden(p, b) +
         when(b.forced_to_move, p.move_effect) + when(b.housed, p.public_rental_effect) +
         when(b.discriminated_12m,
              p.discrimination_effect + p.awareness_effect * b.dialect_fluency) +
         p.loneliness_effect * (b.loneliness - kReferenceLoneliness) +
         when(b.family_left_behind, p.separation_effect) + when(b.ptsd, p.ptsd_effect) +
         when(b.chronic_illness, p.illness_effect) + p.gap_effect * b.expectation_gap - relief -
         when(b.in_therapy, p.therapy_effect) - when(b.in_counselling, p.counselling_effect) -
         p.belonging_link * (b.belonging - 0.5F);
}

std::unique_ptr<Process> process() {
  return make_row_process<P>(
      {"distress",
       "Loneliness and disappointed hopes are noted; distress moves towards its burden and drifts "
       "slowly; a questionnaire would find it higher or lower on the day.",
       "MODEL 10, MODEL2 2, 3, 5, 10; poverty, hardship, debt and cash (M24, M25, M26, M27), rent "
       "(H03); Paul and Moser 2009 (M13), Schmitt 2014 (M14), Um 2015 (M15), Miller "
       "2018 (M16)",
       {"labour_state",
        "equivalent_income_krw",
        "hardship",
        "debt_months",
        "liquid_months",
        "rent_burdened",
        "forced_move_month",
        "housing_supported",
        "discrimination_flags",
        "family_left_behind",
        "ptsd",
        "chronic_illness",
        "dialect_fluency",
        "media_exposed",
        "distress_trait",
        "youngest_child_birth",
        "therapy_months_left",
        "counselling_months_left",
        "belonging",
        "presence",
        "active",
        "age",
        "arrival_month",
        "partner_origin",
        "ties"},
       {"loneliness", "expectation_gap", "distress_drift", "distress", "measured_distress",
        "distress_year"},
       {kDrift, kOccasion}},
      kTable, common_of, step);
}

}  // namespace resettle::distress
