#pragma once

#include <memory>

#include "engine/process.h"
#include "policies/offer.h"
#include "policies/trust.h"

namespace resettle::ngos {

struct Parameters : Offer, Rules {
  bool enabled;
  Month northern_start;
  float reference_effect;
  float south_resources;
  float south_competence;
  float south_users;
  float north_resources;
  float north_competence;
  float north_users;
  float funding_loss_rate;
  float foreign_funding;
  float confidence_gain;
  float public_drift;
  float most_public_share;
  float minimum_defectors;
  float northern_seat;
  bool northern_seats;
  float joint_funds_krw;
  bool evaluation;
  bool multi_year_staff;
  bool partnership_training;
};

/// Resources of the North-led organisation after January: a yearly budget without money for staff
/// costs it 30 % if it is lost, else a fifth of what is missing to `usual` comes back.
float after_january(float resources, float usual, bool lost);

/// What the organisations of a locality achieve with their present modes and resources.
void take_effect(const Parameters& p, LocalOrganisations& local);

/// Organisations and boards of every locality: who works with whom, and what comes of it (step 4).
std::unique_ptr<Process> process();

}  // namespace resettle::ngos
