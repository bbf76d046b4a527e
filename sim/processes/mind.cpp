#include "processes/mind.h"

#include <algorithm>
#include <array>

#include "core/numerics.h"
#include "engine/active_rows.h"
#include "engine/screened.h"

namespace resettle::mind {

namespace {

using Ptsd = PtsdParameters;
using Dist = DistressParameters;
using Belong = BelongingParameters;

const ParameterTable<Ptsd> kPtsdTable{
    {{"ptsd.recovery_rate", "per month", "recovery at a support of two ties", 0, 0.5},
     effect(&Ptsd::recovery_rate)},
    {{"ptsd.support_odds", "per tie", "prevalence odds ratio of one supporting tie", 0.1, 1},
     effect(&Ptsd::support_odds, 1)},
    {{"ptsd.onset_rate", "per month", "new onset at a support of two ties", 0, 0.5},
     effect(&Ptsd::onset_rate)},
    {{"ptsd.therapy_odds", "factor", "faster recovery in trauma therapy", 1, 20},
     effect(&Ptsd::therapy_odds, 1).of("trauma_therapy")},
};

const ParameterTable<Dist> kDistressTable{
    {{"loneliness.scale", "ties", "support at which loneliness has fallen to 1/e", 0.1, 20},
     level(&Dist::loneliness_scale)},
    {{"distress.base", "SD", "distress without any burden", -3, 3}, level(&Dist::base)},
    {{"distress.trait_sd", "SD", "lasting differences among persons", 0, 3},
     effect(&Dist::trait_sd)},
    {{"distress.speed", "per month", "speed towards the goal", 0, 1}, level(&Dist::speed)},
    {{"distress.noise_sd", "SD", "ups and downs of a month", 0, 3}, effect(&Dist::noise_sd)},
    {{"distress.unemployment_effect", "SD", "wants work and has none", -1, 3},
     effect(&Dist::unemployment_effect)},
    {{"distress.poverty_effect", "SD", "poor household", -1, 3}, effect(&Dist::poverty_effect)},
    {{"distress.discrimination_effect", "SD", "discriminated against in the past year", -1, 3},
     effect(&Dist::discrimination_effect)},
    {{"distress.loneliness_effect", "SD", "full loneliness against none", -1, 5},
     effect(&Dist::loneliness_effect)},
    {{"distress.separation_effect", "SD", "family left behind", -1, 3},
     effect(&Dist::separation_effect)},
    {{"distress.ptsd_effect", "SD", "post-traumatic stress disorder", -1, 3},
     effect(&Dist::ptsd_effect)},
    {{"distress.illness_effect", "SD", "chronic illness", -1, 3}, effect(&Dist::illness_effect)},
    {{"distress.gap_effect", "SD", "one log point below the income hoped for", -1, 3},
     effect(&Dist::gap_effect)},
    {{"distress.reference_months", "months", "time in which comparison turns to the hosts", 1, 240},
     level(&Dist::reference_months)},
    {{"distress.reference_level", "share", "host wage one compares with", 0.1, 2},
     level(&Dist::reference_level)},
    {{"distress.media_expectation", "log", "higher hopes after Southern media", 0, 2},
     effect(&Dist::media_expectation)},
    {{"distress.adaptation_effect", "SD", "full dialect fluency against none", -1, 5},
     effect(&Dist::adaptation_effect)},
    {{"distress.adaptation_discrimination", "share", "of that relief lost by discrimination", 0, 1},
     effect(&Dist::adaptation_discrimination)},
    {{"distress.therapy_effect", "SD", "relief in trauma therapy", -1, 3},
     effect(&Dist::therapy_effect).of("trauma_therapy")},
    {{"distress.counselling_effect", "SD", "relief in counselling", -1, 3},
     effect(&Dist::counselling_effect).of("counselling")},
    {{"distress.belonging_link", "SD",
      "relief by full belonging against none; 0 but in ablation A2", -3, 3},
     effect(&Dist::belonging_link)},
};

const ParameterTable<Belong> kBelongingTable{
    {{"belonging.speed", "per month", "speed towards the goal", 0, 1}, level(&Belong::speed)},
    {{"belonging.intercept", "logit", "belonging without anything that bears on it", -5, 5},
     level(&Belong::intercept)},
    {{"belonging.host_effect", "logit", "ties to hosts", -5, 5}, effect(&Belong::host_effect)},
    {{"belonging.work_effect", "logit", "work", -5, 5}, effect(&Belong::work_effect)},
    {{"belonging.regular_effect", "logit", "regular job", -5, 5}, effect(&Belong::regular_effect)},
    {{"belonging.discrimination_effect", "logit", "discrimination in the past year", -5, 5},
     effect(&Belong::discrimination_effect)},
    {{"belonging.loneliness_effect", "logit", "full loneliness against none", -5, 5},
     effect(&Belong::loneliness_effect)},
    {{"belonging.time_effect", "logit/10 years", "time in the South", -5, 5},
     effect(&Belong::time_effect)},
    {{"belonging.role_effect", "logit", "a role in the community", -5, 5},
     effect(&Belong::role_effect)},
    {{"belonging.distress_link", "logit/SD",
      "less belonging per SD of distress; 0 but in ablation A2", -3, 3},
     effect(&Belong::distress_link)},
};

constexpr Decision kRecovery{"mind", 0, "recovery from PTSD"};
constexpr auto kOnset = Decision::screened(8, "mind", 1, "onset of PTSD");
constexpr Decision kDistressNoise{"everybody", 0, "ups and downs of distress", Drawn::monthly};

constexpr float kReferenceLoneliness = 0.3F;  // MODEL 10
constexpr float kLargestGap = 1.5F;           // log points, MODEL 10

/// The support odds, given as logarithm, to the power of -(support6 - 2)/2 (MODEL 10): the two half
/// exponents of recovery and onset give a prevalence odds ratio of support_odds per tie.
float support_factor(float log_support_odds, float support) {
  return exponential(-log_support_odds * (std::min(support, 6.0F) - 2.0F) / 2.0F);
}

/// Distress and PTSD also run in the facility, from age 15.
bool is_aged_15(const Persons& people, std::size_t i) {
  return people.in_south(i) & (people.age[i] >= 15);
}

void step_ptsd(World& world, const Ptsd p, Rows rows) {
  Persons& people = world.persons;
  RowFlags ill;
  work_out(rows, ill, [&](std::size_t i) -> std::uint8_t {
    return is_aged_15(people, i) & (people.ptsd[i] != 0);
  });
  RowFlags well;
  work_out(rows, well, [&](std::size_t i) -> std::uint8_t {
    return is_aged_15(people, i) & (people.ptsd[i] == 0);
  });
  RowValues<float> bounds;
  bounds.fill(onset_probability(p, 0.0F));  // nobody has a larger risk than without any support
  for_each_at_risk(world, kOnset, rows, well, &bounds, [&](std::size_t i, float u) {
    if (u < onset_probability(p, support_of(world, i))) people.ptsd[i] = 1;
  });
  for_each_flagged(rows, ill, [&](std::size_t i) {
    const float recovery = recovery_probability(p, support_of(world, i), people.in_therapy(i));
    const float u = world.random.uniform(kRecovery, people.ticket[i], world.month);
    if (u < recovery) people.ptsd[i] = 0;
  });
}

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

/// How lonely each person is, and how much of the Northern standard of comparison is left.
struct Decays {
  std::array<float, 2 * TieBook::kSlots + 8> loneliness;  ///< by halves of a supporting tie
  std::array<float, 1024> northern;                       ///< by months since arrival
};

Decays decays_of(World& /*world*/, const Dist& p) {
  return {
      .loneliness = decay_table<2 * TieBook::kSlots + 8>(2.0F * p.loneliness_scale),
      .northern = decay_table<1024>(p.reference_months),
  };
}

void step_distress(World& world, const Dist p, const Decays& decays, Rows rows) {
  const auto slot = static_cast<std::size_t>((world.month.index % 12 + 12) % 12);
  Persons& people = world.persons;
  RowValues<float> loneliness;
  RowValues<float> northern;
  look_up(rows, loneliness, [&](std::size_t i) {
    const auto halves = static_cast<int>(2.0F * support_of(world, i));
    return decays.loneliness[static_cast<std::size_t>(halves)];
  });
  look_up(rows, northern, [&](std::size_t i) {
    const auto months = static_cast<std::size_t>(world.month.index - people.arrival_month[i]);
    return decays.northern[std::min(months, decays.northern.size() - 1)];
  });
  RowValues<float> gap;
  work_out(rows, gap, [&](std::size_t i) {
    const float log_points =
        expectation_gap(p, northern[i - rows.begin], world.economy.host_wage_krw,
                        people.equivalent_income_krw[i], people.media_exposed[i] != 0);
    return people.active[i] == 0 ? 0.0F : log_points;  // in the facility nobody has an income
  });
  RowValues<float> noise;
  const std::uint32_t* word = world.prepared.words(kDistressNoise);
  work_out(rows, noise, [&](std::size_t i) { return normal_quantile(uniform_of(word[i])); });
  RowValues<float> distress;
  work_out(rows, distress, [&](std::size_t i) {
    const std::size_t n = i - rows.begin;
    const float goal = distress_goal(p, burden_of(world, i, loneliness[n], gap[n]));
    const float before = people.distress[i];
    return before + (p.speed * (goal - before) + p.noise_sd * noise[n]);
  });
  RowFlags aged;
  work_out(rows, aged, [&](std::size_t i) -> std::uint8_t { return is_aged_15(people, i); });
  store_where(rows, aged, loneliness, people.loneliness);
  store_where(rows, aged, gap, people.expectation_gap);
  store_where(rows, aged, distress, people.distress);
  for_each_flagged(
      rows, aged, [&](std::size_t i) { people.distress_year[i][slot] = distress[i - rows.begin]; });
}

/// What ties to hosts add to the goal, by their number: few different numbers occur.
using FromHosts = std::array<float, TieBook::kSlots + 2>;

FromHosts from_hosts_of(World& /*world*/, const Belong& p) {
  FromHosts from_hosts{};
  for (std::size_t ties = 0; ties < from_hosts.size(); ++ties) {
    from_hosts[ties] = p.host_effect * hyperbolic_tangent(static_cast<float>(ties) / 2.0F);
  }
  return from_hosts;
}

void step_belonging(World& world, const Belong p, const FromHosts& from_hosts, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> hosts;
  look_up(rows, hosts, [&](std::size_t i) {
    return from_hosts[static_cast<std::size_t>(host_ties_of(world, i))];
  });
  RowValues<float> belonging;
  work_out(rows, belonging, [&](std::size_t i) {
    const auto months = static_cast<float>(world.month.index - people.arrival_month[i]);
    const float goal =
        logistic(p.intercept + hosts[i - rows.begin] + when(people.works(i), p.work_effect) +
                 when(people.labour_state[i] == LabourState::regular, p.regular_effect) -
                 when(people.discriminated_12m(i), p.discrimination_effect) -
                 p.loneliness_effect * (people.loneliness[i] - kReferenceLoneliness) +
                 p.time_effect * months / 120.0F + when(people.community_role(i), p.role_effect) -
                 p.distress_link * people.distress[i]);
    const float before = people.belonging[i];
    return before + p.speed * (goal - before);
  });
  store_active(people, rows, belonging, people.belonging);
}

}  // namespace

float recovery_probability(const PtsdParameters& p, float support, bool in_therapy) {
  const float therapy = in_therapy ? p.therapy_odds : 1.0F;
  return std::min(0.5F,
                  p.recovery_rate * therapy * support_factor(logarithm(p.support_odds), support));
}

float onset_probability(const PtsdParameters& p, float support) {
  return p.onset_rate / support_factor(logarithm(p.support_odds), support);
}

float expectation_gap(const DistressParameters& p, float still_northern, float host_wage_krw,
                      float equivalent_income_krw, bool media_exposed) {
  const float hoped = logarithm(p.reference_level * host_wage_krw / equivalent_income_krw) +
                      when(media_exposed, p.media_expectation);
  return (1.0F - still_northern) * clamp(hoped, 0.0F, kLargestGap);
}

float distress_goal(const DistressParameters& p, const Burden& b) {
  const float relief = p.adaptation_effect * (b.dialect_fluency - 0.5F) *
                       (1.0F - when(b.discriminated_12m, p.adaptation_discrimination));
  return p.base + b.trait + when(b.wants_work, p.unemployment_effect) +
         when(b.poor, p.poverty_effect) + when(b.discriminated_12m, p.discrimination_effect) +
         p.loneliness_effect * (b.loneliness - kReferenceLoneliness) +
         when(b.family_left_behind, p.separation_effect) + when(b.ptsd, p.ptsd_effect) +
         when(b.chronic_illness, p.illness_effect) + p.gap_effect * b.expectation_gap - relief -
         when(b.in_therapy, p.therapy_effect) - when(b.in_counselling, p.counselling_effect) -
         p.belonging_link * (b.belonging - 0.5F);
}

std::unique_ptr<Process> ptsd() {
  return make_row_process<Ptsd>(
      {"ptsd",
       "Post-traumatic stress recovers or begins; every supporting tie helps.",
       "MODEL 10; Hong 2006 (M02), Morina 2014 (M03), Lee and Youm 2011 (M17)",
       {"presence", "age", "partner_origin", "mentor_months_left", "therapy_months_left", "ties"},
       {"ptsd"},
       {kRecovery, kOnset}},
      kPtsdTable, step_ptsd);
}

std::unique_ptr<Process> distress() {
  return make_row_process<Dist>(
      {"distress",
       "Loneliness and disappointed hopes are noted; distress moves towards its burden.",
       "MODEL 10; Paul and Moser 2009 (M13), Schmitt 2014 (M14), Um 2015 (M15), Miller 2018 (M16)",
       {"labour_state",
        "equivalent_income_krw",
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
        "mentor_months_left",
        "ties"},
       {"loneliness", "expectation_gap", "distress", "distress_year"},
       {kDistressNoise}},
      kDistressTable, decays_of, step_distress);
}

std::unique_ptr<Process> belonging() {
  return make_row_process<Belong>(
      {"belonging",
       "Ties to hosts, work and time bring belonging; discrimination takes it away.",
       "MODEL 10; surveys on belonging (M20); Yoon 2001",
       {"active", "labour_state", "discrimination_flags", "loneliness", "arrival_month",
        "resocialization_stage", "disposition", "distress", "partner_origin", "ties"},
       {"belonging"},
       {}},
      kBelongingTable, from_hosts_of, step_belonging);
}

}  // namespace resettle::mind
