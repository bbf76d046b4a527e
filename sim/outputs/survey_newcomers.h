#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/world.h"

namespace resettle {

/// What is followed over the first four years after the facility (pattern F7).
enum class Change : std::uint8_t { employment, ptsd, loneliness, distress, satisfaction };
inline constexpr std::size_t kChanges = 5;

/// How the same newcomers, arrived 2003-2008, change between the months 6-12 and 42-48 after the
/// facility. A person counts who was seen in both spans, aged 15+.
class NewcomerChanges {
 public:
  void observe(const World& world);
  /// Mean over persons of (mean of the later months - mean of the earlier months), in the unit of
  /// the state; NaN if nobody was seen in both.
  [[nodiscard]] double mean_change(Change change) const;

 private:
  struct Span {
    std::array<float, kChanges> sum{};
    int months = 0;
  };
  struct Newcomer {
    Span early;
    Span late;
  };

  std::size_t first_ = 0;  ///< index of the first newcomer
  std::vector<Newcomer> newcomers_;
};

/// Which co-ethnic network a newcomer meets in the locality (pattern F14).
enum class Network : std::uint8_t { newcomers, settled };

/// One newcomer a year after the facility.
struct NetworkCase {
  int year = 0;         ///< calendar year of arrival
  double arrivals = 0;  ///< other residents of the locality who arrived in that or the year before
  double settled = 0;   ///< residents of the locality who had arrived two years or more before
  double age = 0;       ///< years
  bool woman = false;
  bool employed = false;
};

/// Newcomers aged 18-64 a year after the facility, arrived since 2003, with the network they met.
class NetworkCases {
 public:
  void observe(const World& world);
  [[nodiscard]] const std::vector<NetworkCase>& cases() const { return cases_; }

 private:
  std::vector<NetworkCase> cases_;
};

/// Change of the employment probability for one standard deviation more of a network: regression
/// of employment on both networks, age and sex, within years of arrival (what differs between years
/// is the economy, not the network). After Beaman 2012. NaN if the cases cannot tell.
double network_effect(const std::vector<NetworkCase>& cases, Network network);

}  // namespace resettle
