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
  float work_slope;
  float work_reference;
  float confidence_bound;
  float noise_sd;
  float media_effect;
  float media_decay;
  float exposed_weight;
  bool explicit_hosts;
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
/// Attitude of the nation, 0-1 (MODEL 9.3): the anchor, which contact cannot move, less the warmth
/// campaigns have left, with the small weight of those who meet defectors. `mean_media` is over all
/// hosts, so it already counts how few a campaign reached.
float national_attitude(const Parameters& p, float mean_attitude, float mean_media);
/// The ease of a tie next month: how much warmer the host is to this person (MODEL 9.3).
float next_ease(const Parameters& p, float ease);

/// Hosts as agents: prejudice moved by contact, bad contact, peers and the national anchor.
std::unique_ptr<Process> process();
/// Creates the hosts in the first simulated month; does nothing later.
std::unique_ptr<Process> creation();

}  // namespace resettle::host_attitudes
