#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/calendar.h"

namespace resettle {

using HostIndex = std::uint32_t;
inline constexpr HostIndex kNoHost = 0xffffffffU;

/// South Korean residents who are exposed to defectors (neighbours, colleagues, employers,
/// mentors): the same number in every locality, host j of locality l at index l * per_locality + j.
/// They stand for the roughly 5 % who meet defectors, not for the nation.
struct Hosts {
  std::size_t per_locality = 0;
  std::vector<float> attitude;         ///< p, 0 warm to 1 hostile
  std::vector<float> offset;           ///< lasting difference from the national anchor
  std::vector<float> media;            ///< m, warmth left by a media campaign
  std::vector<std::uint8_t> mentees;   ///< pairs as mentor
  std::vector<std::uint8_t> negative;  ///< bad contacts this month

  /// The pair of a host and somebody who is not simulated, as long as the person who stands for
  /// them has a mentor (`unseen_fellows`). Without a host it waits for one, before anybody else.
  struct UnseenPair {
    HostIndex host;
    std::uint32_t person;
    std::uint32_t turn;  ///< place among those for whom the person stands
  };
  std::vector<UnseenPair> unseen_pairs;

  std::vector<float> prejudice_by_locality;  ///< mean attitude shown to strangers, 0-1

  /// Ease of the ties formed in a month: how much warmer the hosts are to these friends than to
  /// strangers. Ties of one month are alike, so it is kept once: from `first_month` on.
  std::vector<float> ease;
  Month first_month;

  /// Mean-field mode: every host of a locality shows its mean attitude (limit V21, ablation A5).
  bool mean_field = false;
  /// Attitude of the nation this month, an output that nothing reads (MODEL 9.3).
  float national_attitude = 0;

  [[nodiscard]] std::size_t size() const { return attitude.size(); }
  /// Attitude shown to strangers and employers, 0-1.
  [[nodiscard]] float stranger_attitude(HostIndex host) const {
    if (mean_field) return prejudice_by_locality[host / per_locality];
    const float shown = attitude[host] - media[host];
    return shown > 0.0F ? shown : 0.0F;
  }
  /// Ease of a tie formed in the month `since`; a tie begins without it.
  [[nodiscard]] float ease_since(Month since) const {
    const auto month = static_cast<std::size_t>(since - first_month);
    return month < ease.size() ? ease[month] : 0.0F;
  }
  /// Attitude shown to a friend whose tie was formed in the month `since`, 0-1.
  [[nodiscard]] float own_tie_attitude(HostIndex host, Month since) const {
    const float shown = stranger_attitude(host) - ease_since(since);
    return shown > 0.0F ? shown : 0.0F;
  }
};

}  // namespace resettle
