#pragma once

#include <array>
#include <cstddef>

#include "population/organisations.h"

namespace resettle::ngos {

/// What cooperation between South-led and North-led organisations depends on (MODEL 17.2).
struct Rules {
  float goodwill_of_south;
  float goodwill_of_north;
  float trust_of_south;
  float trust_of_north;
  float tension;
  float risk_base;
  float risk_tension;
  float risk_incentive;
  float risk_seat;
  float goodwill_threshold;
  float competence_threshold;
  float risk_threshold;
  float need_threshold;
  float success_base;
  float success_competence;
  float success_partnership;
  float goodwill_learning;
  float competence_learning;
  float negativity;
  float duplication;
  float foreign_pull;
  float public_share;
};

/// A dyad before its organisations have met: prejudice on both sides.
Dyad first_dyad(const Rules& rules);

/// How much the South-led organisation `south` and the North-led one lack what the other has, 0-2:
/// users on the one side, resources on the other. What foreign funders gave does not count, so that
/// their money does not end cooperation (MODEL2 12).
float need(const LocalOrganisations& local, std::size_t south);

/// Risk of working together, 0-1.
float risk(const Rules& rules, bool joint_funds, bool northern_seat);

/// Partnership needs goodwill, trust in competence and little risk; tactical cooperation needs
/// complementary weaknesses, not trust.
DyadMode mode_of(const Rules& rules, const Dyad& dyad, float need);

/// Probability that a quarter of cooperation goes well.
float success_probability(const Rules& rules, DyadMode mode, float competence_south,
                          float competence_north, bool evaluation);

/// Trust (0-1) after a success or a failure; `learning` per quarter, a failure weighs `negativity`
/// times. With success probability s the drift is 0 at s/(s + (1-s) negativity) (limit V13).
float next_trust(float trust, bool success, float learning, float negativity);

/// All four trusts of a dyad that works together; `factor` multiplies what is learnt.
void learn(const Rules& rules, Dyad& dyad, bool success, float factor);

/// Goodwill of a dyad that does not work together returns to its start, 1 % of the way.
void forget(const Rules& rules, Dyad& dyad);

/// Share of the defectors of a locality whom the organisations reach, 0-1. Foreign money pulls the
/// North-led one away from settlement.
float reach(const Rules& rules, const LocalOrganisations& local);
/// Mean competence, weighted with resources, 0-1.
float quality(const LocalOrganisations& local);
/// Share of effort that is done twice, 0-1.
float duplication(const Rules& rules, const LocalOrganisations& local);

}  // namespace resettle::ngos
