#include "processes/mind.h"

#include <algorithm>
#include <array>

#include "core/numerics.h"
#include "engine/active_rows.h"
#include "engine/screened.h"
#include "population/stay.h"
#include "processes/distress.h"

namespace resettle::mind {

namespace {

using Ptsd = PtsdParameters;
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
    {{"belonging.time_effect", "logit", "long time in the South against arrival", -5, 5},
     effect(&Belong::time_effect)},
    {{"belonging.time_months", "months", "time in which that comes about", 1, 240},
     level(&Belong::time_months)},
    {{"belonging.honeymoon_effect", "logit", "relief of the first time, lost in full", -5, 5},
     effect(&Belong::honeymoon_effect)},
    {{"belonging.honeymoon_months", "months", "time in which that relief fades", 1, 240},
     level(&Belong::honeymoon_months)},
    {{"belonging.mentor_effect", "logit", "a mentor stands by", -5, 5},
     effect(&Belong::mentor_effect).of("mentoring")},
    {{"belonging.role_effect", "logit", "a role in the community", -5, 5},
     effect(&Belong::role_effect)},
    {{"belonging.distress_link", "logit/SD",
      "less belonging per SD of distress; 0 but in ablation A2", -3, 3},
     effect(&Belong::distress_link)},
};

constexpr Decision kRecovery{"mind", 0, "recovery from PTSD"};
constexpr auto kOnset = Decision::screened(8, "mind", 1, "onset of PTSD");

/// The support odds, given as logarithm, to the power of -(support6 - 2)/2 (MODEL 10): the two half
/// exponents of recovery and onset give a prevalence odds ratio of support_odds per tie.
float support_factor(float log_support_odds, float support) {
  return exponential(-log_support_odds * (std::min(support, 6.0F) - 2.0F) / 2.0F);
}

void step_ptsd(World& world, const Ptsd p, Rows rows) {
  Persons& people = world.persons;
  RowFlags ill;
  work_out(rows, ill, [&](std::size_t i) -> std::uint8_t {
    return people.aged_15(i) & (people.ptsd[i] != 0);
  });
  RowFlags well;
  work_out(rows, well, [&](std::size_t i) -> std::uint8_t {
    return people.aged_15(i) & (people.ptsd[i] == 0);
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

/// What adds to the goal and has few different values, worked out once a month.
struct KnownAddends {
  std::array<float, TieBook::kSlots + 2> hosts;  ///< by number of ties to hosts
  ByStay time;
};

KnownAddends known_addends(World& /*world*/, const Belong& p) {
  KnownAddends known{};
  for (std::size_t ties = 0; ties < known.hosts.size(); ++ties) {
    known.hosts[ties] = p.host_effect * hyperbolic_tangent(static_cast<float>(ties) / 2.0F);
  }
  for (std::size_t months = 0; months < known.time.size(); ++months) {
    const auto time = static_cast<float>(months);
    known.time[months] = p.time_effect * (1.0F - exponential(-time / p.time_months)) -
                         p.honeymoon_effect * (1.0F - exponential(-time / p.honeymoon_months));
  }
  return known;
}

void step_belonging(World& world, const Belong p, const KnownAddends& known, Rows rows) {
  Persons& people = world.persons;
  RowValues<float> addends;
  look_up(rows, addends, [&](std::size_t i) {
    return known.hosts[static_cast<std::size_t>(host_ties_of(world, i))] +
           known.time[stay_slot(people, i, world.month)];
  });
  RowValues<float> belonging;
  work_out(rows, belonging, [&](std::size_t i) {
    const float goal = logistic(
        p.intercept + addends[i - rows.begin] + when(people.works(i), p.work_effect) +
        when(people.labour_state[i] == LabourState::regular, p.regular_effect) -
        when(people.discriminated_12m(i), p.discrimination_effect) -
        p.loneliness_effect * (people.loneliness[i] - distress::kReferenceLoneliness) +
        when(people.has_mentor(i), p.mentor_effect) +
        when(people.community_role(i), p.role_effect) - p.distress_link * people.distress[i]);
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

std::unique_ptr<Process> ptsd() {
  return make_row_process<Ptsd>(
      {"ptsd",
       "Post-traumatic stress recovers or begins; every supporting tie helps.",
       "MODEL 10; Hong 2006 (M02), Morina 2014 (M03), Lee and Youm 2011 (M17)",
       {"presence", "age", "partner_origin", "therapy_months_left", "ties"},
       {"ptsd"},
       {kRecovery, kOnset}},
      kPtsdTable, step_ptsd);
}

std::unique_ptr<Process> belonging() {
  return make_row_process<Belong>(
      {"belonging",
       "Ties to hosts and work bring belonging; discrimination, and time as relief fades, take it "
       "away.",
       "MODEL 10; surveys on belonging (M20); Yoon 2001",
       {"active", "labour_state", "discrimination_flags", "loneliness", "arrival_month",
        "resocialization_stage", "disposition", "distress", "partner_origin", "mentor_months_left",
        "ties"},
       {"belonging"},
       {}},
      kBelongingTable, known_addends, step_belonging);
}

}  // namespace resettle::mind
