#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/simulation.h"

namespace resettle {

/// What is measured each month of the surroundings of people: hosts, officers, organisations.
struct SocietyInfo {
  std::string_view name;
  std::string_view unit;
  std::string_view label;
};

/// All series of the society, in the order in which they are stored.
std::span<const SocietyInfo> society_series();

/// Names of the causes of separation, without "none", in the order of SeparationCause.
std::span<const std::string_view> separation_causes();

/// Monthly series of the whole society, and what weighed most when wage jobs ended. Means over
/// officers, organisations or localities without any of them are NaN. Counts of officers and money
/// are divided by the simulated share; separations count simulated persons.
class SocietyRecorder final : public Recorder {
 public:
  void record(World& world) override;

  /// Value of series k by month.
  [[nodiscard]] std::vector<float> values(std::size_t series) const;
  /// [month][cause]: simulated persons of 15+ whose wage job ended in the month.
  [[nodiscard]] const std::vector<std::int32_t>& separations() const { return separations_; }

 private:
  static constexpr std::size_t kFundMonths = 12;

  std::array<double, kFundMonths> funds_krw_{};  ///< joint funds by month, index modulo 12
  std::vector<float> values_;                    ///< [month][series]
  std::vector<std::int32_t> separations_;
};

}  // namespace resettle
