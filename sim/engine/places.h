#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/calendar.h"
#include "core/enumerators.h"

namespace resettle {

/// What is given to one person at a time, so that a scenario may say how many there are in a year.
enum class Place : std::uint8_t {
  settlement_grant,
  housing,
  wage_subsidy,
  employment_incentive,
  training_allowance,
  business_loan,
  business_coach,
  matched_savings,
  counselling,
  trauma_therapy,
  mentoring,
  dialect_workshop,
  credential_recognition,
  family_reunification
};

/// How entries declare that they read or write how many have begun.
struct PlaceInfo {
  Place place;
  std::string_view begun;
};
inline constexpr auto kPlaceInfo = std::to_array<PlaceInfo>({
    {Place::settlement_grant, "settlement grants begun"},
    {Place::housing, "flats begun"},
    {Place::wage_subsidy, "wage subsidies begun"},
    {Place::employment_incentive, "incentives begun"},
    {Place::training_allowance, "allowances begun"},
    {Place::business_loan, "business loans begun"},
    {Place::business_coach, "coached businesses begun"},
    {Place::matched_savings, "accounts begun"},
    {Place::counselling, "counselling begun"},
    {Place::trauma_therapy, "trauma therapies begun"},
    {Place::mentoring, "mentorships begun"},
    {Place::dialect_workshop, "workshops begun"},
    {Place::credential_recognition, "recognitions begun"},
    {Place::family_reunification, "reunifications begun"},
});
inline constexpr std::size_t kPlaces = kPlaceInfo.size();
static_assert(is_in_order(kPlaceInfo, &PlaceInfo::place), "places and their names, in one order");

/// How many places of each instrument have begun in this calendar year, of simulated persons.
class Places {
 public:
  /// Counts places that begin. Persons may do so in parallel: the order does not matter.
  void begin(Place place, std::size_t count = 1) {
    std::atomic_ref<std::int64_t>(begun_[static_cast<std::size_t>(place)])
        .fetch_add(static_cast<std::int64_t>(count), std::memory_order_relaxed);
  }
  [[nodiscard]] std::int64_t begun(Place place) const {
    return begun_[static_cast<std::size_t>(place)];
  }
  [[nodiscard]] const std::array<std::int64_t, kPlaces>& all() const { return begun_; }
  void open_month(Month month) {
    if (month.month_of_year() == 1) begun_.fill(0);
  }
  bool operator==(const Places&) const = default;

 private:
  alignas(8) std::array<std::int64_t, kPlaces> begun_{};
};

}  // namespace resettle
