#pragma once

#include <memory>

#include "engine/process.h"

namespace resettle::host_attitudes {

struct Parameters {
  float anchor;
  float offset_sd;
  float youth_offset;
  float young_share;
  float reversion;
  float contact_gain;
  float negative_ratio;
  float generalisation;
  float peer_weight;
  float confidence_bound;
  float noise_sd;
  float rewiring;
  int hosts_per_locality;
};

/// What moves a host's attitude in one month.
struct Influences {
  float anchor_and_offset = 0;  ///< where the attitude returns to, 0-1
  int ties = 0;                 ///< defectors the host knows
  int negative_contacts = 0;
  float peer_difference = 0;  ///< mean of (p_k - p_j) over peers within the bound
  float noise = 0;            ///< standard normal
};

/// The host's attitude next month, in [0, 1] (MODEL 9.3).
float next_attitude(const Parameters& p, float attitude, const Influences& influences);
/// The ease of a tie next month: how much warmer the host is to this person (MODEL 9.3).
float next_ease(const Parameters& p, float ease);

/// Hosts as agents: prejudice moved by contact, bad contact, peers and the national anchor.
std::unique_ptr<Process> process();
/// Creates the hosts in the first simulated month; does nothing later.
std::unique_ptr<Process> creation();

}  // namespace resettle::host_attitudes
