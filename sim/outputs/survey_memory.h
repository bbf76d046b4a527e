#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/world.h"

namespace resettle {

/// What a survey asks about the past and the columns do not keep: it watches every month.
class SurveyMemory {
 public:
  static constexpr std::int16_t kNoStay = -1;

  /// Looks at the world at the end of a month; months must follow one another.
  void observe(const World& world);

  /// Months the person's last completed wage job lasted; kNoStay if none has ended so far.
  [[nodiscard]] int last_stay(std::size_t person) const { return last_stay_[person]; }
  /// Whether the person had a subsidised month among the twelve up to `now`.
  [[nodiscard]] bool subsidised_past_year(std::size_t person, Month now) const {
    return last_subsidised_[person] > now.index - 12;
  }
  /// Whether the person had PTSD in the first month outside the facility; false before it.
  [[nodiscard]] bool ptsd_at_exit(std::size_t person) const { return ptsd_at_exit_[person] == 1; }
  /// Simulated persons who died in the last twelve months.
  [[nodiscard]] double deaths_past_year() const;

 private:
  static constexpr std::uint8_t kNotSeen = 2;

  void make_room(std::size_t persons);
  void watch_job(const World& world, std::size_t i);
  void watch_subsidy(const World& world, std::size_t i);

  // of each person
  std::vector<std::int16_t> last_stay_;
  std::vector<std::int16_t> tenure_;  ///< of the wage job at the end of last month; kNoStay: none
  std::vector<std::int16_t> last_subsidised_;  ///< month index
  std::vector<std::uint8_t> paid_next_;        ///< has a wage job with subsidised months left
  std::vector<std::uint8_t> ptsd_at_exit_;
  std::array<std::int32_t, 12> deaths_{};  ///< the slot of a month is its index modulo 12
};

}  // namespace resettle
