#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace resettle {

using HostIndex = std::uint32_t;
inline constexpr HostIndex kNoHost = 0xffffffffU;

/// South Korean residents who are exposed to defectors (neighbours, colleagues, employers,
/// mentors): the same number in every locality, host j of locality l at index l * per_locality + j.
/// They stand for the roughly 5 % who meet defectors, not for the nation.
struct Hosts {
  std::size_t per_locality = 0;
  std::vector<float> attitude;               ///< p, 0 warm to 1 hostile
  std::vector<float> offset;                 ///< lasting difference from the national anchor
  std::vector<float> media;                  ///< m, warmth left by a media campaign
  std::vector<std::uint16_t> ties;           ///< living ties with defectors
  std::vector<std::uint8_t> mentees;         ///< pairs as mentor
  std::vector<std::uint8_t> negative;        ///< bad contacts this month
  std::vector<float> prejudice_by_locality;  ///< mean attitude shown to strangers, 0-1

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
  /// Attitude shown to a friend whose tie carries `ease`, 0-1.
  [[nodiscard]] float own_tie_attitude(HostIndex host, float ease) const {
    const float shown = stranger_attitude(host) - ease;
    return shown > 0.0F ? shown : 0.0F;
  }
};

}  // namespace resettle
